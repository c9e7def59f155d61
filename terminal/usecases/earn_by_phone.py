"""Somebody whom this till neither knows nor can ask about earns by their phone: it comes out later whose it is."""

from dataclasses import replace

from terminal.domain.errors import Broken
from terminal.ports.store import UnitOfWork
from terminal.usecases.identify import MemberCard, member_card
from terminal.usecases.newcomers import member_or_newcomer
from terminal.usecases.till import Counter, Till, counter_of


def card_by_phone(till: Till, phone: str) -> MemberCard:
    """The card that ``phone`` earns on. Nothing is written: the sale enrols them.

    The caller has asked the server, or could not. Whoever became known meanwhile comes as they are. Raises ``Refusal``:
    ``member_unknown`` for what is no phone, ``phone_invalid``.
    """
    with till.store.view() as unit:
        return card_on_bill(unit, counter_of(till, unit), phone)


def card_on_bill(unit: UnitOfWork, counter: Counter, named: str) -> MemberCard:
    """The card of who is on a bill by an id, or by a phone that may be nobody's yet. Raises ``Refusal``."""
    record, newcomer = member_or_newcomer(unit, counter, named, unanswered=True)
    if record is None:
        raise Broken("nobody was named")
    return replace(member_card(unit, counter, record), is_newcomer=newcomer is not None)
