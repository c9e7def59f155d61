"""The one thread that works on the store for the window."""

import queue
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

Answer = TypeVar("Answer")
Delivery = Callable[[], None]


class SerialRunner(QObject):
    """A ``Runner``: jobs run one after the other on its thread, answers come back on the thread that made it."""

    _finished = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._jobs: queue.SimpleQueue[Callable[[], Delivery] | None] = queue.SimpleQueue()
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="store", daemon=True)
        self._thread.start()

    def run(
        self, job: Callable[[], Answer], done: Callable[[Answer], None], failed: Callable[[Exception], None]
    ) -> None:
        """Puts ``job`` at the end of the queue."""

        def task() -> Delivery:
            try:
                answer = job()
            except Exception as error:  # the thread's boundary: what a job raises belongs to ``failed``
                return _call(failed, error)
            return _call(done, answer)

        self._jobs.put(task)

    def stop(self, timeout_s: float | None = 5.0) -> None:
        """Finishes the jobs that wait and ends the thread; their answers are no longer delivered.

        ``None`` waits for as long as it takes: what the jobs use must not be closed before they have ended.
        """
        self._finished.disconnect(self._deliver)
        self._jobs.put(None)
        self._thread.join(timeout_s)

    def _work(self) -> None:
        while (task := self._jobs.get()) is not None:
            self._finished.emit(task())

    @Slot(object)
    def _deliver(self, delivery: Delivery) -> None:
        delivery()


def _call(callback: Callable[[Answer], None], value: Answer) -> Delivery:
    def delivery() -> None:
        callback(value)

    return delivery
