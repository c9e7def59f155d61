"""The widgets' words are complete, and the compiled file is made of them."""

import ast
import xml.etree.ElementTree as ElementTree
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest
from PySide6.QtCore import QTranslator
from PySide6.QtWidgets import QApplication

import ui.qt
from ui.qt.translations import Translations

SOURCE = files("resources") / "translations"


def messages() -> list[tuple[str, str, str, str | None]]:
    """Context, source, translation and state of every entry."""
    root = ElementTree.fromstring((SOURCE / "zh_TW.ts").read_text("utf-8"))
    found = []
    for context in root.iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            found.append(
                (
                    context.findtext("name") or "",
                    message.findtext("source") or "",
                    translation.text or "",
                    translation.get("type"),
                )
            )
    return found


def test_no_entry_is_unfinished() -> None:
    assert [source for _, source, text, state in messages() if state or not text] == []


@pytest.mark.parametrize(("context", "source", "text"), [message[:3] for message in messages()])
def test_translations_put_in_the_same_data(context: str, source: str, text: str) -> None:
    def names(template: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(template) if name}

    assert names(source) == names(text)


def test_the_compiled_file_says_what_the_source_says(application: QApplication) -> None:
    translator, data = QTranslator(), (SOURCE / "zh_TW.qm").read_bytes()
    assert translator.load(data)
    for context, source, text, _ in messages():
        assert translator.translate(context, source) == text


def test_what_qt_draws_itself_speaks_the_language_too(application: QApplication) -> None:
    translations = Translations(application)
    for language, word in (("zh_TW", "取消"), ("en", "Cancel")):
        translations.use(language)
        assert application.translate("QPlatformTheme", "Cancel") == word
    translations.stop()


def strings_in_code() -> set[tuple[str, str]]:
    """Every class and literal given to its ``tr``."""
    found: set[tuple[str, str]] = set()
    for path in Path(next(iter(ui.qt.__path__))).rglob("*.py"):
        for holder in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(holder, ast.ClassDef):
                continue
            for node in ast.walk(holder):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "tr":
                    (literal,) = node.args
                    assert isinstance(literal, ast.Constant), f"{path}:{node.lineno} gives tr something else"
                    found.add((holder.name, str(literal.value)))
    return found


def test_every_word_in_the_code_is_in_the_file_and_no_other() -> None:
    """After a change: pyside6-lupdate (all of ui/qt, -locations none -no-obsolete), translate, pyside6-lrelease."""
    assert strings_in_code() == {(context, source) for context, source, _, _ in messages()}
