"""The form that puts a member's points right by hand: adding or taking, how many, and why."""

from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from terminal.usecases.adjust import REASON_LENGTH_MAX
from ui.qt.design.tokens import BUTTON, CARD_PADDING, GAP, GAP_SMALL, Colour
from ui.qt.widgets.edits import NameEdit, PlainEdit
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.office.adjusting import Adjusting
from ui.viewmodels.office.members import Members
from ui.viewmodels.till import Till

POINTS_LENGTH, POINTS_WIDTH, WAY_WIDTH, ACCEPT_WIDTH = 7, 120, 180, 180


class AdjustingForm(Surface):
    """Is there while ``section`` adjusts."""

    def __init__(self, till: Till, section: Members) -> None:
        super().__init__("card")
        self._till, self._section = till, section
        self._form: Adjusting | None = None
        self._way = Tabs([self.tr("Add"), self.tr("Take")], 2, BUTTON)
        self._way.setFixedWidth(WAY_WIDTH)
        self._way.chosen.connect(self._turn_way)
        for key in self._way.buttons:
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.points, self.reason = PlainEdit(POINTS_LENGTH), NameEdit(REASON_LENGTH_MAX)
        for edit, name, text in (
            (self.points, "adjust_points", self.tr("Points")),
            (self.reason, "adjust_reason", self.tr("Reason")),
        ):
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.setPlaceholderText(text)
            edit.textChanged.connect(self._edited)
        self.points.setFixedWidth(POINTS_WIDTH)
        self._accept = KeyButton(self.tr("Adjust"), Command.ENTER.key, "primary")
        self._accept.setObjectName("adjust_accept")
        self._accept.set_width(ACCEPT_WIDTH)
        self._accept.clicked.connect(self._take)
        self._reasons = QWidget()
        self._codes = row(self._reasons, gap=GAP_SMALL)
        layout = column(self, (CARD_PADDING, GAP, CARD_PADDING, GAP), GAP_SMALL)
        layout.addLayout(self._line())
        layout.addWidget(self._reasons)
        hint = self.tr("The member's ledger keeps the reason and who approved. Esc leaves everything as it is.")
        layout.addWidget(Label(hint, tint=Colour.SECOND, wrap=True))
        self.hide()

    def _line(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        line.addWidget(self._way)
        line.addWidget(self.points)
        line.addWidget(self.reason, 1)
        line.addWidget(self._accept)
        return line

    def refresh(self) -> None:
        """Shows the form that is open, or nothing."""
        form = self._section.adjusting
        if form is not self._form:
            self._form = form
            self.setVisible(form is not None)
            if form is None:
                self.window().setFocus()
            else:
                self._begin(form)
        if form is not None:
            self._way.show_chosen(int(form.is_taking))
            self._accept.setEnabled(form.can_accept and not form.is_busy)

    def _begin(self, form: Adjusting) -> None:
        """What is typed already, where the screen was built anew, is no change: to tell of it would build it again."""
        for edit, text in ((self.points, form.points), (self.reason, form.reason)):
            with QSignalBlocker(edit):
                edit.setText(text)
        self.reason.setReadOnly(bool(form.reasons))
        while (item := self._codes.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        for code in form.reasons:
            key = KeyButton(code)
            key.setObjectName(f"reason_{code}")
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            key.clicked.connect(partial(self._choose_reason, code))
            self._codes.addWidget(key)
        self._reasons.setVisible(bool(form.reasons))
        self.points.setFocus()

    def _edited(self, _text: str) -> None:
        form = self._section.adjusting
        if form is not None:
            form.points, form.reason = self.points.text(), self.reason.text()
            self._till.do(_nothing)

    def _turn_way(self, place: int) -> None:
        form = self._section.adjusting
        if form is not None:
            form.is_taking = bool(place)
            self._till.do(_nothing)

    def _choose_reason(self, code: str, _checked: bool = False) -> None:
        self.reason.setText(code)

    def _take(self, _checked: bool = False) -> None:
        self._till.do(self._section.accept_adjusting)


def _nothing() -> None:
    """The form has changed already; the screen only needs to be told."""
