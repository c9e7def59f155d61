"""One frame: its fields in words, what it moved, and its JSON for support."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QWidget

from ui.qt.design.look import mono_font
from ui.qt.design.tokens import CARD_PADDING, GAP, GAP_LARGE, GAP_SMALL, TYPE_SIZES, Colour, Type
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.viewmodels.commands import Command
from ui.viewmodels.office.frame_face import FrameFace
from ui.viewmodels.office.points import Points
from ui.viewmodels.till import Till

BACK_WIDTH = 150


class FramePanel(QWidget):
    """Shows the frame that ``section`` has open."""

    def __init__(self, till: Till, section: Points) -> None:
        super().__init__()
        self._till, self._section = till, section
        self._shown: FrameFace | None = None
        self._title = Label(scale=Type.LARGE, bold=True)
        back = KeyButton(self.tr("To the list"), Command.BACK.key)
        back.setObjectName("frame_back")
        back.set_width(BACK_WIDTH + 40)
        back.clicked.connect(self._close)
        head = row(gap=GAP)
        head.addWidget(self._title, 1)
        head.addWidget(back)
        self._fields = QWidget()
        self._said = column(self._fields, gap=GAP_SMALL)
        self.text = QPlainTextEdit()
        self.text.setObjectName("frame_json")
        self.text.setAccessibleName(self.tr("For support"))
        self.text.setReadOnly(True)
        self.text.setFont(mono_font(TYPE_SIZES[Type.SMALL]))
        self.text.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.text.setTabChangesFocus(True)
        layout = column(self, gap=GAP)
        layout.addLayout(head)
        halves = row(gap=GAP_LARGE)
        halves.addWidget(self._card(), 1)
        side = column(gap=GAP_SMALL)
        side.addWidget(Label(self.tr("For support"), tint=Colour.SECOND))
        side.addWidget(self.text, 1)
        halves.addLayout(side, 1)
        layout.addLayout(halves, 1)

    def _card(self) -> QWidget:
        card = Surface("card")
        area = scroll_area()
        area.setWidget(self._fields)
        column(card, (CARD_PADDING,) * 4).addWidget(area)
        return card

    def refresh(self) -> None:
        """Shows the frame, when it is another one."""
        frame = self._section.frame
        if frame is self._shown or frame is None:
            return
        self._shown = frame
        self._title.setText(frame.title)
        self.text.setPlainText(frame.text)
        empty(self._said)
        fields = QGridLayout()
        fields.setHorizontalSpacing(GAP)
        fields.setVerticalSpacing(GAP_SMALL)
        fields.setColumnStretch(1, 1)
        for place, (name, value) in enumerate(frame.fields):
            fields.addWidget(Label(name, tint=Colour.SECOND), place, 0, Qt.AlignmentFlag.AlignTop)
            said = Label(_breakable(value), wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            fields.addWidget(said, place, 1)
        self._said.addLayout(fields)
        self._said.addSpacing(GAP)
        for who, kind, points in frame.movements:
            line = row(gap=GAP)
            line.addWidget(Label(who), 2)
            line.addWidget(Label(kind, tint=Colour.SECOND), 1)
            figure = Figure(Type.LARGE)
            figure.set(points)
            line.addWidget(figure)
            self._said.addLayout(line)
        self._said.addStretch(1)

    def _close(self, _checked: bool = False) -> None:
        self._till.do(partial(self._section.close))


def _breakable(value: str) -> str:
    """A hash may be broken anywhere; words are broken where words end."""
    return "\u200b".join(value[place : place + 8] for place in range(0, len(value), 8)) if len(value) >= 32 else value
