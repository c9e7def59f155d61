"""A language whose words are two fifths longer than English ones fits on every screen."""

from collections.abc import Iterator
from string import Formatter

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from resources.language import vocabulary
from tests.ui.conftest import settle
from tests.ui.fitting import faults
from tests.ui.on_screen import said
from tests.ui.sweeping import EVERY_STATE, Sweep
from ui.qt.screens.customer_states import CUSTOMER_STATES

LONGER = 0.4
MARK = "é"
SIZES = ((1024, 768), (1366, 768))
CUSTOMER_SIZES = ((1024, 600), (1280, 800))
OF_TEXTS = ("shortened", "does not fit")
"""Names of things and of people may be shortened, and are not drawn out."""

FULL = "office-day-large"
"""Figures of eight digits in every card: what they are called gives way to them, in a narrow window."""


def longer(text: str) -> str:
    """``text`` with every word drawn out, and its placeholders as they are."""
    drawn, owed = [], 0.0
    for literal, name, form, _ in Formatter().parse(text):
        for word in literal.split(" "):
            owed += len(word) * LONGER
            more = round(owed) if (word and word[-1].isalnum()) or word[-1:] in {".", ",", ":", ";", "?"} else 0
            owed -= more
            end = len(word.rstrip(".,:;?"))
            drawn += [word[:end], MARK * more, word[end:], " "]
        drawn.pop()
        drawn.append("" if name is None else f"{{{name}{':' + form if form else ''}}}")
    return "".join(drawn)


@pytest.fixture(scope="module")
def _drawn_out() -> Iterator[None]:
    words = vocabulary("en")
    kept = {section: dict(sentences) for section, sentences in words.items()}
    patch = pytest.MonkeyPatch()
    patch.setattr(QObject, "tr", lambda _widget, source: longer(source))
    for section, sentences in kept.items():
        for key, text in sentences.items():
            if isinstance(text, str):
                patch.setitem(words[section], key, longer(text))
    yield
    patch.undo()


@pytest.fixture(scope="module")
def sweep(application: QApplication, _drawn_out: None) -> Sweep:
    return Sweep(application)


@pytest.mark.parametrize("state", EVERY_STATE)
def test_longer_words_fit(sweep: Sweep, state: str) -> None:
    sizes = CUSTOMER_SIZES if state in CUSTOMER_STATES else SIZES
    with sweep.opened(state, "en", sizes[0]) as (_, window):
        assert any(MARK in text for text in said(window))
        found = []
        for size in sizes[1:] if state == FULL else sizes:
            window.resize(*size)
            settle()
            found += [f"{size}: {fault}" for fault in faults(window) if MARK in fault or not fault.startswith(OF_TEXTS)]
    assert found == []
