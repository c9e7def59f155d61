"""The sample shop with a whole points economy: campaigns, coupons, missions, gifts, tiers with terms, tax."""

from copy import deepcopy
from datetime import date
from typing import Any, Final

from terminal.domain.coupons import issue
from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.programme import Programme
from terminal.domain.progress import Activity, HeldTier, Tally, Voucher, progress_of, with_activity
from ui.qt.screens.sample_programme import DOCUMENT, GOLD_ID

PUBLIC_CODE: Final = "autumn30"


def _name(zh: str, en: str) -> dict[str, str]:
    return {"zh-TW": zh, "en": en}


_TIERS: Final[list[dict[str, Any]]] = [
    {"code": "member", "name": _name("會員", "Member")},
    {
        "code": "gold",
        "name": _name("金卡", "Gold"),
        "multiplier": 2,
        "qualify": {"spend": 4000, "window": "12 months"},
        "term": {"clock": "months_end", "months": 12},
        "discount": "5%",
    },
    {
        "code": "platinum",
        "name": _name("白金卡", "Platinum"),
        "multiplier": 3,
        "qualify": [
            {"spend": 10_000, "visits": 42, "need": "all", "window": "12 months"},
            {"points": 3_000, "window": "12 months"},
        ],
        "term": {"clock": "months_end", "months": 12},
    },
]

_COUPONS: Final[dict[str, Any]] = {
    "birthday-cup": {
        "name": _name("生日禮 ・ 免費大杯一杯", "Birthday: a large drink free"),
        "benefit": {"kind": "free_item", "pick": "dearest"},
        "items": {"categories": ["tea"]},
        "valid": {"days": 30},
    },
    "box-100": {
        "name": _name("禮盒折 100 元", "NT$100 off a gift box"),
        "benefit": {"kind": "amount", "amount": 100},
        "items": {"categories": ["gift"]},
        "when": {"minimum": 500},
        "uses": 2,
        "per_bill": 2,
        "valid": {"days": 60},
    },
    "extra-50": {
        "name": _name("加贈 50 點", "50 points more"),
        "benefit": {"kind": "points", "points": 50},
        "valid": {"until": "2026-12-31"},
    },
    PUBLIC_CODE: {
        "name": _name("秋季滿 200 折 30", "Autumn: NT$30 off NT$200"),
        "benefit": {"kind": "amount", "amount": 30},
        "present": "public",
        "when": {"minimum": 200},
        "valid": {"from": "2026-11-01", "until": "2026-12-31"},
    },
    "next-cup": {
        "name": _name("下次消費折 20 元", "NT$20 off your next visit"),
        "benefit": {"kind": "amount", "amount": 20},
        "present": "bearer",
        "number": 72,
        "print_when": {"minimum": 200},
        "valid": {"after": 1, "days": 14},
    },
}

_MISSIONS: Final[dict[str, Any]] = {
    "tour": {
        "mission": "visits",
        "name": _name("三次巡禮", "Three-visit tour"),
        "goal": 3,
        "until": "2026-12-31",
        "gives": {"points": 100},
    },
    "bakery": {
        "mission": "spend",
        "name": _name("烘焙月", "Bakery month"),
        "goal": 1_000,
        "items": {"categories": ["bakery"]},
        "window": "month",
        "gives": {"coupons": ["box-100"]},
    },
    "ten-cups": {
        "mission": "stamps",
        "name": _name("集十杯送一杯", "Ten cups, one free"),
        "goal": 10,
        "items": {"categories": ["tea"]},
        "gives": {"coupons": ["birthday-cup"]},
    },
}


def offers_document() -> dict[str, Any]:
    """The programme as a document."""
    document = deepcopy(DOCUMENT)
    document |= {
        "version": 2,
        "tiers": _TIERS,
        "coupons": _COUPONS,
        "missions": _MISSIONS,
        "gifts": {
            "birthday": {
                "gift": "birthday",
                "name": _name("生日當月加贈 88 點", "88 points in your birthday's month"),
                "gives": {"points": 88},
            },
            "thanks": {
                "gift": "purchase",
                "name": _name("滿 300 送加點券", "A coupon for NT$300"),
                "when": {"minimum": 300},
                "gives": {"coupons": ["extra-50"]},
            },
        },
        "rewards": {
            "tea": {
                "name": _name("兌換紅茶一杯", "A black tea"),
                "points": 350,
                "benefit": {"kind": "free_item", "pick": "cheapest"},
                "items": {"categories": ["tea"]},
            },
            "bag": {"name": _name("品牌帆布袋", "A canvas bag"), "points": 800, "benefit": {"kind": "gift"}},
            "box": {
                "name": _name("年節禮盒折 300 元", "NT$300 off a festive box"),
                "points": 2_500,
                "benefit": {"kind": "amount", "amount": 300},
                "items": {"categories": ["gift"]},
            },
        },
        "campaigns": [
            {
                "code": "weekend",
                "name": _name("週末雙倍", "Weekend double"),
                "from": "2026-11-01",
                "until": "2026-11-30",
                "when": {"weekdays": ["sat", "sun"]},
                "effect": {"kind": "multiplier", "times": 2},
            },
        ],
    }
    document["brands"]["chawu"]["consents"] = {
        "news": {"name": _name("願意收到優惠通知", "Wants to hear of offers")},
        "privacy": {"name": _name("同意個資蒐集告知事項", "Agrees to the privacy notice"), "required": True},
    }
    document["stores"]["xinyi"]["tax"] = {"rate": "5%"}
    return document


def offers_programme() -> Programme:
    """The programme, with a digest of its own."""
    return Programme.from_document(offers_document(), "1" * 64)


def member_with_offers(programme: Programme) -> MemberState:
    """A gold member with coupons, missions under way and points that run out."""
    vouchers = (
        _voucher(programme, "birthday-cup", date(2026, 11, 1)),
        _voucher(programme, "box-100", date(2026, 10, 20)),
        _voucher(programme, "extra-50", date(2026, 11, 10)),
    )
    tallies = (
        Tally("mission/tour/steps", 1, None),
        Tally("mission/bakery/steps@2026-11", 640, date(2026, 11, 30)),
        Tally("mission/ten-cups/steps", 6, None),
    )
    gold = HeldTier("gold", date(2026, 4, 2), date(2027, 4, 30))
    progress = with_activity(progress_of(tallies, vouchers, (gold,)), Activity(date(2026, 6, 1), 7820, 38, 1840))
    lots = (
        LotPart("a", "chawu", 120, date(2026, 12, 31), date(2026, 1, 5)),
        LotPart("b", "chawu", 1164, date(2027, 12, 31), date(2026, 1, 5)),
    )
    return MemberState(GOLD_ID, lots, spend_minor=7820, visits=38, last_visit=date(2026, 11, 8), progress=progress)


def _voucher(programme: Programme, coupon: str, day: date) -> Voucher:
    return issue(programme.coupons[coupon], f"sale-{coupon}.gift.1", day)
