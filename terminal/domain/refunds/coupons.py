"""Coupons that come back when nothing of the bill they were used on is left."""

from collections.abc import Collection

from terminal.domain.coupons import SOURCE as COUPON_TALLY
from terminal.domain.coupons import UsedCoupon
from terminal.domain.progress import NO_PROGRESS, Progress, add, negated
from terminal.domain.records import record
from terminal.domain.sold import SoldBill


@record
class CouponsBack:
    """Coupons that may be used again, and those that stay used.

    ``progress`` is what changes for the member; ``freed`` are the numbers of papers that no member holds.
    """

    returned: tuple[UsedCoupon, ...] = ()
    kept: tuple[UsedCoupon, ...] = ()
    progress: Progress = NO_PROGRESS
    freed: tuple[UsedCoupon, ...] = ()


def coupons_back(sale: SoldBill, kept: Collection[str]) -> CouponsBack:
    """What becomes of the coupons of a bill given back to the end; those of the kinds in ``kept`` stay used."""
    returned = tuple(used for used in sale.coupons if used.coupon not in kept)
    uses = _uses_of(sale, returned)
    return CouponsBack(
        returned=returned,
        kept=tuple(used for used in sale.coupons if used.coupon in kept),
        progress=negated(uses),
        freed=tuple(used for used in returned if used.voucher_id and used.voucher_id not in uses.vouchers),
    )


def _uses_of(sale: SoldBill, coupons: Collection[UsedCoupon]) -> Progress:
    """What using these coupons changed for the member: counts of their kinds, uses of the vouchers they were."""
    kinds, held = {used.coupon for used in coupons}, {used.voucher_id for used in coupons}
    uses = NO_PROGRESS
    for entry in sale.entries:
        if entry.member_id == sale.member_id and entry.progress:
            tallies = {key: tally for key, tally in entry.progress.tallies.items() if _kind_counted(key) in kinds}
            vouchers = {key: voucher for key, voucher in entry.progress.vouchers.items() if key in held}
            uses = add(uses, Progress(tallies=tallies, vouchers=vouchers))
    return uses


def _kind_counted(key: str) -> str | None:
    """The kind whose uses the tally ``key`` counts: ``coupon/tea``, or of one day ``coupon/tea@2026-11-21``."""
    return key.removeprefix(COUPON_TALLY).partition("@")[0] if key.startswith(COUPON_TALLY) else None
