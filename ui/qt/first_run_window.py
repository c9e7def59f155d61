"""The window of the first run: three steps, then it makes room for the till's own."""

from functools import partial

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import BUTTON, CARD_PADDING, GAP_LARGE, GAP_SMALL, SHEET_PADDING, TOP_BAR, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.translations import Translations
from ui.qt.widgets.edits import PlainEdit
from ui.qt.widgets.frames import Surface, column, empty, in_the_middle, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.progress_bar import ProgressBar
from ui.viewmodels.commands import Command
from ui.viewmodels.first_run import ADDRESS_LENGTH_MAX, FirstRun, FirstStep

LOOK_MS = 200
CARD_WIDTH, CARD_HEIGHT = 720, 480
AGAIN_KEY = "R"
CODE_LENGTH_MAX = 240  # a slip of head office holds the address as well
COMMANDS = {
    Qt.Key.Key_Return: Command.ENTER,
    Qt.Key.Key_Enter: Command.ENTER,
    Qt.Key.Key_Escape: Command.BACK,
}


class FirstRunWindow(QWidget):
    """Shows a ``FirstRun``. It is built anew for every step and language."""

    def __init__(self, run: FirstRun, translations: Translations) -> None:
        super().__init__()
        self.run, self._translations = run, translations
        self._built_for: tuple[str, FirstStep] | None = None
        self.setObjectName("window")
        self.setWindowTitle("Stillpoint")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(1024, 720)
        self._layout = column(self)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        run.changed.add(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Shows the view-model as it is now."""
        needed = self.run.words.language, self.run.step
        if self._built_for != needed:
            self._built_for = needed
            self._translations.use(self.run.words.language)
            self.setFocus()  # before the field that has it goes
            empty(self._layout)
            self._build()
        (self._timer.start if self.run.is_busy else self._timer.stop)()
        self._look()

    def _build(self) -> None:
        self._layout.addWidget(self._bar())
        self._layout.addStretch(1)
        card = Surface("card")
        card.setFixedWidth(CARD_WIDTH)
        card.setMinimumHeight(CARD_HEIGHT)
        body = column(card, (SHEET_PADDING,) * 4, GAP_LARGE)
        parts = {
            FirstStep.LANGUAGE: self._language,
            FirstStep.SERVER: self._server,
            FirstStep.MEMBERS: self._members,
            FirstStep.READY: self._members,
        }
        parts[self.run.step](body)
        self._layout.addLayout(in_the_middle(card))
        self._layout.addStretch(1)
        if self.run.step is FirstStep.SERVER:
            (self.code if self.run.address else self.address).setFocus()

    def _bar(self) -> Surface:
        bar = Surface("bar")
        bar.setFixedHeight(TOP_BAR)
        line = row(bar, (CARD_PADDING, 0, CARD_PADDING, 0), GAP_LARGE)
        line.addWidget(Label("Stillpoint", Type.LARGE, bold=True))
        line.addStretch(1)
        steps = ((FirstStep.LANGUAGE, self.tr("1 Language")), (FirstStep.SERVER, self.tr("2 Join a store")))
        for step, text in (*steps, (FirstStep.MEMBERS, self.tr("3 Members"))):
            is_now = step is self.run.step
            line.addWidget(Label(text, tint=Colour.TEAL_INK if is_now else Colour.SECOND, bold=is_now))
        return bar

    def _language(self, body: QBoxLayout) -> None:
        body.addWidget(
            Label(self.tr("Welcome. Which language does this till speak?"), Type.HEADING, bold=True, wrap=True)
        )
        hint = self.tr("The screen and the receipts use it. It can be changed at any time.")
        body.addWidget(Label(hint, tint=Colour.SECOND, wrap=True))
        languages = column(gap=GAP_SMALL)
        for number, (code, name) in enumerate(self.run.languages, 1):
            key = KeyButton(name, str(number), height=BUTTON)
            key.setObjectName(f"language_{code}")
            key.setCheckable(True)
            key.setChecked(code == self.run.words.language)
            key.clicked.connect(partial(self._choose_language, code))
            languages.addWidget(key)
        body.addLayout(languages)
        body.addStretch(1)
        self._foot(body, [self._key(self.tr("Next"), Command.ENTER, "next", "primary")])

    def _server(self, body: QBoxLayout) -> None:
        body.addWidget(Label(self.tr("Join a store"), Type.HEADING, bold=True))
        hint = self.tr(
            "Head office gives the server's address and a code that works once. Type them, or scan the slip."
        )
        body.addWidget(Label(hint, tint=Colour.SECOND, wrap=True))
        self.address, self.code = PlainEdit(ADDRESS_LENGTH_MAX), PlainEdit(CODE_LENGTH_MAX)
        self.address.setText(self.run.address)
        self.address.setPlaceholderText("https://points.example.com")
        self.code.setText(self.run.code)
        fields = (
            (self.address, "address", self.tr("Server address")),
            (self.code, "code", self.tr("Enrolment code")),
        )
        for edit, name, text in fields:
            edit.setObjectName(name)
            edit.setAccessibleName(text)
            edit.textEdited.connect(self._typed)
            label = column(gap=4)
            label.addWidget(Label(text, tint=Colour.SECOND))
            label.addWidget(edit)
            body.addLayout(label)
        body.addStretch(1)
        self._back = self._key(self.tr("Back"), Command.BACK, "back")
        self._join = self._key(self.tr("Join"), Command.ENTER, "join", "primary")
        self._foot(body, [self._back, self._join])

    def _members(self, body: QBoxLayout) -> None:
        heading = Label(scale=Type.HEADING, bold=True)
        heading.setText(self.run.joined_text or self.tr("Members"))
        heading.setObjectName("joined")
        self._heading = heading
        body.addWidget(heading)
        hint = self.tr("The members and their points come onto this till, so that it works offline as well.")
        body.addWidget(Label(hint, tint=Colour.SECOND, wrap=True))
        body.addStretch(1)
        self._foot(body, [], with_progress=True)
        body.addStretch(1)
        self._again = KeyButton(self.tr("Try again"), AGAIN_KEY, height=BUTTON)
        self._again.setObjectName("again")
        self._again.clicked.connect(self._fetch_again)
        self._next = self._key(self.tr("Next"), Command.ENTER, "next", "primary")
        line = row(gap=GAP_SMALL)
        line.addWidget(self._again, 1)
        line.addWidget(self._next, 2)
        body.addLayout(line)

    def _foot(self, body: QBoxLayout, keys: list[KeyButton], *, with_progress: bool = False) -> None:
        """Progress and notice above the keys; they keep their place where there is nothing to say."""
        self._says = Label(tint=Colour.SECOND)
        self._says.setObjectName("progress_text")
        self._bar_done = ProgressBar()
        self._notice = NoteCard()
        for widget in (self._says, self._bar_done, self._notice):
            body.addWidget(widget)
        self._says.setVisible(with_progress or self.run.step is FirstStep.SERVER)
        self._bar_done.setVisible(with_progress)
        line = row(gap=GAP_SMALL)
        for place, key in enumerate(keys):
            line.addWidget(key, place + 1)
        body.addLayout(line)

    def _key(self, text: str, command: Command, name: str, role: str = "") -> KeyButton:
        key = KeyButton(text, command.key, role, height=BUTTON)
        key.setObjectName(name)
        key.clicked.connect(partial(self._press, command))
        return key

    @Slot()
    def _look(self) -> None:
        """What changes while the step stays."""
        run = self.run
        self._says.setText(run.progress_text)
        if run.is_busy or run.share is not None:  # cut off, it stays where it was
            self._bar_done.set(run.share)
        self._notice.show_notice(run.notice)
        if run.step is FirstStep.SERVER:
            self._look_at_server()
        elif run.step is not FirstStep.LANGUAGE:
            self._heading.setText(run.joined_text or self.tr("Members"))
            self._again.setVisible(not run.is_busy and not run.is_complete)
            self._next.setEnabled(run.joined is not None)
            self._next.set_text(self.tr("Next") if run.is_complete else self.tr("Sell while the rest arrives"))

    def _look_at_server(self) -> None:
        run = self.run
        if run.code != self.code.text():
            self.code.setText(run.code)
        if run.address != self.address.text():
            self.address.setText(run.address)
        self.address.setEnabled(not run.is_busy)
        self.code.setEnabled(not run.is_busy)
        self._join.setEnabled(run.may_join)
        self._back.set_text(self.tr("Stop") if run.is_busy else self.tr("Back"))

    def _typed(self, _text: str) -> None:
        self.run.type(self.address.text(), self.code.text())

    def _choose_language(self, code: str, _checked: bool = False) -> None:
        self.run.choose_language(code)
        self.refresh()

    def _fetch_again(self, _checked: bool = False) -> None:
        if not self.run.is_complete:
            self.run.again()

    def _press(self, command: Command, _checked: bool = False) -> None:
        self.run.press(command)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc, R for another attempt, digits where languages are chosen; text fields have had theirs."""
        text = event.text()
        if event.key() in COMMANDS:
            self.run.press(COMMANDS[Qt.Key(event.key())])
        elif len(text) == 1 and text.isascii() and text.isdigit():
            self.run.digit(text)
        elif text.upper() == AGAIN_KEY:
            self._fetch_again()
        else:
            event.ignore()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Listens no more."""
        self.run.leave()
        self._timer.stop()
        self._translations.stop()
        self.run.changed.remove(self.refresh)
        super().closeEvent(event)
