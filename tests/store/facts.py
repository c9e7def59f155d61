"""Facts the store tests write, and short ways to write them."""

import json
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState
from terminal.ports.printing import ReceiptDocument, Row, RowKind
from terminal.ports.replica import MemberRow, Position
from terminal.ports.store import MemberProfile, NewFrame, Store, StoredSale, TerminalIdentity, UnitOfWork

NOW = datetime(2026, 11, 21, 6, 32, 0, 123456, tzinfo=UTC)
DAY = date(2026, 11, 21)
GROUP_KEY = b"g" * 32
IDENTITY = TerminalIdentity("t1", 2, "xinyi", "chawu", "chawu-group", 1, "https://group.example")
OPENING = NewFrame(FrameKind.EPOCH_OPENED, NOW, DAY, "", {"public_key": "00", "previous": None})
PHONE = "+886912345678"
PROFILE = MemberProfile("m-local", "王小明", PHONE, date(1990, 11, 2), card="C0001", referrer="m-friend")
RECEIPT = ReceiptDocument("收據 0001", (Row(RowKind.TEXT, "茶屋"), Row(RowKind.COLUMNS, "紅玉紅茶", "2", "130")))


def lot(lot_id: str, points: int, expires_on: date | None = None) -> LotPart:
    return LotPart(lot_id, "chawu", points, expires_on, DAY)


def accrue(member_id: str, points: int, lot_id: str, spend: int = 0) -> Entry:
    return Entry(member_id, EntryKind.ACCRUE, points, (lot(lot_id, points),), spend, 1)


def redeem(member_id: str, points: int) -> Entry:
    return Entry(member_id, EntryKind.REDEEM, -points)


def server_member(
    member_id: str, points: int = 0, phone: str = PHONE, applied: dict[str, Position] | None = None, number: int = 1
) -> MemberRow:
    lots = (lot("server", points),) if points else ()
    state = MemberState(member_id, lots, spend_minor=points, visits=3, last_visit=DAY, applied=applied or {})
    return MemberRow(member_id, number, state, profile=MemberProfile(member_id, "Server Name", phone, card="S0001"))


def alias(member_id: str, of: str, number: int = 2) -> MemberRow:
    return MemberRow(member_id, number, MemberState(member_id), alias_of=of)


def adjustment(*entries: Entry, at: datetime = NOW, day: date = DAY) -> NewFrame:
    return NewFrame(FrameKind.ADJUSTMENT, at, day, "digest", {"reason": "test"}, entries)


def append(store: Store, *entries: Entry, day: date = DAY) -> int:
    with store.unit_of_work() as unit:
        seq = unit.append(adjustment(*entries, day=day))
        unit.commit()
    return seq


def enrol(store: Store, profile: MemberProfile = PROFILE) -> None:
    with store.unit_of_work() as unit:
        unit.add_member(profile)
        unit.append(NewFrame(FrameKind.MEMBER_ENROLLED, NOW, DAY, "", {"member": profile.member_id, "identifiers": []}))
        unit.commit()


def book_sale(
    unit: UnitOfWork, sale_id: str, *entries: Entry, day: date = DAY, key: str | None = None, minutes: int = 0
) -> StoredSale:
    number = unit.next_sale_number(day)
    member = entries[0].member_id if entries else None
    body: dict[str, object] = {
        "sale": sale_id,
        "number": number,
        "total": 130,
        "lines": [
            {"sku": "ruby", "name": "紅玉", "category": "tea", "quantity": "2", "amount": 130, "discount": 0},
            {"sku": "oolong", "name": "烏龍", "category": "tea", "quantity": "0.5", "amount": 20, "discount": 20},
        ],
        "tenders": [{"type": "card", "amount": 100}, {"type": "cash", "amount": 30}],
    }
    if member:
        body["member"] = member
    at = NOW + timedelta(minutes=minutes)
    sale = StoredSale(sale_id, number, at, day, member, body, "digest", IDENTITY.terminal_id, entries)
    seq = unit.append(NewFrame(FrameKind.SALE, at, day, "digest", body, entries))
    unit.add_sale(sale, seq, key)
    return sale


def sell(store: Store, sale_id: str, *entries: Entry, day: date = DAY, minutes: int = 0) -> StoredSale:
    with store.unit_of_work() as unit:
        sale = book_sale(unit, sale_id, *entries, day=day, minutes=minutes)
        unit.commit()
    return sale


def programme_bundle(version: int) -> tuple[bytes, str]:
    """A small bundle and its digest."""
    document = {
        "stillpoint": 1,
        "group": "chawu-group",
        "version": version,
        "name": {"zh-TW": "茶屋集團", "en": "Chawu Group"},
        "currencies": {"TWD": {"exponent": 0, "symbol": "NT$"}},
        "tiers": [{"code": "member", "name": {"zh-TW": "會員", "en": "Member"}, "multiplier": 1}],
        "brands": {
            "chawu": {
                "name": {"zh-TW": "茶屋", "en": "Chawu"},
                "currency": "TWD",
                "earning": [{"code": "base", "rule": "amount", "per": 100, "points": 1, "rounding": "down"}],
                "earn_on": "paid",
                "redemption": {"points": 10, "amount": 1, "block": 10, "accepts": ["chawu"]},
                "expiry": {"clock": "never"},
                "refund": {"rounding": "recompute", "spent_points": "return", "below_zero": "negative"},
                "tenders": ["cash"],
                "menu": [],
            }
        },
        "stores": {
            "xinyi": {
                "brand": "chawu",
                "name": {"zh-TW": "信義店", "en": "Xinyi"},
                "time_zone": "Asia/Taipei",
                "cut_off": "04:00",
                "cell": "main",
            }
        },
    }
    compiled = json.dumps(document).encode()
    return compiled, sha256(compiled).hexdigest()
