"""All options in a list, and beside it the chosen one: what it means, what it may be, and who may change it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.look import ui_font
from ui.qt.design.tokens import BUTTON, GAP, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.office.section_page import SectionPage
from ui.qt.widgets.edits import NameEdit, PlainEdit
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.viewmodels.commands import Command
from ui.viewmodels.office.drawer_trial import TRY_KEY
from ui.viewmodels.office.settings import SET_UP_KEY, UNDO_KEY, OptionRow, Settings
from ui.viewmodels.till import Till

PANEL_WIDTH, VALUE_WIDTH_MIN, VALUE_WIDTH_MAX = 330, 72, 208
LENGTH_MAX = 240
KEY_WIDTH = 200
MARK = "✓"
"""Before what is chosen, where several may be."""
WORDS = {"receipt_footer", "backup_folder"}
"""Where people write words: the one place where an input method is on."""


class OptionView(Surface):
    """One option; a touch chooses it."""

    def __init__(self, till: Till, section: Settings, place: int, shown: OptionRow) -> None:
        super().__init__("row")
        self._till, self._section, self._place = till, section, place
        self.setObjectName(f"option_{shown.name}")
        self.setMinimumHeight(TOUCH)
        layout = row(self, (GAP_SMALL, GAP_SMALL, GAP_SMALL, GAP_SMALL), GAP)
        layout.addWidget(Label(shown.meaning, wrap=True), 1)
        self._value = Label(wrap=True, tint=Colour.SECOND)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self._value)
        self.show_row(shown, chosen=False)

    def show_row(self, shown: OptionRow, *, chosen: bool) -> None:
        """Shows what it is now; what somebody chose is bold."""
        self._value.setText(_breakable(shown.value))
        self._value.setFixedWidth(_room_for(shown.value))
        self._value.setProperty("bold", shown.is_chosen_value)
        self._value.set_tint(Colour.INK if shown.is_chosen_value else Colour.SECOND)
        self.setAccessibleName(f"{shown.meaning}: {shown.value}")
        self.setProperty("chosen", chosen)
        for widget in (self, self._value):
            widget.style().polish(widget)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Chooses it."""
        event.accept()
        self._till.do(partial(self._section.choose, self._place))


class SettingsPage(SectionPage):
    """Shows ``Settings``."""

    def __init__(self, till: Till, section: Settings) -> None:
        super().__init__(section.title)
        self._till, self._section = till, section
        self._shown: object = None
        self._built_for: object = None
        self.edit: PlainEdit | NameEdit | None = None
        self._buttons: dict[str, KeyButton] = {}
        for text, letter, name, action in (
            (self.tr("Undo"), UNDO_KEY, "undo", section.take_back),
            (self.tr("Step by step"), SET_UP_KEY, "set_up", section.set_up),
        ):
            key = KeyButton(text, letter, height=TOUCH)
            key.setObjectName(name)
            key.clicked.connect(partial(self._do, action))
            self.add_key(key, KEY_WIDTH)
            self._buttons[name] = key
        halves = row(gap=GAP)
        halves.addWidget(self._list(), 1)
        halves.addWidget(self._panel())
        self.body.addLayout(halves, 1)
        self.refresh()

    def _list(self) -> QWidget:
        card, inside = Surface("card"), QWidget()
        self._area = scroll_area()
        self._area.setObjectName("options")
        lines = column(inside, (0, 0, GAP_SMALL, 0))
        self._views = []
        for place, shown in enumerate(self._section.rows):
            if shown.heading:
                heading = Label(shown.heading, Type.LARGE, bold=True)
                heading.setContentsMargins(GAP_SMALL, GAP, 0, GAP_SMALL)
                lines.addWidget(heading)
            view = OptionView(self._till, self._section, place, shown)
            self._views.append(view)
            lines.addWidget(view)
        lines.addStretch(1)
        self._area.setWidget(inside)
        column(card, (GAP_SMALL,) * 4).addWidget(self._area)
        return card

    def _panel(self) -> QWidget:
        panel, area, inside = Surface("card"), scroll_area(), QWidget()
        panel.setFixedWidth(PANEL_WIDTH)
        area.setObjectName("panel")
        area.setWidget(inside)
        column(panel, (GAP_SMALL,) * 4).addWidget(area)
        body = column(inside, (GAP, GAP_SMALL, GAP, GAP_SMALL), GAP_SMALL)
        self._meaning = Label(scale=Type.LARGE, bold=True, wrap=True)
        self._meaning.setObjectName("meaning")
        self._who, self._default = Label(tint=Colour.SECOND, wrap=True), Label(tint=Colour.SECOND, wrap=True)
        self._form = Label(scale=Type.SMALL, tint=Colour.SECOND, wrap=True)
        self._problem = Label(tint=Colour.RED, wrap=True)
        self._problem.setObjectName("problem")
        self._undo_says = Label(scale=Type.SMALL, tint=Colour.SECOND, wrap=True)
        self._undo_says.setObjectName("undo_says")
        self._values: QBoxLayout = column(gap=GAP_SMALL)
        body.addWidget(self._meaning)
        body.addWidget(self._who)
        body.addLayout(self._values)
        for label in (self._form, self._problem, self._default):
            body.addWidget(label)
        self._try = KeyButton(self.tr("Open it for a try"), TRY_KEY, height=BUTTON)
        self._try.setObjectName("try_drawer")
        self._try.clicked.connect(partial(self._do, self._section.drawer.open))
        body.addWidget(self._try)
        body.addStretch(1)
        body.addWidget(self._undo_says)
        return panel

    def refresh(self) -> None:
        """Shows all options, and the chosen one as it may be changed."""
        section = self._section
        shown = section.rows, section.chosen, section.is_entered
        if shown != self._shown:
            self._shown = shown
            for place, (view, one) in enumerate(zip(self._views, section.rows, strict=True)):
                view.show_row(one, chosen=section.is_entered and place == section.chosen)
            self._area.ensureWidgetVisible(self._views[section.chosen], 0, BUTTON)
        self._meaning.setText(section.meaning)
        self._who.set_text(section.who)
        self._form.set_text(_breakable(section.form))
        self._default.set_text(_breakable(section.default_text))
        self._undo_says.set_text(section.undo_text)
        self._try.setVisible(section.drawer.is_about(section.option.name))
        self._try.setEnabled(not section.drawer.is_busy)
        self._buttons["undo"].setEnabled(section.undo is not None)
        needed = section.option.name, section.choices, section.value, section.is_entered
        if needed != self._built_for:
            self._built_for = needed
            self._build_values()
        self._problem.set_text(section.problem)
        if self.edit is not None:
            if self.edit.text() != section.typed:
                self.edit.setText(section.typed)
            self._save.setEnabled(section.may_save)

    def _build_values(self) -> None:
        section = self._section
        if self.edit is not None and self.edit.hasFocus():
            self.window().setFocus()  # before the field that has it goes
        empty(self._values)
        self.edit = None
        for choice in section.choices:
            is_marked = bool(section.option.several)
            text = f"{MARK} {choice.text}" if is_marked and choice.is_on else choice.text
            digit = choice.digit if section.is_entered else ""  # else digits lead to another section
            key = KeyButton(text, digit, "mark" if is_marked else "", height=TOUCH)
            key.setAccessibleName(choice.text)
            key.setObjectName(f"choice_{choice.value}")
            key.setCheckable(True)
            key.setChecked(choice.is_on)
            key.clicked.connect(partial(self._pick, choice.value))
            self._values.addWidget(key)
        if not section.choices:
            self._build_field()

    def _build_field(self) -> None:
        edit = NameEdit(LENGTH_MAX) if self._section.option.name in WORDS else PlainEdit(LENGTH_MAX)
        edit.setObjectName("value")
        edit.setAccessibleName(self._section.meaning)
        edit.setText(self._section.typed)
        edit.textEdited.connect(self._typed)
        self.edit = edit
        self._save = KeyButton(self.tr("Save"), Command.ENTER.key, "primary", height=BUTTON)
        self._save.setObjectName("save")
        self._save.clicked.connect(partial(self._do, self._section.save))
        self._values.addWidget(edit)
        self._values.addWidget(self._save)

    def _typed(self, text: str) -> None:
        self._section.is_entered = True
        self._till.do(partial(self._section.type, text))

    def _pick(self, value: str, _checked: bool = False) -> None:
        self._built_for = None  # a key that was pressed shows what holds, not what was pressed
        self._till.do(partial(self._section.pick, value))

    def _do(self, action: Callable[[], None], _checked: bool = False) -> None:
        self._till.do(action)


def _room_for(text: str) -> int:
    """As wide as the value when it is bold, so that what an option means has the rest."""
    font = ui_font(bold=True)
    return min(max(QFontMetrics(font).horizontalAdvance(text) + GAP_SMALL, VALUE_WIDTH_MIN), VALUE_WIDTH_MAX)


def _breakable(text: str) -> str:
    """Addresses, folders and codes have no blank at which a line could end: it may end after their marks."""
    for mark in ("/", "\\", ":", ",", "-", "_"):
        text = text.replace(mark, mark + "\N{ZERO WIDTH SPACE}")
    return text
