"""What the ledger says of a member besides points: activity by day, tallies, vouchers, and the tiers they hold.

All of it is a fold of what entries carry, in any order: numbers add up, last days take the later one. So tills and
the group server come to the same whichever terminal's frames arrive first.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple, TypeVar

from terminal.domain.records import record

ACTIVITY_KEPT_DAYS: Final = 1_100
FORGOTTEN: Final = date.min

T = TypeVar("T")
Basis = tuple[str, int, int, int]
"""What a tier rests on: in the window called so, at least this spend, these visits, these qualifying points."""


class Activity(NamedTuple):
    """What a member did on one business day, as far as tiers ask: spend in the group's currency, visits, points.

    A tuple, because a member has hundreds of them.
    """

    day: date
    spend_minor: int = 0
    visits: int = 0
    points: int = 0

    def plus(self, other: "Activity") -> "Activity":
        """Both together, on this one's day."""
        return Activity(
            self.day, self.spend_minor + other.spend_minor, self.visits + other.visits, self.points + other.points
        )

    @property
    def nothing(self) -> bool:
        """Whether nothing is left of it."""
        return not (self.spend_minor or self.visits or self.points)


@record
class Tally:
    """A count under a key: stamps collected, uses of a code, a gift given. Forgotten after ``until`` (``None``: never).

    In an entry ``count`` is what it adds, and may be negative. One key always has one ``until``: what counts anew in
    every period has the period in its key.
    """

    key: str
    count: int
    until: date | None = None


class Voucher(NamedTuple):
    """A coupon of one member: ``uses`` left (below zero after two tills took one use offline).

    In an entry ``uses`` is what it adds (issued) or takes (used). ``coupon`` is the code of its kind in the programme.
    One voucher always has the same days.
    """

    voucher_id: str
    coupon: str
    uses: int
    valid_from: date
    valid_until: date


class HeldTier(NamedTuple):
    """A tier granted on ``since`` and kept until ``until`` (inclusive; ``None`` is for good).

    ``rests_on`` is what reached it, any of it being enough: should refunds take all of that back, the tier goes too.
    It is empty for what stands whatever is refunded: a grant of head office, a term that a review renewed.
    """

    tier: str
    since: date
    until: date | None
    rests_on: tuple[Basis, ...] = ()

    @property
    def key(self) -> str:
        """What it is kept under: two grants with one key are one."""
        return f"{self.tier}@{self.since.isoformat()}" + ("" if self.rests_on else "/stands")


@record
class Progress:
    """What one entry adds, or (as ``MemberState.progress``) what all entries added up to.

    ``activity`` is empty in entries, which say it in fields of their own; in a state it is in the order of days, one
    per day, and what is too old to be told by day is together on the day ``FORGOTTEN``. ``tallies``, ``vouchers`` and
    ``tiers`` are by their keys.
    """

    activity: tuple[Activity, ...] = ()
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    vouchers: Mapping[str, Voucher] = field(default_factory=dict)
    tiers: Mapping[str, HeldTier] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.activity or self.tallies or self.vouchers or self.tiers)

    def count(self, key: str) -> int:
        """The tally under ``key``."""
        tally = self.tallies.get(key)
        return tally.count if tally else 0

    def tallies_on(self, day: date) -> dict[str, int]:
        """The counts that still matter on ``day``."""
        return {
            key: tally.count
            for key, tally in self.tallies.items()
            if tally.count and ((until := tally.until) is None or day <= until)
        }


NO_PROGRESS: Final = Progress()


def progress_of(
    tallies: Iterable[Tally] = (), vouchers: Iterable[Voucher] = (), tiers: Iterable[HeldTier] = ()
) -> Progress:
    """An entry's progress from its parts; parts of one key are added up."""
    return _added(NO_PROGRESS, tallies, vouchers, tiers)


def with_activity(progress: Progress, done: Activity) -> Progress:
    """``progress`` with what was done on a day added to that day."""
    if done.nothing:
        return progress
    activity = _with_activity(progress.activity, (done,))
    return Progress(activity, progress.tallies, progress.vouchers, progress.tiers)


def add(before: Progress, more: Progress) -> Progress:
    """Both together; nothing is forgotten here (see ``forget``)."""
    if not more:
        return before
    added = _added(before, more.tallies.values(), more.vouchers.values(), more.tiers.values())
    return replace(added, activity=_with_activity(before.activity, more.activity)) if more.activity else added


def _added(
    before: Progress, tallies: Iterable[Tally], vouchers: Iterable[Voucher], tiers: Iterable[HeldTier]
) -> Progress:
    """``before`` with these added; copied once, for a bill brings dozens."""
    return Progress(
        before.activity,
        _all(before.tallies, tallies, attrgetter("key"), _both_tallies),
        _all(before.vouchers, vouchers, attrgetter("voucher_id"), _both_vouchers),
        _all(before.tiers, tiers, attrgetter("key"), _both_tiers),
    )


def negated(progress: Progress) -> Progress:
    """What takes ``progress`` back. Tiers are not taken back: those that rest on activity fall with it."""
    return Progress(
        tuple(Activity(past.day, -past.spend_minor, -past.visits, -past.points) for past in progress.activity),
        {key: replace(tally, count=-tally.count) for key, tally in progress.tallies.items()},
        {key: voucher._replace(uses=-voucher.uses) for key, voucher in progress.vouchers.items()},
    )


@lru_cache(4096)
def _horizon(newest: date) -> tuple[date, date]:
    """The day before which days become one sum, and the one before which what has ended is over for everybody."""
    days = (newest - FORGOTTEN).days - ACTIVITY_KEPT_DAYS
    horizon = FORGOTTEN + timedelta(days=max(days, 1))
    return horizon, horizon + timedelta(days=ACTIVITY_KEPT_DAYS)  # who came then has been past all that ended before


def visited_days(activity: tuple[Activity, ...]) -> list[date]:
    """The days on which the member came, in order, as far as they are told."""
    return [past.day for past in activity if past.visits > 0 and past.day != FORGOTTEN]


def told_from(activity: tuple[Activity, ...]) -> date:
    """From which day on ``activity`` tells every day."""
    if not activity or activity[0].day != FORGOTTEN:
        return FORGOTTEN
    return activity[1].day if len(activity) > 1 else date.max


def forget(progress: Progress) -> Progress:
    """``progress`` without what nothing asks for any more: days long past become one sum, what has ended goes."""
    activity, tallies, vouchers, tiers = progress.activity, progress.tallies, progress.vouchers, progress.tiers
    # It looks back from the newest day but one: a single day of a clock that runs years ahead makes nothing forgotten.
    horizon, over = _horizon(activity[-2].day if len(activity) > 1 else FORGOTTEN)
    first = activity[1 if activity[0].day == FORGOTTEN and len(activity) > 1 else 0].day if activity else date.max
    if FORGOTTEN < first < horizon:
        activity = _with_activity((), tuple(_dated(past, horizon) for past in activity))
    if tallies and [True for tally in tallies.values() if tally.until is not None and tally.until < over]:
        tallies = {key: tally for key, tally in tallies.items() if tally.until is None or tally.until >= over}
    if vouchers and [True for voucher in vouchers.values() if voucher.valid_until < horizon]:
        vouchers = {key: voucher for key, voucher in vouchers.items() if voucher.valid_until >= horizon}
    if tiers and [True for held in tiers.values() if held.until is not None and held.until < horizon]:
        tiers = {key: held for key, held in tiers.items() if held.until is None or held.until >= horizon}
    same = activity is progress.activity and tallies is progress.tallies
    if same and vouchers is progress.vouchers and tiers is progress.tiers:
        return progress
    return Progress(activity, tallies, vouchers, tiers)


def _dated(past: Activity, horizon: date) -> Activity:
    return past if past.day >= horizon else past._replace(day=FORGOTTEN)


def _with_activity(days: tuple[Activity, ...], more: tuple[Activity, ...]) -> tuple[Activity, ...]:
    if not more:
        return days
    if len(more) == 1 and not more[0].nothing and (not days or days[-1].day < more[0].day):
        return (*days, more[0])
    if len(more) == 1 and days and days[-1].day == more[0].day:
        both = days[-1].plus(more[0])
        return days[:-1] if both.nothing else (*days[:-1], both)
    by_day = {past.day: past for past in days}
    for past in more:
        held = by_day.get(past.day)
        by_day[past.day] = held.plus(past) if held else past
    return tuple(past for _, past in sorted(by_day.items()) if not past.nothing)


def _all(
    before: Mapping[str, T], more: Iterable[T], key_of: Callable[[T], str], both: Callable[[T, T], T]
) -> Mapping[str, T]:
    added: dict[str, T] | None = None
    for part in more:
        if added is None:
            added = dict(before)
        key = key_of(part)
        held = added.get(key)
        added[key] = part if held is None else both(held, part)
    return before if added is None else added


def _both_tallies(held: Tally, more: Tally) -> Tally:
    return Tally(more.key, held.count + more.count, later(held.until, more.until))


def _both_vouchers(held: Voucher, more: Voucher) -> Voucher:
    return Voucher(
        more.voucher_id,
        max(held.coupon, more.coupon),
        held.uses + more.uses,
        min(held.valid_from, more.valid_from),
        max(held.valid_until, more.valid_until),
    )


def _both_tiers(held: HeldTier, more: HeldTier) -> HeldTier:
    rests_on = tuple(sorted({*held.rests_on, *more.rests_on}))
    return HeldTier(more.tier, more.since, later(held.until, more.until), rests_on)


def later(first: date | None, second: date | None) -> date | None:
    """The later of two last days, where ``None`` is for ever."""
    return None if first is None or second is None else max(first, second)
