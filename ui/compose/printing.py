"""Printing for as long as one command runs, and what receipts are drawn with."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from devices.printer.raster import render
from devices.supervisor import Supervisor
from terminal.domain.errors import Refusal
from terminal.ports.printing import PRINTING_CLAIMED, SETTLED_STATES, JobState, ReceiptDocument, Row, RowKind
from ui.compose.peripherals import device_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from terminal.store.store import TerminalStore

NARROWEST_PAPER_DOTS = 384
SETTLE_SECONDS = 30.0
LOOK_SECONDS = 0.1
_ON_THE_WAY = (JobState.QUEUED, JobState.SENDING)


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
