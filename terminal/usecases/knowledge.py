"""How fresh this till's knowledge of points is, and what it has spent of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from terminal.domain.redemption import Knowledge

if TYPE_CHECKING:
    from terminal.domain.programme import OfflinePolicy
    from terminal.ports.store import LinkState, UnitOfWork
    from terminal.usecases.till import Counter

CLOCK_TOLERANCE: Final = timedelta(minutes=5)
"""How far a clock may stand before the last sync: it was set a little meanwhile, which tells nothing."""
_NOTHING = timedelta()


def clock_behind(link: LinkState, now: datetime) -> bool:
    """Whether the clock stands before the last sync, so that it cannot say how long ago that was."""
    return link.last_success_at is not None and now < link.last_success_at - CLOCK_TOLERANCE


def fresh_at(link: LinkState, now: datetime, by_machine: datetime) -> datetime:
    """The instant by which the freshness of what is known is measured.

    A command that is told when it happened may have happened before the last sync. Its ``now`` says nothing about that
    then, and the machine's own clock does.
    """
    return by_machine if clock_behind(link, now) and not clock_behind(link, by_machine) else now


def link_age(link: LinkState, now: datetime) -> timedelta | None:
    """How long ago the server was last reached, never negative; ``None`` when that never was, or nobody can tell."""
    if link.last_success_at is None or clock_behind(link, now):
        return None
    return max(now - link.last_success_at, _NOTHING)


def is_online(link: LinkState, policy: OfflinePolicy, now: datetime) -> bool:
    """Whether redemption may trust the balance: the last attempt reached the server, and that was just now."""
    age = link_age(link, now)
    return link.reached and age is not None and age <= timedelta(minutes=policy.fresh_minutes)


def knowledge_of(unit: UnitOfWork, counter: Counter, member_id: str | None) -> Knowledge:
    """What the floor limits need to know about ``member_id`` at this counter; online they are not asked."""
    link = unit.link()
    now = fresh_at(link, counter.now, counter.by_machine)
    age = link_age(link, now)
    age_hours = None if age is None else age // timedelta(hours=1)
    terminal = counter.identity.terminal_id
    if is_online(link, counter.programme.offline, now):
        return Knowledge(online=True, age_hours=age_hours, terminal=terminal)
    return Knowledge(
        online=False,
        age_hours=age_hours,
        redeemed_today=unit.redeemed_here(member_id, counter.day) if member_id else 0,
        redeemed_since_sync=unit.redeemed_unsent(),
        terminal=terminal,
        clock_behind=clock_behind(link, now),
    )
