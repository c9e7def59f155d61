"""Puts the look on the application: style, theme, fonts, locale, icons."""

from importlib.resources import files

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFont, QFontDatabase, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QStyleFactory

from ui.qt.design import tokens
from ui.qt.design.palette import SYSTEM, hexadecimal, palette, theme_for, wear
from ui.qt.design.stylesheet import stylesheet


def dress(application: QApplication) -> None:
    """Gives ``application`` Fusion, the font, Taiwan's locale and the theme of the machine."""
    QLocale.setDefault(QLocale("zh_TW"))
    application.setStyle(QStyleFactory.create("Fusion"))
    application.setFont(ui_font())
    application.setWindowIcon(icon("stillpoint"))
    put_on(application, theme_for(SYSTEM))


def put_on(application: QApplication, theme: tokens.Theme) -> None:
    """Shows everything in ``theme``; what keeps colours of its own has to be built anew."""
    wear(theme)
    application.setPalette(palette())
    application.setStyleSheet(stylesheet())


def ui_font(size: int = tokens.TYPE_SIZES[tokens.Type.BODY]) -> QFont:
    """The till's font, ``size`` in pixels, with tabular figures."""
    font = QFont(list(tokens.FONT_FAMILIES))
    font.setPixelSize(size)
    font.setWeight(QFont.Weight.Normal)  # said outright, or a painter takes its widget's weight
    return tabular(font)


def mono_font(size: int) -> QFont:
    """The receipt preview's font, ``size`` in pixels."""
    font = QFont(list(tokens.MONO_FAMILIES))
    font.setPixelSize(size)
    return font


def tabular(font: QFont) -> QFont:
    """``font`` with figures of equal width, so that columns of amounts line up."""
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def icon(name: str) -> QIcon:
    """The icon ``resources/icons/<name>.svg``; what is ``currentColor`` there has the ink of the theme in use."""
    drawing = (files("resources") / "icons" / f"{name}.svg").read_text("utf-8")
    pixmap = QPixmap()
    pixmap.loadFromData(drawing.replace("currentColor", hexadecimal(tokens.Colour.INK)).encode(), "SVG")
    return QIcon(pixmap)


def has_chinese_font() -> bool:
    """Whether some installed font can show Traditional Chinese; without one it would show boxes."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.TraditionalChinese))
