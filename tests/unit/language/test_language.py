"""Both languages say the same things, and nothing the code can say is without words."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from resources.language import LANGUAGES, placeholders, sentence, vocabulary, word
from terminal.domain.text import LocalText

HOUSE = Path(__file__).parents[3]
LINE_COLUMNS = 65
FOLDERS = ("terminal", "sync", "devices", "ui")


@dataclass(frozen=True)
class Said:
    """A ``Refusal(…)`` or ``Explain(…)`` in the code: its kind, and the names of its data unless they are open."""

    place: str
    kind: str
    names: frozenset[str] | None


def said(constructor: str) -> Iterator[Said]:
    for folder in FOLDERS:
        for file in sorted((HOUSE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == constructor:
                    yield from _said(node, f"{file.relative_to(HOUSE)}:{node.lineno}")


def _said(node: ast.Call, place: str) -> Iterator[Said]:
    if node.args and isinstance(node.args[0], ast.Constant):
        names = [keyword.arg for keyword in node.keywords]
        known = None if None in names else frozenset(name for name in names if name)
        yield Said(place, str(node.args[0].value), known)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_sentence_with_data_for_it(language: str) -> None:
    sentences = vocabulary(language)["error"]
    refusals = list(said("Refusal"))
    assert refusals
    missing = sorted({f"{refusal.kind} ({refusal.place})" for refusal in refusals if refusal.kind not in sentences})
    assert missing == []
    lacking = [
        (refusal.place, sorted(placeholders(sentences[refusal.kind]) - refusal.names))
        for refusal in refusals
        if refusal.names is not None and not placeholders(sentences[refusal.kind]) <= refusal.names
    ]
    assert lacking == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_explanation_has_a_sentence(language: str) -> None:
    steps = list(said("Explain"))
    assert steps
    assert [step for step in steps if step.kind not in vocabulary(language)["explain"]] == []


def test_both_languages_have_the_same_keys_with_the_same_placeholders() -> None:
    def shape(language: str) -> dict[str, dict[str, frozenset[str]]]:
        return {
            section: {kind: placeholders(template) for kind, template in sentences.items()}
            for section, sentences in vocabulary(language).items()
        }

    first, *others = (shape(language) for language in LANGUAGES)
    for other in others:
        assert other == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_error_sentences_fit_on_two_lines(language: str) -> None:
    assert [kind for kind, text in vocabulary(language)["error"].items() if columns(text) > 2 * LINE_COLUMNS] == []


def columns(text: str) -> int:
    """How wide ``text`` is where Chinese characters take two columns."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def test_figures_names_and_codes_become_words() -> None:
    limit = {"limit": 1200, "reason": "balance"}
    assert sentence("redeem_above_limit", limit, "zh_TW").startswith("這張單最多折抵 1,200 點（會員餘額）。")
    assert "(the member's balance)." in sentence("redeem_above_limit", limit, "en")
    tier = {"tier": LocalText("金卡", "Gold"), "multiplier": "2", "points": "+67"}
    assert sentence("tier_multiplier", tier, "zh_TW", section="explain") == "金卡 2 倍 +67"


def test_a_reason_may_carry_figures_of_its_own() -> None:
    data = {"where": "brands", "reason": "out_of_range", "minimum": 1, "maximum": 1000}
    assert "1 到 1,000" in sentence("programme_invalid", data, "zh_TW")


def test_what_has_no_words_is_still_said() -> None:
    assert "flux_overflow" in sentence("flux_overflow", {}, "en")
    assert "{limit}" in sentence("redeem_above_limit", {}, "en")
    assert word("seashells", "en", "tender") == "seashells"


def test_there_is_no_third_language() -> None:
    with pytest.raises(LookupError):
        vocabulary("tlh")


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 visit"), (2, "2 visits"), (0, "0 visits"), (1001, "1,001 visits"), ("1", "1 visit")]
)
def test_a_number_stands_beside_the_noun_that_goes_with_it(count: object, text: str) -> None:
    assert sentence("visits", {"count": count}, "en", "till") == text


def test_of_points_that_came_or_went_one_is_one() -> None:
    said = [sentence("elsewhere", {"points": points}, "en", "till") for points in ("+1", "\N{MINUS SIGN}1", "−11")]
    assert [text.split()[-1] for text in said] == ["point", "point", "points"]


def test_english_glues_no_number_to_a_plural() -> None:
    glued = re.compile(r"\{\w+\} (points|visits|uses|sales|times|members|records|coupons|bytes|seconds|minutes)\b")
    found = [text for section in vocabulary("en").values() for text in section.values() if glued.search(text)]
    assert found == []
