"""What a member gets for joining, without a bill."""

from terminal.domain.bill_entries import lots_from, progress_from
from terminal.domain.customers import customer_of
from terminal.domain.facts import Person
from terminal.domain.gifts.awards import joining_awards
from terminal.domain.ledger import Entry, EntryKind, MemberState
from terminal.domain.occasion import Moment, Occasion
from terminal.domain.programme import Programme, Store
from terminal.domain.rules.base import EarningBill


def joining_entries(
    programme: Programme, store: Store, member_id: str, person: Person, moment: Moment
) -> tuple[Entry, ...]:
    """The entries of a member who is enrolled at ``store``: none where the brand gives nothing for it.

    Lots and vouchers are called after the member, who joins once.
    """
    brand = programme.brand_at(store)
    facts = customer_of(programme, MemberState(member_id), person, moment.day).facts
    occasion = Occasion(brand.code, store.code, store.region, brand.currency.code, moment, facts, ())
    tier = programme.tier(facts.tier)
    joining = EarningBill(member_id, occasion, facts, tier.name, tier.multiplier)
    awards = joining_awards(brand.gifts, programme.coupons, joining)
    if not awards:
        return ()
    parts = lots_from(brand, member_id, awards, moment.day)
    return (
        Entry(
            member_id=member_id,
            kind=EntryKind.BONUS,
            points=sum(part.points for part in parts),
            parts=parts,
            qualifying=sum(award.qualifying for award in awards),
            progress=progress_from(awards),
        ),
    )
