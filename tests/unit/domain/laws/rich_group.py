"""A small group with a little of everything: what the laws of the points economy are tried on."""

from copy import deepcopy
from functools import lru_cache
from typing import Any, Final

from terminal.domain.programme import Programme

NAME: Final = {"zh-TW": "名", "en": "Name"}
SEASON: Final = {"from": "2026-01-01", "until": "2028-12-31"}
SINCE_MAY: Final = {"from": "2026-05-01"}
VALID: Final = {"until": "2028-12-31"}
MEMBERS: Final = ("ann", "ben", "cho", "dee")
THRICE: Final = {"repeats": True, "maximum": 3}
TWD: Final = {"currency": "TWD"}

_TEA: Final[dict[str, Any]] = {
    "name": NAME,
    "currency": "TWD",
    "earning": [
        {"code": "base", "rule": "amount", "per": 10, "points": 1, "items": {"except_categories": ["tobacco"]}},
        {"code": "mugs", "rule": "item", "points": 7, "items": {"categories": ["mug"]}, "cap_per_sale": 20},
        {"code": "hello", "rule": "visit", "points": 5, "minimum": 100, "cap_per_day": 5, "cap_per_month": 12},
    ],
    "redemption": {
        "points": 10,
        "amount": 1,
        "minimum": 20,
        "maximum": 4000,
        "maximum_day": 5000,
        "share_of_bill": "50%",
        "accepts": ["tea", "noodles"],
        "items": {"except_categories": ["tobacco"]},
    },
    "expiry": {"clock": "months_end", "months": 1},
    "tenders": ["cash", {"type": "stored_value", "earns": False}, "card"],
    "discounts": {"share": "10%", "approved_share": "50%"},
    "abroad": {
        "USD": {
            "earning": [{"code": "base", "rule": "amount", "per": 31, "points": 1, "rounding": "half_up"}],
            "redemption": {"points": 5, "amount": 3, "share_of_bill": "100%", "accepts": ["tea", "bakery"]},
        }
    },
}
_NOODLES: Final[dict[str, Any]] = {
    "name": NAME,
    "currency": "TWD",
    "earn_on": "before_points",
    "earning": [{"code": "base", "rule": "amount", "per": 7, "points": 2, "each": "line", "rounding": "half_up"}],
    "redemption": {
        "points": 3,
        "amount": 1,
        "this_bill": True,
        "order": "oldest",
        "leave": 1,
        "accepts": ["tea", "noodles"],
    },
    "expiry": {"clock": "months_idle", "months": 1},
    "refund": {"rounding": "share"},
}
_BAKERY: Final[dict[str, Any]] = {
    "name": NAME,
    "currency": "TWD",
    "earn_on": "gross",
    "earning": [{"code": "base", "rule": "amount", "per": 20, "points": 3, "full_steps": True}],
    "redemption": {"points": 2, "amount": 1, "accepts": ["bakery", "tea", "noodles"], "minimum_bill": 30},
    "expiry": {"clock": "days", "days": 9},
}
_TIERS: Final[list[dict[str, Any]]] = [
    {"code": "member", "name": NAME},
    {"code": "silver", "name": NAME, "multiplier": "1.5", "qualify": {"visits": 3, "window": "20 days"}},
    {
        "code": "gold",
        "name": NAME,
        "multiplier": 2,
        "discount": "5%",
        "qualify": [{"spend": 1500, "window": "2 months"}, {"points": 400, "window": "calendar_year"}],
        "term": {"clock": "days", "days": 28},
        "keep": {"spend": 600, "window": "term"},
        "grace_days": 5,
        "down": "one_step",
    },
]


def _store(brand: str, **more: Any) -> dict[str, Any]:
    return {"brand": brand, "name": NAME, "time_zone": "Asia/Taipei", **more}


_STORES: Final = {
    "tea-north": _store("tea", region="north"),
    "tea-south": _store("tea", region="south"),
    "tea-abroad": _store("tea", currency="USD", time_zone="Asia/Tokyo", tax={"rate": "7%", "included": False}),
    "noodles": _store("noodles", tax={"rate": "5%"}),
    "bakery": _store("bakery"),
}
_CAMPAIGNS: Final[list[dict[str, Any]]] = [
    {"effect": {"kind": "multiplier", "times": 2}, "group": "summed", "when": {"minimum": 150}, **TWD},
    {"effect": {"kind": "bonus", "points": 20}, "group": "summed", "cap_per_day": 30},
    {"effect": {"kind": "item", "points": 9}, "group": "best", "items": {"categories": ["cake"]}, "cap_per_member": 60},
    {"effect": {"kind": "amount", "per": 25, "points": 2}, "group": "best", "cap_per_sale": 25, **TWD},
    {"effect": {"kind": "multiplier", "times": 3}, "group": "first", "priority": 2, "when": {"minimum": 300}, **TWD},
    {"effect": {"kind": "bonus", "points": 40}, "group": "first", "priority": 1, "qualifying": True},
    {"effect": {"kind": "bonus", "points": 11}, "group": "newest", "expiry": {"clock": "on", "day": "2028-12-31"}},
    {"effect": {"kind": "multiplier", "times": "1.5", "multiplies": "with_tier"}, "group": "newest", **SINCE_MAY},
    {"effect": {"kind": "bonus", "points": 13}, "when": {"birthday": "month"}, "expiry": {"clock": "days", "days": 4}},
]
_COUPONS: Final[dict[str, dict[str, Any]]] = {
    "ten": {"present": "public", "benefit": {"kind": "amount", "amount": 10}, "per_member": 3, **TWD},
    "tenth": {"benefit": {"kind": "percent", "share": "10%", "maximum": 60}, "uses": 2, "valid": {"days": 20}, **TWD},
    "second": {"benefit": {"kind": "free_item", "every": 2, "share": "50%"}, "valid": {"days": 20}, "refund": "keep"},
    "more": {"present": "public", "benefit": {"kind": "points", "points": 12}, "per_day": 2, "per_bill": 2},
    "double": {"present": "public", "benefit": {"kind": "multiplier", "by": 2, "maximum": 50}, "valid": VALID},
    "thanks": {"benefit": {"kind": "amount", "amount": 30}, "valid": {"days": 9}, "combines": False, **TWD},
    "cup": {"benefit": {"kind": "gift"}, "valid": {"months": 1}},
    "third": {
        "present": "public",
        "benefit": {"kind": "item_price", "price": 5},
        "items": {"categories": ["cake"]},
        "valid": VALID,
        **TWD,
    },
}
_REWARDS: Final[dict[str, dict[str, Any]]] = {
    "slice": {"points": 30, "benefit": {"kind": "free_item"}, "items": {"categories": ["cake"]}, "per_day": 2},
    "bag": {"points": 12, "benefit": {"kind": "gift"}, "per_member": 2},
    "fifth": {"points": 25, "benefit": {"kind": "percent", "share": "20%"}, "accepts": ["tea", "bakery"]},
}
_MISSIONS: Final[dict[str, dict[str, Any]]] = {
    "card": {
        "mission": "stamps",
        "goal": 5,
        "head_start": {"steps": 1, "cards": "first"},
        "gives": {"points": 20, "coupons": ["tenth"]},
    },
    "spree": {"mission": "spend", "goal": 250, "window": "month", "gives": {"points": 15, "qualifying": True}, **TWD},
    "often": {"mission": "visits", "goal": 2, "window": {"days": 6}, **THRICE, "gives": {"points": 5}},
    "tour": {"mission": "visit_brands", "goal": 2, "window": {"days": 9}, "gives": {"points": 25}},
    "shops": {"mission": "visit_stores", "goal": 3, "repeats": True, "maximum": 2, "gives": {"coupons": ["cup"]}},
    "both": {"mission": "collect", "goal": 2, "window": "week", "gives": {"points": 8}},
    "cakes": {"mission": "buy", "goal": 3, "items": {"categories": ["cake"]}, "per_bill": 2, "gives": {"points": 9}},
}
_GIFTS: Final[dict[str, dict[str, Any]]] = {
    "hello": {"gift": "welcome", "gives": {"points": 30, "coupons": ["second"]}},
    "cake": {"gift": "birthday", "gives": {"points": 17, "expiry": {"clock": "days", "days": 6}}},
    "back": {"gift": "win_back", "away_days": 15, "gives": {"points": 19}},
    "feast": {"gift": "festive", "from": "2026-11-20", "until": "2026-12-10", "gives": {"points": 6}},
    "risen": {"gift": "tier_reached", "gives": {"points": 33, "coupons": ["thanks"]}},
    "fourth": {"gift": "every_nth_visit", "every": 4, "gives": {"points": 14}},
}
DOCUMENT: Final[dict[str, Any]] = {
    "stillpoint": 1,
    "group": "rich",
    "version": 1,
    "name": NAME,
    "currencies": {
        "TWD": {"exponent": 0, "symbol": "NT$"},
        "USD": {"exponent": 2, "symbol": "US$", "rate": "31.5"},
    },
    "tiers": _TIERS,
    "brands": {"tea": _TEA, "noodles": _NOODLES, "bakery": _BAKERY},
    "stores": _STORES,
    "stacking": [
        {"code": "summed", "policy": "sum", "cap_per_sale": 90},
        {"code": "best", "policy": "best"},
        {"code": "first", "policy": "exclusive"},
        {"code": "newest", "policy": "newest"},
    ],
    "campaigns": [
        {"code": f"c{place}", "name": NAME, **SEASON, **campaign} for place, campaign in enumerate(_CAMPAIGNS)
    ],
    "coupons": {code: {"name": NAME, **coupon} for code, coupon in _COUPONS.items()},
    "rewards": {code: {"name": NAME, **reward} for code, reward in _REWARDS.items()},
    "missions": {code: {"name": NAME, **mission} for code, mission in _MISSIONS.items()},
    "gifts": {code: {"name": NAME, **gift} for code, gift in _GIFTS.items()},
    "referral": {
        "member": {"points": 21},
        "referrer": {"points": 16, "coupons": ["thanks"]},
        "referrer_maximum": {"count": 5, "per": "year"},
    },
    "settlement": {
        "rate": "80%",
        "pairs": [{"earned": "tea", "spent": "noodles", "rate": "1/3"}],
    },
    "adjustments": {"maximum": 1000},
}


def changed(**changes: Any) -> dict[str, Any]:
    """The document with values put at paths: ``brands__tea__refund={…}``."""
    made = deepcopy(DOCUMENT)
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = made
        for key in way:
            place = place[int(key) if key.isdigit() else key]
        place[last] = value
    return made


ROUNDINGS: Final = ("recompute", "share", "whole_only")
BELOW_ZERO: Final = ("negative", "zero", "refuse")


@lru_cache(maxsize=64)
def group(
    rounding: str = "recompute",
    below_zero: str = "negative",
    spent_points: str = "return",
    coupons: str = "return",
    tier_use: str = "next_sale",
) -> Programme:
    """The programme with these switches of refunds, the rounding at all brands but the noodles'."""
    rule = {"below_zero": below_zero, "spent_points": spent_points, "coupons": coupons}
    document = changed(
        brands__tea__refund={**rule, "rounding": rounding},
        brands__noodles__refund={**rule, "rounding": "share"},
        brands__bakery__refund={**rule, "rounding": rounding},
        tier_use=tier_use,
        tier_after_refund="keep" if tier_use == "same_sale" else "recheck",
    )
    return Programme.from_document(document, "digest")
