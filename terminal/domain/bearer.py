"""Uses of bearer coupons: printed numbers that whoever holds the paper may present.

A frame's body lists every coupon of the bill as ``[kind, number or voucher id]``. What a member held as a voucher is
taken from them by an entry; the numbers that no entry takes are bearer coupons, and those are counted by number.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from terminal.domain.ledger import Entry
from terminal.domain.records import record


@record
class BearerUse:
    """Uses of the coupon with a number, negative when a refund gives them back; ``coupon`` is its kind."""

    number: str
    coupon: str
    uses: int


def bearer_uses(body: Mapping[str, Any], entries: Iterable[Entry]) -> tuple[BearerUse, ...]:
    """What a sale's frame uses."""
    return _carried(_listed(body, 1), entries)


def bearer_returns(body: Mapping[str, Any], entries: Iterable[Entry]) -> tuple[BearerUse, ...]:
    """What a refund's frame gives back, perhaps before the sale that used it is heard of."""
    return _carried(_listed(body, -1), entries)


def _carried(uses: Iterable[BearerUse], entries: Iterable[Entry]) -> tuple[BearerUse, ...]:
    """Those of paper, which no entry takes from a member or gives back to one."""
    held = {voucher_id for entry in entries for voucher_id in entry.progress.vouchers}
    return tuple(use for use in uses if use.number not in held)


def _listed(body: Mapping[str, Any], each: int) -> tuple[BearerUse, ...]:
    uses: dict[str, BearerUse] = {}
    for coupon, number in body.get("coupons", ()):
        if number is not None:
            held = uses.get(number)
            uses[number] = BearerUse(number, coupon, each + (held.uses if held else 0))
    return tuple(uses.values())
