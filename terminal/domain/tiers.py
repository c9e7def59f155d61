"""Which tier a member is in: derived from what the ledger says they did, and from what was granted.

Nothing happens when a term ends: whoever looks on a later day calculates the reviews there have been. So till and
server agree, and a till without a line reviews on time.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Final

from terminal.domain.activities import Activities
from terminal.domain.facts import Facts
from terminal.domain.ledger import MemberState
from terminal.domain.programme import Programme
from terminal.domain.progress import Basis, HeldTier
from terminal.domain.records import record
from terminal.domain.reviews import Term, stands, term_on
from terminal.domain.tier_rules import Figures, Qualification, Requirement, Tier, TierAfterRefund, TierRenewal

NOTHING: Final = (0, 0, 0)


@record
class Standing:
    """Where a member stands on a day.

    ``until`` is the last day of ``tier`` if nothing more is done: ``None`` where no day is set. ``unrecorded`` is the
    term they are in where no entry says so yet (a review renewed it, accounts were merged): the next sale records it.
    ``windows`` are (spend, visits, points) inside every window that reaching a tier is asked about, by its key.
    ``in_grace`` says that the term is over and was not renewed.
    """

    tier: Tier
    until: date | None
    unrecorded: HeldTier | None
    windows: Mapping[str, Figures]
    in_grace: bool = False


@record
class Way:
    """One way to a tier: what is ``asked``, and what of it is still missing, all of which it takes."""

    asked: Requirement
    spend: int
    visits: int
    points: int

    @property
    def done(self) -> Fraction:
        """How far along it they are, from 0 to 1: as far as with the measure that lags most."""
        asked = ((self.asked.spend, self.spend), (self.asked.visits, self.visits), (self.asked.points, self.points))
        return min(max(1 - Fraction(missing, wanted), Fraction(0)) for wanted, missing in asked if wanted)

    @property
    def missing(self) -> Figures:
        """Spend, visits and points."""
        return (self.spend, self.visits, self.points)


@record
class TierGap:
    """What is missing to a tier; each of ``ways`` is enough, and the first of them is the nearest.

    ``spend``, ``visits`` and ``points`` are each enough by itself; ``None`` where none of it alone is.
    """

    tier: Tier
    ways: tuple[Way, ...]

    @property
    def spend(self) -> int | None:
        """Minor units of the group's currency."""
        return self._alone(0)

    @property
    def visits(self) -> int | None:
        """Further visits."""
        return self._alone(1)

    @property
    def points(self) -> int | None:
        """Qualifying points."""
        return self._alone(2)

    def _alone(self, place: int) -> int | None:
        single = (way.missing for way in self.ways if sum(1 for figure in way.missing if figure) == 1)
        return min((missing[place] for missing in single if missing[place]), default=None)


def standing(programme: Programme, state: MemberState, day: date) -> Standing:
    """Where the member stands on ``day``: in the highest of the tiers they qualify for and those they hold."""
    past = Activities(state)
    windows = _windows(programme, past, day)
    held = max(_held(programme, past, state, day), key=_rank, default=None)
    qualified = _qualified(programme, windows, day)
    if held and (qualified is None or _outlives(programme, held, qualified)):
        unrecorded = None if _recorded(programme, state, held, day) else held.held
        return Standing(programme.tiers[held.level], held.until, unrecorded, windows, held.in_grace)
    if qualified is None:
        return Standing(programme.tiers[0], None, None, windows)
    tier = programme.tiers[qualified.level]
    if tier.term is None:
        return Standing(tier, None, None, windows)
    return Standing(tier, qualified.until, qualified.held, windows)


def tier_on(programme: Programme, state: MemberState, day: date) -> Tier:
    """The member's tier on ``day``."""
    return standing(programme, state, day).tier


def tier_until(programme: Programme, state: MemberState, day: date) -> date | None:
    """The last day of the member's tier, grace included, if nothing more is done; ``None`` where no day is set."""
    return standing(programme, state, day).until


def windows_on(programme: Programme, state: MemberState, day: date) -> Mapping[str, Figures]:
    """(spend, visits, qualifying points) inside every window that reaching a tier is asked about, by its key."""
    return _windows(programme, Activities(state), day)


def tier_gap(programme: Programme, state: MemberState, day: date) -> TierGap | None:
    """What is missing to the next higher tier that can be reached by doing; ``None`` in the highest."""
    now = standing(programme, state, day)
    for tier in programme.tiers[programme.tiers.index(now.tier) + 1 :]:
        if tier.qualify:
            ways = [_way(asked, now.windows[asked.window.key]) for asked in tier.qualify.any_of]
            return TierGap(tier, tuple(sorted(ways, key=lambda way: -way.done)))
    return None


def upgrade(programme: Programme, facts: Facts, day: date, more: Figures) -> HeldTier | None:
    """The higher tier that a member with ``facts`` reaches with ``more`` (spend, visits, points).

    Where they reach none it is the term they are in, if that is still unrecorded, else ``None``.
    """
    here = [tier.code for tier in programme.tiers].index(facts.tier)
    # Who reaches their tier again in its grace has it anew.
    for tier in programme.tiers[: here - facts.in_grace : -1]:
        if tier.qualify is not None:
            met = tuple(sorted(_met(tier.qualify, facts.windows, more)))
            if met:
                return HeldTier(tier.code, day, tier.term_end(day), met)
    return facts.unrecorded_tier


def _windows(programme: Programme, past: Activities, day: date) -> dict[str, Figures]:
    windows: dict[str, Figures] = {}
    for tier in programme.tiers:
        for asked in tier.qualify.any_of if tier.qualify else ():
            key = asked.window.key
            if key not in windows:
                windows[key] = past.figures(asked.window.start(day), day)
    return windows


def _held(programme: Programme, past: Activities, state: MemberState, day: date) -> Iterator[Term]:
    recheck = programme.tier_after_refund is TierAfterRefund.RECHECK
    for held in state.progress.tiers.values():
        term = term_on(programme.tiers, past, held, day) if not recheck or stands(past, held) else None
        if term is not None:
            yield term


def _recorded(programme: Programme, state: MemberState, term: Term, day: date) -> bool:
    """Whether no entry has to say that the member is in ``term``.

    Terms that are renewed whenever they are met follow from one that an entry recorded, for as long as that one runs.
    """
    stored = state.progress.tiers
    if term.in_grace or stored.get(term.held.key) == term.held:
        return True
    if programme.tiers[term.level].renew is TierRenewal.AT_END:
        return False
    return any(held.tier == term.held.tier and (held.until is None or day <= held.until) for held in stored.values())


def _qualified(programme: Programme, windows: Mapping[str, Figures], day: date) -> Term | None:
    """The highest tier whose qualification is met on ``day``, as a term that would begin then."""
    for level in range(len(programme.tiers) - 1, 0, -1):
        tier = programme.tiers[level]
        met = tuple(sorted(_met(tier.qualify, windows))) if tier.qualify else ()
        if met:
            until = tier.term_end(day)
            return Term(level, HeldTier(tier.code, day, until, met), until)
    return None


def _rank(term: Term) -> tuple[int, bool, date]:
    return (term.level, not term.in_grace, term.until or date.max)


def _outlives(programme: Programme, held: Term, qualified: Term) -> bool:
    """Whether ``held`` says where the member is. Qualifying again begins no new term before the present one is over."""
    if held.level != qualified.level:
        return held.level > qualified.level
    return not held.in_grace and programme.tiers[held.level].term is not None


def _met(asked: Qualification, windows: Mapping[str, Figures], more: Figures = NOTHING) -> Iterator[Basis]:
    for requirement in asked.any_of:
        spend, visits, points = windows.get(requirement.window.key, NOTHING)
        if requirement.met((spend + more[0], visits + more[1], points + more[2])):
            yield requirement.basis


def _way(asked: Requirement, figures: Figures) -> Way:
    spend, visits, points = figures
    return Way(asked, max(asked.spend - spend, 0), max(asked.visits - visits, 0), max(asked.points - points, 0))
