"""A terminal's devices, as its settings name them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from devices.supervisor import DeviceSettings, Supervisor
from terminal.domain.errors import Refusal
from terminal.ports.printing import JobState
from terminal.settings.options import value_of
from terminal.store.store import TerminalStore

WEDGE = "wedge"
DOTS_BY_PAPER_MM = {"80": 576, "58": 384}
SETTLE_SECONDS = 30.0
LOOK_SECONDS = 0.1
_ON_THE_WAY = (JobState.QUEUED, JobState.SENDING)
_SETTLED = (JobState.COMPLETE, JobState.SENT_UNCONFIRMED, JobState.CANCELLED)


def device_settings(store: TerminalStore) -> DeviceSettings:
    """The devices this terminal is set up with. A scanner that types like a keyboard has no port."""
    with store.view() as unit:
        scanner = value_of("scanner", unit.setting)
        return DeviceSettings(
            printer_port=value_of("printer", unit.setting),
            printer_width=DOTS_BY_PAPER_MM[value_of("printer_paper_mm", unit.setting)],
            scanner_port="" if scanner == WEDGE else scanner,
        )


def has_drawer(store: TerminalStore) -> bool:
    """Whether a cash drawer hangs on this terminal's printer."""
    with store.view() as unit:
        return value_of("cash_drawer", unit.setting) == "printer"


@contextmanager
def printing(store: TerminalStore) -> Iterator[Callable[[], None]]:
    """The printer's thread, for the length of the block; what waits at its end is printed first.

    Gives what to call after a print job was committed. Raises ``Refusal("printer_not_set")``.
    """
    settings = device_settings(store)
    if not settings.printer_port:
        raise Refusal("printer_not_set")
    devices = Supervisor(settings, store.print_queue(), _unheard, _unheard)
    devices.start()
    try:
        yield devices.print_job_queued
        settle_printing(store, devices.print_job_queued)
    finally:
        devices.stop()


def settle_printing(store: TerminalStore, wake: Callable[[], None]) -> int:
    """Waits while the printer works through the queue, but not for paper nor for a printer that is off.

    It gives up when no job has been settled for ``SETTLE_SECONDS``. ``wake`` is told that jobs wait. Gives how many
    jobs are settled.
    """
    settled, deadline = -1, 0.0
    while True:
        with store.view() as unit:
            counts = unit.job_counts()
        before, settled = settled, sum(counts.get(state, 0) for state in _SETTLED)
        if settled != before:
            deadline = time.monotonic() + SETTLE_SECONDS
        if not any(counts.get(state) for state in _ON_THE_WAY) or time.monotonic() > deadline:
            return settled
        wake()
        time.sleep(LOOK_SECONDS)


def _unheard(_: object) -> None:
    """A batch shows no device states and takes no scans."""
