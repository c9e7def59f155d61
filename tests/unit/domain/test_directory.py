"""Finding members by a few characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.directory import Directory, leaf_of

PEOPLE = [
    ("id-6", "+886912345678", "C0001234", "林志華"),
    ("id-5", "+886987654321", "", "Anna Smith"),
    ("id-4", "+85251234567", "20231234", "陳 大文"),
    ("id-3", "", "", ""),
    ("longer-id-2", "+886912000678", "AB-12-99", "志村 Ken"),
    ("id-1", "+886955345678", "", "ÉLISE Annan"),
]


@pytest.fixture(params=[1, 2, 6])
def directory(request: pytest.FixtureRequest) -> Directory:
    size = request.param
    return Directory([leaf_of(PEOPLE[start : start + size]) for start in range(0, len(PEOPLE), size)], is_whole=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0912", ["id-6", "longer-id-2"]),
        ("0912345678", ["id-6"]),
        ("0912-345 678", ["id-6"]),
        ("+886912345678", ["id-6"]),
        ("+85251234567", ["id-4"]),
        ("45678", ["id-6", "id-1"]),
        ("５６７８", ["id-6", "id-1"]),
        ("1234", ["id-6", "id-4"]),
        ("2023", ["id-4"]),
        ("9999", []),
        ("3456", []),
        ("c0001", ["id-6"]),
        ("ab-12", ["longer-id-2"]),
        ("志華", ["id-6"]),
        ("志", ["id-6", "longer-id-2"]),
        ("大文", ["id-4"]),
        ("ann", ["id-5", "id-1"]),
        ("smith", ["id-5"]),
        ("mith", []),
        ("anna s", ["id-5"]),
        ("élise", ["id-1"]),
        ("ken", ["longer-id-2"]),
    ],
)
def test_what_finds_whom_in_the_order_of_the_list(directory: Directory, text: str, found: list[str]) -> None:
    assert list(directory.find(text, 10) or ()) == found


@pytest.mark.parametrize("text", ["", "  ", "0", "091", "1-2-3"])
def test_what_is_too_short_is_not_looked_for(directory: Directory, text: str) -> None:
    assert directory.find(text, 10) is None


def test_no_more_than_asked_for(directory: Directory) -> None:
    assert directory.find("志", 1) == ("id-6",)
    assert directory.count == 6


def test_a_name_of_many_lines_is_one_line() -> None:
    leaf = leaf_of([("a", "", "", "first\nsecond"), ("b", "", "", "third")])
    assert [Directory([leaf]).find(text, 9) for text in ("second", "third")] == [("a",), ("b",)]


@given(st.lists(st.tuples(st.from_regex(r"\+8869[0-9]{8}", fullmatch=True), st.text("林志華陳 ab", max_size=5))))
def test_everybody_is_found_by_either_end_of_their_phone(people: list[tuple[str, str]]) -> None:
    listed = [(f"m{place}", phone, "", name) for place, (phone, name) in enumerate(people)]
    directory = Directory([leaf_of(listed[:3]), leaf_of(listed[3:])])
    for member_id, phone, _, _ in listed:
        for text in ("0" + phone[4:9], phone[-5:]):
            wanted = tuple(
                found for found, other, _, _ in listed if ("0" + other[4:]).startswith(text) or other.endswith(text)
            )
            assert member_id in wanted and directory.find(text, 1000) == wanted
