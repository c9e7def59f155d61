"""The first run on a real machine: its window, shown until the till can open."""

import signal
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ui.qt.binding import check_binding
from ui.qt.design.look import dress
from ui.qt.first_run_window import FirstRunWindow
from ui.qt.one_application import this_application
from ui.qt.single_instance import SingleInstance
from ui.qt.translations import Translations
from ui.qt.worker import SerialRunner
from ui.viewmodels.first_run import Begun, FirstRun, FirstRunActions

WINDOW_SIZE = (1366, 768)


def run_first(home: Path, actions: FirstRunActions, begun: Begun) -> bool:
    """Opens the wizard for ``home`` and says whether the till can open when it closes."""
    check_binding()
    application, instance = this_application(), SingleInstance(home)
    if not instance.acquire():
        return False
    try:
        dress(application)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: application.quit())
        session = FirstRunSession(application, actions, begun)
        instance.knocked.connect(session.window.activateWindow)
        session.start()
        instance.listen()
        application.exec()
        session.stop()
        return session.is_finished
    finally:
        instance.release()


class FirstRunSession:
    """The wizard's window with its thread."""

    def __init__(self, application: QApplication, actions: FirstRunActions, begun: Begun) -> None:
        self._application = application
        self._runner = SerialRunner()
        self.run = FirstRun(actions, self._runner, begun)
        self.window = FirstRunWindow(self.run, Translations(application))
        self.is_finished = False
        self.run.finished.add(self._finish)

    def start(self) -> None:
        """Shows the window."""
        self.window.resize(*WINDOW_SIZE)
        self.window.showMaximized()

    def stop(self) -> None:
        """Closes it; what was going on has ended when this returns, or goes on by itself at the next start."""
        self.window.close()
        self._runner.stop()

    def _finish(self) -> None:
        self.is_finished = True
        self._application.quit()
