"""Programmes, members and bills for the tables, built by hand and small."""

from copy import deepcopy
from datetime import date, time
from fractions import Fraction
from typing import Any

from terminal.domain.bills import Bill, Knowledge, Line, Quote, quote
from terminal.domain.customers import Customer, customer_of
from terminal.domain.facts import Person
from terminal.domain.ledger import LotPart, MemberState, spending_order
from terminal.domain.occasion import Moment
from terminal.domain.programme import Programme
from terminal.domain.sold import SoldBill

DAY = date(2026, 11, 21)
ONLINE = Knowledge(online=True)

DOCUMENT: dict[str, Any] = {
    "stillpoint": 1,
    "group": "group",
    "version": 1,
    "name": {"zh-TW": "集團", "en": "Group"},
    "currencies": {"TWD": {"exponent": 0, "symbol": "NT$"}},
    "tiers": [
        {"code": "member", "name": {"zh-TW": "會員", "en": "Member"}},
        {"code": "gold", "name": {"zh-TW": "金卡", "en": "Gold"}, "multiplier": 2, "qualify": {"spend": 12000}},
        {"code": "black", "name": {"zh-TW": "黑卡", "en": "Black"}, "multiplier": "2.5", "qualify": {"spend": 50000}},
    ],
    "brands": {
        "tea": {
            "name": {"zh-TW": "茶", "en": "Tea"},
            "currency": "TWD",
            "earning": [{"code": "base", "rule": "amount", "per": 10, "points": 1}],
            "redemption": {
                "points": 10,
                "amount": 1,
                "minimum": 100,
                "maximum": 5000,
                "share_of_bill": "50%",
                "accepts": ["tea", "noodles"],
            },
            "expiry": {"clock": "months_end", "months": 12},
        },
        "noodles": {
            "name": {"zh-TW": "麵", "en": "Noodles"},
            "currency": "TWD",
            "earning": [{"code": "base", "rule": "amount", "per": 20, "points": 1}],
            "redemption": {"points": 10, "amount": 1},
        },
        "plain": {"name": {"zh-TW": "素", "en": "Plain"}, "currency": "TWD"},
    },
    "stores": {
        code: {"brand": code, "name": {"zh-TW": "店", "en": "Shop"}, "time_zone": "Asia/Taipei", "cut_off": "04:00"}
        for code in ("tea", "noodles", "plain")
    },
    "offline": {"member_day_points": 300, "terminal_points": 1000, "trusted_hours": 72},
}


def document(**changes: object) -> dict[str, Any]:
    """The sample document, with values put at paths: ``brands__tea__earn_on="before_points"``; ``None`` removes."""
    made = deepcopy(DOCUMENT)
    for path, value in changes.items():
        *way, last = path.split("__")
        place: Any = made
        for key in way:
            place = place[int(key) if key.isdigit() else key]
        if value is None:
            del place[last]
        else:
            place[int(last) if last.isdigit() else last] = value
    return made


def programme(**changes: object) -> Programme:
    """The sample programme with ``changes``."""
    return Programme.from_document(document(**changes), "digest")


def lot(lot_id: str, points: int, brand: str = "tea", expires: date | None = None, earned: date = DAY) -> LotPart:
    return LotPart(lot_id, brand, points, expires, earned)


def member(*lots: LotPart, spend: int = 0, deficit: int = 0) -> MemberState:
    return MemberState("m", tuple(sorted(lots, key=spending_order)), deficit, spend_minor=spend)


def lines(*amounts: int) -> tuple[Line, ...]:
    return tuple(Line(f"sku{place}", "", "any", Fraction(1), amount) for place, amount in enumerate(amounts))


def at(rules: Programme, state: MemberState, day: date = DAY, person: Person | None = None) -> Customer:
    """The member at a counter."""
    return customer_of(rules, state, person or Person(), day)


def moment(day: date = DAY, clock: str = "12:00") -> Moment:
    return Moment(day, time.fromisoformat(clock))


def bill(
    amounts: tuple[int, ...] | tuple[Line, ...],
    who: MemberState | None = None,
    redeem: Any = 0,
    store: str = "tea",
    rules: Programme | None = None,
    knowledge: Knowledge = ONLINE,
    **more: Any,
) -> Quote:
    """A quote at ``store``; ``more`` are further fields of ``Bill`` (coupons, rewards, tenders, moment …)."""
    rules = rules or programme()
    sold_lines = tuple(line for line in amounts if isinstance(line, Line)) or lines(
        *(amount for amount in amounts if isinstance(amount, int))
    )
    fields: dict[str, Any] = {"sale_id": "sale", "moment": moment(), "redeem": redeem, **more}
    asked = Bill(store=rules.store(store), lines=sold_lines, **fields)
    customer = at(rules, who, asked.moment.day) if who else None
    return quote(rules, asked, customer, knowledge)


def sold(quoted: Quote) -> SoldBill:
    """The sale that ``quoted`` became."""
    return quoted.sold
