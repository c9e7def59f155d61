"""The shifts section: how days and shifts were closed, and beside the list the paper of the chosen one."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from terminal.ports.printing import ReceiptDocument
from ui.qt.design.tokens import BILL_ROW, BUTTON, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.office.nothing import Nothing
from ui.qt.office.section_page import SectionPage
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import PAGE_SHARE, Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, LinesLabel
from ui.qt.widgets.receipt_view import ReceiptView
from ui.viewmodels.office.shifts import PRINT_KEY, ClosingRow, Shifts
from ui.viewmodels.till import Till

PAPER_WIDTH, DESK_WIDTH = 296, 336
AMOUNT_WIDTH, DIFFERENCE_WIDTH = 72, 84


class ClosingRowView(Surface):
    """One Z report or shift; a touch opens its paper."""

    def __init__(self, till: Till, section: Shifts, index: int, shown: ClosingRow) -> None:
        super().__init__("row")
        self._till, self._section, self._index = till, section, index
        self.setObjectName(f"closing_{index}")
        self.setAccessibleName(", ".join(text for text in (shown.title, shown.detail, shown.difference) if text))
        self.setFixedHeight(BILL_ROW)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(LinesLabel(shown.title))
        texts.addWidget(Label(shown.detail, Type.SMALL, Colour.SECOND))
        texts.addStretch(1)
        amount = Label(shown.amount, bold=True)
        amount.setFixedWidth(AMOUNT_WIDTH)
        amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        difference = QWidget()
        difference.setFixedWidth(DIFFERENCE_WIDTH)
        if shown.difference:
            chip = Chip(shown.difference, shown.tone)
            row(difference).addWidget(chip, 0, Qt.AlignmentFlag.AlignRight)
        layout = row(self, (GAP_SMALL, 0, GAP_SMALL, 0), GAP_SMALL)
        layout.addLayout(texts, 1)
        layout.addWidget(amount)
        layout.addWidget(difference)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Opens the paper."""
        event.accept()
        self._till.do(partial(self._section.choose, self._index))


class ShiftsPage(SectionPage):
    """Shows ``Shifts``."""

    def __init__(self, till: Till, section: Shifts) -> None:
        super().__init__(section.title)
        self._till, self._section = till, section
        self.about.setText(self.tr("Enter goes into the list, Esc leads out"))
        self._shown: tuple[ClosingRow, ...] | None = None
        self._document: ReceiptDocument | None = None
        self._views: list[ClosingRowView] = []
        self._none = Nothing(self.tr("No day and no shift was closed yet."))
        self._none.hide()
        self.body.addWidget(self._none, 1)
        self._halves = QWidget()
        halves = row(self._halves, gap=GAP_LARGE)
        halves.addWidget(self._make_list(), 1)
        halves.addWidget(self._make_desk())
        self.body.addWidget(self._halves, 1)
        self._print = KeyButton(self.tr("Print a copy"), PRINT_KEY, height=BUTTON)
        self._print.setObjectName("print_closing")
        self._print.clicked.connect(self._print_again)
        self._desk_layout.addWidget(self._print)
        self.refresh()

    def _make_list(self) -> Surface:
        card = Surface("card")
        inside = QWidget()
        self._rows = column(inside)
        self._list = _scrolling(inside)
        column(card, (GAP_SMALL,) * 4).addWidget(self._list)
        return card

    def _make_desk(self) -> QWidget:
        side = QWidget()
        side.setFixedWidth(DESK_WIDTH)
        self._desk_layout = column(side, gap=GAP)
        desk, inside = Surface("desk"), QWidget()
        self._paper = column(inside)
        self._area = _scrolling(inside)
        column(desk, (GAP_LARGE,) * 4).addWidget(self._area)
        self._desk_layout.addWidget(desk, 1)
        return side

    def _print_again(self, _checked: bool = False) -> None:
        self._till.do(self._section.print_again)

    def turn(self, step: int) -> None:
        """Further down the paper once one is open, or down the list."""
        bar = (self._area if self._document is not None else self._list).verticalScrollBar()
        bar.setValue(bar.value() + round(step * PAGE_SHARE * self._area.viewport().height()))

    def refresh(self) -> None:
        """Shows the list and the paper that have arrived."""
        section = self._section
        if section.listed is not None and section.rows != self._shown:
            self._show_rows(section.rows)
        for place, view in enumerate(self._views):
            view.show_chosen(place == section.chosen)
        if section.chosen is not None and section.chosen < len(self._views):
            self._list.ensureWidgetVisible(self._views[section.chosen])
        self._print.setEnabled(section.document is not None)
        if section.document is not self._document:
            self._show_paper(section.document)

    def _show_rows(self, rows: tuple[ClosingRow, ...]) -> None:
        self._shown = rows
        empty(self._rows)
        self._views = [ClosingRowView(self._till, self._section, place, shown) for place, shown in enumerate(rows)]
        for view in self._views:
            self._rows.addWidget(view)
        self._rows.addStretch(1)
        self._none.setVisible(not rows)
        self._halves.setVisible(bool(rows))

    def _show_paper(self, document: ReceiptDocument | None) -> None:
        self._document = document
        empty(self._paper)
        if document is not None:
            paper = ReceiptView(document, PAPER_WIDTH, self._section.paper_dots)
            self._paper.addWidget(paper, 0, Qt.AlignmentFlag.AlignHCenter)
        self._paper.addStretch(1)
        self._area.verticalScrollBar().setValue(0)


def _scrolling(inside: QWidget) -> QScrollArea:
    area = scroll_area()
    area.setWidget(inside)
    return area
