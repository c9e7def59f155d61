"""The programme of the sample shop that screens are shown and tested with."""

from typing import Any

from terminal.domain.programme import Programme

DRINKS = (
    ("ruby", "紅玉紅茶", "Ruby black tea", 65),
    ("boba", "黑糖珍珠鮮奶", "Brown sugar boba milk", 75),
    ("fourseasons", "四季春", "Four seasons oolong", 45),
    ("lemon", "檸檬青茶", "Lemon green tea", 55),
    ("latte", "烏龍拿鐵", "Oolong latte", 70),
    ("eggroll", "蛋捲 6 入", "Egg rolls, 6", 180),
    ("giftbox", "禮盒", "Gift box", 580),
    ("bag", "加購袋", "Carrier bag", 2),
    ("jade", "翡翠檸檬", "Jade lemon tea", 60),
)
BAKERY = (
    ("saltedroll", "鹹蛋黃蛋捲 6 入", "Salted egg rolls, 6", 180, "4710088410207"),
    ("pineapple", "鳳梨酥 10 入", "Pineapple cakes, 10", 420, "4710088410214"),
    ("longname", "古早味手工現烤蜂蜜蛋糕禮盒典藏版", "Old-fashioned hand-baked honey cake, collector's box", 680),
)
WEIGHED = {"mango"}
GIFTS = (
    ("mango", "愛文芒果乾 散裝", "Dried mango, loose", 860),
    ("hamper", "年節禮籃", "Festive hamper", 12345678),
)

GOLD_ID, OVERDRAWN_ID = "01920000-0000-7000-8000-000000000001", "01920000-0000-7000-8000-000000000002"
"""The members that every picture knows."""


def _name(zh: str, en: str) -> dict[str, str]:
    return {"zh-TW": zh, "en": en}


def _item(sku: str, zh: str, en: str, price: int, barcode: str | None = None) -> dict[str, Any]:
    item = {"sku": sku, "name": _name(zh, en), "price": price}
    return item | ({"barcode": barcode} if barcode else {}) | ({"weighed": True} if sku in WEIGHED else {})


def _category(code: str, zh: str, en: str, items: tuple[Any, ...]) -> dict[str, Any]:
    return {"code": code, "name": _name(zh, en), "items": [_item(*item) for item in items]}


DOCUMENT: dict[str, Any] = {
    "stillpoint": 1,
    "group": "sample",
    "version": 1,
    "name": _name("範例集團", "Sample group"),
    "currencies": {"TWD": {"exponent": 0, "symbol": "NT$"}},
    "tiers": [
        {"code": "member", "name": _name("會員", "Member"), "multiplier": 1},
        {"code": "gold", "name": _name("金卡", "Gold"), "multiplier": 2, "qualify": {"spend": 4000}},
        {"code": "platinum", "name": _name("白金卡", "Platinum"), "multiplier": 3, "qualify": {"spend": 10000}},
    ],
    "brands": {
        "chawu": {
            "name": _name("茶屋 Chawu", "Chawu"),
            "currency": "TWD",
            "earning": [{"code": "base", "rule": "amount", "per": 10, "points": 1, "multiply": "exact"}],
            "earn_on": "paid",
            "redemption": {
                "points": 10,
                "amount": 1,
                "block": 10,
                "minimum": 100,
                "maximum": 5000,
                "share_of_bill": "50%",
                "accepts": ["chawu"],
            },
            "expiry": {"clock": "end_of_next_year"},
            "discounts": {"share": "10%", "approved_share": "30%"},
            "tenders": ["cash", "card", "line_pay", "easycard", "stored_value", "other"],
            "menu": [
                _category("tea", "茶飲", "Tea", DRINKS),
                _category("bakery", "烘焙", "Bakery", BAKERY),
                _category("gift", "禮盒", "Gifts", GIFTS),
            ],
        }
    },
    "stores": {
        "xinyi": {
            "brand": "chawu",
            "name": _name("信義店", "Xinyi"),
            "time_zone": "Asia/Taipei",
            "cut_off": "04:00",
            "cell": "main",
        }
    },
    "offline": {"member_day_points": 300, "terminal_points": 20000, "trusted_hours": 72, "fresh_minutes": 10},
}


def sample_programme() -> Programme:
    """The sample shop's programme."""
    return Programme.from_document(DOCUMENT, "0" * 64)
