"""The status strip: the link, the devices, the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.states import LINE_DISPLAY, TROUBLED, DeviceState, DeviceStatus
from terminal.domain.records import record
from terminal.ports.printing import WAITING_STATES
from ui.viewmodels.listeners import Listeners
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import Words, clock_time

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, timedelta
    from zoneinfo import ZoneInfo

    from terminal.usecases.link_state import LinkFigures

QUIET = {DeviceState.ONLINE: Tone.CALM, DeviceState.UNKNOWN: Tone.PLAIN, DeviceState.CLOSED: Tone.PLAIN}


@record
class Chip:
    """A chip of the strip."""

    name: str
    tone: Tone
    text: str


class Strip:
    """Takes what the sync process and the devices report, and puts it into words."""

    def __init__(self, words: Words, zone: ZoneInfo) -> None:
        self.changed = Listeners()
        self.words, self._zone = words, zone
        self._figures: LinkFigures | None = None
        self._devices: dict[str, DeviceStatus] = {}

    def link_arrived(self, figures: LinkFigures) -> None:
        """The link, as it stands now."""
        self._figures = figures
        self.changed.tell()

    def device_changed(self, status: DeviceStatus) -> None:
        """A device reports how it is."""
        if self._devices.get(status.device) != status:
            self._devices[status.device] = status
            self.changed.tell()

    @property
    def time(self) -> str:
        """The time on the shop's wall; empty before the first report."""
        return clock_time(self._figures.now, self._zone) if self._figures else ""

    @property
    def synced_at(self) -> datetime | None:
        """When sync last came through; ``None`` before the first report, or where it never did."""
        return self._figures.link.last_success_at if self._figures else None

    @property
    def chips(self) -> tuple[Chip, ...]:
        """Link, printer, scanner, from left to right."""
        return (self._link_chip(), self._printer_chip(), self._device_chip("scanner"))

    @property
    def display_chip(self) -> Chip | None:
        """The customer's line display, while it cannot show anything; else nobody needs to think of it."""
        status = self._devices.get(LINE_DISPLAY)
        return self._device_chip(LINE_DISPLAY) if status and status.state in TROUBLED else None

    def _link_chip(self) -> Chip:
        figures, say = self._figures, self.words.say
        if figures is None:
            return Chip("link", Tone.PLAIN, say("link_unknown"))
        count, age = figures.link.unsent_frames, figures.age
        if figures.link.reached and figures.link.refusal:
            return Chip("link", Tone.AMBER, say("link_refused", count=count))
        if figures.clock_behind:
            return Chip("link", Tone.AMBER, say("link_clock_behind"))
        if figures.online and age is not None:
            return Chip("link", Tone.CALM, say("link_synced", age=self._age(age)))
        return Chip("link", Tone.AMBER, say("link_offline", count=count) if count else say("link_offline_empty"))

    def _age(self, age: timedelta) -> str:
        seconds = int(age.total_seconds())
        if seconds < 60:
            return self.words.say("seconds_ago", count=seconds)
        if seconds < 3600:
            return self.words.say("minutes_ago", count=seconds // 60)
        return self.words.say("hours_ago", count=seconds // 3600)

    @property
    def has_paper_waiting(self) -> bool:
        """Whether anything waits for the printer."""
        return self._papers_waiting > 0

    @property
    def _papers_waiting(self) -> int:
        jobs: Mapping[str, int] = self._figures.print_jobs if self._figures else {}
        return sum(jobs.get(state, 0) for state in WAITING_STATES)

    def _printer_chip(self) -> Chip:
        chip, waiting = self._device_chip("printer"), self._papers_waiting
        if chip.tone is Tone.AMBER and waiting:
            return Chip("printer", Tone.AMBER, self.words.say("device_waiting", device=chip.text, count=waiting))
        return chip

    def _device_chip(self, device: str) -> Chip:
        status, say = self._devices.get(device, DeviceStatus(device, DeviceState.CLOSED)), self.words.say
        name = say(f"device_{device}")
        if status.state in QUIET and (not status.detail or status.state is DeviceState.UNKNOWN):
            return Chip(device, QUIET[status.state], name)
        return Chip(device, Tone.AMBER, say("device_state", device=name, state=say(f"state_{status.detail}")))
