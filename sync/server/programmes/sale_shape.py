"""What a sale's body may hold for calculations to start from it; the rest of a body is for people."""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from terminal.domain.errors import Broken
from terminal.domain.facts import Birthday
from terminal.domain.frames import Frame, FrameKind
from terminal.domain.sold import SoldBill, sold_from_document

_AMOUNT_MAX = 10**13
_Amount = Annotated[int, Meta(ge=0, le=_AMOUNT_MAX)]
_Signed = Annotated[int, Meta(ge=-_AMOUNT_MAX, le=_AMOUNT_MAX)]
_LineNumber = Annotated[int, Meta(ge=1, le=1000)]
_Key = Annotated[str, Meta(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
_Text = Annotated[str, Meta(max_length=2000)]
_Quantity = Annotated[str, Meta(pattern=r"^[0-9]{1,8}(\.[0-9]{1,6})?$")]
_Time = Annotated[str, Meta(pattern=r"^[0-9]{2}:[0-9]{2}:[0-9]{2}$")]
_Codes = Annotated[tuple[_Key, ...], Meta(max_length=200)]


class _LineShape(Struct):
    sku: _Key
    name: _Text
    category: _Key
    quantity: _Quantity
    amount: _Amount
    discounts: Annotated[tuple[tuple[_Key, _Signed], ...], Meta(max_length=200)] = ()
    tax: _Signed = 0


class FactsShape(Struct):
    """What the rules were asked with."""

    member: _Key
    tier: _Key
    visits: _Signed = 0
    days_since_visit: _Signed | None = None
    birthday: Birthday = Birthday.OTHER
    birthday_passed_on_joining: bool = False
    enrolled_on: date | None = None
    referrer: _Key | None = None
    tags: _Codes = ()
    segments: _Codes = ()
    tallies: Annotated[dict[_Key, _Signed], Meta(max_length=5000)] = {}
    windows: Annotated[dict[_Key, tuple[_Signed, _Signed, _Signed]], Meta(max_length=200)] = {}


class _SaleShape(Struct):
    sale: _Key
    time: _Time
    lines: Annotated[tuple[_LineShape, ...], Meta(min_length=1, max_length=1000)]
    paid: Annotated[tuple[tuple[_Key, _Signed], ...], Meta(max_length=100)]
    facts: FactsShape | None = None
    coupons: Annotated[tuple[tuple[_Key, _Key | None], ...], Meta(max_length=200)] = ()
    spent: Annotated[tuple[tuple[_Key, _Amount], ...], Meta(max_length=200)] = ()
    by_hand: Annotated[tuple[tuple[_LineNumber | None, _Amount, _Text], ...], Meta(max_length=1001)] = ()
    paying: Annotated[tuple[_Key, ...], Meta(max_length=100)] = ()
    approved_by: _Text | None = None
    earned: _Signed = 0
    total: _Signed = 0
    redeemed: _Signed = 0


class _CouponsShape(Struct):
    coupons: Annotated[tuple[tuple[_Key, _Key | None], ...], Meta(max_length=200)] = ()


def sold_bill(frame: Frame) -> SoldBill | None:
    """The sale in a frame; ``None`` for another kind of frame, and for a sale of a till too old to tell enough.

    Raises ``Broken`` for one that no calculation should start from.
    """
    body = frame.body
    if frame.kind is not FrameKind.SALE or "time" not in body:
        return None
    try:
        msgspec.convert(body, _SaleShape)
        return sold_from_document(body["sale"], frame.store, frame.day, body, frame.entries)
    except (msgspec.ValidationError, LookupError, TypeError, ValueError) as error:
        raise Broken(f"not a sale: {error}") from error


def lists_coupons(frame: Frame) -> bool:
    """Whether the frame says in the agreed form which coupons were used, or given back."""
    try:
        return bool(msgspec.convert(frame.body, _CouponsShape).coupons)
    except msgspec.ValidationError:
        return False
