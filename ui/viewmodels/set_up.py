"""What is to be set up on a new till, and where each part is done; also for whoever wants to do it once more."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from devices.states import WEDGE
from terminal.domain.records import record
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.printer_setup import PrinterSetup
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.screen_setup import SCREEN_OPTION, ScreenSetup
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MEASURED = ("wedge_gap_ms", "wedge_prefix", "wedge_suffix")


class Part(StrEnum):
    """What can be set up, in this order."""

    PRINTER = "printer"
    SCANNER = "scanner"
    SCREEN = "screen"


@record
class PartRow:
    """A part as the list shows it: what it is, what is set, whether that is done, and its digit."""

    part: Part
    digit: str
    name: str
    detail: str
    state: str
    tone: Tone
    is_done: bool


class SetUp(Page):
    """The list. What is done is done at once; the rest can be left for later, or for good.

    ``finished`` is told when the till is opened from here: on a new till it means that nobody is asked again.
    """

    name = StageName.SET_UP
    keeps_scans = True

    def __init__(self, desk: Desk, before: Stage, finished: Callable[[], None] | None = None) -> None:
        self.desk, self.before = desk, before
        self._finished = finished
        self._settings: Mapping[str, str] = {}
        self.chosen = 0
        self._is_moved = False

    @property
    def is_first(self) -> bool:
        """Whether the till is new."""
        return self._finished is not None

    @property
    def rows(self) -> tuple[PartRow, ...]:
        """The parts."""
        details = {part: self._detail(part) for part in Part}
        return tuple(self._row(place, part, details[part]) for place, part in enumerate(Part))

    @property
    def is_done(self) -> bool:
        """Whether nothing is left."""
        return all(row.is_done for row in self.rows)

    def entered(self) -> None:
        """Somebody came, perhaps from one of the parts."""
        care = self.desk.care
        if care is not None:
            self.desk.ask(care.settings, self._arrived)

    def _arrived(self, settings: Mapping[str, str]) -> None:
        self._settings = settings
        if not self._is_moved:
            self.chosen = next((place for place, row in enumerate(self.rows) if not row.is_done), 0)

    def open(self, place: int) -> None:
        """Sets that part up."""
        self.chosen, self._is_moved, desk = place, False, self.desk
        if desk.bench is None or desk.care is None:
            return
        match tuple(Part)[place]:
            case Part.PRINTER:
                desk.go(PrinterSetup(desk, desk.bench, desk.care, self))
            case Part.SCANNER:
                desk.go(ScannerSetup(desk, desk.bench, self))
            case Part.SCREEN:
                desk.go(ScreenSetup(desk, desk.care, self))

    def finish(self) -> None:
        """Opens the till."""
        if self._finished is not None:
            self.desk.ask(self._finished, _nothing_more)
        self.desk.go(self.before)

    def digit(self, digit: str) -> None:
        """A part's number."""
        if 1 <= int(digit) <= len(Part):
            self.open(int(digit) - 1)

    def press(self, command: Command) -> None:
        """Through the list; Enter sets up what is chosen, or opens the till when all is done; F12 opens it anyway."""
        match command:
            case Command.UP | Command.DOWN:
                self.chosen = (self.chosen + command.step) % len(Part)
                self._is_moved = True
            case Command.ENTER if not self.is_done or self._is_moved:
                self.open(self.chosen)
            case Command.ENTER | Command.TENDER | Command.BACK:
                self.finish()
            case _:
                pass

    def _row(self, place: int, part: Part, detail: str) -> PartRow:
        say = self.desk.words.say
        return PartRow(
            part=part,
            digit=str(place + 1),
            name=say(f"setup_part_{part}"),
            detail=detail or say(f"setup_hint_{part}"),
            state=say("setup_done" if detail else "setup_to_do"),
            tone=Tone.CALM if detail else Tone.PLAIN,
            is_done=bool(detail),
        )

    def _detail(self, part: Part) -> str:
        """What is set; empty where nothing is."""
        settings, say = self._settings, self.desk.words.say
        if part is Part.PRINTER:
            printer = settings.get("printer", "")
            has_drawer = bool(printer) and settings.get("cash_drawer") == "printer"
            return say("setup_with_drawer", printer=printer) if has_drawer else printer
        if part is Part.SCREEN:
            size = settings.get(SCREEN_OPTION, "")
            return say("setup_screen_is", size=size) if size else ""
        if settings.get("scanner", WEDGE) != WEDGE:
            return settings["scanner"]
        is_measured = any(name in settings for name in MEASURED)
        return say("setup_scanner_measured") if is_measured else ""


def _nothing_more(_answer: None) -> None:
    """Nobody is asked again."""
