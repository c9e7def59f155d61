"""What stands where a list would be, when there is nothing to list."""

from ui.qt.design.tokens import SHEET_PADDING, Colour, Type
from ui.qt.widgets.frames import Surface, column
from ui.qt.widgets.label import Label, centred


class Nothing(Surface):
    """A card as large as the list would be, with a sentence in its middle."""

    def __init__(self, text: str = "") -> None:
        super().__init__("card")
        self.setObjectName("nothing")
        self._text = centred(Label(text, Type.LARGE, Colour.SECOND, wrap=True))
        column(self, (SHEET_PADDING,) * 4).addWidget(self._text)

    def say(self, text: str) -> None:
        """Another sentence."""
        self._text.setText(text)
