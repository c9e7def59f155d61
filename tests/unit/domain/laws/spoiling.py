"""A programme spoiled at random: values of wrong kinds, huge and reversed ones, parts gone or naming each other."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, Final

from hypothesis import strategies as st

from tests.unit.domain.laws.rich_group import DOCUMENT

Path = tuple[str | int, ...]
ANYTHING: Final[st.SearchStrategy[Any]] = st.sampled_from(
    (
        *(0, 1, -1, 2, 3, 10**6, 10**9, 10**12, 10**12 + 1, 10**30, -(10**30), True, False, None, 1.5, float("nan")),
        *(
            "",
            " ",
            "0",
            "0%",
            "100%",
            "101%",
            "1/3",
            "1/0",
            "0/5",
            "999999999/1",
            "1e9",
            "-1",
            "x" * 500,
            "../..",
            "\x00",
        ),
        *([], [[]], {}, {"": ""}, [0], ["tea"], ["tea", "tea"], {"zh-TW": "名"}),
        *("0001-01-01", "9999-12-31", "2026-02-30", "2026-11-21", "25:00", "23:59", "Asia/Taipei", "Mars/Olympus"),
        *(
            "TWD",
            "USD",
            "EUR",
            "tea",
            "noodles",
            "bakery",
            "gold",
            "member",
            "summed",
            "tenth",
            "thanks",
            "cup",
            "slice",
        ),
    )
)


def places_in(document: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a document that has a value."""
    inside = document.items() if isinstance(document, dict) else enumerate(document)
    for key, value in inside:
        yield (*path, key)
        if isinstance(value, dict | list):
            yield from places_in(value, (*path, key))


PLACES: Final = tuple(places_in(DOCUMENT))
# What is not in the rich group as it is: each makes one part of it unusual, and most of them wrong.
ADDED: Final[tuple[tuple[Path, Any], ...]] = (
    (("coupons", "tenth", "benefit"), {"kind": "points", "points": 10**9}),
    (("coupons", "more", "benefit"), {"kind": "points", "points": 1, "per": 1}),
    (("coupons", "double", "benefit", "by"), 1000),
    (("coupons", "ten", "when"), {"minimum": 1, "hours": [{"from": "22:00", "until": "03:00"}]}),
    (("coupons", "ten", "when"), {"quantity": {"minimum": "1/3"}}),
    (("coupons", "thanks", "valid"), {"from": "2027-01-01", "until": "2026-01-01"}),
    (("coupons", "cup", "valid"), {"months": 120, "after": 3660}),
    (("missions", "card", "gives"), {"coupons": [{"coupon": "tenth", "count": 100}, "cup"]}),
    (("missions", "card", "goal"), 1),
    (("missions", "card", "head_start", "steps"), 4),
    (("missions", "card", "stamps"), 1000),
    (("missions", "spree", "goal"), 1),
    (("missions", "spree", "repeats"), True),
    (("missions", "spree", "gives"), {"points": 10**9}),
    (("missions", "often", "window"), "ever"),
    (("missions", "tour", "when"), {"brands": ["tea"]}),
    (("gifts", "fourth"), {"gift": "purchase", "name": {"zh-TW": "名", "en": "Name"}, "gives": {"coupons": ["cup"]}}),
    (("gifts", "risen", "tiers"), ["member"]),
    (("gifts", "cake", "gives", "expiry"), {"clock": "on", "day": "2020-01-01"}),
    (("brands", "tea", "redemption", "block"), 7),
    (("brands", "tea", "redemption", "accepts"), ["bakery"]),
    (("brands", "tea", "abroad", "TWD"), {}),
    (("brands", "tea", "expiry"), {"clock": "months", "months": 1200}),
    (("brands", "tea", "expiry"), {"clock": "yearly", "month": 2, "years": 100}),
    (("brands", "noodles", "expiry"), {"clock": "days", "days": 36500}),
    (("brands", "tea", "modules"), ["coupons", "coupons"]),
    (("brands", "tea", "earning", 0, "each"), "piece"),
    (("brands", "tea", "earning", 0, "rounding"), "up"),
    (("brands", "tea", "earning", 0, "multiply"), "exact"),
    (("brands", "noodles", "earn_on"), "excluding_tax"),
    (("currencies", "USD", "rate"), "1/999983"),
    (("currencies", "USD", "rate"), 0),
    (("currencies", "USD", "exponent"), 0),
    (("gifts", "feast", "until"), "9999-12-31"),
    (("campaigns", 2, "until"), "9999-12-31"),
    (("missions", "spree", "until"), "9999-12-31"),
    (("coupons", "thanks", "valid", "until"), "9999-12-31"),
    (("currency",), "USD"),
    (("stores", "noodles", "tax"), {"rate": "100%", "included": False}),
    (("tiers", 1, "qualify"), [{"spend": 1, "window": "1 days"}, {"points": 1, "visits": 1, "need": "all"}]),
    (("tiers", 2, "term"), {"clock": "yearly", "month": 2, "years": 0}),
    (("tiers", 2, "down"), "first"),
    (("referral", "days"), 0),
    (("referral", "first_bill"), False),
    (("settlement", "pairs", 0, "rate"), 0),
    (("stacking", 0, "policy"), "exclusive"),
    (("campaigns", 0, "effect"), {"kind": "multiplier", "times": 1000, "multiply": "exact"}),
    (("campaigns", 0, "cap_per_sale"), 1),
    (("campaigns", 0, "until"), "2025-01-01"),
    (("offline",), {"member_day_points": 0, "terminal_points": 0, "trusted_hours": 0}),
)


def changed_at(document: Any, path: Path, value: Any) -> None:
    """Puts ``value`` at ``path``, as far as there still is such a place."""
    place = document
    for key in path[:-1]:
        if not _has(place, key):
            return
        place = place[key]
    if isinstance(place, dict) or _has(place, path[-1]):
        place[path[-1]] = value


def _has(place: Any, key: str | int) -> bool:
    if isinstance(place, list):
        return isinstance(key, int) and key < len(place)
    return isinstance(place, dict) and key in place


def removed_at(document: Any, path: Path) -> None:
    place = document
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]


@st.composite
def spoiled(draw: st.DrawFn) -> dict[str, Any]:
    """The rich group's document with one to three things about it changed."""
    document = deepcopy(DOCUMENT)
    kind = draw(st.sampled_from(("value", "value", "value", "added", "added", "gone", "number")))
    if kind == "gone":
        removed_at(document, draw(st.sampled_from(PLACES)))
    for _ in range(draw(st.integers(1, 3)) if kind != "gone" else 0):
        if kind == "added":
            changed_at(document, *deepcopy(draw(st.sampled_from(ADDED))))
        else:
            value = draw(ANYTHING) if kind == "value" else draw(st.integers(-3, 10**13))
            numbers = [path for path in PLACES if kind == "value" or _is_number(path)]
            changed_at(document, draw(st.sampled_from(numbers)), deepcopy(value))
    return document


def _is_number(path: Path) -> bool:
    place: Any = DOCUMENT
    for key in path:
        place = place[key]
    return type(place) is int
