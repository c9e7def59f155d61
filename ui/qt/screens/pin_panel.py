"""Names on the left, the PIN on the right: what the sign-in page and the approval sheet have in common."""

from functools import partial

from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

from terminal.domain.staff import PIN_DIGITS, Colleague
from ui.qt.design.tokens import BUTTON, FIELD, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.over_bar import BAR_WIDTH
from ui.viewmodels.commands import Command
from ui.viewmodels.signing_in import PinPage
from ui.viewmodels.till import Till

NAMES_WIDTH = 300
PAD_WIDTH = 300
NAMES_SHOWN = 5
"""So many at least; there is room for a note below them, so that no key moves when one appears."""
KEYS_MAX = 9
HIDDEN = "●"


class PinPanel(QWidget):
    """Shows a ``PinPage`` stage. ``accept_text`` is what the large key says; ``back_text`` that of the way back."""

    def __init__(self, till: Till, stage: PinPage, accept_text: str, back_text: str = "") -> None:
        super().__init__()
        self._till, self._stage = till, stage
        self._shown: tuple[Colleague, ...] | None = None
        self._buttons: dict[str, KeyButton] = {}
        layout = row(self, gap=GAP_LARGE - BAR_WIDTH)
        layout.addLayout(self._names_side())
        layout.addLayout(self._pin_side(accept_text, back_text), 1)

    def _names_side(self) -> QBoxLayout:
        inside = QWidget()
        holder = column(inside, (0, 0, BAR_WIDTH, 0))  # the bar lies beside the names, not on them
        self._names = column(gap=GAP_SMALL)
        holder.addLayout(self._names)
        holder.addStretch(1)
        area = scroll_area()
        area.setFixedWidth(NAMES_WIDTH + BAR_WIDTH)
        area.setMinimumHeight(NAMES_SHOWN * (BUTTON + GAP_SMALL))
        area.setWidget(inside)
        self._area = area
        self._notice = NoteCard()
        self._notice.setFixedWidth(NAMES_WIDTH)
        side = column(gap=GAP)
        side.addWidget(area, 1)
        below = row()
        below.addWidget(self._notice)
        below.addStretch(1)
        side.addLayout(below)
        return side

    def _pin_side(self, accept_text: str, back_text: str) -> QBoxLayout:
        self._whose = Label(scale=Type.LARGE, tint=Colour.SECOND)
        self.field = EntryField()
        self.field.setObjectName("pin")
        pad = NumberPad()
        pad.setMinimumWidth(PAD_WIDTH)
        pad.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        pad.types_into(self._till)
        side = column(gap=GAP)
        for widget in (self._whose, self.field, pad):
            side.addWidget(widget)
        side.addLayout(self._keys(accept_text, back_text))
        side.addStretch(1)
        return side

    def _keys(self, accept_text: str, back_text: str) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        if back_text:
            back = KeyButton(back_text, Command.BACK.key, height=FIELD)
            back.setObjectName("back")
            back.clicked.connect(partial(self._press, Command.BACK))
            line.addWidget(back, 2)
        self._accept = KeyButton(accept_text, Command.ENTER.key, "primary", height=FIELD, size="heading")
        self._accept.setObjectName("accept")
        self._accept.clicked.connect(partial(self._press, Command.ENTER))
        line.addWidget(self._accept, 3)
        return line

    def _press(self, command: Command, _checked: bool = False) -> None:
        self._till.press(command)

    def _pick(self, staff_id: str, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.pick, staff_id))

    def _fill(self) -> None:
        self._shown = self._stage.people
        self._buttons = {}
        empty(self._names)
        for place, who in enumerate(self._shown, 1):
            button = KeyButton(who.name, height=BUTTON)
            button.setObjectName(f"name_{place}")
            button.setCheckable(True)
            button.clicked.connect(partial(self._pick, who.staff_id))
            self._buttons[who.staff_id] = button
            self._names.addWidget(button)

    def refresh(self) -> None:
        """Shows who is picked, and how much of a PIN is typed."""
        stage, chosen = self._stage, self._stage.chosen
        if self._shown != stage.people:
            self._fill()
        for place, (staff_id, button) in enumerate(self._buttons.items(), 1):
            picks = chosen is None and place <= KEYS_MAX  # else digits are the PIN's
            button.set_text(button.text(), str(place) if picks else "")
            is_chosen = chosen is not None and staff_id == chosen.staff_id
            if is_chosen and not button.isChecked():
                self._area.ensureWidgetVisible(button)
            button.setChecked(is_chosen)
        name = chosen.name if chosen else ""
        self._whose.setText(self.tr("PIN of {name}").format(name=name) if name else self.tr("Who are you?"))
        self.field.set(HIDDEN * len(stage.pin), caret=chosen is not None)
        typed = self.tr("PIN, {count} of up to {most} digits")
        self.field.setAccessibleName(typed.format(count=len(stage.pin), most=PIN_DIGITS[1]))
        self._accept.setEnabled(stage.may_accept)
        self._notice.show_notice(self._till.desk.notice)
