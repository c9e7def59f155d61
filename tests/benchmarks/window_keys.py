"""What a cashier presses from one customer to the next, and what an empty window makes of a key."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tests.benchmarks.painted import Step
from ui.qt.window import TillWindow
from ui.viewmodels.desk import StageName
from ui.viewmodels.redeeming import Redeeming
from ui.viewmodels.tendering import Tendering

Key = Qt.Key
Holds = Callable[[], bool]
HELD = "a digit while scanners type"
RUBY, ALISHAN, AMOUNT = 65, 60, 185
SHEETS = {
    Key.Key_F1: StageName.MENU,
    Key.Key_F2: StageName.PRINT_QUEUE,
    Key.Key_F3: StageName.ENROLLING,
    Key.Key_F11: StageName.DEVICES,
}


class Cashier:
    """Presses keys on the window, and knows by the view-model what it has to show then."""

    def __init__(self, window: TillWindow) -> None:
        self._window, self._till = window, window.till

    def visits(self, phones: Iterator[str]) -> Iterator[Step]:
        """A customer after the other; every second one says who they are before the till knows what they buy."""
        for number, phone in enumerate(phones):
            if number % 2:
                yield from self._identify(phone)
            yield from self._ring_up()
            if not number % 2:
                yield from self._identify(phone)
            yield from self._pay_with_points()
            yield from self._set_aside()
            yield from self._look_around()

    def digits_held(self, rounds: int) -> Iterator[Step]:
        """Digits by way of the window system, where they are held until they cannot be a scanner's."""
        for _ in range(rounds):
            for place, digit in enumerate(str(AMOUNT)):
                yield self._digit(HELD, str(AMOUNT)[: place + 1], partial(self._strike, digit))
            yield self._back()

    def _ring_up(self) -> Iterator[Step]:
        yield from self._amount()
        yield self._due("a tile", self._tile("ruby"), AMOUNT + RUBY)
        yield self._due("Del", self._press(Key.Key_Delete), AMOUNT)
        yield self._due("a tile", self._tile("ruby"), AMOUNT + RUBY)
        yield self._digit("a digit of a quantity", "3")
        counting = self._till.selling.counting
        yield Step("×", self._press(Key.Key_Asterisk), lambda: counting.times == 3)
        yield self._due("a tile", self._tile("alishan"), AMOUNT + RUBY + 3 * ALISHAN)

    def _amount(self) -> Iterator[Step]:
        for place in range(len(str(AMOUNT))):
            yield self._digit("a digit of an amount", str(AMOUNT)[: place + 1])
        yield self._due("Enter: a line", self._press(Key.Key_Return), AMOUNT)

    def _identify(self, phone: str) -> Iterator[Step]:
        for place in range(len(phone) - 1):
            yield self._digit("a digit of a phone", phone[: place + 1])
        yield Step("the tenth: the member's name", self._type(phone[-1]), lambda: self._till.member is not None)
        yield self._opens("F5: the member's movements", Key.Key_F5, StageName.LEDGER)
        yield self._back()

    def _pay_with_points(self) -> Iterator[Step]:
        due = AMOUNT + RUBY + 3 * ALISHAN
        yield self._opens("F6: points", Key.Key_F6, StageName.REDEEMING)
        yield from self._digits_in_sheet("200")
        yield self._due("Enter: points taken off", self._press(Key.Key_Return), due - 20)
        yield self._opens("F12: payment", Key.Key_F12, StageName.TENDERING)
        yield self._back()
        yield self._opens("F12: payment", Key.Key_F12, StageName.TENDERING)
        yield from self._digits_in_sheet("500")
        yield self._opens("Enter: sold", Key.Key_Return, StageName.COMPLETED)
        yield self._home("the next customer", Key.Key_Return)

    def _set_aside(self) -> Iterator[Step]:
        yield from self._amount()
        kept = self._due("F8: set aside", self._press(Key.Key_F8), 0)
        yield Step(kept.kind, kept.act, lambda: kept.holds() and self._till.desk.shop.parked == 1)
        yield self._opens("F8: what is set aside", Key.Key_F8, StageName.PARKED)
        yield self._due("taken up again", self._type("1"), AMOUNT)
        yield self._opens("+: sold", Key.Key_Plus, StageName.COMPLETED)
        yield self._home("the next customer", Key.Key_Return)

    def _look_around(self) -> Iterator[Step]:
        search = self._till.selling.search
        for place, letter in enumerate("rub"):
            found = partial(self._looks_for, "rub"[: place + 1])
            yield Step("a letter: items found", self._type(letter), found)
        yield self._home("Esc", Key.Key_Escape, lambda: not search.is_shown)
        for key, stage in SHEETS.items():
            yield self._opens("another sheet", key, stage)
            yield self._back()

    # What is pressed

    def _press(self, key: Key) -> Callable[[], None]:
        return lambda: QTest.keyClick(self._focused, key)

    def _type(self, character: str) -> Callable[[], None]:
        return lambda: QTest.keyClicks(self._focused, character)

    def _strike(self, character: str) -> None:
        QTest.keyClick(self._window.windowHandle(), Key(ord(character)))

    def _tile(self, sku: str) -> Callable[[], None]:
        tile = self._window.findChild(QWidget, f"item_{sku}")
        assert tile is not None
        return lambda: QTest.mouseClick(tile, Qt.MouseButton.LeftButton)

    # What is to come of it

    @property
    def _focused(self) -> QWidget:
        widget: QWidget | None = self._window.focusWidget()
        return self._window if widget is None else widget

    def _digit(self, kind: str, typed: str, act: Callable[[], None] | None = None) -> Step:
        selling = self._till.selling
        return Step(kind, act or self._type(typed[-1]), lambda: selling.entry.text == typed)

    def _digits_in_sheet(self, number: str) -> Iterator[Step]:
        for place, digit in enumerate(number):
            typed = partial(self._has_typed, number[: place + 1])
            yield Step("a digit in a sheet", self._type(digit), typed)

    def _has_typed(self, number: str) -> bool:
        stage = self._till.stage
        return isinstance(stage, Redeeming | Tendering) and stage.number.text == number

    def _is_known(self) -> bool:
        return self._till.member is not None

    def _looks_for(self, text: str) -> bool:
        return self._till.selling.search.text == text

    def _due(self, kind: str, act: Callable[[], None], due: int) -> Step:
        bill, home = self._till.desk.bill, self._till.desk.home

        def is_worked_out() -> bool:
            return bill.is_fresh and bill.due == due and self._till.stage is home

        return Step(kind, act, is_worked_out)

    def _opens(self, kind: str, key: Key, stage: StageName) -> Step:
        return Step(kind, self._press(key), lambda: self._till.stage.name is stage)

    def _back(self) -> Step:
        return self._home("Esc", Key.Key_Escape)

    def _home(self, kind: str, key: Key, also: Holds = lambda: True) -> Step:
        home = self._till.desk.home
        return Step(kind, self._press(key), lambda: self._till.stage is home and also())


class EmptyWindow(QWidget):
    """A label that shows the last key, and nothing else: what any window needs for a key."""

    def __init__(self) -> None:
        super().__init__()
        self.label = QLabel(self)
        QVBoxLayout(self).addWidget(self.label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Shows the key."""
        self.label.setText(event.text())

    def keys(self, count: int) -> Iterator[Step]:
        """So many keys."""
        for place in range(count):
            digit = str(place % 10)
            press = partial(QTest.keyClicks, self, digit)
            yield Step("a key", press, partial(self._shows, digit))

    def _shows(self, digit: str) -> bool:
        return self.label.text() == digit
