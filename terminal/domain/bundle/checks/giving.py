"""What must hold of what is given, and of the days between which it is."""

from datetime import date

from terminal.domain.bundle.checks.references import check_distinct, check_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.coupons import Coupon, Presentation
from terminal.domain.giving import Giving
from terminal.domain.programme_parts import Module


def check_giving(giving: Giving, sections: Sections, path: str, since: date | None, until: date | None) -> None:
    """Raises ``Refusal("programme_invalid")`` unless members can use what is given from ``since`` to ``until``.

    A coupon may be for other brands than the one that gives it, but some brand has to take it.
    """
    placed = [(f"{path}.coupons[{index}]", given.coupon) for index, given in enumerate(giving.coupons)]
    check_distinct(placed)
    for place, code in placed:
        check_known(code, sections.coupons, place)
        _check_coupon(sections.coupons[code], sections, place, since)
    last_day = giving.expiry.last_day if giving.expiry else None
    if last_day is not None and last_day < (until or since or date.min):
        raise invalid(f"{path}.expiry.day", "ends_before_start", start=(until or since or date.min).isoformat())


def check_days(since: date | None, until: date | None, path: str) -> None:
    """Raises ``Refusal("programme_invalid")`` for a last day before the first."""
    if since is not None and until is not None and until < since:
        raise invalid(f"{path}.until", "ends_before_start", start=since.isoformat())


def _check_coupon(coupon: Coupon, sections: Sections, path: str, since: date | None) -> None:
    if coupon.present is not Presentation.VOUCHER:
        raise invalid(path, "coupon_not_held", code=coupon.code)
    takers = [sections.brands[code] for code in coupon.brands or sections.brands]
    if not any(Module.COUPONS in brand.modules for brand in takers):
        raise invalid(path, "coupon_taken_nowhere", code=coupon.code)
    if coupon.validity.until is not None and since is not None and coupon.validity.until < since:
        raise invalid(path, "coupon_ends_before", code=coupon.code, start=since.isoformat())
