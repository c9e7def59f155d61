"""``python -m ui.qt.screens FOLDER``: a picture of every state, in both languages and three window sizes."""

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from resources.language import LANGUAGES
from ui.qt.design.look import dress, ui_font
from ui.qt.design.tokens import Colour
from ui.qt.screens.states import STATES, new_scene
from ui.qt.translations import Translations
from ui.qt.window import TillWindow

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
SHEET_SIZE = (1366, 768)
ROUNDS = 3
"""So often layouts ask for another look, when a window is built anew."""

THUMB_WIDTH, CAPTION, COLUMNS = 455, 24, 4


def main() -> int:
    """Draws the pictures and a contact sheet for each language."""
    parser = argparse.ArgumentParser(description="Draw every screen of the till.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="states to draw; all of them unless told otherwise")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QApplication(sys.argv[:1])
    dress(application)
    translations = Translations(application)
    names = options.only or list(STATES)
    for language in LANGUAGES:
        for width, height in SIZES:
            folder = options.folder / language / f"{width}x{height}"
            folder.mkdir(parents=True, exist_ok=True)
            for name in names:
                draw(name, language, width, height, translations).save(str(folder / f"{name}.png"))
        width, height = SHEET_SIZE
        pictures = [options.folder / language / f"{width}x{height}" / f"{name}.png" for name in names]
        contact_sheet(pictures).save(str(options.folder / f"contact-{language}.png"))
    return 0


def draw(name: str, language: str, width: int, height: int, translations: Translations) -> QPixmap:
    """The state ``name`` in the real window."""
    scene = new_scene(language)
    window = TillWindow(scene.till, translations)
    window.resize(width, height)
    window.show()
    STATES[name](scene)
    for _ in range(ROUNDS):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
    picture = window.grab()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return picture


def contact_sheet(pictures: list[Path]) -> QPixmap:
    """All pictures small, with their names."""
    height = round(THUMB_WIDTH * SHEET_SIZE[1] / SHEET_SIZE[0])
    rows = -(-len(pictures) // COLUMNS)
    sheet = QPixmap(COLUMNS * (THUMB_WIDTH + 8), rows * (height + CAPTION + 8))
    sheet.fill(QColor(Colour.DESK.value))
    painter = QPainter(sheet)
    painter.setFont(ui_font(13))
    for place, path in enumerate(pictures):
        left, top = place % COLUMNS * (THUMB_WIDTH + 8), place // COLUMNS * (height + CAPTION + 8)
        small = QPixmap(str(path)).scaled(
            THUMB_WIDTH, height, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawPixmap(left, top + CAPTION, small)
        painter.drawText(left + 4, top + CAPTION - 7, path.stem)
    painter.end()
    return sheet


if __name__ == "__main__":
    sys.exit(main())
