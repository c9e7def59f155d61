"""How large a pixel of this screen is: a bank card is held against a card on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.settings.options import option
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Rescaled, Stage, StageName
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from ui.viewmodels.care import Care

SCREEN_OPTION = "screen_mm_per_100px"
CARD_MM = 85.6
"""How wide every bank card is (ISO/IEC 7810 ID-1)."""
WIDTH_MIN, WIDTH_MAX = 144, 900
SMALL_STEP, LARGE_STEP = 1, 10


class ScreenSetup(Page):
    """``width`` is how wide the card on the screen is, in pixels: it is right when it is as wide as a real one."""

    name = StageName.SCREEN_SETUP
    keeps_scans = True

    def __init__(self, desk: Desk, care: Care, before: Stage) -> None:
        self.desk, self._care, self.before = desk, care, before
        self._default = float(option(SCREEN_OPTION).default)
        self.width = width_of(self._default)
        desk.ask(care.settings, lambda settings: self._begin(settings.get(SCREEN_OPTION)))

    @property
    def value(self) -> str:
        """The setting: millimetres of 100 pixels."""
        return f"{CARD_MM * 100 / self.width:.1f}"

    @property
    def said(self) -> str:
        """The same for people."""
        return self.desk.words.say("setup_screen_is", size=self.value)

    def change(self, step: int) -> None:
        """Makes the card wider, or less wide."""
        self.width = min(max(self.width + step, WIDTH_MIN), WIDTH_MAX)

    def save(self) -> None:
        """Keeps it."""
        settings = {SCREEN_OPTION: self.value}
        self.desk.ask(lambda: self._care.save_settings(settings), self._saved)

    def press(self, command: Command) -> None:
        """Left and Right by a pixel, Up and Down by ten, Del as it was, Enter keeps it, Esc leaves."""
        steps = {
            Command.MORE: SMALL_STEP,
            Command.FEWER: -SMALL_STEP,
            Command.UP: LARGE_STEP,
            Command.DOWN: -LARGE_STEP,
        }
        if command in steps:
            self.change(steps[command])
        elif command is Command.UNDO:
            self.width = width_of(self._default)
        elif command is Command.ENTER:
            self.save()
        elif command is Command.BACK:
            self.desk.go(self.before)

    def _begin(self, chosen: str | None) -> None:
        if chosen is not None and option(SCREEN_OPTION).accepts(chosen):
            self.width = width_of(float(chosen))

    def _saved(self, _nothing: None) -> None:
        self.desk.settings_changed.tell()
        self.desk.go(self.before)
        if self.desk.rescale is not None and self.desk.rescale(float(self.value)) is Rescaled.LATER:
            self.desk.say(Tone.CALM, "setup_screen_later")


def width_of(mm_per_100px: float) -> int:
    """How many pixels a bank card takes."""
    return min(max(round(CARD_MM * 100 / mm_per_100px), WIDTH_MIN), WIDTH_MAX)
