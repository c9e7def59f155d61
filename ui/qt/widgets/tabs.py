"""A row of buttons of which one is chosen."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from ui.qt.design.tokens import GAP_SMALL, TOUCH
from ui.qt.widgets.key_button import KeyButton

LABEL_MARGIN = 5


class Tabs(QWidget):
    """``texts`` side by side, at most ``columns`` in a row; ``chosen`` carries the index.

    ``keys`` are printed on the buttons, where they have any.
    """

    chosen = Signal(int)

    def __init__(
        self, texts: Sequence[str], columns: int, height: int = TOUCH, keys: Sequence[str] = (), least: int = 0
    ) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP_SMALL)
        self._group = QButtonGroup(self)
        self.buttons: list[KeyButton] = []
        for index, text in enumerate(texts):
            button = KeyButton(text, keys[index] if keys else "")
            button.set_height(height, least)
            button.setCheckable(True)
            button.setObjectName(f"tab_{index}")
            button.clicked.connect(partial(self._emit, index))
            self._group.addButton(button, index)
            self.buttons.append(button)
            grid.addWidget(button, index // columns, index % columns)
        for button in self.buttons:
            button.peers, button.label_margin = self.buttons, LABEL_MARGIN

    def show_chosen(self, index: int) -> None:
        """Shows ``index`` as the chosen one, without a signal; none where there is no such button."""
        if 0 <= index < len(self.buttons):
            self.buttons[index].setChecked(True)
        elif (shown := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)  # else the group keeps one pressed
            shown.setChecked(False)
            self._group.setExclusive(True)

    def _emit(self, index: int, _checked: bool = False) -> None:
        self.chosen.emit(index)
