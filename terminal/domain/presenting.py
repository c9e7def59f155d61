"""What was presented at the counter, made out: codes, numbers of vouchers, and numbers printed on paper."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import field
from datetime import date
from typing import Final

from terminal.domain.coupon_numbers import Check, read_number, short_number
from terminal.domain.coupons import Coupon, Presentation, UsedCoupon, day_tally, member_tally, year_tally
from terminal.domain.errors import Refusal
from terminal.domain.facts import Facts
from terminal.domain.progress import Voucher
from terminal.domain.records import record

SHOWN_LENGTH_MAX: Final = 40
COUPONS_MAX: Final = 50


def _no_key(said: str) -> str:
    """Check digits that no number has."""
    return ""


@record
class Papers:
    """What a till knows of printed coupons: how to check a number, and how often each was used as far as it knows."""

    check: Check = _no_key
    used: Mapping[str, int] = field(default_factory=dict)


@record
class Desk:
    """Where coupons are presented: the ``coupons`` taken here by code, the codes of those taken ``elsewhere`` only.

    ``facts`` and ``vouchers`` are the member's, ``None`` and empty without one.
    """

    day: date
    coupons: Mapping[str, Coupon]
    elsewhere: Collection[str] = ()
    facts: Facts | None = None
    vouchers: Mapping[str, Voucher] = field(default_factory=dict)
    papers: Papers = field(default_factory=Papers)


@record
class Presented:
    """A coupon to be used: the member's ``voucher``, or the ``number`` on the paper, or neither for a public code."""

    coupon: Coupon
    voucher: Voucher | None = None
    number: str | None = None

    @property
    def use(self) -> UsedCoupon:
        """The use of it that the sale will remember."""
        return UsedCoupon(self.coupon.code, self.voucher.voucher_id if self.voucher else self.number)


def present(desk: Desk, texts: Sequence[str]) -> tuple[Presented, ...]:
    """What ``texts`` are, in the order in which they are used, whatever order they came in.

    Raises ``Refusal``: ``coupon_unknown``, ``coupon_not_here``, ``coupon_needs_member``, ``coupon_not_held``,
    ``coupon_not_yet_valid``, ``coupon_expired``, ``coupon_used_up``, ``coupon_repeated``, ``coupon_not_combinable``,
    ``coupons_too_many``.
    """
    if len(texts) > COUPONS_MAX:
        raise Refusal("coupons_too_many", maximum=COUPONS_MAX)
    taken: Counter[str] = Counter()
    found: list[Presented] = []
    asked = sorted((clean(text), text) for text in texts)
    # Numbers say which one is meant and go first; a code takes the best of those that are left.
    exact = [(text, match) for text, _ in asked if (match := _by_number(desk, text)) is not None]
    for text, match in exact:
        found.append(_take(desk, text, match, taken))
    numbers = {text for text, _ in exact}
    for text, original in asked:
        if text not in numbers:
            found.append(_take(desk, text, _by_code(desk, text, original, taken), taken))
    _check_together(found)
    return tuple(sorted(found, key=_place))


def clean(text: str) -> str:
    """``text`` as codes and numbers are written, however it was typed."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def _place(presented: Presented) -> tuple[int, str, str]:
    return (presented.coupon.order, presented.coupon.code, presented.use.voucher_id or "")


def _by_number(desk: Desk, text: str) -> Presented | None:
    """The member's voucher with that id or short number, or the paper with that number."""
    if text in desk.coupons or text in desk.elsewhere:
        return None
    held = [
        voucher
        for voucher in desk.vouchers.values()
        if text in (clean(voucher.voucher_id), short_number(voucher.voucher_id))
    ]
    if held:
        voucher = min(held, key=_best_first)
        return Presented(_kind(desk, voucher.coupon, text), voucher)
    paper = read_number(text, desk.day, desk.papers.check)
    if paper is None:
        return None
    coupon = next((coupon for coupon in desk.coupons.values() if coupon.number == paper.kind), None)
    if coupon is None:
        raise Refusal("coupon_not_here", coupon=text, condition="brands")
    first, last = coupon.validity.first_day(paper.issued), coupon.validity.last_day(paper.issued)
    _check_days(desk, coupon, first, last)
    return Presented(coupon, number=text)


def _by_code(desk: Desk, text: str, original: str, taken: Counter[str]) -> Presented:
    coupon = _kind(desk, text, original)
    held = [voucher for voucher in desk.vouchers.values() if voucher.coupon == coupon.code]
    usable = [voucher for voucher in held if _usable(voucher, desk.day) and voucher.uses > taken[voucher.voucher_id]]
    if usable:
        return Presented(coupon, min(usable, key=_best_first))
    if coupon.present is Presentation.PUBLIC:
        since, until = coupon.validity.since or date.min, coupon.validity.until or date.max
        _check_days(desk, coupon, since, until)
        return Presented(coupon)
    if desk.facts is None:
        raise Refusal("coupon_needs_member", coupon=coupon.code)
    if not held:
        raise Refusal("coupon_not_held", coupon=coupon.code)
    return Presented(coupon, max(held, key=_nearest_to_use))


def _kind(desk: Desk, code: str, original: str) -> Coupon:
    if code in desk.coupons:
        return desk.coupons[code]
    if code in desk.elsewhere:
        raise Refusal("coupon_not_here", coupon=code, condition="brands")
    raise Refusal("coupon_unknown", coupon=original[:SHOWN_LENGTH_MAX])


def _best_first(voucher: Voucher) -> tuple[bool, date, str]:
    return (voucher.uses <= 0, voucher.valid_until, voucher.voucher_id)


def _nearest_to_use(voucher: Voucher) -> tuple[bool, date, str]:
    """Of vouchers none of which can be used, the one whose refusal says most."""
    return (voucher.uses > 0, voucher.valid_until, voucher.voucher_id)


def _usable(voucher: Voucher, day: date) -> bool:
    return voucher.uses > 0 and voucher.valid_from <= day <= voucher.valid_until


def _take(desk: Desk, text: str, found: Presented, taken: Counter[str]) -> Presented:
    """``found``, counted in ``taken`` by voucher or number and by kind, if it may be used once more."""
    coupon = found.coupon
    if found.voucher is not None:
        _check_uses(coupon, found.voucher.uses, taken[found.voucher.voucher_id])
        _check_days(desk, coupon, found.voucher.valid_from, found.voucher.valid_until)
        taken[found.voucher.voucher_id] += 1
    elif found.number is not None:
        _check_uses(coupon, coupon.uses - desk.papers.used.get(found.number, 0), taken[found.number])
        taken[found.number] += 1
    kind = f"/{coupon.code}"
    if taken[kind] >= coupon.per_bill:
        raise Refusal("coupon_repeated", coupon=coupon.code, maximum=coupon.per_bill)
    _check_limits(desk, coupon, taken[kind])
    taken[kind] += 1
    return found


def _check_uses(coupon: Coupon, left: int, taken: int) -> None:
    if left <= 0:
        raise Refusal("coupon_used_up", coupon=coupon.code)
    if taken >= left:
        raise Refusal("coupon_repeated", coupon=coupon.code, maximum=left)


def _check_days(desk: Desk, coupon: Coupon, first: date, last: date) -> None:
    if desk.day > last:
        raise Refusal("coupon_expired", coupon=coupon.code, day=last.isoformat())
    if desk.day < first:
        raise Refusal("coupon_not_yet_valid", coupon=coupon.code, day=first.isoformat())


def _check_limits(desk: Desk, coupon: Coupon, taken: int) -> None:
    if not coupon.counted:
        return
    if desk.facts is None:
        raise Refusal("coupon_needs_member", coupon=coupon.code)
    ever, today = desk.facts.count(member_tally(coupon)), desk.facts.count(day_tally(coupon, desk.day))
    if coupon.per_member is not None and ever + taken >= coupon.per_member:
        raise Refusal("coupon_used_up", coupon=coupon.code)
    if coupon.per_year is not None and desk.facts.count(year_tally(coupon, desk.day)) + taken >= coupon.per_year:
        raise Refusal("coupon_used_this_year", coupon=coupon.code, maximum=coupon.per_year)
    if coupon.per_day is not None and today + taken >= coupon.per_day:
        raise Refusal("coupon_used_today", coupon=coupon.code, maximum=coupon.per_day)


def _check_together(found: Sequence[Presented]) -> None:
    if len({presented.coupon.code for presented in found}) > 1:
        alone = sorted(presented.coupon.code for presented in found if not presented.coupon.combines)
        if alone:
            raise Refusal("coupon_not_combinable", coupon=alone[0])
