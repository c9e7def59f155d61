"""One member: figures, lots, vouchers, movements, and the form to put points right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import CARD_PADDING, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.office.adjusting_form import AdjustingForm
from ui.qt.office.fact_rows import fact_row, ruled_line
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label, LinesLabel
from ui.viewmodels.commands import Command
from ui.viewmodels.office.member_file import FileFace
from ui.viewmodels.office.members import ADJUST_KEY, MERGE_KEY, Members
from ui.viewmodels.till import Till

KEY_WIDTH = 150


class MemberFilePanel(QWidget):
    """Shows the member that ``section`` has open."""

    def __init__(self, till: Till, section: Members) -> None:
        super().__init__()
        self._till, self._section = till, section
        self._shown: FileFace | None = None
        self._name = LinesLabel(scale=Type.HEADING, bold=True)
        self._phone = Label(scale=Type.BODY, tint=Colour.SECOND)
        self._balance = Figure(Type.FIGURE, Colour.TEAL_INK, least=Type.HEADING)
        self._owes = Label(tint=Colour.RED)
        self._merging = Label(tint=Colour.AMBER, wrap=True)
        self._merging.setObjectName("merging")
        self._adjust = self._key(self.tr("Adjust points"), "adjust", ADJUST_KEY, self._start)
        self._merge = self._key(self.tr("Merge"), "merge", MERGE_KEY, self._start_merging)
        self._back = self._key(self.tr("To the list"), "member_back", Command.BACK.key, self._close)
        head = row(gap=GAP)
        who = column()
        who.addWidget(self._name)
        who.addWidget(self._phone)
        head.addLayout(who, 1)
        sum_of_all = column()
        caption = Label(self.tr("Balance"), Type.SMALL, Colour.SECOND)
        sum_of_all.addWidget(caption, 0, Qt.AlignmentFlag.AlignRight)
        sum_of_all.addWidget(self._balance)
        head.addLayout(sum_of_all)
        head.addWidget(self._adjust)
        head.addWidget(self._merge)
        head.addWidget(self._back)
        layout = column(self, gap=GAP)
        layout.addLayout(head)
        layout.addWidget(self._owes)
        layout.addWidget(self._merging)
        self.form = AdjustingForm(till, section)
        layout.addWidget(self.form)
        halves = row(gap=GAP_LARGE)
        self._left, self._right = column(), column()
        halves.addWidget(_card(self._left, "member_facts"), 1)
        halves.addWidget(_card(self._right, "member_movements"), 1)
        layout.addLayout(halves, 1)

    def _key(self, text: str, name: str, hint: str, pressed: object) -> KeyButton:
        key = KeyButton(text, hint)
        key.setObjectName(name)
        key.set_width(KEY_WIDTH)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        key.clicked.connect(pressed)
        return key

    def refresh(self) -> None:
        """Shows the member, when something about them is another."""
        section = self._section
        self.form.refresh()
        for key in (self._adjust, self._merge):
            key.setEnabled(section.adjusting is None)
        is_way_back = section.adjusting is None  # else Esc leaves the form
        self._back.set_text(self._back.text(), Command.BACK.key if is_way_back else "")
        face = section.face
        if face is None or face == self._shown:
            return
        self._shown = face
        self._name.setText(face.name)
        self._phone.setText(face.phone)
        self._balance.set(face.balance)
        self._owes.set_text(face.owes)
        self._merging.set_text(face.merging)
        empty(self._left)
        for name, text in face.figures:
            self._left.addWidget(fact_row(name, text))
        _headed(self._left, self.tr("Points by the day they expire"), face.lots, self.tr("None"))
        _headed(self._left, self.tr("Vouchers"), face.vouchers, self.tr("None"))
        self._left.addStretch(1)
        empty(self._right)
        self._right.addWidget(Label(self.tr("Movements on this till"), bold=True))
        for movement in face.movements:
            self._right.addWidget(_movement(*movement))
        if not face.movements:
            self._right.addWidget(Label(self.tr("None"), tint=Colour.SECOND))
        self._right.addStretch(1)

    def _start(self, _checked: bool = False) -> None:
        self._till.do(self._section.start_adjusting)

    def _start_merging(self, _checked: bool = False) -> None:
        self._till.do(self._section.start_merging)

    def _close(self, _checked: bool = False) -> None:
        self._till.press(Command.BACK)  # as Esc does: out of the form first


def _card(content: QBoxLayout, name: str) -> QWidget:
    card, area, inside = Surface("card"), scroll_area(), QWidget()
    area.setObjectName(name)
    column(inside, (0, 0, GAP, 0)).addLayout(content)
    area.setWidget(inside)
    column(card, (CARD_PADDING, GAP, GAP_SMALL, GAP)).addWidget(area)
    return card


def _headed(content: QBoxLayout, heading: str, lines: Sequence[tuple[str, str]], nothing: str) -> None:
    content.addSpacing(GAP)
    content.addWidget(Label(heading, bold=True))
    for text, figure in lines:
        line, layout = ruled_line()
        layout.addWidget(Label(text), 1)
        layout.addWidget(_figure(figure))
        content.addWidget(line)
    if not lines:
        content.addWidget(Label(nothing, tint=Colour.SECOND))


def _movement(when: str, kind: str, points: str) -> QWidget:
    line, layout = ruled_line()
    layout.addWidget(Label(when))
    layout.addWidget(LinesLabel(kind, tint=Colour.SECOND), 1, Qt.AlignmentFlag.AlignVCenter)
    layout.addWidget(_figure(points))
    return line


def _figure(text: str) -> Figure:
    figure = Figure(Type.BODY, bold=False)
    figure.set(text)
    return figure
