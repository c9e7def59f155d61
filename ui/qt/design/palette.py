"""The colours in use: those of the theme that the till wears now."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from ui.qt.design.tokens import PALETTES, Colour, Theme

SYSTEM = "system"
"""The wish for whatever the machine itself wears."""


class _Worn:
    """What is on: one theme for the whole process, as Qt has one style sheet for all of it."""

    theme = Theme.LIGHT


def worn() -> Theme:
    """The theme in use."""
    return _Worn.theme


def wear(theme: Theme) -> None:
    """Paints in the colours of ``theme`` from now on."""
    _Worn.theme = theme


def hexadecimal(name: Colour) -> str:
    """``#RRGGBB`` of a colour in the theme in use, ``#AARRGGBB`` of one that lets through what is below."""
    return PALETTES[_Worn.theme][name]


def colour(name: Colour) -> QColor:
    """A colour in the theme in use."""
    return QColor(hexadecimal(name))


def theme_for(wish: str) -> Theme:
    """The theme that ``wish`` names; what the machine wears where it names none."""
    if wish != SYSTEM:
        return Theme(wish)
    hints = QGuiApplication.styleHints()
    if hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast:
        return Theme.CONTRAST
    return Theme.DARK if hints.colorScheme() == Qt.ColorScheme.Dark else Theme.LIGHT


def palette() -> QPalette:
    """The same for what the style itself paints: selections, placeholders, tips."""
    made = QPalette(colour(Colour.INK), colour(Colour.CARD))
    for role, name in (
        (QPalette.ColorRole.Window, Colour.PAPER),
        (QPalette.ColorRole.Base, Colour.CARD),
        (QPalette.ColorRole.Text, Colour.INK),
        (QPalette.ColorRole.WindowText, Colour.INK),
        (QPalette.ColorRole.ButtonText, Colour.INK),
        (QPalette.ColorRole.PlaceholderText, Colour.SECOND),
        (QPalette.ColorRole.Highlight, Colour.TEAL),
        (QPalette.ColorRole.HighlightedText, Colour.ON_TEAL),
        (QPalette.ColorRole.ToolTipBase, Colour.CARD),
        (QPalette.ColorRole.ToolTipText, Colour.INK),
    ):
        made.setColor(role, colour(name))
    return made
