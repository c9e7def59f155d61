"""Uses of bearer coupons: printed numbers that whoever holds the paper may present.

A frame's body lists every coupon of the bill as ``[kind, number or voucher id]``. What a member held as a voucher is
taken from them by an entry; the numbers that no entry takes are bearer coupons, and those are counted by number.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from terminal.domain.ledger import Entry


@dataclass(frozen=True, slots=True)
class BearerUse:
    """Uses of the coupon with a number, negative when a refund gives them back; ``coupon`` is its kind."""

    number: str
    coupon: str
    uses: int


def bearer_uses(body: Mapping[str, Any], entries: Iterable[Entry]) -> tuple[BearerUse, ...]:
    """What a sale's frame uses."""
    held = {voucher_id for entry in entries for voucher_id in entry.progress.vouchers}
    return tuple(use for use in _listed(body, 1) if use.number not in held)


def bearer_returns(body: Mapping[str, Any]) -> tuple[BearerUse, ...]:
    """What a refund's frame gives back; vouchers of members among them, which no count by number knows."""
    return _listed(body, -1)


def _listed(body: Mapping[str, Any], each: int) -> tuple[BearerUse, ...]:
    uses: dict[str, BearerUse] = {}
    for coupon, number in body.get("coupons", ()):
        if number is not None:
            held = uses.get(number)
            uses[number] = BearerUse(number, coupon, each + (held.uses if held else 0))
    return tuple(uses.values())
