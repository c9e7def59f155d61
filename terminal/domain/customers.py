"""The member at the counter, as a calculation takes them."""

from collections.abc import Mapping
from datetime import date

from terminal.domain.facts import Birthday, Facts, Person, birthday_near
from terminal.domain.ledger import MemberState
from terminal.domain.programme import Programme
from terminal.domain.progress import Voucher
from terminal.domain.records import record
from terminal.domain.tiers import standing


@record
class Customer:
    """A member on a day. ``wallet`` has the points they spend and earn into: their household's, or their own."""

    facts: Facts
    wallet: MemberState
    vouchers: Mapping[str, Voucher]


def customer_of(
    programme: Programme, state: MemberState, person: Person, day: date, wallet: MemberState | None = None
) -> Customer:
    """The member with that ``state`` on ``day``; without a ``wallet`` their points are their own."""
    birthday = birthday_near(person.birthday, day)
    stands = standing(programme, state, day)
    facts = Facts(
        member_id=state.member_id,
        tier=stands.tier.code,
        visits=state.visits,
        days_since_visit=max((day - state.last_visit).days, 0) if state.last_visit else None,
        birthday=birthday,
        birthday_passed_on_joining=birthday is not Birthday.OTHER and _passed_on_joining(person, day),
        enrolled_on=person.enrolled_on,
        referrer=person.referrer,
        tags=person.tags,
        segments=person.segments,
        tallies=state.progress.tallies_on(day),
        windows=stands.windows,
        unrecorded_tier=stands.unrecorded,
        in_grace=stands.in_grace,
    )
    return Customer(facts, wallet or state, state.progress.vouchers)


def _passed_on_joining(person: Person, day: date) -> bool:
    joined, born = person.enrolled_on, person.birthday
    if joined is None or born is None or joined.year != day.year:
        return False
    return (born.month, born.day) < (joined.month, joined.day)
