"""Finding the receipt printer: what is plugged in, a test page, whether it came out, a drawer that hangs on it."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from devices.health import Health, HealthResult
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.settings.options import checked, option
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.tone import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.viewmodels.care import Care
    from ui.viewmodels.peripherals import DeviceBench, FoundPort

PAPERS = ("80", "58")
TCP = "tcp://"
DRAWER_KEY = "D"


class Trying(StrEnum):
    """How far it is."""

    CHOOSING = "choosing"
    PRINTING = "printing"
    ASKING = "asking"
    OPENING = "opening"
    OPENED = "opened"


@record
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
    def next(self) -> Tried | None:
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
        self._pins = tuple(option("cash_drawer_pin").choices)
        self._pin = 0
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
        """Whether a test page is on its way, or the drawer is opening."""
        return self.trying in {Trying.PRINTING, Trying.OPENING}

    @property
    def is_with_drawer(self) -> bool:
        """Whether it is the drawer that is tried."""
        return self.trying in {Trying.OPENING, Trying.OPENED}

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
        """How wide the paper is, in millimetres; what a test page was printed for stays while it is asked about."""
        if self.trying is Trying.CHOOSING:
            self.paper = paper

    def yes(self) -> None:
        """It came out, and looks right; or the drawer opened."""
        if self.trying is Trying.ASKING:
            self._keep({})
        elif self.trying is Trying.OPENED:
            self._keep({"cash_drawer": "printer", "cash_drawer_pin": self._pins[self._pin]})

    def try_drawer(self) -> None:
        """It came out, and a drawer hangs on it, which is opened by the first of the connector's pins."""
        if self.trying is Trying.ASKING:
            self._open_drawer(0)

    def no(self) -> None:
        """Nothing came out, or signs: the same port is tried otherwise, where it can be, else another one.

        A drawer that stayed shut is tried by the other pin; after that the printer is kept without one.
        """
        if self.trying is Trying.OPENED:
            self._stayed_shut()
        elif self.trying is Trying.ASKING and self.tried is not None:
            further = self.tried.next
            if further is not None:
                self._try(further)
            else:
                self._give_up("printer_not_out")

    def digit(self, digit: str) -> None:
        """A port's number."""
        self.choose(int(digit) - 1)

    def letter(self, letter: str) -> None:
        """R looks again; D goes on with the drawer."""
        if letter.upper() == "R" and self.trying is Trying.CHOOSING:
            self.look()
        elif letter.upper() == DRAWER_KEY:
            self.try_drawer()

    def press(self, command: Command) -> None:
        """Through the list; Enter tries, or says yes; Del says no; Esc leaves, or gives the attempt up."""
        count = len(self.ports or ())
        match command:
            case Command.UP | Command.DOWN if count and self.trying is Trying.CHOOSING:
                self.chosen = (self.chosen + command.step) % count
            case Command.ENTER if self.trying in {Trying.ASKING, Trying.OPENED}:
                self.yes()
            case Command.ENTER if self.address.strip() and self.trying is Trying.CHOOSING:
                self.use_address()
            case Command.ENTER:
                self.choose(self.chosen)
            case Command.UNDO:
                self.no()
            case Command.BACK if self.trying is Trying.ASKING:
                self.trying, self.tried = Trying.CHOOSING, None
            case Command.BACK if self.is_with_drawer:
                self._keep({})
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

    def _open_drawer(self, place: int) -> None:
        if self.tried is not None:
            url, pin = self.tried.url, self._pins[place]
            self._pin, self.trying, self.desk.notice = place, Trying.OPENING, None
            self.desk.ask_aside(lambda: self._bench.try_drawer(url, pin), self._kicked, self._not_kicked)

    def _stayed_shut(self) -> None:
        if self._pin + 1 < len(self._pins):
            self._open_drawer(self._pin + 1)
        else:
            self._keep({}, "drawer_stays_shut")

    def _kicked(self, _health: Health) -> None:
        """Whoever stands before it sees it."""
        if self.trying is Trying.OPENING:
            self.trying = Trying.OPENED

    def _not_kicked(self, error: Exception) -> None:
        """The page came out all the same."""
        if self.trying is Trying.OPENING:
            self.trying = Trying.ASKING
            self.desk.refuse(error)

    def _give_up(self, key: str) -> None:
        self.trying, self.tried = Trying.CHOOSING, None
        self.desk.say(Tone.AMBER, key)

    def _found(self, ports: Sequence[FoundPort]) -> None:
        self.ports, self.chosen = ports, 0

    def _keep(self, drawer: Mapping[str, str], said: str = "") -> None:
        """The printer that was tried, and what is known of the drawer; ``said`` where that did not work."""
        if self.tried is not None:
            settings = {"printer": self.tried.url, "printer_paper_mm": self.paper, **drawer}
            self.desk.ask(lambda: self._care.save_settings(settings), lambda _: self._saved(said))

    def _saved(self, said: str) -> None:
        self.desk.settings_changed.tell()
        self.desk.go(self.before)
        if said:
            self.desk.say(Tone.AMBER, said)

    def _say(self, key: str, **data: object) -> str:
        return self.desk.words.say(key, **data)
