"""How fresh this till's knowledge of points is, and what it has spent of it."""

from datetime import datetime, timedelta

from terminal.domain.programme import OfflinePolicy
from terminal.domain.redemption import Knowledge
from terminal.ports.store import LinkState, UnitOfWork
from terminal.usecases.till import Counter

_NOTHING = timedelta()


def link_age(link: LinkState, now: datetime) -> timedelta | None:
    """How long ago the server was last reached, never negative; ``None`` before the first time."""
    return None if link.last_success_at is None else max(now - link.last_success_at, _NOTHING)


def is_online(link: LinkState, policy: OfflinePolicy, now: datetime) -> bool:
    """Whether redemption may trust the balance: the last attempt reached the server, and that was just now."""
    age = link_age(link, now)
    return link.reached and age is not None and age <= timedelta(minutes=policy.fresh_minutes)


def knowledge_of(unit: UnitOfWork, counter: Counter, member_id: str | None) -> Knowledge:
    """What the floor limits need to know about ``member_id`` at this counter; online they are not asked."""
    link = unit.link()
    age = link_age(link, counter.now)
    age_hours = None if age is None else age // timedelta(hours=1)
    if is_online(link, counter.programme.offline, counter.now):
        return Knowledge(online=True, age_hours=age_hours)
    return Knowledge(
        online=False,
        age_hours=age_hours,
        redeemed_today=unit.redeemed_here(member_id, counter.day) if member_id else 0,
        redeemed_since_sync=unit.redeemed_unsent(),
    )
