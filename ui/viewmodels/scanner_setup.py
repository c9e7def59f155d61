"""Setting up a scanner that types like a keyboard: three scans in, how it types out, the settings saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.tone import Notice, Tone
from ui.viewmodels.wedge_setup import SCANS, Measured, WedgeSetup
from ui.viewmodels.words import shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.viewmodels.peripherals import DeviceBench, ScanReading

TEXT_SHOWN_MAX = 32
NOT_YET = "–"


class ScannerSetup(Page):
    """Counts the scans, says what they show, and saves it when the cashier agrees.

    ``is_listening`` is whether keys still go to ``setup``. They do for a moment after the last scan: what comes with
    it, a second line end for instance, presses nothing here. ``read`` is what was scanned afterwards, to see that it
    works.
    """

    name = StageName.SCANNER_SETUP

    def __init__(self, desk: Desk, bench: DeviceBench, before: Stage) -> None:
        self.desk, self._bench, self.before = desk, bench, before
        self.setup = WedgeSetup(bench.measure_scans, self._save)
        self.setup.changed.add(desk.changed.tell)
        self.is_listening, self.is_saved, self.read = True, False, ""

    @property
    def done(self) -> int:
        """How many scans have come in."""
        return self.setup.heard

    @property
    def result(self) -> Measured | None:
        """What they show; ``None`` while some are missing."""
        return self.setup.result

    @property
    def may_save(self) -> bool:
        """Whether the settings wait to be saved."""
        return self.result is not None and self.result.trouble is None and not self.is_saved

    @property
    def prompt(self) -> str:
        """What to scan now, or that it was enough."""
        left = SCANS - self.done
        if self.result is not None:
            return self._say("setup_measured")
        return self._say("setup_scan" if left == SCANS else "setup_again", count=left)

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """How the scanner types: what, and how it is; dashes while scans are missing."""
        found = self.result
        if found is None:
            return tuple((self._say(key), NOT_YET) for key in ("setup_speed", "setup_prefix", "setup_suffix"))
        end = {"enter": "Enter", "tab": "Tab"}.get(found.suffix) or self._say("setup_none")
        return (
            (
                self._say("setup_speed"),
                self._say("setup_speed_ms", usual=round(found.median_ms), longest=found.longest_ms),
            ),
            (self._say("setup_prefix"), found.prefix or self._say("setup_none")),
            (self._say("setup_suffix"), end),
        )

    @property
    def notice(self) -> Notice | None:
        """What speaks against the scanner as it is, or what has become of the settings."""
        found = self.result
        if self.read:
            return Notice(Tone.CALM, self._say("trial_passed_scanner", text=self.read))
        if found is None or self.desk.notice is not None:
            return self.desk.notice
        if found.trouble is not None:
            return Notice(Tone.AMBER, self._say(f"wedge_{found.trouble}", longest=found.longest_ms))
        return Notice(Tone.CALM, self._say("setup_saved" if self.is_saved else "setup_good"))

    def pause(self) -> None:
        """No key has come for a while: a scan that has begun is over, and after the last one nobody listens."""
        self.setup.pause()
        if self.result is not None and self.is_listening:
            self.is_listening = False
            self.desk.changed.tell()

    def scanned(self, reading: ScanReading) -> bool:
        """Whatever is scanned after the set-up."""
        self.read = shortened(reading.text, TEXT_SHOWN_MAX)
        return True

    def again(self) -> None:
        """Measures once more."""
        self.desk.notice, self.is_listening, self.is_saved, self.read = None, True, False, ""
        self.setup.begin()

    def press(self, command: Command) -> None:
        """Enter goes on: it saves, or measures again where that cannot be, or leaves. Del measures again."""
        if command in {Command.BACK, Command.DEVICES}:
            self.desk.go(self.before)
        elif self.result is None or self.is_listening:
            return
        elif command is Command.UNDO:
            self.again()
        elif command is Command.ENTER:
            self._go_on()

    def _go_on(self) -> None:
        if self.is_saved:
            self.desk.go(self.before)
        elif self.may_save:
            self.setup.accept()
        else:
            self.again()

    def _save(self, settings: Mapping[str, str]) -> None:
        desk = self.desk
        desk.ask(lambda: desk.actions.save_settings(settings), lambda _: self._saved(settings))

    def _saved(self, settings: Mapping[str, str]) -> None:
        """The scanner is heard by them at once."""
        self.is_saved, self.desk.notice = True, None
        self._bench.tune_scanner(settings)

    def _say(self, key: str, **data: object) -> str:
        return self.desk.words.say(key, **data)
