"""A member's movements, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.words import clock_time, points, signed

if TYPE_CHECKING:
    from terminal.ports.store import LedgerRow
    from terminal.usecases.identify import MemberCard
    from terminal.usecases.member_ledger import MemberLedger

ROWS_MAX = 50


@record
class MovementRow:
    """One movement as the list shows it."""

    title: str
    detail: str
    points: str
    is_gain: bool


class Ledger(Stage):
    """The details sheet; empty until the movements arrive."""

    name = StageName.LEDGER

    def __init__(self, desk: Desk, card: MemberCard) -> None:
        self.desk, self.card = desk, card
        self.ledger: MemberLedger | None = None
        desk.ask(lambda: desk.actions.member_ledger(card.member_id), self._arrived)

    def _arrived(self, ledger: MemberLedger) -> None:
        self.ledger = ledger

    @property
    def rows(self) -> tuple[MovementRow, ...]:
        """The latest movements made on this terminal."""
        rows = self.ledger.rows if self.ledger else ()
        return tuple(self._row(row) for row in reversed(rows[-ROWS_MAX:]))

    @property
    def balance_text(self) -> str:
        """The balance now."""
        return points(self.ledger.balance if self.ledger else self.card.balance)

    @property
    def elsewhere_text(self) -> str:
        """What all the other terminals add up to; empty until known."""
        return self.desk.words.say("elsewhere", points=signed(self.ledger.elsewhere)) if self.ledger else ""

    def _row(self, row: LedgerRow) -> MovementRow:
        words, zone = self.desk.words, self.desk.shop.store.time_zone
        state = words.say("confirmed" if row.confirmed else "pending")
        return MovementRow(
            title=words.say(f"entry_{row.entry.kind}"),
            detail=f"{words.month_day(row.day)} {clock_time(row.at, zone)} ・ {state}",
            points=signed(row.entry.points),
            is_gain=row.entry.points > 0,
        )

    def press(self, command: Command) -> None:
        """Back to the bill."""
        if command in {Command.BACK, Command.ENTER, Command.DETAILS}:
            self.desk.go_home()

    def member_arrived(self, card: MemberCard) -> None:
        """Another member: these are not their movements."""
        self.desk.go_home()
