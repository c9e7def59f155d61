"""Names in the languages a programme is written in."""

from terminal.domain.records import record


@record
class LocalText:
    """One text in every language the till speaks. Where no language is chosen it reads as zh-TW."""

    zh_TW: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in ``language`` (``zh_TW`` or ``en``); an unknown language reads zh-TW."""
        return self.en if language.partition("_")[0] == "en" else self.zh_TW

    def __str__(self) -> str:
        """The zh-TW text."""
        return self.zh_TW
