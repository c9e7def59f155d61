"""The widgets' own words in the language on the screen, and Qt's for what it draws itself."""

from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication

from resources import FOLDER

SOURCE_LANGUAGE = "en"


class Translations:
    """Installs one language at a time; English is what the source is written in."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._installed: list[QTranslator] = []
        self._data = b""

    def use(self, language: str) -> None:
        """Speaks ``language`` from now on; windows that stand already are rebuilt by their owner."""
        self.stop()
        if language != SOURCE_LANGUAGE:
            own, qt = QTranslator(), QTranslator()
            self._data = (FOLDER / "translations" / f"{language}.qm").read_bytes()
            own.load(self._data)  # Qt reads the bytes where they are: they stay with us
            qt.load(f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            self._installed = [qt, own]
            for translator in self._installed:
                self._application.installTranslator(translator)

    def stop(self) -> None:
        """Speaks as the source is written."""
        for translator in self._installed:
            self._application.removeTranslator(translator)
        self._installed = []
