"""Puts the look on the application: style, theme, fonts, locale, icons."""

from functools import cache

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QIcon, QPixmap, QPixmapCache
from PySide6.QtWidgets import QApplication

from resources import FOLDER
from ui.qt.design import tokens
from ui.qt.design.palette import SYSTEM, hexadecimal, palette, theme_for, wear
from ui.qt.design.stylesheet import stylesheet


def dress(application: QApplication) -> None:
    """Gives ``application`` the font, Taiwan's locale and the theme of the machine."""
    QLocale.setDefault(QLocale("zh_TW"))
    application.setFont(ui_font())
    application.setWindowIcon(icon("stillpoint"))
    put_on(application, theme_for(SYSTEM))


def put_on(application: QApplication, theme: tokens.Theme) -> None:
    """Shows everything in ``theme``; what keeps colours of its own has to be built anew."""
    wear(theme)
    application.setPalette(palette())
    application.setStyleSheet(stylesheet())


@cache
def ui_font(size: int = tokens.TYPE_SIZES[tokens.Type.BODY], *, bold: bool = False) -> QFont:
    """The till's font, ``size`` in pixels, with tabular figures. Everybody has the same one: nobody changes it."""
    font = QFont(list(tokens.FONT_FAMILIES))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)  # said outright, or a widget's own is taken
    font.setFeature(QFont.Tag("tnum"), 1)  # figures of equal width, so that columns of amounts line up
    return font


def mono_font(size: int) -> QFont:
    """The receipt preview's font, ``size`` in pixels."""
    font = QFont(list(tokens.MONO_FAMILIES))
    font.setPixelSize(size)
    return font


def icon(name: str) -> QIcon:
    """The icon ``resources/icons/<name>.svg``; what is ``currentColor`` there has the ink of the theme in use."""
    ink, pixmap = hexadecimal(tokens.Colour.INK), QPixmap()
    if not QPixmapCache.find(f"{name} {ink}", pixmap):
        drawing = (FOLDER / "icons" / f"{name}.svg").read_text("utf-8")
        pixmap.loadFromData(drawing.replace("currentColor", ink).encode(), "SVG")
        QPixmapCache.insert(f"{name} {ink}", pixmap)
    return QIcon(pixmap)


def has_chinese_font() -> bool:
    """Whether some installed font can show Traditional Chinese; without one it would show boxes."""
    from PySide6.QtGui import QFontDatabase

    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.TraditionalChinese))
