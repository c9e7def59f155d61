"""Coupons: kinds that a programme declares, what members hold of them, and the uses of one on a bill."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from terminal.domain.awards import Award
from terminal.domain.benefits import Benefit, BonusPoints, MultipliedPoints, PointsBenefit
from terminal.domain.conditions.base import ALWAYS, When
from terminal.domain.coupon_numbers import Check, printed_number
from terminal.domain.days import month_end
from terminal.domain.errors import Refusal
from terminal.domain.lines import Explain
from terminal.domain.occasion import Occasion
from terminal.domain.progress import Progress, Tally, Voucher, progress_of
from terminal.domain.records import record
from terminal.domain.rules.base import EarningBill, EarningRule
from terminal.domain.selection import EVERYTHING, ItemSelector
from terminal.domain.text import LocalText

SOURCE: Final = "coupon/"


class Presentation(StrEnum):
    """How a coupon comes to the counter, besides as a voucher that a member holds."""

    PUBLIC = "public"
    VOUCHER = "voucher"
    BEARER = "bearer"


class CouponRefund(StrEnum):
    """What becomes of a use when the bill comes back as a whole."""

    RETURN = "return"
    KEEP = "keep"


@record
class Validity:
    """When a coupon may be used: between two fixed days, and for a time after it was issued; ``None`` is no bound.

    ``after`` days after the day of issue it begins to hold, ``days`` after that day (or at the end of the month
    ``months`` after it) is its last day.
    """

    since: date | None = None
    until: date | None = None
    after: int = 0
    days: int | None = None
    months: int | None = None

    def first_day(self, issued: date) -> date:
        """The first day on which a coupon issued on ``issued`` may be used."""
        return max(issued + timedelta(days=self.after), self.since or date.min)

    def last_day(self, issued: date) -> date:
        """The last day on which it may be used; ``date.max`` where nothing bounds it."""
        bounds = [self.until or date.max]
        if self.days is not None:
            bounds.append(issued + timedelta(days=self.days))
        if self.months is not None:
            bounds.append(month_end(issued, self.months))
        return min(bounds)


@record
class Coupon:
    """A kind of coupon; ``brands`` is empty where all of them take it, ``currency`` ``None`` where there is but one.

    ``items`` are those it is for, ``when`` must hold of the bill as the discounts before it left it. ``uses`` are those
    of one voucher or paper, ``per_bill``, ``per_day``, ``per_year`` and ``per_member`` bound all of them. ``number``
    is what stands for the kind on paper, ``print_when`` says on whose receipts it is printed. Coupons of a bill are
    used in the order of ``order``, then of their codes.
    """

    code: str
    brands: tuple[str, ...]
    name: LocalText
    benefit: Benefit
    present: Presentation = Presentation.VOUCHER
    items: ItemSelector = EVERYTHING
    when: When = ALWAYS
    currency: str | None = None
    validity: Validity = field(default_factory=Validity)
    uses: int = 1
    per_bill: int = 1
    per_day: int | None = None
    per_year: int | None = None
    per_member: int | None = None
    combines: bool = True
    refund: CouponRefund = CouponRefund.RETURN
    order: int = 0
    number: int | None = None
    print_when: When | None = None

    @property
    def gives_points(self) -> bool:
        """Whether it gives points rather than a discount."""
        return isinstance(self.benefit, BonusPoints | MultipliedPoints)

    @property
    def counted(self) -> bool:
        """Whether a member's uses of it are counted."""
        return self.per_day is not None or self.per_year is not None or self.per_member is not None


@record
class UsedCoupon:
    """A use of a coupon on a bill: ``coupon`` is its kind, ``voucher_id`` the member's voucher or the paper's."""

    coupon: str
    voucher_id: str | None = None


@record
class PaperCoupon:
    """A coupon printed on a receipt for whoever brings it: its number, its kind and its days."""

    number: str
    coupon: Coupon
    valid_from: date
    valid_until: date


def issue(coupon: Coupon, voucher_id: str, day: date) -> Voucher:
    """The voucher that a member gets of ``coupon`` on business day ``day``, as an award or an entry adds it."""
    valid_from, valid_until = coupon.validity.first_day(day), coupon.validity.last_day(day)
    return Voucher(voucher_id, coupon.code, coupon.uses, valid_from, valid_until)


def paper_coupons(
    coupons: Mapping[str, Coupon], occasion: Occasion, sale_id: str, check: Check
) -> tuple[PaperCoupon, ...]:
    """The coupons that the receipt of a sale has printed on it, in the programme's order."""
    day = occasion.moment.day
    return tuple(
        PaperCoupon(
            printed_number(coupon.number, day, f"{sale_id}/{coupon.code}", check),
            coupon,
            coupon.validity.first_day(day),
            coupon.validity.last_day(day),
        )
        for coupon in coupons.values()
        if coupon.number is not None
        and coupon.print_when is not None
        and holds_in(coupon.currency, occasion)
        and coupon.validity.last_day(day) >= day
        and coupon.print_when.holds(occasion)
    )


def holds_in(currency: str | None, occasion: Occasion) -> bool:
    """Whether something with amounts in ``currency`` can be used where ``occasion`` is."""
    return currency is None or currency == occasion.currency


def use_of(coupon: Coupon, voucher: Voucher | None, day: date) -> Progress:
    """What one use of ``coupon`` changes for the member who uses it; taking it back is ``progress.negated`` of it."""
    tallies = []
    if coupon.per_member is not None:
        tallies.append(Tally(member_tally(coupon), 1, coupon.validity.until))
    if coupon.per_day is not None:
        tallies.append(Tally(day_tally(coupon, day), 1, day))
    if coupon.per_year is not None:
        tallies.append(Tally(year_tally(coupon, day), 1, date(day.year, 12, 31)))
    taken = (Voucher(voucher.voucher_id, coupon.code, -1, voucher.valid_from, voucher.valid_until),) if voucher else ()
    return progress_of(tallies, taken)


def member_tally(coupon: Coupon) -> str:
    """The key that counts a member's uses of ``coupon``."""
    return f"{SOURCE}{coupon.code}"


def day_tally(coupon: Coupon, day: date) -> str:
    """The key that counts a member's uses of ``coupon`` on ``day``."""
    return f"{SOURCE}{coupon.code}@{day.isoformat()}"


def year_tally(coupon: Coupon, day: date) -> str:
    """The key that counts a member's uses of ``coupon`` in the calendar year of ``day``."""
    return f"{SOURCE}{coupon.code}@{day.year}"


def coupon_awards(
    coupons: Mapping[str, Coupon], used: Iterable[UsedCoupon], bill: EarningBill, rules: Sequence[EarningRule] = ()
) -> list[Award]:
    """The points that the ``used`` coupons give; ``rules`` are those whose points a coupon multiplies, tiers apart.

    A points coupon's conditions are asked of what earns, so a part of the bill that comes back may take them with it.
    """
    awards: dict[str, Award] = {}
    occasion = bill.occasion
    for use in used:
        coupon = coupons.get(use.coupon)
        benefit = coupon.benefit if coupon and coupon.when.holds(occasion) else None
        if coupon is None or not isinstance(benefit, BonusPoints | MultipliedPoints):
            continue
        lines = coupon.items.of(occasion.lines)
        points = benefit.points_for(sum(line.amount for line in lines), _base(rules, bill, benefit)) if lines else 0
        source = f"{SOURCE}{coupon.code}"
        held = awards.get(source)
        if points:
            step = Explain("coupon_points", points=points, data={"coupon": coupon.name})
            steps = (*(held.steps if held else ()), step)
            awards[source] = Award(source, points + (held.points if held else 0), expiry=benefit.expiry, steps=steps)
    return list(awards.values())


def _base(rules: Sequence[EarningRule], bill: EarningBill, benefit: PointsBenefit) -> int:
    """The bill's base points without what the tier adds to them; only multipliers ask."""
    return sum(rule.base(bill, EVERYTHING) for rule in rules) if isinstance(benefit, MultipliedPoints) else 0


def refuse_idle(coupons: Mapping[str, Coupon], used: Iterable[UsedCoupon], awards: Sequence[Award]) -> None:
    """Refuses a points coupon that gave nothing on the bill it was presented for.

    Raises ``Refusal("coupon_without_effect")``.
    """
    for use in used:
        coupon = coupons[use.coupon]
        if coupon.gives_points and not any(award.source == f"{SOURCE}{coupon.code}" for award in awards):
            raise Refusal("coupon_without_effect", coupon=coupon.code)
