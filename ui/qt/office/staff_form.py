"""The form that adds somebody, or gives somebody another PIN: a name, what they are, and the PIN twice."""

from functools import partial

from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QRegularExpressionValidator, QShowEvent
from PySide6.QtWidgets import QLineEdit

from terminal.domain.staff import NAME_LENGTH_MAX, PIN_DIGITS, Role
from ui.qt.design.tokens import BUTTON, CARD_PADDING, GAP, GAP_SMALL, Colour, Type
from ui.qt.widgets.edits import NameEdit, PlainEdit
from ui.qt.widgets.frames import Surface, column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.commands import Command
from ui.viewmodels.office.staff import Staff
from ui.viewmodels.office.staff_form import Blank, StaffForm
from ui.viewmodels.till import Till

ROLES = (Role.CASHIER, Role.MANAGER)


class PinEdit(PlainEdit):
    """Digits that nobody sees: there are dots in their place, for eyes and for readers."""

    def __init__(self) -> None:
        super().__init__(PIN_DIGITS[1])
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]*"), self))


class StaffFormPanel(Surface):
    """Is there while ``section`` has a form."""

    def __init__(self, till: Till, section: Staff) -> None:
        super().__init__("card")
        self._till, self._section = till, section
        self._form: StaffForm | None = None
        self._title = Label(scale=Type.LARGE, bold=True, wrap=True)
        self._title.setObjectName("form_title")
        self._roles = Tabs([section.role(role) for role in ROLES], len(ROLES), BUTTON)
        self._roles.chosen.connect(self._choose_role)
        for key in self._roles.buttons:
            key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.edits: dict[Blank, QLineEdit] = {
            Blank.NAME: NameEdit(NAME_LENGTH_MAX),
            Blank.PIN: PinEdit(),
            Blank.AGAIN: PinEdit(),
        }
        self._hint = Label(tint=Colour.SECOND, wrap=True)
        self._problem = Label(tint=Colour.RED, wrap=True)
        self._problem.setObjectName("problem")
        self._arrange()
        self.hide()

    def _arrange(self) -> None:
        body = column(self, (CARD_PADDING, GAP, CARD_PADDING, GAP), GAP)
        body.addWidget(self._title)
        texts = {
            Blank.NAME: self.tr("Name"),
            Blank.PIN: self.tr("PIN, 4 to 6 digits"),
            Blank.AGAIN: self.tr("PIN, once more"),
        }
        for blank, edit in self.edits.items():
            edit.setObjectName(f"staff_{blank}")
            edit.setAccessibleName(texts[blank])
            edit.setPlaceholderText(texts[blank])
            edit.textEdited.connect(self._typed)
            body.addWidget(edit)
        body.insertWidget(2, self._roles)
        for label in (self._problem, self._hint):
            body.addWidget(label)
        body.addStretch(1)
        self._cancel = self._key(self.tr("Cancel"), Command.BACK, "form_cancel")
        self._accept = self._key(self.tr("Add"), Command.ENTER, "form_accept", "primary")
        keys = row(gap=GAP_SMALL)
        keys.addWidget(self._cancel, 1)
        keys.addWidget(self._accept, 1)
        body.addLayout(keys)

    def _key(self, text: str, command: Command, name: str, role: str = "") -> KeyButton:
        key = KeyButton(text, command.key, role, height=BUTTON)
        key.setObjectName(name)
        key.clicked.connect(partial(self._press, command))
        return key

    def refresh(self) -> None:
        """Shows the form that is open, or nothing."""
        form = self._section.form
        if form is not self._form:
            self._form = form
            if form is None:
                self.window().setFocus()  # before the field that has it goes
            self.setVisible(form is not None)
            self._begin(form or StaffForm())
        if form is None:
            return
        self._roles.show_chosen(ROLES.index(form.role))
        self._hint.setText(self._section.hint)
        self._problem.set_text(self._section.problem)
        self._accept.setEnabled(not form.is_busy)
        self._turn()

    def _begin(self, form: StaffForm) -> None:
        """What was typed for the last one goes too."""
        for blank, text in ((Blank.NAME, form.name), (Blank.PIN, form.pin), (Blank.AGAIN, form.again)):
            self.edits[blank].setText(text)
        self.edits[Blank.NAME].setVisible(form.is_new)
        self._roles.setVisible(form.is_new and not form.is_first)
        another = self.tr("Another PIN for {name}").format(name=form.whose)
        self._title.setText(self.tr("Add somebody") if form.is_new else another)
        self._accept.set_text(self.tr("Add") if form.is_new else self.tr("Save"))

    def showEvent(self, event: QShowEvent) -> None:
        """Built anew behind a manager's approval, it goes on where it was."""
        super().showEvent(event)
        form = self._section.form
        if form is not None and form.wanted is None:
            self.edits[form.gap or Blank.AGAIN].setFocus()

    def _turn(self) -> None:
        """To the field where typing goes on, where that is said."""
        form = self._form
        if form is not None and form.wanted is not None and self.isVisible():
            edit, form.wanted = self.edits[form.wanted], None
            edit.setFocus()
            edit.selectAll()

    def _typed(self, _text: str) -> None:
        form = self._form
        if form is not None:
            form.name = self.edits[Blank.NAME].text()
            form.pin, form.again = self.edits[Blank.PIN].text(), self.edits[Blank.AGAIN].text()
            self._till.do(self._section.typed)

    def _choose_role(self, place: int) -> None:
        self._till.do(partial(self._section.choose_role, ROLES[place]))

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)
