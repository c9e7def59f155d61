"""Finding the member that a text names."""

from datetime import date

from terminal.domain.errors import Refusal
from terminal.domain.identifiers import IdentifierKind, classify, mask_phone
from terminal.domain.ledger import LotPart, MemberState
from terminal.ports.store import MemberRecord, UnitOfWork


def find_member(unit: UnitOfWork, text: str) -> MemberRecord:
    """The member with the phone, card, token or id in ``text``.

    Raises ``Refusal``: ``member_unknown``, and what ``domain.identifiers.classify`` refuses.
    """
    identifier = classify(text)
    kind, value = identifier.kind, identifier.value
    member_id = value if kind is IdentifierKind.MEMBER else unit.find_member(kind, value)
    record = unit.member(member_id) if member_id else None
    if record is None or record.erased:
        raise Refusal("member_unknown", member=mask_phone(value) if kind is IdentifierKind.PHONE else value)
    return record


def next_to_expire(state: MemberState, day: date) -> LotPart | None:
    """All that runs out on the next day on which anything does, as one lot: members think in days, not in lots."""
    first = state.next_to_expire(day)
    if first is None:
        return None
    return first._replace(points=sum(lot.points for lot in state.lots if lot.expires_on == first.expires_on))
