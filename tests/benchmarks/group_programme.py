"""A made-up group with everything: 23 brands, 60 campaigns, 4 tiers, 12 missions, 40 kinds of coupon, all running."""

from typing import Any, Final

BRANDS: Final = 23
CAMPAIGNS: Final = 60
MISSIONS: Final = 12
COUPONS: Final = 40
CATEGORIES: Final = ("tea", "coffee", "bakery", "noodles", "sides", "gifts")
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def group_document() -> dict[str, Any]:
    """The programme as a document."""
    return {
        "stillpoint": 1,
        "group": "everything",
        "version": 1,
        "name": _name("集團", "Group"),
        "currencies": {"TWD": {"exponent": 0, "symbol": "NT$"}},
        "tiers": [
            {"code": "member", "name": _name("會員", "Member")},
            _tier("silver", "1.2", 5_000, "5%"),
            _tier("gold", "1.5", 20_000, "8%"),
            _tier("black", "2", 80_000, "10%"),
        ],
        "brands": {f"brand-{number}": _brand(number) for number in range(BRANDS)},
        "stores": {
            f"store-{number}": {
                "brand": f"brand-{number}",
                "name": _name("店", "Shop"),
                "time_zone": "Asia/Taipei",
                "cut_off": "04:00",
                "region": "north" if number % 2 else "south",
                "tax": {"rate": "5%"},
            }
            for number in range(BRANDS)
        },
        "stacking": [
            {"code": "best", "policy": "best"},
            {"code": "sum", "policy": "sum"},
            {"code": "exclusive", "policy": "exclusive"},
        ],
        "campaigns": [_campaign(number) for number in range(CAMPAIGNS)],
        "coupons": {f"coupon-{number}": _coupon(number) for number in range(COUPONS)},
        "rewards": {
            "tote": {"name": _name("購物袋", "Tote"), "points": 200, "benefit": {"kind": "gift"}},
            "half": {"name": _name("折 50", "50 off"), "points": 300, "benefit": {"kind": "amount", "amount": 50}},
        },
        "missions": {f"mission-{number}": _mission(number) for number in range(MISSIONS)},
        "gifts": {
            "welcome": {"gift": "welcome", "name": _name("迎新", "Welcome"), "gives": {"points": 100}},
            "birthday": {"gift": "birthday", "name": _name("生日", "Birthday"), "gives": {"points": 200}},
            "thanks": {
                "gift": "purchase",
                "name": _name("滿額禮", "For a large bill"),
                "when": {"minimum": 500},
                "gives": {"coupons": ["coupon-0"]},
            },
        },
        "referral": {"member": {"points": 100}, "referrer": {"points": 200}, "when": {"minimum": 100}},
        "settlement": {"rate": "90%"},
        "offline": {"member_day_points": 3000, "terminal_points": 20_000, "trusted_hours": 72},
    }


def plain_document() -> dict[str, Any]:
    """One brand, one rule: what the other is compared with."""
    whole = group_document()
    brand = {"name": _name("茶", "Tea"), "currency": "TWD", "earning": [_EARNING]}
    plain = {key: whole[key] for key in ("stillpoint", "group", "version", "name", "currencies")}
    store = {key: value for key, value in whole["stores"]["store-0"].items() if key not in ("tax", "region")}
    return {**plain, "tiers": whole["tiers"][:1], "brands": {"brand-0": brand}, "stores": {"store-0": store}}


_EARNING: Final = {"code": "base", "rule": "amount", "per": 10, "points": 1}


def _name(chinese: str, english: str) -> dict[str, str]:
    return {"zh-TW": chinese, "en": english}


def _tier(code: str, multiplier: str, spend: int, discount: str) -> dict[str, Any]:
    return {
        "code": code,
        "name": _name(code, code),
        "multiplier": multiplier,
        "qualify": {"spend": spend, "window": "12 months"},
        "discount": discount,
    }


def _brand(number: int) -> dict[str, Any]:
    return {
        "name": _name(f"品牌 {number}", f"Brand {number}"),
        "currency": "TWD",
        "earning": [
            {**_EARNING, "items": {"except_categories": ["gifts"]}},
            {"code": "visit", "rule": "visit", "points": 2},
        ],
        "redemption": {
            "points": 10,
            "amount": 1,
            "minimum": 100,
            "maximum": 5000,
            "share_of_bill": "50%",
            "accepts": [f"brand-{other}" for other in range(BRANDS)],
        },
        "expiry": {"clock": "months_end", "months": 12},
        "tenders": ["cash", "card", {"type": "gift_card", "earns": False}],
        "discounts": {"share": "20%"},
    }


def _campaign(number: int) -> dict[str, Any]:
    effects: tuple[dict[str, Any], ...] = (
        {"kind": "multiplier", "times": 2 + number % 3},
        {"kind": "bonus", "points": 5 + number},
        {"kind": "amount", "per": 50, "points": 1},
        {"kind": "item", "points": 3},
    )
    conditions: tuple[dict[str, Any], ...] = (
        {"weekdays": list(_WEEKDAYS)},
        {"minimum": 100 + number},
        {"tiers": ["silver", "gold", "black"]},
        {"hours": ["06:00-23:00"]},
        {},
    )
    return {
        "code": f"campaign-{number}",
        "name": _name(f"活動 {number}", f"Campaign {number}"),
        # Every second one is the group's, the others belong to three brands each.
        "brands": [f"brand-{(number // 2 + step) % BRANDS}" for step in range(3)] if number % 2 else [],
        "from": "2026-01-01",
        "until": "2026-12-31",
        "when": conditions[number % len(conditions)],
        "items": {"categories": [CATEGORIES[number % len(CATEGORIES)]]} if number % 3 else {},
        "effect": effects[number % len(effects)],
        "group": ("best", "sum", "exclusive")[number % 3],
        "priority": number,
        "cap_per_sale": 500,
    }


def _coupon(number: int) -> dict[str, Any]:
    benefits: tuple[dict[str, Any], ...] = (
        {"kind": "percent", "share": "10%", "maximum": 50},
        {"kind": "amount", "amount": 20},
        {"kind": "free_item", "every": 3},
        {"kind": "points", "points": 30},
    )
    return {
        "name": _name(f"券 {number}", f"Coupon {number}"),
        "benefit": benefits[number % len(benefits)],
        "present": "public" if number % 2 else "voucher",
        "when": {"minimum": 100},
        "valid": {"days": 60} if number % 2 == 0 else {"from": "2026-01-01", "until": "2026-12-31"},
    }


def _mission(number: int) -> dict[str, Any]:
    kinds: tuple[dict[str, Any], ...] = (
        {"mission": "visit_brands", "goal": 3},
        {"mission": "visit_stores", "goal": 3},
        {"mission": "visits", "goal": 5},
        {"mission": "buy", "goal": 4, "items": {"categories": ["bakery"]}},
        {"mission": "spend", "goal": 3000},
        {"mission": "stamps", "goal": 10, "items": {"categories": ["tea"]}},
    )
    return {
        **kinds[number % len(kinds)],
        "name": _name(f"任務 {number}", f"Mission {number}"),
        "window": "month",
        "gives": {"points": 50 + number},
    }
