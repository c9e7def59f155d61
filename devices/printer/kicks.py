"""Opening the cash drawer: a job of its own, which waits behind no receipt and is no use after a few seconds."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from devices.drawer.cash_drawer import DRAWER_PINS, CashDrawer, Opening, Sensor
from devices.faults import FaultKind
from devices.health import Check, HealthResult
from devices.printer.commands import plain_commands
from devices.printer.driver import PrinterDriver
from devices.printer.outcomes import Outcomes
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.printing import KICK_VALID, JobState, PrintQueue

_HEALTH = {
    Opening.OPENED: (HealthResult.PASSED, ""),
    Opening.KICKED: (HealthResult.UNCONFIRMED, ""),
    Opening.USE_KEY: (HealthResult.FAILED, Opening.USE_KEY.value),
}
_STATES = {
    Opening.OPENED: (JobState.COMPLETE, ""),
    Opening.KICKED: (JobState.SENT_UNCONFIRMED, ""),
    Opening.USE_KEY: (JobState.CANCELLED, "drawer_use_key"),
}


@record
class _ByHand:
    """A kick asked for by a key. It is in no queue: who asked stands there, or has gone with the process."""

    pin: int
    until: float


@dataclass(slots=True)
class Kicks:
    """The kicks that wait: those of cash sales in the queue, and one by hand. ``pin`` is the drawer's connector pin.

    ``ask`` may be called on any thread, the rest on the printer's. ``check`` hears what became of one by hand,
    ``stayed_shut`` of every drawer that has to be opened with its key. ``sensor`` is how the drawer's switch is wired.
    """

    queue: PrintQueue
    outcomes: Outcomes
    check: Check
    pin: int
    sensor: Sensor = Sensor.NONE
    stayed_shut: Callable[[], None] = lambda: None
    _by_hand: _ByHand | None = None
    _is_new: bool = True

    def ask(self, pin: int) -> None:
        """Asks for one by hand."""
        self._by_hand = _ByHand(pin, time.monotonic() + KICK_VALID.total_seconds())

    def look(self) -> bool:
        """Whether one waits. What is too late is dropped, and what was left by another process."""
        self.outcomes.write()
        if self._is_new:
            self.queue.drop_kicks()
            self._is_new = False
        return self._waits()

    def _waits(self) -> bool:
        by_hand = self._by_hand
        if by_hand is not None and time.monotonic() > by_hand.until:
            self.check.answer(HealthResult.FAILED, FaultKind.TIMED_OUT.value)
            self._forget(by_hand)
        return self._by_hand is not None or self.queue.next_kick() is not None

    def carry_out(self, driver: PrinterDriver, profile: str) -> None:
        """Opens the drawer where that is asked for; what fails stays asked for, as long as it is any use."""
        if not self.look():
            return
        by_hand, queued = self._by_hand, self.queue.next_kick()
        if queued is not None:
            self.queue.mark(queued, JobState.SENDING)
        pin = self.pin if by_hand is None else by_hand.pin
        opening = CashDrawer(pin, self.sensor).open(driver, plain_commands(profile).kick[DRAWER_PINS.index(pin)])
        if queued is not None:
            self.outcomes.settle(queued, *_STATES[opening])
        if by_hand is not None:
            self.check.answer(*_HEALTH[opening])
            self._forget(by_hand)
        if opening is Opening.USE_KEY:
            self.stayed_shut()

    def say_in_vain(self, *, is_ours: bool = True) -> None:
        """The printer cannot be reached, or the queue is not ours: whoever stands before the drawer needs its key."""
        try:
            waits = self.look() if is_ours else self._waits()
        except Refusal:  # the store is busy just now; the next round says it
            return
        if waits:
            self.stayed_shut()

    def _forget(self, by_hand: _ByHand) -> None:
        if self._by_hand is by_hand:  # another may have been asked for meanwhile
            self._by_hand = None
