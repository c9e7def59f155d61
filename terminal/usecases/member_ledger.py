"""A member's points, movement by movement."""

from terminal.domain.records import record
from terminal.ports.store import LedgerRow
from terminal.usecases.members import find_member
from terminal.usecases.till import Till, counter_of


@record
class MemberLedger:
    """The movements made on this terminal, oldest first.

    ``elsewhere`` is the sum of all the others, made on other terminals and known through the server.
    """

    member_id: str
    name: str
    phone: str
    balance: int
    elsewhere: int
    rows: tuple[LedgerRow, ...]
    brand: str


def member_ledger(till: Till, member: str) -> MemberLedger:
    """The ledger of whoever ``member`` identifies. Raises what ``identify`` raises."""
    with till.store.view() as unit:
        counter = counter_of(till, unit)
        record = find_member(unit, member, counter.now)
        # What was set aside or given back has not moved: the member's points are what they were.
        rows = tuple(row for row in unit.ledger(record.member_id) if row.entry.points or not row.entry.reservation)
        return MemberLedger(
            member_id=record.member_id,
            name=record.name,
            phone=record.phone,
            balance=record.state.balance(counter.day),
            elsewhere=record.state.total - sum(row.entry.points for row in rows),
            rows=rows,
            brand=counter.brand.code,
        )
