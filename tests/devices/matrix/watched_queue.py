"""The durable queue between a till and its spooler, watched and at times held still."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from devices.printer.spooler import Spooler
from devices.states import DeviceState, DeviceStatus
from terminal.ports.printing import JobState, PrintJob, PrintQueue, ReceiptDocument

PATIENCE_S = 30.0
TROUBLED = {DeviceState.ERROR, DeviceState.OFFLINE}


@dataclass
class WatchedQueue:
    """The durable queue, with what went through it; its reader can be held still."""

    queue: PrintQueue
    documents: dict[int, ReceiptDocument] = field(default_factory=dict)
    states: dict[int, JobState] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)
    is_open: bool = True
    is_parked: bool = False

    def claim(self) -> bool:
        return self.queue.claim()

    def release(self) -> None:
        self.queue.release()

    def next_job(self) -> PrintJob | None:
        with self.changed:
            self.is_parked = not self.is_open
            self.changed.notify_all()
            self.changed.wait_for(lambda: self.is_open, PATIENCE_S)
            self.is_parked = False
        return self.queue.next_job()

    def mark(self, output_id: int, state: JobState, reason: str = "") -> bool:
        with self.changed:
            is_marked = self.queue.mark(output_id, state, reason)
            if is_marked:
                self.states[output_id] = state
                if state in {JobState.HELD, JobState.SENT_UNCONFIRMED, JobState.CANCELLED}:
                    self.told.append(reason or state.value)
            self.changed.notify_all()
            return is_marked

    def next_kick(self) -> int | None:
        return self.queue.next_kick()

    def drop_kicks(self) -> None:
        self.queue.drop_kicks()

    def heard(self, status: DeviceStatus) -> None:
        """What the strip shows."""
        with self.changed:
            if status.state in TROUBLED:
                self.told.append(status.detail)
            self.changed.notify_all()

    @contextmanager
    def held_still(self, spooler: Spooler) -> Iterator[None]:
        """The spooler's thread stands before the queue for the length of the block."""
        with self.changed:
            self.is_open = False
            spooler.wake()
            assert self.changed.wait_for(lambda: self.is_parked, PATIENCE_S), "the spooler does not come to the queue"
        try:
            yield
        finally:
            with self.changed:
                self.is_open = True
                self.changed.notify_all()
