"""Finding the receipt printer: what is plugged in, a test page, and whether it came out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from devices.health import Health, HealthResult
from terminal.domain.errors import Refusal
from terminal.settings.options import checked
from ui.viewmodels.care import Care
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.peripherals import DeviceBench, FoundPort
from ui.viewmodels.tone import Notice, Tone

PAPERS = ("80", "58")
TCP = "tcp://"


class Trying(StrEnum):
    """How far it is."""

    CHOOSING = "choosing"
    PRINTING = "printing"
    ASKING = "asking"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a test page is or was sent to, under its ``name``; ``url`` is the ``attempt``-th of ``urls``."""

    urls: tuple[str, ...]
    name: str
    attempt: int = 0

    @property
    def url(self) -> str:
        """The port's reference."""
        return self.urls[self.attempt]

    @property
    def next(self) -> "Tried | None":
        """The same port otherwise, where there is another way."""
        return replace(self, attempt=self.attempt + 1) if self.attempt + 1 < len(self.urls) else None


class PrinterSetup(Page):
    """Lists ports; ``ports`` is ``None`` until they are found. ``address`` is what was typed for one on the network."""

    name = StageName.PRINTER_SETUP
    keeps_scans = True

    def __init__(self, desk: Desk, bench: DeviceBench, care: Care, before: Stage) -> None:
        self.desk, self._bench, self._care, self.before = desk, bench, care, before
        self.ports: Sequence[FoundPort] | None = None
        self.chosen, self.paper, self.address = 0, PAPERS[0], ""
        self.trying = Trying.CHOOSING
        self.tried: Tried | None = None
        self.look()

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The ports: what each is, and what hangs on it."""
        return tuple(
            (self._say(f"port_{port.kind}", place=port.place), port.name or self._say("port_unnamed"))
            for port in self.ports or ()
        )

    @property
    def is_busy(self) -> bool:
        """Whether a test page is on its way."""
        return self.trying is Trying.PRINTING

    @property
    def prompt(self) -> str:
        """What to do now."""
        if self.trying is Trying.CHOOSING:
            if self.ports is None:
                return self._say("printer_looking")
            return self._say("printer_choose" if self.ports else "printer_none")
        return self._say(f"printer_{self.trying}", port=self.tried.name if self.tried else "")

    @property
    def notice(self) -> Notice | None:
        """What went wrong."""
        return self.desk.notice

    def look(self) -> None:
        """Looks for ports, once more."""
        self.desk.ask_aside(self._bench.found_ports, self._found)

    def type(self, address: str) -> None:
        """The address of a printer on the network, as it stands in the field."""
        self.address = address
        self.desk.notice = None

    def choose(self, place: int) -> None:
        """Prints a test page there."""
        if self.ports and 0 <= place < len(self.ports) and self.trying is Trying.CHOOSING:
            self.chosen = place
            self._try(Tried(tuple(self.ports[place].urls), self.rows[place][0]))

    def use_address(self) -> None:
        """Prints a test page at the typed address."""
        typed = self.address.strip()
        url = typed if "://" in typed or not typed else f"{TCP}{typed}"
        try:
            if not url:
                raise Refusal("printer_not_set")
            self._try(Tried((checked("printer", url),), typed))
        except Refusal as refusal:
            self.desk.refuse(refusal)

    def choose_paper(self, paper: str) -> None:
        """How wide the paper is, in millimetres."""
        self.paper = paper

    def yes(self) -> None:
        """It came out, and looks right."""
        if self.trying is Trying.ASKING and self.tried is not None:
            settings = {"printer": self.tried.url, "printer_paper_mm": self.paper}
            self.desk.ask(lambda: self._care.save_settings(settings), self._saved)

    def no(self) -> None:
        """Nothing came out, or signs: the same port is tried otherwise, where it can be, else another one."""
        if self.trying is not Trying.ASKING or self.tried is None:
            return
        further = self.tried.next
        if further is not None:
            self._try(further)
        else:
            self._give_up("printer_not_out")

    def digit(self, digit: str) -> None:
        """A port's number."""
        self.choose(int(digit) - 1)

    def letter(self, letter: str) -> None:
        """R looks again."""
        if letter.upper() == "R" and self.trying is Trying.CHOOSING:
            self.look()

    def press(self, command: Command) -> None:
        """Through the list; Enter tries, or says yes; Del says no; Esc leaves, or gives the attempt up."""
        count = len(self.ports or ())
        match command:
            case Command.UP | Command.DOWN if count and self.trying is Trying.CHOOSING:
                self.chosen = (self.chosen + command.step) % count
            case Command.ENTER if self.trying is Trying.ASKING:
                self.yes()
            case Command.ENTER if self.address.strip() and self.trying is Trying.CHOOSING:
                self.use_address()
            case Command.ENTER:
                self.choose(self.chosen)
            case Command.UNDO:
                self.no()
            case Command.BACK if self.trying is Trying.ASKING:
                self.trying, self.tried = Trying.CHOOSING, None
            case Command.BACK:
                self.desk.go(self.before)
            case _:
                pass

    def _try(self, tried: Tried) -> None:
        self.tried, self.trying, self.desk.notice = tried, Trying.PRINTING, None
        url, paper = tried.url, self.paper
        self.desk.ask_aside(lambda: self._bench.try_printer(url, paper), self._printed, self._failed)

    def _printed(self, health: Health) -> None:
        """Only somebody who looks knows whether it is readable."""
        if health.result is HealthResult.FAILED:
            self._give_up("printer_not_out")
        elif self.trying is Trying.PRINTING:
            self.trying = Trying.ASKING

    def _failed(self, error: Exception) -> None:
        self.trying, self.tried = Trying.CHOOSING, None
        if self.desk.stage is self:
            self.desk.refuse(error)

    def _give_up(self, key: str) -> None:
        self.trying, self.tried = Trying.CHOOSING, None
        self.desk.say(Tone.AMBER, key)

    def _found(self, ports: Sequence[FoundPort]) -> None:
        self.ports, self.chosen = ports, 0

    def _saved(self, _nothing: None) -> None:
        self.desk.settings_changed.tell()
        self.desk.go(self.before)

    def _say(self, key: str, **data: object) -> str:
        return self.desk.words.say(key, **data)
