"""When everything has to be shown in another size: Qt takes its factor only once, so the till starts again."""

import os

from PySide6.QtGui import QGuiApplication

from ui.qt.design.scale import FITTED, factor, factor_for, fitting
from ui.qt.window import SIZE_MIN

AGAIN = 75
"""The exit code of a window that wants its process started again (EX_TEMPFAIL of sysexits.h)."""


def fits(application: QGuiApplication) -> bool:
    """Whether the window fits on the screen with the factor in force; if not, the next start takes one that does."""
    if factor() <= 1 or FITTED in os.environ:
        return True
    fitted = fitting(factor(), _unscaled(application), SIZE_MIN)
    if fitted < factor():
        os.environ[FITTED] = str(fitted)
    return fitted == factor()


def changes(application: QGuiApplication, mm_per_100px: float) -> bool:
    """Whether everything has another size where 100 pixels are ``mm_per_100px`` millimetres."""
    wanted = fitting(factor_for(mm_per_100px), _unscaled(application), SIZE_MIN)
    if wanted != factor():
        os.environ.pop(FITTED, None)
    return wanted != factor()


def _unscaled(application: QGuiApplication) -> tuple[int, int]:
    """How many pixels the screen has for a window, before anything is scaled."""
    size = application.primaryScreen().availableSize() * factor()
    return size.width(), size.height()
