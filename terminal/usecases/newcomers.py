"""Customers whom this till does not know and cannot ask about: offline they earn by phone.

They are enrolled without a name. The server finds out who has the phone: what they earned is then that member's.
"""

from terminal.domain.errors import Refusal
from terminal.domain.facts import Person
from terminal.domain.frames import FrameKind
from terminal.domain.identifiers import IdentifierKind, classify
from terminal.domain.ledger import MemberState
from terminal.domain.member_tokens import is_token
from terminal.ports.store import MemberProfile, MemberRecord, NewFrame, UnitOfWork
from terminal.usecases.knowledge import fresh_at, is_online
from terminal.usecases.members import find_member
from terminal.usecases.till import Counter, new_id


def member_or_newcomer(
    unit: UnitOfWork, counter: Counter, text: str | None, *, unanswered: bool = False
) -> tuple[MemberRecord | None, MemberProfile | None]:
    """Whoever is named, and their profile if they are to be enrolled with the sale.

    ``unanswered`` says that the server was asked and did not answer: that is as good as being offline.

    Raises ``Refusal``: ``member_unknown`` for anybody unknown while online, or by anything but a phone.
    """
    if text is None:
        return None, None
    try:
        return find_member(unit, text, counter.now), None
    except Refusal as refusal:
        named = classify(text) if refusal.kind == "member_unknown" and not is_token(text) else None
        if named is None or named.kind is not IdentifierKind.PHONE:
            raise
        if not unanswered and _is_online(unit, counter):
            raise
    profile = MemberProfile(member_id=new_id(), name="", phone=named.value)
    state = MemberState(profile.member_id)
    return MemberRecord(profile.member_id, "", named.value, None, state, None, profile.person()), profile


def _is_online(unit: UnitOfWork, counter: Counter) -> bool:
    link = unit.link()
    return is_online(link, counter.programme.offline, fresh_at(link, counter.now, counter.by_machine))


def enrol_newcomer(unit: UnitOfWork, counter: Counter, profile: MemberProfile) -> None:
    """Writes the enrolment into ``unit``, before the sale. What joining gives waits for who they turn out to be."""
    phone = {"kind": "phone", "hash": unit.identifier_hash("phone", profile.phone)}
    body = {"member": profile.member_id, "identifiers": [phone], "pending": True}
    unit.add_member(profile)
    unit.append(NewFrame(FrameKind.MEMBER_ENROLLED, counter.now, counter.day, counter.programme.digest, body))


def is_nameless(record: MemberRecord) -> bool:
    """Whether nothing but an identifier is known of the member."""
    return not record.name and record.birthday is None


def is_newcomer(person: Person) -> bool:
    """Whether the member only ever earned by phone: nobody has enrolled them."""
    return person.enrolled_on is None
