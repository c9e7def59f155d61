"""How serious something shown is."""

from enum import StrEnum

from terminal.domain.records import record


class Tone(StrEnum):
    """What the colour of a chip, badge or note says."""

    CALM = "calm"
    AMBER = "amber"
    RED = "red"
    GOLD = "gold"
    PLAIN = "plain"


@record
class Notice:
    """One line to the cashier: what happened, what is safe, what to do. It never waits for an answer."""

    tone: Tone
    text: str
