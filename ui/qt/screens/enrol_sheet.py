"""The new-member sheet."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QWidget

from ui.qt.design.tokens import FIELD, GAP, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.edits import NameEdit, PlainEdit
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.commands import Command
from ui.viewmodels.enrolling import ConsentRow, Enrolling
from ui.viewmodels.till import Till

WIDTH = 760
PAD_WIDTH = 276
GIVEN, NOT_GIVEN = "☑", "☐"


class EnrolSheet(Sheet):
    """Shows an ``Enrolling`` stage. The pad types into whichever field was touched last."""

    def __init__(self, window: QWidget, till: Till, stage: Enrolling) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self.phone, self.full_name, self.birthday = PlainEdit(16), NameEdit(40), PlainEdit(10)
        self.phone.setObjectName("phone")
        self.full_name.setObjectName("full_name")
        self.birthday.setObjectName("birthday")
        for edit, typed in (
            (self.phone, stage.phone),
            (self.full_name, stage.full_name),
            (self.birthday, stage.birthday),
        ):
            edit.setText(typed)  # also what was typed before somebody else signed in over it
        self.birthday.setPlaceholderText("19901102")
        self.phone.textChanged.connect(self._edited)
        self.full_name.textChanged.connect(self._edited)
        self.birthday.textChanged.connect(self._edited)
        self._last_edit: QLineEdit = self.phone
        self._consents: dict[str, KeyButton] = {}
        self.body.addWidget(Label(self.tr("New member"), Type.HEADING, bold=True))
        middle = row(gap=24)
        middle.addLayout(self._fields(), 1)
        middle.addWidget(self._pad())
        self.body.addLayout(middle)
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        self.body.addLayout(self._buttons())
        self.refresh()
        (self.full_name if stage.phone else self.phone).setFocus()

    def _fields(self) -> QBoxLayout:
        fields = column(gap=GAP_SMALL)
        for text, edit in (
            (self.tr("Phone"), self.phone),
            (self.tr("Name (may be left empty)"), self.full_name),
            (self.tr("Birthday (may be left empty)"), self.birthday),
        ):
            edit.setAccessibleName(text)
            fields.addWidget(Label(text, tint=Colour.SECOND))
            fields.addWidget(edit)
            fields.addSpacing(4)
        self._hint = Label(scale=Type.SMALL, tint=Colour.SECOND, wrap=True)
        fields.addWidget(self._hint)
        for consent in self._stage.consents:
            fields.addWidget(self._consent(consent))
        fields.addStretch(1)
        return fields

    def _consent(self, consent: ConsentRow) -> KeyButton:
        button = KeyButton("", consent.key, height=TOUCH)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setObjectName(f"consent_{consent.code}")
        button.clicked.connect(partial(self._toggle, consent.code))
        self._consents[consent.code] = button
        return button

    def _toggle(self, code: str, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.toggle_consent, code))

    def _pad(self) -> NumberPad:
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.digit.connect(self._type)
        pad.clear.connect(self._clear)
        pad.erase.connect(self._erase)
        return pad

    def _buttons(self) -> QBoxLayout:
        cancel = KeyButton(self.tr("Cancel"), Command.BACK.key, height=FIELD)
        cancel.setObjectName("cancel")
        cancel.clicked.connect(partial(self._press, Command.BACK))
        self._accept = KeyButton(self.tr("Add member"), Command.ENTER.key, "primary", height=FIELD, size="heading")
        self._accept.setObjectName("accept")
        self._accept.clicked.connect(partial(self._press, Command.ENTER))
        line = row(gap=GAP)
        line.addWidget(cancel, 1)
        line.addWidget(self._accept, 2)
        return line

    def _edited(self, _text: str) -> None:
        self._stage.type_phone(self.phone.text())
        self._stage.full_name = self.full_name.text()
        self._stage.birthday = self.birthday.text()
        self._till.do(_nothing)

    def _target(self) -> QLineEdit:
        edits: tuple[QLineEdit, ...] = (self.phone, self.full_name, self.birthday)
        self._last_edit = next((edit for edit in edits if edit.hasFocus()), self._last_edit)
        return self._last_edit

    def _type(self, digit: str) -> None:
        self._target().insert(digit)

    def _clear(self) -> None:
        self._target().clear()

    def _erase(self) -> None:
        self._target().backspace()

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def refresh(self) -> None:
        """Shows what is missing, and whether the member can be added."""
        problem = self._stage.problem
        for consent in self._stage.consents:
            button = self._consents[consent.code]
            button.setChecked(consent.is_given)
            button.setVisible(self._stage.taken is None)
            button.set_text(f"{GIVEN if consent.is_given else NOT_GIVEN} {consent.text}")
        self._accept.set_text(self.tr("Take this member") if self._stage.taken else self.tr("Add member"))
        self._hint.setText(problem or self._stage.taken_text or self._usual_hint())
        self._hint.set_tint(Colour.RED if problem else Colour.SECOND)
        self._accept.setEnabled(self._stage.can_accept and not self._stage.is_busy)
        self._notice.show_notice(self._till.desk.notice)

    def _usual_hint(self) -> str:
        if self._stage.lacks_consent:
            return self.tr("Ask for what is marked with * before adding the member.")
        return self.tr("Works offline too; head office hears of it later.")


def _nothing() -> None:
    """The form has changed already; the screen only needs to be told."""
