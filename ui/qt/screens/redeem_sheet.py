"""The points sheet."""

from functools import partial

from PySide6.QtWidgets import QBoxLayout, QGridLayout, QWidget

from ui.qt.design.tokens import BUTTON, GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.screens.answer_keys import answer_keys
from ui.qt.screens.note_card import NoteCard
from ui.qt.screens.reward_list import WIDTH as REWARDS_WIDTH
from ui.qt.screens.reward_list import RewardList
from ui.qt.widgets.entry_field import EntryField
from ui.qt.widgets.frames import column, row
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Figure, Label
from ui.qt.widgets.number_pad import NumberPad
from ui.qt.widgets.sheet import Sheet
from ui.viewmodels.redeeming import Redeeming
from ui.viewmodels.till import Till
from ui.viewmodels.words import points

WIDTH = 600
PAD_WIDTH = 252
FIELD_HEIGHT = 72


class RedeemSheet(Sheet):
    """Shows a ``Redeeming`` stage."""

    def __init__(self, window: QWidget, till: Till, stage: Redeeming) -> None:
        super().__init__(window, WIDTH + (GAP_LARGE + REWARDS_WIDTH if stage.offered_rewards else 0))
        self._till, self._stage = till, stage
        self.body.addLayout(self._head())
        middle = row(gap=GAP_LARGE)
        self._rewards = RewardList(till, stage) if stage.offered_rewards else None
        if self._rewards is not None:
            middle.addWidget(self._rewards)
        middle.addLayout(self._left(), 1)
        right = column()
        right.addStretch(1)
        right.addWidget(self._pad())
        middle.addLayout(right)
        self.body.addLayout(middle)
        self._rule = Label(scale=Type.SMALL, tint=Colour.SECOND, wrap=True)
        self._rule.setMinimumHeight(20)
        self.body.addWidget(self._rule)
        self._notice = NoteCard()
        self.body.addWidget(self._notice)
        keys, self._accept = answer_keys(till, self.tr("Cancel"), "", back_name="cancel")
        self.body.addLayout(keys)
        self.refresh()

    def _head(self) -> QBoxLayout:
        line = row(gap=GAP_SMALL)
        line.addWidget(Label(self.tr("Redeem points"), Type.HEADING, bold=True), 1)
        line.addWidget(Label(self.tr("Balance"), tint=Colour.SECOND))
        line.addWidget(Label(points(self._stage.balance), tint=Colour.SECOND, bold=True))
        return line

    def _left(self) -> QBoxLayout:
        left = column(gap=GAP)
        self.field = EntryField(FIELD_HEIGHT, 38, bold=True)
        left.addWidget(self.field)
        self._value = self._line(left, self.tr("Taken off"), Type.HEADING, Colour.TEAL_INK)
        self._due = self._line(left, self.tr("Then to pay"), Type.HEADING, Colour.INK)
        self._left_points = self._line(left, self.tr("Points left"), Type.BODY, Colour.INK, bold=False)
        grid = QGridLayout()
        grid.setSpacing(GAP_SMALL)
        choices = [(points(count), count) for count in self._stage.quick]
        most = self._stage.limit.points
        choices.append((self.tr("Most {points}").format(points=points(most)), most))
        self._quick: list[tuple[KeyButton, int]] = []
        for place, (text, count) in enumerate(choices):
            key = KeyButton(text, height=BUTTON)
            key.setObjectName(f"points_{count}" if place < len(choices) - 1 else "points_all")
            key.clicked.connect(partial(self._put, count) if place < len(choices) - 1 else self._put_all)
            self._quick.append((key, count))
            grid.addWidget(key, place // 2, place % 2)
        left.addLayout(grid)
        return left

    def _show_most(self, most: int) -> None:
        """The quick keys as far as the bill takes so many; rewards on it take their points first."""
        for key, count in self._quick[:-1]:
            key.setEnabled(self._stage.rule is not None and 0 < count <= most)
        every = self._quick[-1][0]
        every.set_text(self.tr("Most {points}").format(points=points(most)))
        every.setEnabled(self._stage.rule is not None and most > 0)

    def _line(self, layout: QBoxLayout, text: str, scale: Type, tint: Colour, *, bold: bool = True) -> Figure:
        figure = Figure(scale, tint, bold=bold)
        line = row(gap=GAP)
        line.addWidget(Label(text, tint=Colour.SECOND), 1)
        line.addWidget(figure)
        layout.addLayout(line)
        return figure

    def _pad(self) -> NumberPad:
        pad = NumberPad()
        pad.setFixedWidth(PAD_WIDTH)
        pad.types_into(self._till)
        return pad

    def _put_all(self, _checked: bool = False) -> None:
        self._put(self._stage.limit.points)

    def _put(self, count: int, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.number.put, count))

    def refresh(self) -> None:
        """Shows the points as they stand."""
        stage = self._stage
        wanted, problem = stage.number.value, stage.problem
        if self._rewards is not None:
            self._rewards.refresh()
        self._show_most(stage.limit.points)
        self.field.set(points(wanted), offered=not stage.number.is_typed)
        self._value.set(stage.value_text)
        self._due.set(stage.due_text)
        self._left_points.set(stage.left_text)
        self._rule.setText(problem or stage.rule_text)
        self._rule.set_tint(Colour.RED if problem else Colour.SECOND)
        self._accept.setEnabled(not problem)
        self._accept.set_text(self._accept_text(wanted))
        self._notice.show_notice(self._till.desk.notice)

    def _accept_text(self, wanted: int) -> str:
        if wanted:
            return self._till.desk.words.say("redeem_accept", points=points(wanted))
        has_reward = any(reward.is_taken for reward in self._stage.rewards)
        return self.tr("Rewards only") if has_reward else self.tr("Redeem nothing")
