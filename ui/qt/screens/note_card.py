"""One line to the cashier, on a wash of its tone."""

from PySide6.QtWidgets import QSizePolicy

from ui.qt.design.tokens import TONES, Type
from ui.qt.widgets.label import Label
from ui.viewmodels.tone import Notice


class NoteCard(Label):
    """Invisible while there is nothing to say."""

    def __init__(self, scale: Type = Type.BODY) -> None:
        super().__init__(scale=scale, wrap=True)
        self.setProperty("surface", "note")
        self.setObjectName("notice")
        self.setIndent(0)  # the indent of framed labels is measured but not painted, and left a line empty below
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Shows ``notice``, or nothing."""
        if notice is not None:
            self.set_tint(TONES[notice.tone][0])
        self.set_text(notice.text if notice else "")
