"""The widgets' own words in the language on the screen."""

from importlib.resources import files

from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

SOURCE_LANGUAGE = "en"


class Translations:
    """Installs one language at a time; English is what the source is written in."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._installed: QTranslator | None = None
        self._data = b""

    def use(self, language: str) -> None:
        """Speaks ``language`` from now on; windows that stand already are rebuilt by their owner."""
        self.stop()
        if language != SOURCE_LANGUAGE:
            self._installed = QTranslator()
            self._data = (files("resources") / "translations" / f"{language}.qm").read_bytes()
            self._installed.load(self._data)  # Qt reads the bytes where they are: they stay with us
            self._application.installTranslator(self._installed)

    def stop(self) -> None:
        """Speaks as the source is written."""
        if self._installed is not None:
            self._application.removeTranslator(self._installed)
            self._installed = None
