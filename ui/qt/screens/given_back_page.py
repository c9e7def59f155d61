"""After a refund or a void: the sum in large figures, the points, and the slip on the right."""

from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, Colour, Type
from ui.qt.screens.done_parts import MIDDLE, done_keys, figures_line, paper_desk
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.label import Figure, Label, centred
from ui.qt.widgets.stage_page import StagePage
from ui.viewmodels.commands import Command
from ui.viewmodels.given_back import GivenBack
from ui.viewmodels.till import Till

WIDE = 1200
DESK_WIDTHS = {True: (430, 376), False: (340, 300)}
"""How wide the desk and the paper on it are, in wide windows and in others."""


class GivenBackPage(StagePage):
    """Shows a ``GivenBack`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: GivenBack) -> None:
        super().__init__()
        self._till, self._stage = till, stage
        desk_width, paper_width = DESK_WIDTHS[window.width() >= WIDE]
        desk = paper_desk(stage.document, paper_width, stage.paper_dots)
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
        layout.addWidget(centred(Label(stage.title, Type.HEADING, Colour.SECOND)))
        layout.addWidget(amount)
        paid = self.tr("Give back: {tenders}").format(tenders=stage.tenders_text) if stage.tenders_text else ""
        layout.addWidget(centred(Label(paid, Type.LARGE, Colour.SECOND)))
        layout.addSpacing(36)
        layout.addLayout(self._points())
        layout.addSpacing(GAP)
        for text in stage.explained:
            layout.addWidget(centred(Label(text, tint=Colour.SECOND, wrap=True)))
        layout.addSpacing(24)
        layout.addLayout(self._buttons())
        layout.addSpacing(GAP)
        self._notice = NoteCard()
        layout.addWidget(self._notice)
        layout.addStretch(1)
        return layout

    def _points(self) -> QBoxLayout:
        return figures_line((name, value, Colour.INK) for name, value in self._stage.figures)

    def _buttons(self) -> QBoxLayout:
        return done_keys(self._press, (self.tr("Print the slip again"), 220), (self.tr("Done"), 260))

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows what was said since."""
        self._notice.show_notice(self._till.desk.notice)
