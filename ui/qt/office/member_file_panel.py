"""One member: figures, lots, vouchers, movements, and the form to put points right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QWidget

from ui.qt.design.tokens import CARD_PADDING, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.office.adjusting_form import AdjustingForm
from ui.qt.widgets.frames import Surface, column, empty, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.viewmodels.commands import Command
from ui.viewmodels.office.members import FileFace, Members
from ui.viewmodels.till import Till

KEY_WIDTH = 180
LONG = 24
"""Longer texts, such as ids, have a line of their own."""


class MemberFilePanel(QWidget):
    """Shows the member that ``section`` has open."""

    def __init__(self, till: Till, section: Members) -> None:
        super().__init__()
        self._till, self._section = till, section
        self._shown: FileFace | None = None
        self._name = Label(scale=Type.HEADING, bold=True)
        self._phone = Label(scale=Type.LARGE, tint=Colour.SECOND)
        self._balance = Figure(Type.FIGURE, Colour.TEAL_PRESSED)
        self._owes = Label(tint=Colour.RED)
        self._adjust = self._key(self.tr("Adjust points"), "adjust", "", self._start)
        back = self._key(self.tr("Back to the list"), "member_back", Command.BACK.key, self._close)
        head = row(gap=GAP)
        head.addWidget(self._name)
        head.addWidget(self._phone, 1)
        head.addWidget(Label(self.tr("Balance"), tint=Colour.SECOND))
        head.addWidget(self._balance)
        head.addWidget(self._adjust)
        head.addWidget(back)
        layout = column(self, gap=GAP)
        layout.addLayout(head)
        layout.addWidget(self._owes)
        self.form = AdjustingForm(till, section)
        layout.addWidget(self.form)
        halves = row(gap=GAP_LARGE)
        self._left, self._right = column(gap=GAP_SMALL), column(gap=GAP_SMALL)
        halves.addWidget(_card(self._left, "member_facts"), 1)
        halves.addWidget(_card(self._right, "member_movements"), 1)
        layout.addLayout(halves, 1)

    def _key(self, text: str, name: str, hint: str, pressed: object) -> KeyButton:
        key = KeyButton(text, hint)
        key.setObjectName(name)
        key.setFixedWidth(KEY_WIDTH)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.clicked.connect(pressed)
        return key

    def refresh(self) -> None:
        """Shows the member, when something about them is another."""
        section = self._section
        self.form.refresh()
        self._adjust.setEnabled(section.adjusting is None)
        face = section.face
        if face is None or face == self._shown:
            return
        self._shown = face
        self._name.setText(face.name)
        self._phone.setText(face.phone)
        self._balance.set(face.balance)
        self._owes.set_text(face.owes)
        empty(self._left)
        self._left.addLayout(_pairs(face.figures))
        _headed(self._left, self.tr("Points by the day they expire"), face.lots, self.tr("None"))
        _headed(self._left, self.tr("Vouchers"), face.vouchers, self.tr("None"))
        self._left.addStretch(1)
        empty(self._right)
        self._right.addWidget(Label(self.tr("Movements on this till"), bold=True))
        self._right.addLayout(_moved(face.movements))
        if not face.movements:
            self._right.addWidget(Label(self.tr("None"), tint=Colour.SECOND))
        self._right.addStretch(1)

    def _start(self, _checked: bool = False) -> None:
        self._till.do(self._section.start_adjusting)

    def _close(self, _checked: bool = False) -> None:
        self._till.do(self._section.close)


def _card(content: QBoxLayout, name: str) -> QWidget:
    card, area, inside = Surface("card"), QScrollArea(), QWidget()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    column(inside, (0, 0, GAP, 0)).addLayout(content)
    area.setWidget(inside)
    column(card, (CARD_PADDING, GAP, GAP_SMALL, GAP)).addWidget(area)
    return card


def _pairs(figures: Sequence[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(GAP_SMALL)
    grid.setColumnStretch(1, 1)
    for place, (name, text) in enumerate(figures):
        is_long = len(text) > LONG  # below its name, over the whole width
        grid.addWidget(Label(name, tint=Colour.SECOND), 2 * place, 0)
        label = Label(text, Type.SMALL if is_long else Type.BODY)
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label, 2 * place + is_long, 0 if is_long else 1, 1, 2 if is_long else 1)
    return grid


def _headed(content: QBoxLayout, heading: str, lines: Sequence[tuple[str, str]], nothing: str) -> None:
    content.addSpacing(GAP_SMALL)
    content.addWidget(Label(heading, bold=True))
    for text, figure in lines:
        content.addLayout(_line(text, figure))
    if not lines:
        content.addWidget(Label(nothing, tint=Colour.SECOND))


def _line(text: str, figure: str) -> QBoxLayout:
    line = row(gap=GAP)
    line.addWidget(Label(text), 1)
    line.addWidget(_figure(figure))
    return line


def _moved(movements: Sequence[tuple[str, str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(GAP)
    grid.setVerticalSpacing(GAP_SMALL)
    grid.setColumnStretch(1, 1)
    for place, (when, kind, points) in enumerate(movements):
        grid.addWidget(Label(when), place, 0)
        grid.addWidget(Label(kind, tint=Colour.SECOND), place, 1)
        grid.addWidget(_figure(points), place, 2)
    return grid


def _figure(text: str) -> Figure:
    figure = Figure(Type.BODY, bold=False)
    figure.set(text)
    return figure
