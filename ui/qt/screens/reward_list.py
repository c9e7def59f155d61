"""The catalogue beside the points: what they buy here, and a key for each."""

from functools import partial

from PySide6.QtWidgets import QWidget

from ui.qt.design.tokens import BILL_ROW, GAP, GAP_SMALL, TOUCH, Colour, Type
from ui.qt.widgets.frames import Surface, column, empty, row, scroll_area
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, LinesLabel
from ui.viewmodels.redeeming import Redeeming, RewardRow
from ui.viewmodels.till import Till

WIDTH = 330
KEY_WIDTH = 104


class RewardList(QWidget):
    """Shows the rewards of a ``Redeeming`` stage."""

    def __init__(self, till: Till, stage: Redeeming) -> None:
        super().__init__()
        self._till, self._stage = till, stage
        self._shown: tuple[RewardRow, ...] | None = None
        self.setFixedWidth(WIDTH)
        layout = column(self, gap=GAP_SMALL)
        layout.addWidget(Label(self.tr("Rewards"), Type.LARGE, bold=True))
        area = scroll_area()
        inside = QWidget()
        holder = column(inside)
        self._rows = column()
        holder.addLayout(self._rows)
        holder.addStretch(1)
        area.setWidget(inside)
        layout.addWidget(area, 1)

    def refresh(self) -> None:
        """Shows which are on the bill."""
        rows = self._stage.rewards
        if rows == self._shown:
            return
        self._shown = rows
        empty(self._rows)
        for reward in rows:
            self._rows.addWidget(self._row(reward))

    def _row(self, reward: RewardRow) -> Surface:
        surface = Surface("row")
        surface.setObjectName(f"reward_{reward.code}_row")
        surface.setProperty("chosen", reward.is_taken)
        surface.setMinimumHeight(BILL_ROW)
        may = reward.is_taken or reward.is_within
        texts = column(gap=2)
        texts.addStretch(1)
        texts.addWidget(LinesLabel(reward.name, tint=Colour.INK if may else Colour.SECOND, bold=True))
        texts.addWidget(Label(reward.note, Type.SMALL, Colour.SECOND))
        texts.addStretch(1)
        text = self.tr("Take off") if reward.is_taken else self.tr("Take")
        key = KeyButton(text, reward.key, "link", height=TOUCH)
        key.setObjectName(f"reward_{reward.code}")
        key.set_width(KEY_WIDTH)
        key.setEnabled(may)
        key.clicked.connect(partial(self._toggle, reward.code))
        layout = row(surface, (GAP_SMALL, GAP_SMALL, GAP_SMALL, GAP_SMALL), GAP)
        layout.addLayout(texts, 1)
        layout.addWidget(key)
        return surface

    def _toggle(self, code: str, _checked: bool = False) -> None:
        self._till.do(partial(self._stage.toggle_reward, code))
