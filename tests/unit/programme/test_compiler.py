"""From YAML to a bundle: exact, canonical, and every mistake told with its place."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from resources.language import LANGUAGES, sentence
from sync.programme.compiler import compile_yaml, read_bundle
from sync.programme.yaml_reader import BYTES_MAX, DEPTH_MAX
from terminal.domain.bundle.schema import shared_schema
from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme
from tests.unit.domain.samples import DOCUMENT

GOOD = yaml.safe_dump(DOCUMENT, allow_unicode=True, sort_keys=False)
PUBLISHED = ("programmes/demo.yaml", "demo/cj_programme.yaml")


def published(name: str) -> str:
    return (files("resources") / name).read_text(encoding="utf-8")


def refusal_of(text: str) -> Refusal:
    with pytest.raises(Refusal) as refused:
        compile_yaml(text, "group.yaml")
    assert refused.value.kind == "programme_invalid"
    return refused.value


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_programmes_we_ship_compile(name: str) -> None:
    compiled = compile_yaml(published(name), name)
    assert len(compiled.programme.brands) == 2
    assert read_bundle(compiled.bundle) == compiled.programme


def test_the_demo_gives_what_the_screens_show() -> None:
    made = compile_yaml(published("programmes/demo.yaml"), "demo.yaml").programme
    chawu = made.brand("chawu")
    assert chawu.redemption is not None
    assert chawu.redemption.value_of(1280) == 128
    assert [item.price for item in chawu.menu[0].items[:9]] == [65, 75, 45, 55, 70, 180, 580, 2, 60]
    assert all(len(category.items) >= 9 for brand in made.brands.values() for category in brand.menu)


def test_the_bundle_is_the_same_however_the_yaml_is_laid_out() -> None:
    other = yaml.safe_dump(DOCUMENT, allow_unicode=False, sort_keys=True, default_flow_style=True)
    one, two = compile_yaml(GOOD, "a"), compile_yaml("# a comment\n" + other, "b")
    assert one.bundle == two.bundle
    assert (one.digest, one.programme) == (two.digest, two.programme)
    assert one.digest == one.programme.digest


def test_exact_numbers_stay_as_they_were_written() -> None:
    assert json.loads(compile_yaml(GOOD, "a").bundle)["tiers"][2]["multiplier"] == "2.5"


@pytest.mark.parametrize(
    ("find", "put", "path", "reason"),
    [
        ("group: group", "gruop: group", "gruop", "key_unknown"),
        ("version: 1", "version: 1.5", "version", "number_inexact"),
        ("version: 1", "version: 1e3", "version", "number_inexact"),
        ("version: 1", "version: .inf", "version", "number_inexact"),
        ("version: 1", "version: 007", "version", "number_inexact"),
        ("version: 1", "version: 1_000", "version", "number_inexact"),
        ("version: 1", "version: 0x10", "version", "not_whole"),
        ("version: 1", "version: '1'", "version", "not_whole"),
        ("version: 1", "version: yes", "version", "not_whole"),
        ("version: 1", "version:", "version", "value_missing"),
        ("version: 1", "version: null", "version", "value_missing"),
        ("version: 1", "version: 1\nversion: 2", "version", "key_repeated"),
        ("version: 1", "version: &one 1", "", "anchor_refused"),
        ("version: 1", "version: *one", "", "anchor_refused"),
        ("version: 1", "version: !!int 1", "", "tag_refused"),
        ("version: 1", "version: !!python/name:os.system 1", "", "tag_refused"),
        ("version: 1", "version: 1: 2", "", "yaml_syntax"),
        ("version: 1", "? [version]\n: 1", "", "key_not_text"),
        ("code: gold", "code: member", "tiers[1].code", "duplicate"),
        ("spend: 12000", "spend: 0", "tiers[1].qualify.spend", "out_of_range"),
        (
            "    currency: TWD\n    earning",
            "    currency: USD\n    earning",
            "brands.tea.currency",
            "reference_unknown",
        ),
        ("time_zone: Asia/Taipei", "time_zone: Asia/Taipeh", "stores.tea.time_zone", "time_zone_unknown"),
        ("cut_off: 04:00", "cut_off: 4:00", "stores.tea.cut_off", "text_length"),
    ],
)
def test_a_mistake_is_told_with_its_path_and_line(find: str, put: str, path: str, reason: str) -> None:
    good = GOOD.replace("'04:00'", "04:00")
    assert find in good
    data = refusal_of(good.replace(find, put, 1)).data
    line = good[: good.index(find)].count("\n") + 1 + find.count("\n    currency") + (reason == "key_repeated")
    assert (data["path"], data["reason"], data["line"], data["file"]) == (path, reason, line, "group.yaml")
    assert data["where"] == f"group.yaml:{line} {path}".strip()


def test_what_is_missing_is_told_with_the_line_of_what_lacks_it() -> None:
    data = refusal_of(GOOD.replace("      per: 10\n", "", 1)).data
    assert (data["path"], data["reason"]) == ("brands.tea.earning[0].per", "key_missing")
    assert GOOD.splitlines()[int(str(data["line"])) - 1].strip() == "- code: base"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "file_empty"),
        ("# nothing", "file_empty"),
        ("- 1", "not_mapping"),
        ("tea", "not_mapping"),
        ("a: 1\n---\nb: 2", "yaml_syntax"),
        ("a: 'b", "yaml_syntax"),
        ("\ta: 1", "yaml_syntax"),
        ("a: \x00", "yaml_syntax"),
        ("[" * (DEPTH_MAX + 1), "nested_too_deep"),
        ("[" * 100_000, "nested_too_deep"),
        ('group: "\\ud800"', "text_unprintable"),
        ("# " + "x" * BYTES_MAX, "file_too_large"),
        ("a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchor_refused"),
    ],
)
def test_what_is_no_document_is_refused(text: str, reason: str) -> None:
    assert refusal_of(text).data["reason"] == reason


@given(st.text(max_size=200) | st.lists(st.sampled_from(GOOD.splitlines()), max_size=12).map("\n".join))
def test_any_text_is_a_programme_or_a_refusal(text: str) -> None:
    try:
        compile_yaml(text, "fuzz.yaml")
    except Refusal as refusal:
        assert refusal.kind == "programme_invalid"
        for language in LANGUAGES:
            said = sentence(refusal.kind, refusal.data, language)
            assert "fuzz.yaml:" in said
            assert "{reason}" not in said


@pytest.mark.parametrize("bundle", [b"", b"[]", b"nothing", b"\xff", b"{", b'{"stillpoint": 1.0}', b"[" * 100_000])
def test_bytes_that_are_no_bundle_are_refused(bundle: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_bundle(bundle)
    assert refused.value.kind == "programme_invalid"


# ------------------------------------------------------------------------------------------------------- JSON Schema

SCHEMA_FILE = Path(str(files("sync.programme") / "schema.json"))
SCHEMA = shared_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_schema_for_editors_is_what_the_reader_reads() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == SCHEMA
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_schema_accepts_what_we_ship(name: str) -> None:
    VALIDATOR.validate(compile_yaml(published(name), name).document)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, item in inside for place in places(item, (*way, key)))]


# Between parts, and inside a text, the reader knows more than a schema can say.
BEYOND_A_SCHEMA = {
    *(
        "first_tier_qualifies",
        "first_tier_ends",
        "asks_nothing",
        "needs_term",
        "not_ascending",
        "cash_missing",
        "block_not_whole",
    ),
    *("not_multiple_of_block", "below_minimum", "share_zero", "duplicate", "reference_to_nothing", "reference_unknown"),
    *("text_unprintable", "time_zone_unknown", "time_invalid"),
    *("receipt_section_missing", "receipt_tax_missing", "logo_not_png", "logo_not_one_bit", "logo_size"),
}
JUNK = st.sampled_from([None, True, -1, 0, 10**15, "", "x", "50%", "1/0", "200%", [], {}, {"x": 1}, ["x"], "é" * 200])


@given(st.sampled_from(places(DOCUMENT)[1:]), JUNK, st.booleans())
def test_the_schema_and_the_reader_agree(way: tuple[Any, ...], junk: Any, remove: bool) -> None:
    made = json.loads(json.dumps(DOCUMENT))
    inside: Any = made
    for key in way[:-1]:
        inside = inside[key]
    if remove:
        del inside[way[-1]]
    else:
        inside[way[-1]] = junk
    reason = ""
    try:
        Programme.from_document(made, "digest")
    except Refusal as refusal:
        reason = str(refusal.data["reason"])
    if VALIDATOR.is_valid(made):
        # A schema cannot compare a number that is written as text with its bounds.
        bounds = {"out_of_range"} if isinstance(junk, str) else set()
        assert reason in BEYOND_A_SCHEMA | bounds | {""}
    else:
        assert reason
