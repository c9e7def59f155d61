"""What a cashier may tell a member who is at the counter: gifts that are due, coupons to use, missions under way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction

from terminal.domain.coupons import Coupon
from terminal.domain.facts import Facts
from terminal.domain.gifts.awards import gifts_due
from terminal.domain.gifts.base import Gift
from terminal.domain.lines import Explain
from terminal.domain.missions.awards import MissionProgress, progress_on
from terminal.domain.missions.base import Mission
from terminal.domain.progress import Voucher
from terminal.domain.records import record
from terminal.domain.referral import Referral


@record
class Offering:
    """The parts of a programme that run where the member is: those of a brand, its coupons by code."""

    gifts: Sequence[Gift] = ()
    missions: Sequence[Mission] = ()
    coupons: Mapping[str, Coupon] = field(default_factory=dict)
    referral: Referral | None = None


def offers_on(offering: Offering, vouchers: Mapping[str, Voucher], facts: Facts, day: date) -> tuple[Explain, ...]:
    """What to tell the member with ``facts`` and ``vouchers`` on ``day``, as steps with a sentence each.

    Gifts come first, with what who was recommended gets; then coupons, those that end first before others; then
    missions that were begun, those that are nearly done before others. What a gift or a coupon asks of the bill is not
    looked at: there is none yet.
    """
    gifts = (Explain("offer_gift", data={"name": gift.name}) for gift in gifts_due(offering.gifts, facts, day))
    begun = [done for done in progress_on(offering.missions, facts.tallies, day) if done.have > 0]
    begun.sort(key=lambda done: (-Fraction(done.have, done.goal), done.mission.code))
    brought = offering.referral is not None and offering.referral.due(facts, day)
    welcome = (Explain("offer_referral"),) if brought else ()
    return (*gifts, *welcome, *_coupons(offering.coupons, vouchers.values(), day), *(_mission(done) for done in begun))


def _coupons(kinds: Mapping[str, Coupon], vouchers: Iterable[Voucher], day: date) -> list[Explain]:
    usable: dict[str, list[Voucher]] = {}
    for voucher in vouchers:
        if voucher.coupon in kinds and voucher.uses > 0 and voucher.valid_from <= day <= voucher.valid_until:
            usable.setdefault(voucher.coupon, []).append(voucher)
    by_end = sorted((min(held.valid_until for held in group), code) for code, group in usable.items())
    return [_coupon(kinds[code], sum(held.uses for held in usable[code]), until) for until, code in by_end]


def _coupon(kind: Coupon, count: int, until: date) -> Explain:
    data: dict[str, object] = {"coupon": kind.name, "count": count}
    if until == date.max:
        return Explain("offer_coupon", data=data)
    return Explain("offer_coupon_until", data={**data, "until": until.isoformat()})


def _mission(done: MissionProgress) -> Explain:
    data: dict[str, object] = {"name": done.mission.name}
    if done.mission.kind.spending:
        return Explain("mission_spent", data={**data, "spent": done.have, "spend_goal": done.goal})
    return Explain("mission_step", data={**data, "have": done.have, "goal": done.goal})
