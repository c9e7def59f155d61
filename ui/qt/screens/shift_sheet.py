"""The sheet of the cash drawer's shift: what to do with it, cash in and out, and counting."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QScrollArea, QWidget

from ui.qt.design.tokens import BILL_ROW, BUTTON, FIELD, GAP, GAP_LARGE, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.screens.note_card import NoteCard
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.qt.widgets.tabs import Tabs
from ui.viewmodels.cash_shift import REASONS, ShiftPage, Step
from ui.viewmodels.commands import Command
from ui.viewmodels.till import Till
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import figure, money

WIDTH = 820
PAD_WIDTH = 300
BODY_HEIGHT = 356
DIFFERENCE_HEIGHT = 92


class ShiftSheet(Sheet):
    """Shows a ``ShiftPage`` stage. Its middle is built anew for every step."""

    def __init__(self, window: QWidget, till: Till, stage: ShiftPage) -> None:
        super().__init__(window, WIDTH)
        self._till, self._stage = till, stage
        self._shown: tuple[Step, int] | None = None
        self._fill: Callable[[], None] = _nothing
        self.body.addWidget(Label(self.tr("Open or close a shift"), Type.HEADING, bold=True))
        self._state = Label(scale=Type.LARGE, tint=Colour.SECOND)
        self._state.setObjectName("shift_state")
        self.body.addWidget(self._state)
        self._middle = QWidget()
        self._middle.setMinimumHeight(BODY_HEIGHT)
        self._inside = column(self._middle)
        self.body.addWidget(self._middle)
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        self.body.addLayout(self._buttons())
        self.refresh()

    def _buttons(self) -> QBoxLayout:
        self._back = self._key(self.tr("Back"), Command.BACK.key, "back", partial(self._press, Command.BACK))
        self._accept = self._key("", Command.TENDER.key, "accept", self._stage.accept, "primary")
        line = row(gap=GAP_SMALL)
        line.addWidget(self._back, 1)
        line.addWidget(self._accept, 2)
        return line

    def _key(self, text: str, hint: str, name: str, action: Callable[[], None], role: str = "") -> KeyButton:
        key = KeyButton(text, hint, role, height=FIELD)
        key.setObjectName(name)
        key.clicked.connect(partial(self._do, action))
        return key

    def _do(self, action: Callable[[], None], _checked: bool = False) -> None:
        self._till.do(action)

    def _press(self, command: Command) -> None:
        self._stage.press(command)

    # --- the middle ---

    def _build(self) -> None:
        empty(self._inside)
        self._fill = _nothing
        parts = {
            Step.OPEN: self._choices,
            Step.MOVE: self._moving,
            Step.COUNT_OPENING: self._counting,
            Step.COUNT_CLOSING: self._counting,
            Step.DONE: self._outcome,
        }
        if self._stage.step in parts:
            parts[self._stage.step]()

    def _choices(self) -> None:
        stage, line, keys = self._stage, row(gap=GAP_LARGE), column(gap=GAP_SMALL)
        for text, digit, name, action in (
            (self.tr("Put cash in"), "1", "cash_in", partial(stage.start_move, False)),
            (self.tr("Take cash out"), "2", "cash_out", partial(stage.start_move, True)),
            (self.tr("Count and close"), "3", "close_shift", stage.start_closing),
        ):
            keys.addWidget(self._key(text, digit, name, action))
        keys.addStretch(1)
        line.addLayout(keys, 1)
        line.addWidget(self._moves(), 1)
        self._inside.addLayout(line)

    def _moves(self) -> QScrollArea:
        inside = QWidget()
        lines = column(inside, gap=GAP_SMALL)
        for why, amount in self._stage.moves:
            line, shown = row(gap=GAP), Figure(Type.LARGE, bold=False)
            shown.set(amount)
            line.addWidget(Label(why, tint=Colour.SECOND), 1)
            line.addWidget(shown)
            lines.addLayout(line)
        lines.addStretch(1)
        area = scroll_area()
        area.setWidget(inside)
        return area

    def _moving(self) -> None:
        stage, words = self._stage, self._till.desk.words
        left = column(gap=GAP_SMALL)
        left.addWidget(Label(words.say("cash_out" if stage.goes_out else "cash_in"), Type.LARGE, bold=True))
        field = EntryField()
        left.addWidget(field)
        left.addSpacing(GAP_SMALL)
        left.addWidget(Label(self.tr("Why"), tint=Colour.SECOND))
        reasons = Tabs([stage.reason_text(reason) for reason in REASONS], 2, BUTTON)
        reasons.setObjectName("reasons")
        reasons.chosen.connect(self._choose_reason)
        left.addWidget(reasons)
        left.addStretch(1)

        def fill() -> None:
            field.set(figure(self._till.desk.currency, stage.amount.value), offered=not stage.amount.is_typed)
            reasons.show_chosen(stage.reason)

        self._fill = fill
        self._beside_pad(left)

    def _counting(self) -> None:
        stage, words = self._stage, self._till.desk.words
        opening = stage.step is Step.COUNT_OPENING
        left = column(gap=GAP_SMALL)
        left.addWidget(
            Label(words.say("shift_count_opening" if opening else "shift_count_closing"), Type.LARGE, bold=True)
        )
        if stage.count.values:
            ways = Tabs([self.tr("By coins and notes"), self.tr("In one sum")], 2, TOUCH, keys=("←", "→"))
            ways.setObjectName("ways")
            ways.show_chosen(0 if stage.count.by_pieces else 1)
            ways.chosen.connect(self._switch)
            left.addWidget(ways)
        show = self._by_pieces(left) if stage.count.by_pieces else self._in_one_sum(left)
        left.addStretch(1)
        total = Figure(Type.FIGURE, Colour.TEAL_INK)
        total.setObjectName("count_total")
        line = row(gap=GAP)
        line.addWidget(Label(self.tr("Counted"), tint=Colour.SECOND), 1)
        line.addWidget(total)
        left.addLayout(line)
        if not opening:
            left.addWidget(Label(words.say("shift_blind"), Type.SMALL, Colour.SECOND, wrap=True))

        def fill() -> None:
            show()
            total.set(money(self._till.desk.currency, stage.count.total))

        self._fill = fill
        self._beside_pad(left)

    def _by_pieces(self, left: QBoxLayout) -> Callable[[], None]:
        count, currency, grid = self._stage.count, self._till.desk.currency, QGridLayout()
        grid.setSpacing(GAP_SMALL)
        buttons = []
        half = -(-len(count.values) // 2)
        for place in range(len(count.values)):
            button = KeyButton("", height=TOUCH)
            button.setCheckable(True)
            button.setObjectName(f"pieces_{place}")
            button.clicked.connect(partial(self._do, partial(count.choose, place)))
            buttons.append(button)
            grid.addWidget(button, place % half, place // half)
        left.addLayout(grid)

        def fill() -> None:
            for place, (value, number) in enumerate(zip(count.values, count.pieces, strict=True)):
                pieces = str(number.value) if number.is_typed else "–"
                buttons[place].set_text(f"{figure(currency, value)} × {pieces}")
                buttons[place].setChecked(place == count.row)

        return fill

    def _in_one_sum(self, left: QBoxLayout) -> Callable[[], None]:
        field = EntryField()
        left.addWidget(field)
        number, currency = self._stage.count.sum, self._till.desk.currency
        return lambda: field.set(
            figure(currency, self._stage.count.total), offered=not self._stage.count.is_typed and not number.is_typed
        )

    def _outcome(self) -> None:
        done, currency = self._stage.done, self._till.desk.currency
        if done is None:
            return
        text, tone = self._stage.outcome
        for name, title, amount in (
            ("expected", self.tr("Expected in the drawer"), done.expected),
            ("counted", self.tr("Counted"), done.counted or 0),
        ):
            shown = Figure(Type.FIGURE)
            shown.setObjectName(name)
            shown.set(money(currency, amount))
            self._inside.addWidget(_outcome_line(title, shown, BILL_ROW))
        difference = Figure(Type.TOTAL, Colour.TEAL_INK if tone is Tone.CALM else Colour.INK)
        difference.setObjectName("difference")
        difference.set(text)
        self._inside.addWidget(_outcome_line(self.tr("Difference"), difference, DIFFERENCE_HEIGHT))
        self._inside.addStretch(1)

    def _beside_pad(self, left: QBoxLayout) -> None:
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.types_into(self._till)
        right = column()
        right.addWidget(pad)
        right.addStretch(1)
        line = row(gap=GAP_LARGE)
        line.addLayout(left, 1)
        line.addLayout(right)
        self._inside.addLayout(line)

    def _choose_reason(self, index: int) -> None:
        self._till.do(partial(self._stage.choose_reason, index))

    def _switch(self, index: int) -> None:
        self._till.do(partial(self._stage.count.switch, index == 0))

    def refresh(self) -> None:
        """Shows the step that is on."""
        stage = self._stage
        shown = (stage.step, len(stage.moves) if stage.step is Step.OPEN else int(stage.count.by_pieces))
        if shown != self._shown:
            self._shown = shown
            self._build()
        self._fill()
        self._state.setText(stage.state_text)
        accepts = {
            Step.COUNT_OPENING: self.tr("Open the shift"),
            Step.COUNT_CLOSING: self.tr("Close the shift"),
            Step.MOVE: self.tr("Record it and open the drawer"),
            Step.DONE: self.tr("Done"),
        }
        self._accept.set_text(accepts.get(stage.step, accepts[Step.DONE]))
        self._accept.setVisible(stage.step in accepts)
        self._accept.setEnabled(stage.may_accept or stage.step is Step.DONE)
        self._back.setVisible(stage.step is not Step.DONE)
        self._notice.show_notice(self._till.desk.notice)


def _outcome_line(title: str, shown: Figure, height: int) -> QWidget:
    line = Surface("row")
    line.setFixedHeight(height)
    layout = row(line, gap=GAP)
    layout.addWidget(Label(title, Type.LARGE, Colour.SECOND))
    layout.addWidget(shown, 1)
    return line


def _nothing() -> None:
    """There is nothing to fill in yet."""
