"""Members as calculations take them."""

from terminal.domain.customers import Customer, customer_of
from terminal.ports.store import MemberRecord
from terminal.usecases.till import Counter


def customer_at(counter: Counter, member: MemberRecord) -> Customer:
    """The member at this counter: their points are their household's where they have one."""
    return customer_of(counter.programme, member.state, member.person, counter.day, member.pool)
