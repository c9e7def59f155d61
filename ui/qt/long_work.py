"""Work that takes seconds, on a thread of its own."""

import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from ui.viewmodels.long_work import CalledOff, Told

Answer = TypeVar("Answer")
Delivery = Callable[[], None]


class ThreadedWork(QObject):
    """A ``LongWork``: the thread begins with the work and ends with it."""

    _came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._called_off = threading.Event()
        self._thread: threading.Thread | None = None
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(
        self,
        job: Callable[[Told], Answer],
        told: Told,
        done: Callable[[Answer], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Begins, unless other work is under way."""
        if self._thread is not None and self._thread.is_alive():
            return
        self._called_off.clear()

        def tell(so_far: int, total: int) -> None:
            if self._called_off.is_set():
                raise CalledOff
            self._came.emit(lambda: told(so_far, total))

        def work() -> None:
            try:
                answer = job(tell)
            except Exception as error:  # the thread's boundary: what a job raises belongs to ``failed``
                self._came.emit(_call(failed, error))
                return
            self._came.emit(_call(done, answer))

        self._thread = threading.Thread(target=work, name="long work", daemon=True)
        self._thread.start()

    def call_off(self) -> None:
        """The work hears of it the next time it tells how far it is."""
        self._called_off.set()

    def stop(self, timeout_s: float = 5.0) -> None:
        """Calls off what is under way and waits for its end; nothing is delivered any more."""
        self._came.disconnect(self._deliver)
        self.call_off()
        if self._thread is not None:
            self._thread.join(timeout_s)

    @Slot(object)
    def _deliver(self, delivery: Delivery) -> None:
        delivery()


def _call(callback: Callable[[Answer], None], value: Answer) -> Delivery:
    def delivery() -> None:
        callback(value)

    return delivery
