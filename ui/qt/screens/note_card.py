"""One line to the cashier, on a wash of its tone."""

from PySide6.QtWidgets import QSizePolicy

from ui.qt.design.tokens import GAP, RADIUS_BUTTON, TONES, TYPE_SIZES, Type
from ui.qt.widgets.label import Label
from ui.viewmodels.tone import Notice, Tone


class NoteCard(Label):
    """Invisible while there is nothing to say."""

    def __init__(self, scale: Type = Type.BODY, padding: int = GAP) -> None:
        super().__init__(wrap=True)
        self._scale, self._padding = scale, padding
        self.setObjectName("notice")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        """Shows ``notice``, or nothing."""
        if notice is not None:
            self._wash(notice.tone)
        self.set_text(notice.text if notice else "")

    def _wash(self, tone: Tone) -> None:
        ink, wash = TONES[tone]
        self.setStyleSheet(
            f"background: {wash}; color: {ink}; border-radius: {RADIUS_BUTTON}px;"
            f"padding: {self._padding - 4}px {self._padding}px; font-size: {TYPE_SIZES[self._scale]}px;"
        )
