"""What of the menu was found by what is typed, in the menu's place."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.qt.design.tokens import BILL_ROW, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.widgets.edits import NameEdit
from ui.qt.widgets.frames import Surface, column, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.viewmodels.commands import Command
from ui.viewmodels.finding import Offered
from ui.viewmodels.till import Till
from ui.viewmodels.words import figure

TEXT_MAX = 40
CLOSE_WIDTH = 96
FIGURE_WIDTH = 80
ROWS_MAX, ROWS_BEFORE = 12, 5
"""So many rows are made at a key, and so many of them above the one that Enter takes: the eye reads no more."""


class FoundRow(Surface):
    """One item; a touch takes it. The one that Enter takes says so."""

    def __init__(self, till: Till, place: int, offered: Offered, *, is_picked: bool) -> None:
        super().__init__("row")
        self._till, self._place = till, place
        item, category = offered
        words = till.desk.words
        self.setObjectName(f"found_{place}")
        self.setProperty("chosen", is_picked)
        self.setMinimumHeight(BILL_ROW)
        price = figure(till.desk.currency, item.price)
        self.setAccessibleName(f"{words.name(item.name)} {price}")
        texts = column(margins=(0, GAP_SMALL, 0, GAP_SMALL))
        texts.addStretch(1)
        place_of = f"{words.name(category.name)} ・ {item.barcode or item.sku}"
        texts.addWidget(Label(words.name(item.name), Type.LARGE, wrap=True))
        texts.addWidget(Label(place_of, Type.SMALL, Colour.SECOND, wrap=True))
        texts.addStretch(1)
        layout = row(self, (GAP_LARGE, 0, GAP_LARGE, 0), GAP)
        layout.addLayout(texts, 1)
        amount = Figure(Type.LARGE, bold=False)
        amount.setFixedWidth(FIGURE_WIDTH)
        amount.set(price)
        right = column()
        right.addStretch(1)
        right.addWidget(amount)
        if is_picked:
            right.addWidget(Label(Command.ENTER.key, Type.SMALL, Colour.SECOND), 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        layout.addLayout(right)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Puts it on the bill."""
        event.accept()
        self._till.do(partial(self._till.selling.take_found, self._place))


class FoundList(QWidget):
    """The list, and above it, once it was asked for, a field in which words of any script can be written."""

    def __init__(self, till: Till) -> None:
        super().__init__()
        self._till = till
        self._shown: tuple[tuple[Offered, ...], int] | None = None
        self.field = NameEdit(TEXT_MAX)
        self.field.setObjectName("find_text")
        self.field.setAccessibleName(self.tr("Find an item"))
        self.field.setPlaceholderText(self.tr("Name"))
        self.field.textChanged.connect(self._looked_for)
        self._close = KeyButton(self.tr("Close"), Command.BACK.key)
        self._close.setObjectName("find_close")
        self._close.set_width(CLOSE_WIDTH)
        self._close.clicked.connect(self._leave)
        self._hint = LinesLabel(scale=Type.SMALL, tint=Colour.SECOND)
        head = row(gap=GAP_SMALL)
        head.addWidget(self.field, 1)
        head.addWidget(self._hint, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._close)
        layout = column(self, gap=GAP_SMALL)
        layout.addLayout(head)
        layout.addWidget(self._list(), 1)

    def _list(self) -> QScrollArea:
        self._area = scroll_area()
        inside = Surface("card")
        holder = column(inside)
        self._rows = column()
        self._nothing = Label(self.tr("No item is called that."), tint=Colour.SECOND)
        self._nothing.setContentsMargins(GAP_LARGE, GAP, GAP_LARGE, GAP)
        holder.addLayout(self._rows)
        holder.addWidget(self._nothing)
        holder.addStretch(1)
        self._area.setWidget(inside)
        return self._area

    def _looked_for(self, text: str) -> None:
        if self._till.selling.search.is_open:
            self._till.do(partial(self._till.selling.look_for, text))

    def _leave(self, _checked: bool = False) -> None:
        self._till.press(Command.BACK)

    def refresh(self) -> None:
        """Shows what is found now. The field takes the keys once it was asked for, and gives them back."""
        search = self._till.selling.search
        if search.is_open and not self.field.isVisibleTo(self):
            self.field.clear()
            self.field.show()
            self.field.setFocus()
        elif not search.is_open and self.field.isVisibleTo(self):
            self.window().setFocus()
            self.field.hide()
        self._hint.set_text("" if search.is_open else self.tr("Arrows choose, Enter takes"))
        self._nothing.setVisible(not search.hits and bool(search.text.strip()))
        if (search.hits, search.place) != self._shown:
            self._shown = search.hits, search.place
            self._fill()

    def _fill(self) -> None:
        search = self._till.selling.search
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        picked: QWidget | None = None
        first = max(0, min(search.place - ROWS_BEFORE, len(search.hits) - ROWS_MAX))
        for place, offered in enumerate(search.hits[first : first + ROWS_MAX], first):
            found = FoundRow(self._till, place, offered, is_picked=place == search.place)
            self._rows.addWidget(found)
            picked = found if place == search.place else picked
        inside = self._area.widget()
        layout = inside.layout() if inside is not None else None
        if picked is not None and layout is not None:
            layout.activate()
            self._area.ensureWidgetVisible(picked, 0, 0)
