"""What missions, gifts and referrals give: points and coupons."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Final

from terminal.domain.awards import Award
from terminal.domain.coupons import Coupon, issue
from terminal.domain.expiry import ExpiryRule
from terminal.domain.ledger import EntryKind
from terminal.domain.lines import Explain
from terminal.domain.progress import Tally, Voucher
from terminal.domain.records import record
from terminal.domain.text import LocalText

VOUCHERS_MAX: Final = 200
"""The most vouchers that one rule gives for one bill: a slip in a programme must not stop a till."""


@record
class GivenCoupon:
    """``count`` coupons of the kind ``coupon``."""

    coupon: str
    count: int = 1


@record
class Giving:
    """Points and coupons that are given together.

    The points run by the clock ``expiry`` (``None``: the brand's own) and count towards tiers only when ``qualifying``.
    """

    points: int = 0
    qualifying: bool = False
    expiry: ExpiryRule | None = None
    coupons: tuple[GivenCoupon, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.points or self.coupons)


NOTHING_GIVEN = Giving()


@record
class Occurrence:
    """What happened that something is given for.

    ``source`` names the rule, ``times`` is how often its gift is due (0 where only ``tallies`` move). ``step`` and
    ``name`` explain it: the code of a sentence (``…_plain`` where no points are given) and what people call the rule.
    ``member_id`` is ``None`` for the buyer.
    """

    source: str
    sale_id: str
    day: date
    name: LocalText
    step: str
    times: int = 1
    tallies: tuple[Tally, ...] = ()
    member_id: str | None = None


def award_for(giving: Giving, occurrence: Occurrence, coupons: Mapping[str, Coupon]) -> Award:
    """``giving`` as an award; ``coupons`` are all kinds of the programme by code.

    Vouchers are called ``<sale>.<source>.<number>``, so that a part of the same bill gives the first of them again.
    Coupons that nobody could use any more are left out, and so are those beyond ``VOUCHERS_MAX``.
    """
    points = giving.points * occurrence.times
    held = _usable(giving, occurrence, coupons) if giving.coupons and occurrence.times else []
    vouchers = _numbered(held, occurrence) if held else ()
    return Award(
        source=occurrence.source,
        points=points,
        kind=EntryKind.BONUS,
        qualifying=points if giving.qualifying else 0,
        expiry=giving.expiry,
        tallies=occurrence.tallies,
        vouchers=vouchers,
        member_id=occurrence.member_id,
        steps=_steps(points, vouchers, occurrence, coupons),
    )


def _usable(giving: Giving, occurrence: Occurrence, coupons: Mapping[str, Coupon]) -> list[tuple[Voucher, int]]:
    """A voucher of each kind that can still be used, without its id, and how many of it one helping has."""
    day = occurrence.day
    issued = ((issue(coupons[given.coupon], "", day), given.count) for given in giving.coupons)
    return [(held, count) for held, count in issued if held.valid_until >= max(day, held.valid_from)]


def _numbered(held: list[tuple[Voucher, int]], occurrence: Occurrence) -> tuple[Voucher, ...]:
    """The vouchers, one helping of all kinds after the other: fewer helpings are the beginning of more."""
    helping = [voucher for voucher, count in held for _ in range(count)]
    given = (helping * min(occurrence.times, VOUCHERS_MAX))[:VOUCHERS_MAX]
    prefix = f"{occurrence.sale_id}.{occurrence.source}."
    return tuple(
        Voucher(f"{prefix}{number}", each.coupon, each.uses, each.valid_from, each.valid_until)
        for number, each in enumerate(given, start=1)
    )


def _steps(
    points: int, vouchers: tuple[Voucher, ...], occurrence: Occurrence, coupons: Mapping[str, Coupon]
) -> tuple[Explain, ...]:
    """The explanation; what another member gets is data and no points of this bill."""
    times = occurrence.times
    if not times:
        return ()
    code = occurrence.step if points else f"{occurrence.step}_plain"
    if occurrence.member_id is not None:
        return (Explain(code, data={"name": occurrence.name, "given": points}),)
    given = [
        Explain("coupon_given", data={"coupon": coupons[coupon].name, "count": count})
        for coupon, count in Counter(voucher.coupon for voucher in vouchers).items()
    ]
    return (Explain(code, points=points or None, data={"name": occurrence.name, "times": times}), *given)
