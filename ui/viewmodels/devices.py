"""The device page: how each device is, when it last was well, what last went wrong, and trying it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.health import SUPERSEDED, Health, HealthResult
from devices.states import DRAWER, SCANNER, WEDGE, DeviceReport, DeviceState
from terminal.domain.records import record
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Page, Stage, StageName
from ui.viewmodels.scanner_setup import ScannerSetup
from ui.viewmodels.tone import Tone

if TYPE_CHECKING:
    from datetime import datetime

    from terminal.usecases.identify import MemberCard
    from ui.viewmodels.peripherals import DeviceBench, ScanReading

SET_UP_KEY = "S"
TEXT_SHOWN_MAX = 32
STATE_TONES = {
    DeviceState.ONLINE: Tone.CALM,
    DeviceState.UNKNOWN: Tone.PLAIN,
    DeviceState.CLOSED: Tone.PLAIN,
    DeviceState.ERROR: Tone.AMBER,
    DeviceState.OFFLINE: Tone.AMBER,
}
RESULT_TONES = {
    HealthResult.PASSED: Tone.CALM,
    HealthResult.UNCONFIRMED: Tone.PLAIN,
    HealthResult.FAILED: Tone.AMBER,
}


@record
class DeviceRow:
    """One device as the page shows it.

    ``history`` is when it last was well and what last went wrong; ``trial`` is what is going on, or what came of the
    last one, empty before. ``can_set_up`` is true of a scanner that types: how it does so can be measured.
    """

    device: str
    name: str
    place: str
    state: str
    tone: Tone
    history: str
    trial: str
    trial_tone: Tone
    can_try: bool
    is_trying: bool
    can_set_up: bool = False


class Devices(Page):
    """All devices in a list; a digit or a tap tries one out.

    While the scanner is being tried out, what it reads stays on this page and touches no bill.
    """

    name = StageName.DEVICES

    def __init__(self, desk: Desk, bench: DeviceBench, before: Stage) -> None:
        self.desk, self._bench, self.before = desk, bench, before
        self._trying: set[str] = set()
        self._results: dict[str, Health] = {}

    @property
    def rows(self) -> tuple[DeviceRow, ...]:
        """Every kind of device, also those that are not set up."""
        return tuple(self._row(report) for report in self._bench.reports())

    @property
    def awaits_scan(self) -> bool:
        """Whether the next scan is there to try the scanner out."""
        return SCANNER in self._trying

    def try_out(self, device: str) -> None:
        """Has a test page printed, the drawer opened, a text shown; of a scanner, waits for the next scan."""
        self._trying.add(device)
        self._results.pop(device, None)
        self._bench.check_health(device)

    def device_tried(self, health: Health) -> None:
        """What came of it."""
        if health.detail != SUPERSEDED:
            self._trying.discard(health.device)
            self._results[health.device] = health

    def scanned(self, reading: ScanReading) -> bool:
        """The scan that the page may be waiting for."""
        if not self.awaits_scan:
            return False
        self._results[SCANNER] = Health(SCANNER, HealthResult.PASSED, reading.text)
        return True

    def digit(self, digit: str) -> None:
        """The row's number."""
        rows = self.rows
        place = int(digit) - 1
        if 0 <= place < len(rows) and rows[place].can_try:
            self.try_out(rows[place].device)

    def letter(self, letter: str) -> None:
        """The scanner's set-up."""
        if letter.upper() == SET_UP_KEY:
            self.set_up_scanner()

    def set_up_scanner(self) -> None:
        """Has a scanner that types measured."""
        if any(row.can_set_up for row in self.rows):
            self.desk.go(ScannerSetup(self.desk, self._bench, self))

    def press(self, command: Command) -> None:
        """Back to where the cashier was."""
        if command in {Command.BACK, Command.ENTER, Command.DEVICES}:
            self.desk.go(self.before)

    def member_arrived(self, card: MemberCard) -> None:
        """A customer has come: the page goes."""
        self.desk.go_home()

    def _row(self, report: DeviceReport) -> DeviceRow:
        words, device, status = self.desk.words, report.device, report.status
        is_set_up = bool(report.port) or status.state is not DeviceState.CLOSED
        warns = status.state is DeviceState.ONLINE and status.detail
        return DeviceRow(
            device=device,
            name=words.say(f"device_{device}"),
            place=self._place(report) if is_set_up else words.say("device_not_set"),
            state=self._state(report) if is_set_up else "",
            tone=Tone.AMBER if warns else STATE_TONES[status.state],
            history=self._history(report) if is_set_up else "",
            trial=self._trial(device),
            trial_tone=self._trial_tone(device),
            can_try=is_set_up,
            is_trying=device in self._trying,
            can_set_up=device == SCANNER and report.port == WEDGE,
        )

    def _state(self, report: DeviceReport) -> str:
        """The drawer's troubles are those of the printer, and are called so."""
        words, status = self.desk.words, report.status
        state = words.say(f"state_{status.detail or status.state}")
        if report.device == DRAWER and status.detail:
            return words.say("device_state", device=words.say("device_printer"), state=state)
        return state

    def _place(self, report: DeviceReport) -> str:
        if report.device == DRAWER:
            return self.desk.words.say("place_on_printer")
        return self.desk.words.say("place_keyboard") if report.port == WEDGE else report.port

    def _history(self, report: DeviceReport) -> str:
        good, error = self._last_good(report), self._last_error(report)
        return self.desk.words.say("device_history", good=good, error=error)

    def _last_good(self, report: DeviceReport) -> str:
        if report.last_good is None:
            return self.desk.words.say("last_good_never")
        return self.desk.words.say("last_good", time=self._time(report.last_good))

    def _last_error(self, report: DeviceReport) -> str:
        error = report.last_error
        if error is None:
            return self.desk.words.say("last_error_none")
        state = self.desk.words.say(f"state_{error.detail}")
        return self.desk.words.say("last_error", time=self._time(error.at), state=state)

    def _time(self, at: datetime) -> str:
        zone = self.desk.shop.store.time_zone
        return self.desk.words.day_and_time(at, zone)

    def _trial(self, device: str) -> str:
        words, health = self.desk.words, self._results.get(device)
        if health is None:
            return words.say(f"trial_runs_{device}") if device in self._trying else ""
        if health.result is HealthResult.FAILED:
            return words.say("trial_failed", state=words.say(f"state_{health.detail}"))
        text = health.detail[:TEXT_SHOWN_MAX] + ("…" if len(health.detail) > TEXT_SHOWN_MAX else "")
        return words.say(f"trial_{health.result}_{device}", text=text)

    def _trial_tone(self, device: str) -> Tone:
        health = self._results.get(device)
        return RESULT_TONES[health.result] if health else Tone.PLAIN
