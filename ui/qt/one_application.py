"""Qt has one application in a process, whichever window comes first."""

import sys

from PySide6.QtWidgets import QApplication

STYLE = ("-style", "fusion")
"""The style that is the same on every machine. Said later, it would be handed to us as an object with all its names."""


def this_application() -> QApplication:
    """The application of this process; it is made when it is first asked for."""
    there = QApplication.instance()
    return there if isinstance(there, QApplication) else QApplication([*sys.argv[:1], *STYLE])
