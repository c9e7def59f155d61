"""A till in memory, in a real window that nobody sees."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ui.qt.binding import check_binding
from ui.qt.design.look import dress
from ui.qt.one_application import STYLE
from ui.qt.screens.states import Scene, new_scene
from ui.qt.translations import Translations
from ui.qt.window import TillWindow


@pytest.fixture(scope="session", autouse=True)
def _binding() -> None:
    check_binding()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["till", *STYLE]


@pytest.fixture(scope="session")
def application(qapp: QApplication) -> QApplication:
    dress(qapp)
    return qapp


@dataclass
class Counter:
    """A window with its scene, and hands for it."""

    scene: Scene
    window: TillWindow
    operations: int = 0

    @property
    def focused(self) -> QWidget:
        """Where keys go."""
        widget: QWidget | None = self.window.focusWidget()
        return self.window if widget is None else widget

    def key(self, key: Qt.Key) -> None:
        """Presses a key, wherever the focus is."""
        self.operations += 1
        QTest.keyClick(self.focused, key)

    def type(self, text: str) -> None:
        """Types characters."""
        for character in text:
            self.operations += 1
            QTest.keyClicks(self.focused, character)

    def find(self, name: str) -> QWidget:
        """The visible widget with that name; what an open sheet covers is not there for a hand."""
        root = self.window.sheet or self.window
        found = [widget for widget in root.findChildren(QWidget, name) if widget.isVisible()]
        assert len(found) == 1, f"{len(found)} visible widgets are called {name}"
        return found[0]

    def tap(self, name: str) -> None:
        """Touches the middle of a widget."""
        self.operations += 1
        settle()
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def tap_digits(self, digits: str) -> None:
        """Touches keys of the number pad."""
        for digit in digits:
            self.tap(f"pad_{digit}")


@pytest.fixture
def open_counter(application: QApplication) -> Iterator[Callable[..., Counter]]:
    """Opens windows; all are gone after the test."""
    translations, opened = Translations(application), []

    def open_one(language: str = "zh_TW", size: tuple[int, int] = (1366, 768), theme: str = "light") -> Counter:
        scene = new_scene(language, theme)
        window = TillWindow(scene.till, translations)
        window.resize(*size)
        window.show()
        opened.append(window)
        settle()
        return Counter(scene, window)

    yield open_one
    for window in opened:
        window.close()
        window.deleteLater()
    settle()
    translations.use("en")


@pytest.fixture
def counter(open_counter: Callable[..., Counter]) -> Counter:
    """A window in Chinese, at the start of the day."""
    return open_counter()


def settle() -> None:
    """Lets Qt do what it has put off."""
    for _ in range(3):
        QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
