"""``python -m ui.qt.screens FOLDER``: a picture of every state, in both languages and three window sizes."""

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from resources.language import LANGUAGES
from ui.qt.design.look import dress, ui_font
from ui.qt.design.tokens import Colour
from ui.qt.first_run_window import FirstRunWindow
from ui.qt.screens.customer_screen import CustomerScreen
from ui.qt.screens.customer_states import CUSTOMER_STATES
from ui.qt.screens.first_run_states import FIRST_RUN_STATES
from ui.qt.screens.states import STATES, Scene, new_scene
from ui.qt.translations import Translations
from ui.qt.window import TillWindow
from ui.viewmodels.customer import CustomerView

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
CUSTOMER_SIZES = ((1024, 600), (1280, 800), (1920, 1080))
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
    wanted = options.only or [*FIRST_RUN_STATES, *STATES, *CUSTOMER_STATES]
    names = [name for name in wanted if name not in CUSTOMER_STATES]
    for language in LANGUAGES:
        for sizes, drawn in ((SIZES, names), (CUSTOMER_SIZES, [name for name in wanted if name in CUSTOMER_STATES])):
            for width, height in sizes if drawn else ():
                folder = options.folder / language / f"{width}x{height}"
                folder.mkdir(parents=True, exist_ok=True)
                for name in drawn:
                    draw(name, language, width, height, translations).save(str(folder / f"{name}.png"))
        if not names:
            continue
        width, height = SHEET_SIZE
        pictures = [options.folder / language / f"{width}x{height}" / f"{name}.png" for name in names]
        contact_sheet(pictures).save(str(options.folder / f"contact-{language}.png"))
    return 0


def draw(name: str, language: str, width: int, height: int, translations: Translations) -> QPixmap:
    """The state ``name`` in the real window, the till's or the customer's."""
    scene = new_scene(language)
    window = window_of(name, scene, translations)
    window.resize(width, height)
    window.show()
    {**STATES, **CUSTOMER_STATES}.get(name, _leave)(scene)
    for _ in range(ROUNDS):
        QCoreApplication.sendPostedEvents()
        QCoreApplication.processEvents()
    picture = window.grab()
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return picture


def window_of(name: str, scene: Scene, translations: Translations) -> QWidget:
    """An empty window of the kind that shows the state ``name``."""
    if name in FIRST_RUN_STATES:
        return FirstRunWindow(FIRST_RUN_STATES[name](scene.shop.language), translations)
    if name in CUSTOMER_STATES:
        return CustomerScreen(CustomerView(scene.till))
    return TillWindow(scene.till, translations)


def _leave(_scene: Scene) -> None:
    """The window of the first run shows its state from the beginning."""


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
