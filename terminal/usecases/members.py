"""Finding the member that a text names."""

from datetime import date, datetime

from terminal.domain import member_tokens
from terminal.domain.errors import Refusal
from terminal.domain.identifiers import Identifier, IdentifierKind, classify, mask_phone
from terminal.domain.ledger import LotPart, MemberState
from terminal.ports.store import MemberRecord, UnitOfWork


def find_member(unit: UnitOfWork, text: str, now: datetime) -> MemberRecord:
    """The member with the phone, card, token or id in ``text``. A token is not taken by that: see ``use_token``.

    Raises ``Refusal``: ``member_unknown``, and what ``named_in`` refuses.
    """
    identifier = named_in(unit, text, now)
    kind, value = identifier.kind, identifier.value
    member_id = value if kind is IdentifierKind.MEMBER else unit.find_member(kind, value)
    record = unit.member(member_id) if member_id else None
    if record is None or record.erased:
        raise Refusal("member_unknown", member=mask_phone(value) if kind is IdentifierKind.PHONE else value)
    return record


def named_in(unit: UnitOfWork, text: str, now: datetime) -> Identifier:
    """Whom ``text`` names. A token names its member by id, if it is the group's, in time, and new to this till.

    Raises ``Refusal``: ``member_token_not_signed``, ``member_token_expired``, ``member_token_not_yet_valid``,
    ``member_token_used``, and what ``domain.identifiers.classify`` refuses.
    """
    if not member_tokens.is_token(text):
        return classify(text)
    token = member_tokens.read(text)
    if not unit.signed_by_group(token.statement, token.signature):
        raise Refusal("member_token_not_signed")
    member_tokens.check_time(token, now)
    if unit.is_token_used(token.name):
        raise Refusal("member_token_used")
    return Identifier(IdentifierKind.MEMBER, token.member_id)


def use_token(unit: UnitOfWork, text: str | None, now: datetime) -> None:
    """Takes the token that ``text`` may be, which named a member in this very unit: no till takes it twice.

    Whoever photographed it comes too late. The caller commits.
    """
    if text is not None and member_tokens.is_token(text):
        token = member_tokens.read(text)
        unit.use_token(token.name, token.expires_at + member_tokens.SKEW, now)


def next_to_expire(state: MemberState, day: date) -> LotPart | None:
    """All that runs out on the next day on which anything does, as one lot: members think in days, not in lots."""
    first = state.next_to_expire(day)
    if first is None:
        return None
    return first._replace(points=sum(lot.points for lot in state.lots if lot.expires_on == first.expires_on))
