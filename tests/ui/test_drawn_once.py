"""What was measured or drawn once is known from then on, and what looks as before is not painted again."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from devices.scanner.wedge import Wedge
from tests.ui.conftest import Counter, settle
from ui.qt.design.look import icon, put_on, ui_font
from ui.qt.design.measures import fitting_size, text_width
from ui.qt.design.palette import worn
from ui.qt.design.tokens import Theme
from ui.qt.screens.coupon_sheet import CouponRowView
from ui.qt.screens.scene import new_scene
from ui.qt.screens.states import STATES
from ui.qt.typed_scans import TypedScans
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure
from ui.viewmodels.commands import Command

OpenCounter = Callable[..., Counter]
TEXT, CODE = "收款 Payment 1,234", "4710088410207"


class Painted(QObject):
    """Notes what is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[QWidget] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and isinstance(watched, QWidget):
            self.parts.append(watched)
        return False


@pytest.fixture
def painted(application: QApplication) -> Iterator[Painted]:
    eyes = Painted()
    application.installEventFilter(eyes)
    yield eyes
    application.removeEventFilter(eyes)


@pytest.fixture
def any_theme(application: QApplication) -> Iterator[None]:
    """What a test puts on is taken off again."""
    before = worn()
    yield
    put_on(application, before)


@pytest.mark.parametrize("bold", [False, True])
def test_a_known_width_is_that_of_the_text_in_its_size_and_weight(application: QApplication, bold: bool) -> None:
    for size in (13, 22, 13):
        assert text_width(TEXT, size, bold=bold) == QFontMetrics(ui_font(size, bold=bold)).horizontalAdvance(TEXT)
    assert text_width(TEXT, 13) < text_width(TEXT, 22) < text_width(TEXT, 22, bold=True)


def test_a_text_is_as_large_as_it_has_room_and_never_below_the_smallest_size(application: QApplication) -> None:
    room = text_width(TEXT, 17)
    assert fitting_size(TEXT, room, 22, 12) == 17
    assert fitting_size(TEXT, room, 15, 12) == 15
    assert fitting_size(TEXT, 0, 22, 12) == 12


def test_a_sheet_that_is_opened_again_has_nothing_to_measure(open_counter: OpenCounter) -> None:
    counter = open_counter()
    counter.scene.tap("ruby")
    for _ in range(2):
        known = text_width.cache_info().misses
        counter.scene.press(Command.TENDER)
        settle()
        assert counter.find("accept").isVisible()
        counter.scene.press(Command.BACK)
        settle()
    assert text_width.cache_info().misses == known


def test_nobody_changes_the_font_that_all_have(open_counter: OpenCounter) -> None:
    fonts = {(size, bold): ui_font(size, bold=bold) for size in range(12, 45) for bold in (False, True)}
    before = {asked: font.key() for asked, font in fonts.items()}
    counter = open_counter("en", (1024, 768))
    counter.scene.tap("ruby")
    counter.scene.press(Command.TENDER)
    settle()
    counter.scene.press(Command.ENTER)
    settle()
    assert {asked: font.key() for asked, font in fonts.items()} == before


def test_keys_say_what_they_do_in_the_language_that_is_chosen_later(open_counter: OpenCounter) -> None:
    counter = open_counter("zh_TW")
    sizes, texts = {}, []
    for language in ("zh_TW", "en", "zh_TW"):
        counter.scene.till.set_language(language)
        settle()
        key = counter.find("new_member")
        assert isinstance(key, KeyButton)
        sizes[language] = key.minimumSizeHint().width()
        texts.append(key.text())
    assert texts == ["新會員", "New member", "新會員"]
    assert sizes["zh_TW"] < sizes["en"]


@pytest.mark.usefixtures("any_theme")
def test_an_icon_has_the_ink_of_the_theme_that_is_worn(application: QApplication) -> None:
    def drawn() -> QImage:
        return icon("backspace").pixmap(36, 24).toImage()

    looks = []
    for theme in (Theme.LIGHT, Theme.DARK, Theme.LIGHT):
        put_on(application, theme)
        looks.append(drawn())
    assert looks[0] != looks[1]
    assert looks[0] == looks[2]


def test_a_digit_paints_the_field_and_no_figure(open_counter: OpenCounter, painted: Painted) -> None:
    counter = open_counter()
    counter.scene.tap("ruby")
    counter.scene.type("1")
    settle()
    painted.parts.clear()
    counter.scene.type("2")
    settle()
    assert any(isinstance(part, EntryField) for part in painted.parts)
    assert not any(isinstance(part, Figure) for part in painted.parts)


def test_what_a_sheet_hides_is_not_painted_until_it_is_closed(open_counter: OpenCounter, painted: Painted) -> None:
    counter = open_counter()
    counter.scene.tap("ruby")
    settle()
    hidden, seen = counter.find("item_lemon"), counter.find("due")
    painted.parts.clear()
    counter.scene.press(Command.TENDER)
    settle()
    assert hidden not in painted.parts
    assert seen in painted.parts
    painted.parts.clear()
    counter.scene.press(Command.BACK)
    settle()
    assert hidden in painted.parts


def test_opening_a_sheet_with_a_field_paints_the_page_once(open_counter: OpenCounter, painted: Painted) -> None:
    """The focus goes to the field; that the window has lost it is nothing to be seen."""
    counter = open_counter()
    seen = counter.find("due")
    painted.parts.clear()
    counter.scene.press(Command.NEW_MEMBER)
    settle()
    assert painted.parts.count(seen) == 1


def test_the_rows_of_coupons_stay_while_a_number_is_typed(open_counter: OpenCounter) -> None:
    counter = open_counter()
    STATES["coupons"](counter.scene)
    settle()
    rows = counter.window.findChildren(CouponRowView)
    counter.scene.type("1")
    settle()
    assert rows
    assert counter.window.findChildren(CouponRowView) == rows


def test_a_window_that_comes_later_is_listened_to_for_scans_and_in_the_end_none_is(application: QApplication) -> None:
    scans: list[str] = []
    typed = TypedScans(application, new_scene().till, Wedge, scans.append)
    typed.follow()
    window = QWidget()
    window.show()
    window.activateWindow()
    settle()
    _scan(window)
    assert scans == [CODE]
    typed.stop()
    _scan(window)
    window.deleteLater()
    assert scans == [CODE]


def _scan(window: QWidget) -> None:
    """What a scanner that types sends to a window."""
    for character in CODE:
        QTest.keyClick(window.windowHandle(), Qt.Key(ord(character)))
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    settle()
