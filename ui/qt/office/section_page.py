"""What every section's widget has."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.qt.design.tokens import GAP, GAP_LARGE, GAP_SMALL, Colour, Type
from ui.qt.widgets.frames import column, row, turn_pages
from ui.qt.widgets.key_button import KeyButton
from ui.qt.widgets.label import Label, LinesLabel


class SectionPage(QWidget):
    """A title with what it is about, buttons at its right, and below them ``body``. Lives until the office is left.

    What it is about is beside the title, or below it where the two are ``stacked``.
    """

    def __init__(self, title: str, *, stacked: bool = False) -> None:
        super().__init__()
        self.setObjectName("section")
        self.setAccessibleName(title)
        self.body: QBoxLayout = column(self, (GAP_LARGE,) * 4, GAP)
        self.heading = Label(title, Type.HEADING, bold=True)
        self.heading.setObjectName("heading")
        self.about = LinesLabel(scale=Type.SMALL if stacked else Type.BODY, tint=Colour.SECOND)
        self.about.setObjectName("about")
        self.keys = row(gap=GAP_SMALL)
        head = row(gap=GAP_SMALL)
        titles = column() if stacked else row(gap=GAP_SMALL)
        titles.addWidget(self.heading)
        if stacked:
            titles.addWidget(self.about)
        else:
            titles.addWidget(self.about, 1, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(titles, 1)
        head.addLayout(self.keys)
        self.body.addLayout(head)

    def add_key(self, key: KeyButton, width: int) -> None:
        """Puts a button, ``width`` pixels wide, into the head."""
        key.set_width(width)
        self.keys.addWidget(key)

    def refresh(self) -> None:
        """Shows the view-model as it is now."""

    def turn(self, step: int) -> None:
        """The next page of what is longer than its place, or the one before."""
        turn_pages(self, step)
