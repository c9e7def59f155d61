"""A terminal's devices, as its settings name them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from devices.display.protocols import DisplayProtocol
from devices.drawer.cash_drawer import Sensor
from devices.printer.profiles import printer_profile
from devices.printer.raster import render
from devices.printer.text_mode import TextCode
from devices.registry import DeviceSettings
from devices.supervisor import Supervisor
from terminal.domain.errors import Refusal
from terminal.ports.printing import PRINTING_CLAIMED, SETTLED_STATES, JobState, ReceiptDocument, Row, RowKind
from terminal.settings.options import value_of
from terminal.store.store import TerminalStore
from ui.compose.scanning import scan_rules, wedge_settings

NARROWEST_PAPER_DOTS = 384
NO_SCREEN = "none"
SETTLE_SECONDS = 30.0
LOOK_SECONDS = 0.1
_ON_THE_WAY = (JobState.QUEUED, JobState.SENDING)


def device_settings(store: TerminalStore) -> DeviceSettings:
    """The devices this terminal is set up with."""
    with store.view() as unit:
        return DeviceSettings(
            printer_port=value_of("printer", unit.setting),
            printer_width=paper_dots(unit.setting),
            printer_profile=value_of("printer_profile", unit.setting),
            printer_text=TextCode(value_of("printer_text", unit.setting)),
            scan_rules=scan_rules(unit.setting),
            wedge=wedge_settings(unit.setting),
            scanner_port=value_of("scanner", unit.setting),
            has_drawer=value_of("cash_drawer", unit.setting) == "printer",
            drawer_pin=int(value_of("cash_drawer_pin", unit.setting)),
            drawer_sensor=Sensor(value_of("cash_drawer_sensor", unit.setting)),
            display_port=value_of("line_display", unit.setting),
            display_protocol=DisplayProtocol(value_of("line_display_protocol", unit.setting)),
            language=value_of("language", unit.setting),
        )


def customer_screen(store: TerminalStore) -> str:
    """The name or serial number of the display that faces the customer; empty where there is none."""
    with store.view() as unit:
        wanted = value_of("customer_screen", unit.setting)
    return "" if wanted == NO_SCREEN else wanted


def paper_dots(read: Callable[[str], str | None]) -> int:
    """How wide the printer's paper is, in dots; ``read`` gives what was chosen (``unit.setting``)."""
    model = printer_profile(value_of("printer_profile", read))
    return model.width_dots(int(value_of("printer_paper_mm", read)))


def load_typefaces() -> None:
    """Finds and opens what receipts are drawn with, which takes a tenth of a second: no window should wait for it."""
    words = tuple(
        Row(RowKind.TEXT, "收據", bold=bold, scale=scale) for bold, scale in ((False, 1), (True, 1), (True, 2))
    )
    with suppress(Refusal):  # whoever draws a receipt is told
        render(ReceiptDocument("", words), NARROWEST_PAPER_DOTS)


@contextmanager
def printing(store: TerminalStore) -> Iterator[Callable[[], None]]:
    """The printer's thread, for the length of the block; what waits at its end is printed first.

    Gives what to call after a print job was committed. Raises ``Refusal``: ``printer_not_set``, ``printing_claimed``
    where a window or another command prints for this home; what waits is left to it.
    """
    settings = device_settings(store)
    if not settings.printer_port:
        raise Refusal("printer_not_set")
    queue = store.print_queue()
    if not queue.claim():
        raise Refusal(PRINTING_CLAIMED)
    devices = Supervisor(settings, queue, _unheard, _unheard)
    devices.start()
    try:
        yield devices.print_job_queued
        settle_printing(store, devices.print_job_queued)
    finally:
        devices.stop()
        queue.release()


def settle_printing(store: TerminalStore, wake: Callable[[], None]) -> int:
    """Waits while the printer works through the queue, but not for paper nor for a printer that is off.

    It gives up when no job has been settled for ``SETTLE_SECONDS``. ``wake`` is told that jobs wait. Gives how many
    jobs are settled.
    """
    settled, deadline = -1, 0.0
    while True:
        with store.view() as unit:
            counts = unit.job_counts()
        before, settled = settled, sum(counts.get(state, 0) for state in SETTLED_STATES)
        if settled != before:
            deadline = time.monotonic() + SETTLE_SECONDS
        if not any(counts.get(state) for state in _ON_THE_WAY) or time.monotonic() > deadline:
            return settled
        wake()
        time.sleep(LOOK_SECONDS)


def _unheard(_: object) -> None:
    """A batch shows no device states and takes no scans."""
