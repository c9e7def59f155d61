"""Text fields. An input method would eat a scanner's keys, so it is off wherever people do not write words."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ui.qt.design.tokens import BUTTON


class PlainEdit(QLineEdit):
    """Digits and codes: no input method."""

    def __init__(self, length_max: int) -> None:
        super().__init__()
        self.setMaxLength(length_max)
        self.setFixedHeight(BUTTON)

    def inputMethodQuery(self, query: Qt.InputMethodQuery, argument: Any = None) -> Any:
        """Answers that input methods are off; attributes and hints do not change that answer."""
        if query == Qt.InputMethodQuery.ImEnabled:
            return False
        return super().inputMethodQuery(query) if argument is None else super().inputMethodQuery(query, argument)


class NameEdit(QLineEdit):
    """Names and notes: the one place where the input method is on."""

    def __init__(self, length_max: int) -> None:
        super().__init__()
        self.setMaxLength(length_max)
        self.setFixedHeight(BUTTON)
