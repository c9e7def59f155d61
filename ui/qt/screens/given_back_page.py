"""After a refund or a void: the sum in large figures, the points, and the slip on the right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, TENDER_KEY, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.qt.widgets.receipt_view import ReceiptView
from ui.qt.widgets.stage_page import StagePage
from ui.viewmodels.commands import Command
from ui.viewmodels.given_back import GivenBack
from ui.viewmodels.till import Till

WIDE = 1200
DESK_WIDTHS = {True: (430, 376), False: (340, 300)}
"""How wide the desk and the paper on it are, in wide windows and in others."""

MIDDLE = Qt.AlignmentFlag.AlignHCenter


class GivenBackPage(StagePage):
    """Shows a ``GivenBack`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: GivenBack) -> None:
        super().__init__()
        self._till, self._stage = till, stage
        desk_width, paper_width = DESK_WIDTHS[window.width() >= WIDE]
        desk = self._desk(paper_width)
        desk.setFixedWidth(desk_width)
        layout = row(self)
        layout.addLayout(self._told(), 1)
        layout.addWidget(desk)
        self.refresh()

    def _told(self) -> QBoxLayout:
        stage, layout = self._stage, column(margins=(GAP_LARGE,) * 4)
        amount = Figure(Type.DISPLAY, Colour.INK, MIDDLE)
        amount.setObjectName("paid_back")
        amount.set(stage.amount_text)
        layout.addStretch(1)
        layout.addWidget(_centred(Label(stage.title, Type.HEADING, Colour.SECOND)))
        layout.addWidget(amount)
        paid = self.tr("Give back: {tenders}").format(tenders=stage.tenders_text) if stage.tenders_text else ""
        layout.addWidget(_centred(Label(paid, Type.LARGE, Colour.SECOND)))
        layout.addSpacing(36)
        layout.addLayout(self._points())
        layout.addSpacing(GAP)
        for text in stage.explained:
            layout.addWidget(_centred(Label(text, tint=Colour.SECOND, wrap=True)))
        layout.addSpacing(24)
        layout.addLayout(self._buttons())
        layout.addSpacing(GAP)
        self._notice = NoteCard()
        layout.addWidget(self._notice)
        layout.addStretch(1)
        return layout

    def _points(self) -> QBoxLayout:
        line = row(gap=48)
        line.addStretch(1)
        for name, value in self._stage.figures:
            figure = Figure(Type.FIGURE, Colour.INK, MIDDLE)
            figure.set(value)
            cell = column()
            cell.addWidget(_centred(Label(name, tint=Colour.SECOND)))
            cell.addWidget(figure)
            line.addLayout(cell)
        line.addStretch(1)
        return line

    def _buttons(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        line.addStretch(1)
        for text, command, role, name, width in (
            (self.tr("Print the slip again"), Command.REPRINT, "", "reprint", 220),
            (self.tr("Done"), Command.ENTER, "primary", "next", 260),
        ):
            button = KeyButton(text, command.key, role, height=TENDER_KEY, size="heading" if role else "")
            button.setObjectName(name)
            button.setFixedWidth(width)
            button.clicked.connect(partial(self._press, command))
            line.addWidget(button)
        line.addStretch(1)
        return line

    def _desk(self, paper_width: int) -> Surface:
        desk = Surface("desk")
        layout = column(desk, (GAP_LARGE,) * 4)
        inside = QWidget()
        holder = column(inside)
        holder.addStretch(1)
        holder.addWidget(ReceiptView(self._stage.document, paper_width, self._stage.paper_dots), 0, MIDDLE)
        holder.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        layout.addWidget(area)
        return desk

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows what was said since."""
        self._notice.show_notice(self._till.desk.notice)


def _centred(label: Label) -> Label:
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
