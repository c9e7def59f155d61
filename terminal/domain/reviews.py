"""What becomes of a tier at the end of its terms, calculated on the day of looking."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from terminal.domain.activities import Activities
from terminal.domain.progress import HeldTier
from terminal.domain.records import record
from terminal.domain.tier_rules import Qualification, Tier, TierFall, TierRenewal, Window

REVIEWS_MAX: Final = 1_500
_DAY: Final = timedelta(days=1)


@record
class Term:
    """A term of the tier at ``level`` of the programme, as an entry would record it in ``held``.

    ``until`` is its last day, or that of the grace after it (``in_grace``); ``None`` is for good.
    """

    level: int
    held: HeldTier
    until: date | None
    in_grace: bool = False


def term_on(tiers: tuple[Tier, ...], past: Activities, held: HeldTier, day: date) -> Term | None:
    """The term that ``held`` has come to by ``day``, or ``None`` when nothing but the first tier is left of it."""
    level = next((place for place, tier in enumerate(tiers) if tier.code == held.tier), 0)
    term: Term | None = Term(level, held, held.until) if level and held.since <= day else None
    for _ in range(REVIEWS_MAX):
        if term is None or term.held.until is None:
            return term
        renewed = _renewed(tiers[term.level], past, term, day)
        if renewed is None and day <= term.held.until:
            return term
        term = renewed or _reviewed(tiers, past, term, day)
        if term and term.in_grace:
            return term
    return None


def stands(past: Activities, held: HeldTier) -> bool:
    """Whether what ``held`` rests on has not been taken back by refunds, as far as that is still known."""
    return not held.rests_on or any(_rests(past, held.since, basis) for basis in held.rests_on)


def _rests(past: Activities, since: date, basis: tuple[str, int, int, int]) -> bool:
    window, *wanted = basis
    start = Window.of(window).start(since)
    if not past.tells(start):
        return True
    return all(had >= need for had, need in zip(past.figures(start, since), wanted, strict=True))


def _renewed(tier: Tier, past: Activities, now: Term, day: date) -> Term | None:
    """The term of ``tier`` that began within ``now`` because what keeps it was met anew, by ``day``."""
    held, asked = now.held, tier.kept_by
    if tier.renew is TierRenewal.AT_END or asked is None or held.until is None:
        return None
    began = _counts_from(held)
    for met_on in past.days(began, min(day, held.until)):
        for requirement in asked.any_of:
            start = max(requirement.window.start(met_on, began) or began, began)
            until = tier.term_end(met_on)
            if (until is None or until > held.until) and requirement.met(past.figures(start, met_on)):
                basis = (f"{(met_on - start).days + 1} days", *requirement.basis[1:])
                return Term(now.level, HeldTier(tier.code, met_on, until, (basis,)), until)
    return None


def _reviewed(tiers: tuple[Tier, ...], past: Activities, over: Term, day: date) -> Term | None:
    """What follows the term ``over`` on the days after it."""
    tier, end = tiers[over.level], over.held.until
    if tier.term is None or end is None:
        return None
    if _kept(past, tier.kept_by, over.held):
        return _following(over.level, tier, tier, end, end)
    last = end + timedelta(days=tier.grace_days)
    if day <= last:
        return Term(over.level, over.held, last, in_grace=True)
    level = _lower_level(tiers, past, over)
    return _following(level, tiers[level], tier, end, last) if level else None


def _following(level: int, tier: Tier, fallen_from: Tier, end: date, last: date) -> Term | None:
    """The term of ``tier`` after one that ended on ``end``, and with its grace on ``last``."""
    until = tier.term_end(end) if tier.term else fallen_from.term_end(end)
    if until is not None and until <= last:
        return None
    return Term(level, HeldTier(tier.code, last + _DAY, until), until)


def _lower_level(tiers: tuple[Tier, ...], past: Activities, over: Term) -> int:
    down = tiers[over.level].down
    if down is TierFall.FIRST:
        return 0
    if down is TierFall.ONE_STEP:
        return over.level - 1
    return next(_qualified_below(tiers, past, over), 0)


def _qualified_below(tiers: tuple[Tier, ...], past: Activities, over: Term) -> Iterator[int]:
    for level in range(over.level - 1, 0, -1):
        tier = tiers[level]
        if tier.term and _kept(past, tier.kept_by, over.held):
            yield level


def _kept(past: Activities, asked: Qualification | None, held: HeldTier) -> bool:
    """Whether ``asked`` was met in the windows that end with the term ``held``."""
    if asked is None or held.until is None:
        return False
    began, until = _counts_from(held), held.until
    return any(
        requirement.met(past.figures(requirement.window.start(until, began, held.since), until))
        for requirement in asked.any_of
    )


def _counts_from(held: HeldTier) -> date:
    """The first day that counts towards keeping ``held``: the day on which it was reached belongs to reaching it."""
    return held.since + _DAY if held.rests_on else held.since
