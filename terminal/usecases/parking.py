"""Setting a bill aside while another customer is served, and taking it up again, perhaps after a restart."""

from collections.abc import Mapping
from typing import Any

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.parked import ParkedBill
from terminal.ports.store import UnitOfWork
from terminal.usecases.earn_by_phone import card_on_bill
from terminal.usecases.identify import MemberCard
from terminal.usecases.till import Counter, Till, counter_of

PARKED_MAX = 50


@record
class Park:
    """A bill to set aside: ``key`` is its own, so that doing it twice sets it aside once."""

    key: str
    cashier: str
    member: str | None
    due: int
    body: Mapping[str, Any]


@record
class Parked:
    """A bill in the list: its member's whole ``name``, empty where there is none or it is not known."""

    bill: ParkedBill
    name: str


@record
class Recalled:
    """A bill taken up again, with its member as they are now; ``None`` where they are known no longer."""

    bill: ParkedBill
    card: MemberCard | None


def park(till: Till, command: Park) -> int:
    """Sets the bill aside and gives how many are. Raises ``Refusal``: ``parked_too_many``, ``disk_full``."""
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        if unit.parked_bill_count() >= PARKED_MAX:
            raise Refusal("parked_too_many", maximum=PARKED_MAX)
        bill = ParkedBill(command.key, counter.now, command.cashier, command.member, command.due, command.body)
        unit.put_parked_bill(bill)
        count = unit.parked_bill_count()
        unit.commit()
        return count


def parked_bills(till: Till) -> tuple[Parked, ...]:
    """What is set aside, oldest first."""
    with till.store.view() as unit:
        return tuple(Parked(bill, _name(unit, bill.member)) for bill in unit.parked_bills())


def recall(till: Till, park_id: str) -> Recalled:
    """Takes a bill up; it is no longer set aside then. Raises ``Refusal("parked_gone")``."""
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        bill = next((bill for bill in unit.parked_bills() if bill.park_id == park_id), None)
        if bill is None:
            raise Refusal("parked_gone")
        recalled = Recalled(bill, _card(unit, counter, bill.member))
        unit.remove_parked_bill(park_id)
        unit.commit()
        return recalled


def _name(unit: UnitOfWork, member: str | None) -> str:
    """Whoever is named by a phone is not enrolled yet."""
    record = unit.member(member) if member and not member.startswith("+") else None
    return record.name if record else ""


def _card(unit: UnitOfWork, counter: Counter, member: str | None) -> MemberCard | None:
    try:
        return card_on_bill(unit, counter, member) if member else None
    except Refusal:
        return None
