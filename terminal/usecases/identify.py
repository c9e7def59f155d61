"""Who stands at the counter: a phone, a card, a token or an id becomes a member."""

from dataclasses import dataclass
from datetime import date, datetime

from terminal.domain.ledger import LotPart
from terminal.domain.money import Currency
from terminal.domain.programme import Tier
from terminal.domain.redemption import RedeemLimit, redeem_limit
from terminal.domain.tiers import next_tier, tier_of
from terminal.ports.store import MemberRecord, UnitOfWork
from terminal.usecases.knowledge import knowledge_of
from terminal.usecases.members import find_member, next_to_expire
from terminal.usecases.till import Counter, Till, counter_of


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as the counter needs them. ``phone`` and ``name`` are whole: the edge masks them.

    ``missing_minor`` is what is left to spend before ``next_tier``. ``pending`` is the part of ``balance`` that the
    server has not confirmed yet. ``offline_since`` is ``None`` while the link is fresh enough to redeem on; before
    the first contact it is the instant of asking.
    """

    member_id: str
    name: str
    phone: str
    tier: Tier
    next_tier: Tier | None
    missing_minor: int
    balance: int
    pending: int
    limit: RedeemLimit
    next_to_expire: LotPart | None
    last_visit: date | None
    visits: int
    offline_since: datetime | None
    currency: Currency


def identify(till: Till, text: str) -> MemberCard:
    """The member that ``text`` names.

    Raises ``Refusal``: ``member_unknown`` (a well-formed identifier nobody here has), ``phone_invalid``,
    ``identifier_unknown_form``.
    """
    with till.store.view() as unit:
        return member_card(unit, counter_of(till, unit), find_member(unit, text))


def member_card(unit: UnitOfWork, counter: Counter, record: MemberRecord) -> MemberCard:
    """The card of ``record`` at this counter. ``limit`` is what might be redeemed on a bill large enough."""
    knowledge = knowledge_of(unit, counter, record.member_id)
    following = next_tier(counter.programme, record.state)
    balance = record.state.balance(counter.day)
    return MemberCard(
        member_id=record.member_id,
        name=record.name,
        phone=record.phone,
        tier=tier_of(counter.programme, record.state),
        next_tier=following[0] if following else None,
        missing_minor=following[1] if following else 0,
        balance=balance,
        pending=balance - (record.confirmed.balance(counter.day) if record.confirmed else 0),
        limit=redeem_limit(counter.programme, counter.brand, record.state, counter.day, None, knowledge),
        next_to_expire=next_to_expire(record.state, counter.day),
        last_visit=record.state.last_visit,
        visits=record.state.visits,
        offline_since=None if knowledge.online else unit.link().last_success_at or counter.now,
        currency=counter.brand.currency,
    )
