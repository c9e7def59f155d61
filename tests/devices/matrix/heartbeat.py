"""The till's window beats while others work, shows what the devices say, and remembers its longest pause."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from devices.states import DeviceStatus
from ui.qt.bridge import DeviceBridge
from ui.qt.design.look import dress
from ui.qt.screens.states import STATES, new_scene
from ui.qt.translations import Translations
from ui.qt.window import TillWindow
from ui.viewmodels.peripherals import ScanReading

BEAT_MS = 5
Answer = TypeVar("Answer")


class Heartbeat:
    """A till's window, in the middle of a sale, on the thread that makes it."""

    def __init__(self, application: QApplication) -> None:
        self.longest_gap_s = 0.0
        dress(application)
        scene = new_scene()
        self._window = TillWindow(scene.till, Translations(application))
        self._window.show()
        STATES["member"](scene)
        self._bridge = DeviceBridge(scene.till, lambda text: ScanReading(text, may_be_member=False))
        self._loop = QEventLoop()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = 0.0
        self._counts = False
        self._finished = threading.Event()

    def begin(self) -> None:
        """From now on pauses count; any thread may say so."""
        self._counts = True

    def heard(self, status: DeviceStatus) -> None:
        """The window is told how a device is, as the till tells it; any thread may say so."""
        self._bridge.publish_status(status)

    def close(self) -> None:
        """Closes the window."""
        self._window.close()
        self._window.deleteLater()

    def while_working(self, work: Callable[[], Answer]) -> Answer:
        """Runs ``work`` on another thread and beats meanwhile; gives what it gives, raises what it raises."""
        answers: list[Answer] = []
        failures: list[BaseException] = []

        def run() -> None:
            try:
                answers.append(work())
            except BaseException as error:  # a failed check, to be raised on the caller's thread
                failures.append(error)
            finally:
                self._finished.set()

        self._finished.clear()
        self._counts = False
        thread = threading.Thread(target=run, name="work")
        thread.start()
        self._last = time.perf_counter()
        self._timer.start(BEAT_MS)
        self._loop.exec()
        thread.join()
        if failures:
            raise failures[0]
        return answers[0]

    def _beat(self) -> None:
        now = time.perf_counter()
        if self._counts:
            self.longest_gap_s = max(self.longest_gap_s, now - self._last)
        self._last = now
        if self._finished.is_set():
            self._timer.stop()
            self._loop.quit()
