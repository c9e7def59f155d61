"""A till with two displays, in a process of its own: ``python -m tests.ui.two_screens LAYOUT`` tells what happened.

Qt's offscreen platform has as many displays as a file says, but only from the start of a process; ``LAYOUT`` is that
file. A display goes here as far as an application can tell: by the signals that Qt sends.
"""

import json
import os
import sys

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.qt.design.look import dress
from ui.qt.one_application import this_application
from ui.qt.screens.states import Scene, new_scene
from ui.qt.second_screen import SecondScreen
from ui.qt.translations import Translations
from ui.qt.window import TillWindow
from ui.viewmodels.customer import CustomerView

TILL, CUSTOMER = "till", "customer"


class Told:
    """What happened, by name; printed at the end."""

    def __init__(self) -> None:
        self.facts: dict[str, object] = {}

    def __call__(self, name: str, fact: object) -> None:
        for _ in range(3):
            QCoreApplication.processEvents()
        self.facts[name] = fact() if callable(fact) else fact


def main() -> None:
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={sys.argv[1]}"
    application = this_application()
    dress(application)
    screens = {screen.name(): screen for screen in application.screens()}
    scene, told = new_scene(), Told()
    window = TillWindow(scene.till, Translations(application))
    window.setScreen(screens[TILL])
    window.setGeometry(screens[TILL].geometry())
    window.show()
    window.activateWindow()
    second = SecondScreen(application, CustomerView(scene.till), window, CUSTOMER)
    second.start()
    try:
        follow(application, screens, scene, second, told)
        keys(scene, window, second, told)
        refused(application, window, scene, told)
    finally:
        second.stop()
        window.close()
    told("closed", second.window.isHidden)
    sys.stdout.write(json.dumps(told.facts))


def follow(
    application: QApplication, screens: dict[str, QScreen], scene: Scene, second: SecondScreen, told: Told
) -> None:
    window, customer = second.window, screens[CUSTOMER]
    told("shown on", lambda: window.screen().name() if window.isVisible() else "")
    told("covers it", lambda: window.geometry() == customer.geometry())
    application.screenRemoved.emit(customer)
    told("hidden when it goes", window.isHidden)
    scene.tap("ruby")
    told("hidden while selling", window.isHidden)
    application.screenAdded.emit(customer)
    told("back on", lambda: window.screen().name() if window.isVisible() else "")
    application.screenRemoved.emit(screens[TILL])
    told("stays when another goes", window.isVisible)


def keys(scene: Scene, window: TillWindow, second: SecondScreen, told: Told) -> None:
    told("has no focus", lambda: second.window.isActiveWindow() or second.window.hasFocus())
    told("focus is the till's", lambda: (QApplication.focusWidget() or window).window() is window)
    QTest.keyClicks(second.window, "09")
    told("keys are the till's", lambda: scene.till.selling.entry.text)
    handle = second.window.windowHandle()
    told("wants no focus", lambda: bool(handle.flags() & Qt.WindowType.WindowDoesNotAcceptFocus))
    told("takes no touch", lambda: bool(handle.flags() & Qt.WindowType.WindowTransparentForInput))


def refused(application: QApplication, window: TillWindow, scene: Scene, told: Told) -> None:
    """The cashier's own display, whatever the settings say; and one that is not there."""
    for name, wanted in (("never on the cashier's", TILL), ("never on a missing one", "HDMI-7")):
        other = SecondScreen(application, CustomerView(scene.till), window, wanted)
        other.start()
        told(name, other.window.isHidden)
        other.stop()
    moving = SecondScreen(application, CustomerView(scene.till), window, CUSTOMER)
    moving.start()
    told("shown before the till moves", moving.window.isVisible)
    window.setScreen(next(screen for screen in application.screens() if screen.name() == CUSTOMER))
    told("gives way when the till moves there", moving.window.isHidden)
    moving.stop()


if __name__ == "__main__":
    main()
