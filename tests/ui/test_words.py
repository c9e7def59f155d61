"""Every sentence the view-models say exists in both languages, and none is kept that nobody says."""

import ast
import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import ui.qt
import ui.viewmodels
from devices.health import HealthResult as Result
from devices.scanner.wedge_setup import WedgeTrouble
from devices.states import DRAWER, LINE_DISPLAY, PRINTER, SCANNER
from resources.language import LANGUAGES, placeholders, vocabulary
from terminal.domain.errors import Refusal
from terminal.domain.ledger import EntryKind
from terminal.domain.money import Currency
from terminal.ports.printing import JobState
from ui.viewmodels.menu import EXPLAINED, LISTED
from ui.viewmodels.words import Words, figure, money, signed

FOLDER = Path(next(iter(ui.viewmodels.__path__)))
SPEAKERS = [*FOLDER.rglob("*.py"), *Path(next(iter(ui.qt.__path__))).rglob("*.py")]
TO_CUSTOMERS = {"customer.py", "pole.py"}
DEVICES = (PRINTER, DRAWER, SCANNER, LINE_DISPLAY)
DERIVED = (
    {f"entry_{kind}" for kind in EntryKind}
    | {f"job_{state}" for state in JobState}
    | {f"key_{command.name.lower()}" for command in (*EXPLAINED, *LISTED)}
    | {f"device_{device}" for device in DEVICES}
    | {f"trial_runs_{device}" for device in DEVICES}
    | {f"wedge_{trouble}" for trouble in WedgeTrouble}
    | {f"trial_{result}_{device}" for result in (Result.PASSED, Result.UNCONFIRMED) for device in DEVICES}
)


def said() -> set[str]:
    """The literal keys given to ``say``."""
    keys: set[str] = set()
    for path in SPEAKERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                keys.add(node.value)
    return keys


def patterns_said() -> set[str]:
    """What the keys that are made of a word and something else look like, as patterns."""
    found: set[str] = set()
    for path in SPEAKERS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                parts = [
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
                    for part in node.values
                ]
                found.add("".join(parts))
    return {pattern for pattern in found if re.match(r"[a-z]+_", pattern)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_kept_that_nobody_says(language: str) -> None:
    kept = {key for key in vocabulary(language)["till"] if not key.startswith("state_")}
    derived = re.compile("|".join(patterns_said()))
    assert {key for key in kept - said() if not derived.fullmatch(key)} == set()


def calls_of_say(*, to_customers: bool = False) -> set[str]:
    keys: set[str] = set()
    for path in (path for path in FOLDER.rglob("*.py") if (path.name in TO_CUSTOMERS) is to_customers):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name)):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            literals = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            if name in {"say", "_say"} and literals:
                keys.add(literals[0])
    return keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_said_has_its_sentence(language: str) -> None:
    wanted = calls_of_say() | DERIVED
    assert wanted - set(vocabulary(language)["till"]) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_said_to_customers_has_its_sentence(language: str) -> None:
    kept = vocabulary(language)["customer"]
    said_to_them = calls_of_say(to_customers=True)
    assert said_to_them
    assert {key for key in said_to_them if key not in kept and f"pole_{key}" not in kept} == set()


def test_both_languages_put_in_the_same_data() -> None:
    zh, en = (vocabulary(language)["till"] for language in LANGUAGES)
    assert {key: placeholders(text) for key, text in zh.items()} == {
        key: placeholders(text) for key, text in en.items()
    }


TWD = Currency("TWD", 0, "NT$")


@pytest.mark.parametrize(
    ("amount", "text"), [(385, "NT$ 385"), (12345678, "NT$ 12,345,678"), (-50, "− NT$ 50"), (0, "NT$ 0")]
)
def test_amounts_read_well(amount: int, text: str) -> None:
    assert money(TWD, amount) == text


@pytest.mark.parametrize(("count", "text"), [(67, "+67"), (-500, "−500"), (0, "0"), (1284, "+1,284")])
def test_points_that_moved_carry_their_sign(count: int, text: str) -> None:
    assert signed(count) == text


def test_amounts_without_symbol_keep_a_real_minus() -> None:
    assert figure(TWD, -50) == "−50"


NO_BREAK = "\N{NO-BREAK SPACE}"
TIME_ZONE = ZoneInfo("Asia/Taipei")
DAYS = {
    "zh_TW": ("2026/11/08", "11/08", "2026 年 11 月", "11/09 01:30", "「春茶」只能用到 2026/11/08"),
    "en": ("08 Nov 2026", "08 Nov", "Nov 2026", "09 Nov 01:30", "08 Nov 2026"),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_days_are_written_as_the_language_writes_them(language: str) -> None:
    words, day = Words(language), date(2026, 11, 8)
    whole, short, month, with_time, in_a_refusal = DAYS[language]
    refusal = words.error(Refusal("coupon_expired", coupon="春茶", day="2026-11-08"))
    instant = datetime(2026, 11, 8, 17, 30, tzinfo=UTC)
    said = words.whole_day(day), words.month_day(day), words.whole_month(day), words.day_and_time(instant, TIME_ZONE)
    assert tuple(text.replace(NO_BREAK, " ") for text in said) == (whole, short, month, with_time)
    assert in_a_refusal in refusal.text.replace(NO_BREAK, " ") and "2026-11-08" not in refusal.text


def test_no_line_ends_within_a_day() -> None:
    day = date(2026, 11, 8)
    assert not [language for language in LANGUAGES if " " in Words(language).whole_day(day)]
    assert not [language for language in LANGUAGES if " " in Words(language).month_day(day)]


def test_no_screen_writes_a_day_by_itself() -> None:
    """Files, programmes and paper have ISO days; what the fields take is the one other form."""
    written = re.compile(r"isoformat\(\)|%[Ymd][/-]%|strftime|:%m")
    found = {
        path.name: line.strip()
        for path in SPEAKERS
        if not path.name.startswith("sample_")
        for line in path.read_text(encoding="utf-8").splitlines()
        if written.search(line)
    }
    assert set(found) == {"words.py"}, found
