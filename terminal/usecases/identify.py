"""Who stands at the counter: a phone, a card, a token or an id becomes a member."""

from collections.abc import Iterable
from datetime import date, datetime

from terminal.domain.ledger import LotPart
from terminal.domain.lines import Explain
from terminal.domain.member_tokens import is_token
from terminal.domain.missions.awards import MissionProgress, progress_on
from terminal.domain.money import Currency
from terminal.domain.offers import Offering, offers_on
from terminal.domain.programme import Brand, Tier
from terminal.domain.progress import Voucher
from terminal.domain.records import record
from terminal.domain.redeeming import limit_before_bill
from terminal.domain.redemption import RedeemLimit
from terminal.domain.tiers import TierGap, tier_gap, tier_until
from terminal.ports.store import MemberRecord, UnitOfWork
from terminal.usecases.customers import customer_at
from terminal.usecases.knowledge import knowledge_of
from terminal.usecases.looking_up import with_looking_up
from terminal.usecases.members import find_member, next_to_expire, use_token
from terminal.usecases.till import Counter, Till, counter_of


@record
class MemberCard:
    """A member as the counter needs them. ``phone`` and ``name`` are whole: the edge masks them.

    ``gap`` is what is missing to the next tier, ``None`` in the highest. ``balance`` is what they may spend: their
    household's points or their own; ``pending`` is the part of it that the server has not confirmed yet. ``tier_until``
    is the last day of the tier if nothing more is done, ``None`` where no day is set. ``offers`` is what to tell them,
    ``vouchers`` what they hold and may use here today, ``missions`` how far they are in what they can still do.
    ``offline_since`` is ``None`` while the link is fresh enough to redeem on; before the first contact it is the
    instant of asking. ``reserved`` are points of the balance that are set aside for this terminal, safe to redeem
    without a line, ``reserved_elsewhere`` those that only another terminal can take. ``is_newcomer`` says that they are
    enrolled by their first sale, which only their phone can name until then.
    """

    member_id: str
    name: str
    phone: str
    tier: Tier
    tier_until: date | None
    gap: TierGap | None
    balance: int
    pending: int
    limit: RedeemLimit
    next_to_expire: LotPart | None
    offers: tuple[Explain, ...]
    vouchers: tuple[Voucher, ...]
    missions: tuple[MissionProgress, ...]
    last_visit: date | None
    visits: int
    offline_since: datetime | None
    currency: Currency
    reserved: int = 0
    reserved_elsewhere: int = 0
    is_newcomer: bool = False

    @property
    def named_by(self) -> str:
        """What a bill names them by."""
        return self.phone if self.is_newcomer else self.member_id


def identify(till: Till, text: str) -> MemberCard:
    """The member that ``text`` names; who is not carried here is looked up where that can be done at once.

    A token is taken by that, and never again on this till. Raises ``Refusal``: ``member_unknown`` (a well-formed
    identifier nobody here has), ``phone_invalid``, ``identifier_unknown_form``, ``member_token_…``.
    """

    def identified() -> MemberCard:
        if is_token(text):
            return _identified_by_token(till, text)
        with till.store.view() as unit:
            counter = counter_of(till, unit)
            return member_card(unit, counter, find_member(unit, text, counter.now))

    return with_looking_up(till, text, identified)


def _identified_by_token(till: Till, text: str) -> MemberCard:
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        card = member_card(unit, counter, find_member(unit, text, counter.now))
        use_token(unit, text, counter.now)
        unit.commit()
        return card


def member_card(unit: UnitOfWork, counter: Counter, record: MemberRecord) -> MemberCard:
    """The card of ``record`` at this counter. ``limit`` is what might be redeemed on a bill large enough."""
    customer = customer_at(counter, record)
    wallet, day, brand = customer.wallet, counter.day, counter.brand
    knowledge = knowledge_of(unit, counter, wallet.member_id)
    balance = wallet.balance(day)
    confirmed = record.wallet_confirmed
    own = wallet.usable(day, knowledge.terminal)
    return MemberCard(
        member_id=record.member_id,
        name=record.name,
        phone=record.phone,
        tier=counter.programme.tier(customer.facts.tier),
        tier_until=tier_until(counter.programme, record.state, day),
        gap=tier_gap(counter.programme, record.state, day),
        balance=balance,
        pending=balance - (confirmed.balance(day) if confirmed else 0),
        limit=limit_before_bill(counter.programme, brand, customer, day, knowledge),
        next_to_expire=next_to_expire(wallet, day),
        offers=offers_on(
            Offering(brand.gifts, brand.missions, brand.coupons, brand.referral),
            customer.vouchers,
            customer.facts,
            day,
        ),
        vouchers=usable(brand, customer.vouchers.values(), day),
        missions=tuple(progress_on(brand.missions, customer.facts.tallies, day)),
        last_visit=record.state.last_visit,
        visits=record.state.visits,
        offline_since=None if knowledge.online else unit.link().last_success_at or counter.now,
        currency=counter.brand.currency,
        reserved=sum(lot.points for held in own for lot in held.open_lots(day)),
        reserved_elsewhere=balance - wallet.spendable(day, knowledge.terminal),
    )


def usable(brand: Brand, vouchers: Iterable[Voucher], day: date) -> tuple[Voucher, ...]:
    """Those that may be used here today, what runs out first before the rest."""
    usable = (
        voucher
        for voucher in vouchers
        if voucher.coupon in brand.coupons and voucher.uses > 0 and voucher.valid_from <= day <= voucher.valid_until
    )
    return tuple(sorted(usable, key=lambda voucher: (voucher.valid_until, voucher.voucher_id)))
