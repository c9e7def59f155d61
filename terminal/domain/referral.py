"""Referral: a member who brings another, and what both get for it.

What the referrer got before is not known at a till, which may never have met them. A most per referrer and period is
therefore not enforced there: the tallies of the referrer's entry let the group server see what is too much.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from terminal.domain.awards import Award
from terminal.domain.conditions.base import ALWAYS, When
from terminal.domain.coupons import Coupon, holds_in
from terminal.domain.days import month_end
from terminal.domain.facts import Facts
from terminal.domain.giving import NOTHING_GIVEN, Giving, Occurrence, award_for
from terminal.domain.progress import Tally
from terminal.domain.records import record
from terminal.domain.rules.base import EarningBill
from terminal.domain.text import LocalText

REFERRAL_TALLY: Final = "referral"
REFERRED_TALLY: Final = "referred"
_REMEMBERED: Final = timedelta(days=366)
_NAME: Final = LocalText("推薦", "Referral")


class ReferrerPeriod(StrEnum):
    """Over which time what a referrer gets is counted."""

    MONTH = "month"
    YEAR = "year"
    EVER = "ever"


@record
class ReferrerMaximum:
    """At most ``count`` new members in a period are rewarded to one referrer."""

    count: int
    per: ReferrerPeriod

    def tally(self, day: date) -> Tally:
        """What one more on ``day`` adds to the referrer's count."""
        if self.per is ReferrerPeriod.MONTH:
            return Tally(f"{REFERRED_TALLY}@{day.isoformat()[:7]}", 1, month_end(day, 0))
        if self.per is ReferrerPeriod.YEAR:
            return Tally(f"{REFERRED_TALLY}@{day.year}", 1, date(day.year, 12, 31))
        return Tally(f"{REFERRED_TALLY}@ever", 1)


@record
class JoinedBetween:
    """The first and the last day of joining; ``None`` is no bound."""

    since: date | None = None
    until: date | None = None

    def has(self, joined: date) -> bool:
        """Whether ``joined`` is one of its days."""
        return (self.since is None or self.since <= joined) and (self.until is None or joined <= self.until)


ANY_DAY: Final = JoinedBetween()


@record
class Referral:
    """The rules of referral; ``brands`` is empty where they hold at all of them.

    ``member`` is what the new member gets and ``referrer`` who brought them, on a bill of which ``when`` holds, at most
    ``days`` after joining, with ``first_bill`` on the very first only. ``since`` and ``until`` are the days of that
    bill, ``joined`` those of joining. ``currency`` is that of its amounts.
    """

    brands: tuple[str, ...]
    member: Giving = NOTHING_GIVEN
    referrer: Giving = NOTHING_GIVEN
    days: int = 30
    first_bill: bool = True
    since: date | None = None
    until: date | None = None
    joined: JoinedBetween = ANY_DAY
    when: When = ALWAYS
    currency: str | None = None
    referrer_maximum: ReferrerMaximum | None = None

    def due(self, facts: Facts, day: date) -> bool:
        """Whether a bill of the member on ``day`` may reward them and their referrer; once for ever."""
        if not facts.referrer or facts.referrer == facts.member_id or facts.count(REFERRAL_TALLY) > 0:
            return False
        if (self.since and day < self.since) or (self.until and self.until < day):
            return False
        joined = facts.enrolled_on
        if joined is None or (day - joined).days > self.days or not self.joined.has(joined):
            return False
        return facts.visits == 0 or not self.first_bill


def referral_awards(referral: Referral | None, coupons: Mapping[str, Coupon], bill: EarningBill) -> list[Award]:
    """What a new member's ``bill`` gives them and their referrer; ``coupons`` are all kinds by code."""
    occasion, facts = bill.occasion, bill.facts
    day = occasion.moment.day
    if referral is None or facts.referrer is None or not referral.due(facts, day):
        return []
    if not holds_in(referral.currency, occasion) or not referral.when.holds(occasion):
        return []
    joined = Occurrence(
        "referral/member", bill.sale_id, day, _NAME, "referral_joined", tallies=(Tally(REFERRAL_TALLY, 1),)
    )
    thanked = Occurrence(
        source="referral/referrer",
        sale_id=bill.sale_id,
        day=day,
        name=_NAME,
        step="referral_thanked",
        tallies=_referred(referral, facts.member_id, day),
        member_id=facts.referrer,
    )
    return [award_for(referral.member, joined, coupons), award_for(referral.referrer, thanked, coupons)]


def _referred(referral: Referral, member_id: str, day: date) -> tuple[Tally, ...]:
    """What the referrer's entry says: whom they brought, and one more of the period."""
    whom = Tally(f"{REFERRED_TALLY}/{member_id}", 1, day + _REMEMBERED)
    return (whom,) if referral.referrer_maximum is None else (whom, referral.referrer_maximum.tally(day))
