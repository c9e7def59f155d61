"""The day's report as it is printed, and beside it the keys that print it or close the day."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from terminal.ports.printing import ReceiptDocument
from ui.qt.design.tokens import BUTTON, GAP, GAP_LARGE, GAP_SMALL, SHEET_PADDING, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.receipt_view import ReceiptView
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.day_report import CLOSE_KEY, PRINT_KEY, DayReport
from ui.viewmodels.till import Till

WIDTH = 840
PAPER_WIDTH, DESK_WIDTH = 328, 376
DESK_HEIGHT_MAX = 680


class DayReportSheet(Sheet):
    """Shows a ``DayReport`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: DayReport) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self._shown: ReceiptDocument | None = None
        self._desk = self._make_desk()
        halves = row(gap=SHEET_PADDING)
        halves.addWidget(self._desk)
        halves.addLayout(self._side(), 1)
        self.body.addLayout(halves)
        self._fit()
        self.refresh()

    def _make_desk(self) -> Surface:
        desk = Surface("desk")
        desk.setFixedWidth(DESK_WIDTH)
        inside = QWidget()
        self._paper = column(inside)
        self._area = scroll_area()
        self._area.setWidget(inside)
        column(desk, (GAP_LARGE,) * 4).addWidget(self._area)
        return desk

    def _side(self) -> QBoxLayout:
        side = column(gap=GAP)
        side.addWidget(Label(self.tr("Day report"), Type.HEADING, bold=True))
        self._day = Label(scale=Type.LARGE)
        self._day.setObjectName("day")
        side.addWidget(self._day)
        side.addLayout(self._day_keys())
        hint = self.tr("X is a look at the day so far. Z closes the day under a number; selling can go on after it.")
        side.addWidget(Label(hint, Type.SMALL, Colour.SECOND, wrap=True))
        side.addStretch(1)
        self._notice = NoteCard()
        side.addWidget(self._notice)
        self._question = Label(bold=True, wrap=True)
        self._question.setObjectName("question")
        side.addWidget(self._question)
        stage = self._stage
        self._print = self._key(self.tr("Print X report"), PRINT_KEY, "print_report", stage.print_it)
        self._close = self._key(self.tr("Close the day"), CLOSE_KEY, "close_day", stage.ask_to_close)
        self._yes = self._key(self.tr("Yes, close the day"), Command.ENTER.key, "yes", stage.close, "primary")
        self._back = self._key(self.tr("Back"), Command.BACK.key, "back", partial(stage.press, Command.BACK))
        for key in (self._print, self._close, self._yes, self._back):
            side.addWidget(key)
        return side

    def _day_keys(self) -> QBoxLayout:
        self._earlier = self._key(self.tr("Day before"), "←", "earlier", self._stage.earlier)
        self._later = self._key(self.tr("Day after"), "→", "later", self._stage.later)
        self._earlier.peers = self._later.peers = (self._earlier, self._later)
        line = row(gap=GAP_SMALL)
        line.addWidget(self._earlier)
        line.addWidget(self._later)
        return line

    def _key(self, text: str, hint: str, name: str, action: Callable[[], None], role: str = "") -> KeyButton:
        key = KeyButton(text, hint, role, height=BUTTON)
        key.setObjectName(name)
        key.clicked.connect(partial(self._do, action))
        return key

    def _do(self, action: Callable[[], None], _checked: bool = False) -> None:
        self._till.do(action)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follows the window's size."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        room = self._window.height() - 2 * (GAP_LARGE + SHEET_PADDING)
        self._desk.setFixedHeight(min(DESK_HEIGHT_MAX, room))

    def refresh(self) -> None:
        """Shows the report that has arrived, and what can be done with it."""
        stage, is_asking = self._stage, self._stage.is_asking
        self._day.setText(stage.day_text)
        self._notice.show_notice(self._till.desk.notice)
        self._question.set_text(stage.question)
        self._earlier.setEnabled(stage.report is not None and not is_asking)
        self._later.setEnabled(stage.may_go_later and not is_asking)
        self._print.set_text(self.tr("Print again") if stage.is_closed else self.tr("Print X report"))
        self._print.setEnabled(stage.report is not None)
        self._print.setVisible(not is_asking)
        self._close.setEnabled(stage.report is not None)
        self._close.setVisible(not is_asking and not stage.is_closed)
        self._yes.setVisible(is_asking)
        self._back.set_text(self.tr("Not yet") if is_asking else self.tr("Back"))
        if stage.document is not None and stage.document is not self._shown:
            self._show_paper(stage.document)

    def _show_paper(self, document: ReceiptDocument) -> None:
        self._shown = document
        empty(self._paper)
        paper = ReceiptView(document, PAPER_WIDTH, self._stage.paper_dots)
        self._paper.addWidget(paper, 0, Qt.AlignmentFlag.AlignHCenter)
        self._paper.addStretch(1)
        self._area.verticalScrollBar().setValue(0)
