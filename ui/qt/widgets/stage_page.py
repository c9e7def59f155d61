"""A page that takes the bill's place while its stage is on."""

from PySide6.QtWidgets import QWidget

from ui.qt.widgets.frames import turn_pages


class StagePage(QWidget):
    """Is built when its stage is entered and freed when it is left."""

    follows_strip = False
    """Whether it shows anything that the strip shows too: how devices are, what time it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")

    def refresh(self) -> None:
        """Shows the view-model as it is now."""

    def turn(self, step: int) -> None:
        """The next page of what is longer than its place, or the one before."""
        turn_pages(self, step)
