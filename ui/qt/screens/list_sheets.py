"""Sheets that show a list: parked bills, a member's movements."""

from functools import partial

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from terminal.domain.identifiers import mask_name
from ui.qt.design.tokens import BILL_ROW, BUTTON, GAP, GAP_LARGE, Colour, Type
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.ledger import Ledger
from ui.viewmodels.parked import Parked
from ui.viewmodels.till import Till

WIDTH = 600
ROWS_SEEN_MIN, ROWS_SEEN_MAX = 3, 6
KEYS_MAX = 9
KEY_WIDTH = 10


class ListRow(Surface):
    """Two lines of text and a figure."""

    def __init__(
        self,
        title: str,
        detail: str,
        figure: str,
        tint: Colour = Colour.INK,
        key: str | None = None,
        margin: int = GAP_LARGE,
    ) -> None:
        super().__init__("row")
        self.setAccessibleName(", ".join(text for text in (title, detail, figure) if text))
        self.setFixedHeight(BILL_ROW)
        layout = row(self, (margin, 0, margin, 0), GAP)
        if key is not None:
            number = Label(key, Type.SMALL, Colour.SECOND)
            number.setFixedWidth(KEY_WIDTH)
            layout.addWidget(number)
        texts = column()
        texts.addStretch(1)
        texts.addWidget(LinesLabel(title, Type.LARGE))
        texts.addWidget(Label(detail, Type.SMALL, Colour.SECOND))
        texts.addStretch(1)
        layout.addLayout(texts, 1)
        amount = Figure(Type.LARGE, tint)
        amount.set(figure)
        layout.addWidget(amount)


class ParkedRowView(ListRow):
    """A parked bill; a touch takes it up."""

    def __init__(self, till: Till, stage: Parked, index: int) -> None:
        parked = stage.rows[index]
        key = str(index + 1) if index < KEYS_MAX else ""
        super().__init__(parked.title, parked.detail, parked.amount, key=key)
        self._till, self._stage, self._index = till, stage, index
        self.setObjectName(f"parked_{index}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Takes the bill up."""
        event.accept()
        self._till.do(partial(self._stage.take, self._index))


class ParkedSheet(Sheet):
    """Shows a ``Parked`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Parked) -> None:
        super().__init__(window, WIDTH)
        self._stage = stage
        self.body.addWidget(Label(self.tr("Parked bills"), Type.HEADING, bold=True))
        rows, self._area = _scrolling_list(self.body)
        self._views = [ParkedRowView(till, stage, index) for index in range(len(stage.rows))]
        for view in self._views:
            rows.addWidget(view)
        _fit(self._area, len(self._views))
        hint = self.tr("Tap a bill, or press its number, to take it up again.")
        self.body.addWidget(Label(hint, Type.SMALL, Colour.SECOND, wrap=True))
        self.body.addWidget(_back_button(till, self.tr("Back")))
        self.refresh()

    def refresh(self) -> None:
        """Shows which bill Enter takes up."""
        for place, view in enumerate(self._views):
            view.show_chosen(place == self._stage.chosen)
        self._area.ensureWidgetVisible(self._views[self._stage.chosen], 0, 0)


class LedgerSheet(Sheet):
    """Shows a ``Ledger`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Ledger) -> None:
        super().__init__(window, WIDTH)
        self._stage = stage
        self._balance = Figure(Type.FIGURE, Colour.TEAL_INK)
        head = row(gap=GAP)
        name = Label(mask_name(stage.card.name) or self.tr("Member"), Type.HEADING, bold=True)
        head.addWidget(name, 1)
        head.addWidget(Label(self.tr("Balance"), tint=Colour.SECOND))
        head.addWidget(self._balance)
        self.body.addLayout(head)
        self._rows, self._area = _scrolling_list(self.body)
        self._empty = Label(self.tr("No movements on this till yet."), tint=Colour.SECOND)
        self._elsewhere = Label(scale=Type.SMALL, tint=Colour.SECOND)
        self.body.addWidget(self._empty)
        self.body.addWidget(self._elsewhere)
        self.body.addWidget(_back_button(till, self.tr("Back")))
        self.refresh()

    def refresh(self) -> None:
        """Shows the movements that have arrived."""
        self._balance.set(self._stage.balance_text)
        self._elsewhere.set_text(self._stage.elsewhere_text)
        rows = self._stage.rows
        self._empty.setVisible(self._stage.ledger is not None and not rows)
        empty(self._rows)
        for movement in rows:
            tint = Colour.TEAL_INK if movement.is_gain else Colour.INK
            self._rows.addWidget(ListRow(movement.title, movement.detail, movement.points, tint, margin=0))
        _fit(self._area, len(rows))


def _scrolling_list(body: QVBoxLayout) -> tuple[QVBoxLayout, QScrollArea]:
    area = scroll_area()
    inside = QWidget()
    holder, rows = column(inside), column()
    holder.addLayout(rows)
    holder.addStretch(1)
    area.setWidget(inside)
    body.addWidget(area)
    return rows, area


def _fit(area: QScrollArea, count: int) -> None:
    """As high as its rows, within bounds; without any it takes no room."""
    area.setVisible(count > 0)
    area.setFixedHeight(min(max(count, ROWS_SEEN_MIN), ROWS_SEEN_MAX) * BILL_ROW)


def _back_button(till: Till, text: str) -> KeyButton:
    button = KeyButton(text, Command.BACK.key, height=BUTTON)
    button.setObjectName("back")
    button.clicked.connect(partial(_press_back, till))
    return button


def _press_back(till: Till, _checked: bool = False) -> None:
    till.press(Command.BACK)
