"""Where the customer's screen stands: on the display that the settings name, and on no other."""

import logging

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from ui.qt.screens.customer_screen import CustomerScreen
from ui.viewmodels.customer import CustomerView

_log = logging.getLogger(__name__)


class SecondScreen(QObject):
    """Shows a ``CustomerScreen`` while the display called ``wanted`` is there, by its name or its serial number.

    It hides before a display goes, because what stands on that would move to the cashier's; and it never shows on the
    display that the till's window stands on, whatever the settings say.
    """

    def __init__(self, application: QGuiApplication, view: CustomerView, till_window: QWidget, wanted: str) -> None:
        super().__init__()
        self._application, self.wanted, self._till_window = application, wanted.strip(), till_window
        self._gone: QScreen | None = None
        self.window = CustomerScreen(view, till_window)

    def start(self) -> None:
        """Shows it now or when the display comes; the till's window stands already."""
        application = self._application
        application.screenAdded.connect(self._added)
        application.screenRemoved.connect(self._removed)
        application.primaryScreenChanged.connect(self._moved)
        handle = self._till_window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self._moved)
        self._settle()

    def stop(self) -> None:
        """Shows it no more."""
        application = self._application
        application.screenAdded.disconnect(self._added)
        application.screenRemoved.disconnect(self._removed)
        application.primaryScreenChanged.disconnect(self._moved)
        handle = self._till_window.windowHandle()
        if handle is not None:
            handle.screenChanged.disconnect(self._moved)
        self.window.release()
        self.window.close()

    def display(self) -> QScreen | None:
        """The display to stand on, if it is there and not the cashier's."""
        for screen in self._application.screens():
            is_named = self.wanted in (screen.name(), screen.serialNumber())
            if is_named and screen not in (self._gone, self._till_window.screen()):
                return screen
        return None

    @Slot("QScreen*")
    def _added(self, _screen: QScreen) -> None:
        self._gone = None
        self._settle()

    @Slot("QScreen*")
    def _removed(self, screen: QScreen) -> None:
        self._gone = screen
        self._settle()
        self._gone = None

    @Slot("QScreen*")
    def _moved(self, _screen: QScreen) -> None:
        self._settle()

    def _settle(self) -> None:
        display = self.display()
        if display is None:
            if self.window.isVisible():
                _log.info("the customer's display %s is gone", self.wanted)
            self.window.hide()
            return
        if not self.window.isVisible() or self.window.screen() is not display:
            self.window.hide()
            self.window.setScreen(display)
            self.window.setGeometry(display.geometry())
            self.window.showFullScreen()
