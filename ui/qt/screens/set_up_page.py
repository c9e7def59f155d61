"""What is to be set up on a till, as a list; each entry opens the sheet where it is done."""

from functools import partial

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import BUTTON, GAP, GAP_LARGE, GAP_SMALL, SHEET_PADDING, TILE, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.chip import Chip
from ui.qt.widgets.frames import Surface, column, in_the_middle, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.stage_page import StagePage
from ui.viewmodels.commands import Command
from ui.viewmodels.set_up import PartRow, SetUp
from ui.viewmodels.till import Till

CARD_WIDTH = 760
KEY_WIDTH = 132


class PartView(Surface):
    """One part: what it is, what is set, and the key that opens it."""

    def __init__(self, till: Till, stage: SetUp, place: int, part: PartRow) -> None:
        super().__init__("row")
        self._till, self._stage, self._place = till, stage, place
        self.setObjectName(f"part_{part.part}")
        self.setAccessibleName(part.name)
        self.setFixedHeight(TILE)
        self._name, self._detail = Label(scale=Type.LARGE, bold=True), Label(tint=Colour.SECOND)
        self._state = Chip(dot=True)
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(self._name)
        texts.addWidget(self._detail)
        texts.addStretch(1)
        self._key = KeyButton("", part.digit, height=BUTTON)
        self._key.setObjectName(f"open_{part.part}")
        self._key.set_width(KEY_WIDTH)
        self._key.clicked.connect(self._open)
        layout = row(self, (GAP, 0, GAP, 0), GAP)
        layout.addLayout(texts, 1)
        layout.addWidget(self._state)
        layout.addWidget(self._key)

    def show_row(self, part: PartRow, *, chosen: bool) -> None:
        """Shows the part as it is now."""
        self._name.setText(part.name)
        self._detail.setText(part.detail)
        self._state.set(part.state, part.tone)
        self._key.set_text(self.tr("Once more") if part.is_done else self.tr("Set up"))
        self.setProperty("chosen", chosen)
        self.style().polish(self)

    def _open(self, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.open, self._place))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The whole row is a button."""
        event.accept()
        self._open()


class SetUpPage(StagePage):
    """Shows a ``SetUp`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: SetUp) -> None:
        super().__init__()
        self._till, self._stage = till, stage
        card = Surface("card")
        card.setFixedWidth(CARD_WIDTH)
        body = column(card, (SHEET_PADDING,) * 4, GAP_LARGE)
        body.addWidget(Label(self.tr("Set up this till"), Type.HEADING, bold=True))
        hint = self.tr("What is done works at once. The rest can wait: Settings in the office leads back here.")
        staff = self.tr("Staff with PINs of their own are set up in the office as well, under Staff.")
        body.addWidget(Label(f"{hint}\n{staff}", tint=Colour.SECOND, wrap=True))
        self._rows = [PartView(till, stage, place, part) for place, part in enumerate(stage.rows)]
        rows = column()
        for view in self._rows:
            rows.addWidget(view)
        body.addLayout(rows)
        self._notice = NoteCard()
        body.addWidget(self._notice)
        self._next = KeyButton("", Command.ENTER.key, "primary", height=BUTTON)
        self._next.setObjectName("next")
        self._next.clicked.connect(partial(self._press, Command.ENTER))
        self._finish = KeyButton("", Command.TENDER.key, height=BUTTON)
        self._finish.setObjectName("finish")
        self._finish.clicked.connect(partial(self._press, Command.TENDER))
        keys = row(gap=GAP_SMALL)
        keys.addWidget(self._finish, 1)
        keys.addWidget(self._next, 1)
        body.addLayout(keys)
        layout = column(self)
        layout.addStretch(1)
        layout.addLayout(in_the_middle(card))
        layout.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Shows what is done and what is left."""
        stage = self._stage
        for place, (view, part) in enumerate(zip(self._rows, stage.rows, strict=True)):
            view.show_row(part, chosen=place == stage.chosen and not stage.is_done)
        leave = self.tr("Start selling") if stage.is_first else self.tr("Back")
        self._finish.set_text(leave)
        self._finish.setVisible(not stage.is_done)
        self._next.set_text(leave if stage.is_done else stage.rows[stage.chosen].name)
        self._notice.show_notice(self._till.desk.notice)

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)
