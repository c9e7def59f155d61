"""``python -m ui.qt.screens FOLDER``: a picture of every state, in every look, language and window size."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QWidget

from resources.language import LANGUAGES
from terminal.domain.records import record
from ui.qt.design.look import dress, put_on
from ui.qt.design.palette import worn
from ui.qt.design.tokens import Theme
from ui.qt.first_run_window import FirstRunWindow
from ui.qt.one_application import this_application
from ui.qt.screens.contact_sheet import contact_sheet
from ui.qt.screens.customer_screen import CustomerScreen
from ui.qt.screens.customer_states import CUSTOMER_STATES
from ui.qt.screens.first_run_states import FIRST_RUN_STATES
from ui.qt.screens.states import STATES, Scene, new_scene
from ui.qt.translations import Translations
from ui.qt.window import TillWindow
from ui.viewmodels.customer import CustomerView

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
CUSTOMER_SIZES = ((1024, 600), (1280, 800), (1920, 1080))
ROUNDS = 3
"""So often layouts ask for another look, when a window is built anew."""


@record
class Shot:
    """One picture: a state in a look, a language and a size."""

    name: str
    theme: Theme
    language: str
    size: tuple[int, int]

    @property
    def file(self) -> Path:
        """Where it lies below the folder of all pictures."""
        return Path(self.theme, self.language, "x".join(map(str, self.size)), f"{self.name}.png")


def main() -> int:
    """Draws the pictures, and all of them small on one contact sheet."""
    parser = argparse.ArgumentParser(description="Draw every screen of the till.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="states to draw; all of them unless told otherwise")
    parser.add_argument("--themes", nargs="*", default=list(Theme), help="looks to draw them in")
    options = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = this_application()
    dress(application)
    translations = Translations(application)
    names = options.only or [*FIRST_RUN_STATES, *STATES, *CUSTOMER_STATES]
    rows = {name: list(shots_of(name, [Theme(theme) for theme in options.themes])) for name in names}
    for shot in sorted(chain.from_iterable(rows.values()), key=lambda shot: shot.theme):
        if shot.theme is not worn():
            put_on(application, shot.theme)
        path = options.folder / shot.file
        path.parent.mkdir(parents=True, exist_ok=True)
        draw(shot, translations).save(str(path))
    sheet = contact_sheet({name: [options.folder / shot.file for shot in shots] for name, shots in rows.items()})
    sheet.save(str(options.folder / "contact-sheet.jpg"), None, 80)
    return 0


def shots_of(name: str, themes: Sequence[Theme]) -> Iterator[Shot]:
    """A state's pictures: in high contrast at one size only, where the other looks have been seen at every size."""
    sizes = CUSTOMER_SIZES if name in CUSTOMER_STATES else SIZES
    for theme in themes:
        for language in LANGUAGES:
            for size in sizes[1:2] if theme is Theme.CONTRAST else sizes:
                yield Shot(name, theme, language, size)


def draw(shot: Shot, translations: Translations) -> QPixmap:
    """A state in the real window, the till's or the customer's."""
    scene = new_scene(shot.language, shot.theme)
    window = window_of(shot.name, scene, translations)
    window.resize(*shot.size)
    window.show()
    {**STATES, **CUSTOMER_STATES}.get(shot.name, _leave)(scene)
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


if __name__ == "__main__":
    sys.exit(main())
