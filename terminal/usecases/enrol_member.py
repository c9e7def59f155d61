"""A new member, by phone."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from terminal.domain.bundle.shapes import CODE_PATTERN
from terminal.domain.consents import given
from terminal.domain.errors import Broken, Refusal
from terminal.domain.facts import Person
from terminal.domain.frames import FrameKind
from terminal.domain.identifiers import Identifier, IdentifierKind, classify, parse_phone
from terminal.domain.joining import joining_entries
from terminal.domain.ledger import Entry
from terminal.domain.records import record
from terminal.ports.store import MemberProfile, MemberRecord, NewFrame, UnitOfWork
from terminal.usecases.identify import MemberCard, member_card
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.newcomers import is_nameless, is_newcomer
from terminal.usecases.till import Counter, Till, counter_of, new_id

NAME_LENGTH_MAX = 60
TAGS_MAX = 20
_TAG = re.compile(CODE_PATTERN)
BIRTHDAY_EARLIEST = date(1900, 1, 1)


@record
class EnrolMember:
    """Enrols a member. ``referrer`` is whatever identifies the member who brought them; ``key`` makes it repeatable.

    ``tags`` are codes that the programme's conditions ask about, ``consents`` codes of what the brand asks for and they
    agree to: those are among their tags afterwards.
    """

    phone: str
    name: str = ""
    birthday: date | None = None
    card: str | None = None
    referrer: str | None = None
    tags: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    key: str | None = None


def enrol_member(till: Till, command: EnrolMember) -> MemberCard:
    """The new member, with nothing on the card yet but the phone and what the programme gives for joining.

    A member of whom nothing but the phone is known is completed. Raises ``Refusal``: ``phone_taken`` (``member``),
    ``card_taken``, ``phone_invalid``, ``card_invalid``, ``name_invalid``, ``birthday_invalid``, ``referrer_self``,
    ``consent_unknown``, ``consent_missing``.
    """
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        member_id = kept_answer(unit, "enrol_member", command.key, str)
        if member_id is None:
            member_id = _enrol(unit, counter, command)
            keep_answer(unit, "enrol_member", command.key, member_id)
            unit.commit()
        record = unit.member(member_id)
        if record is None:
            raise Broken(f"member {member_id} is not there after being enrolled")
        return member_card(unit, counter, record)


def _enrol(unit: UnitOfWork, counter: Counter, command: EnrolMember) -> str:
    known = _known(unit, command)
    consents = given(counter.brand.consents, command.consents)
    profile = _profile(unit, counter, replace(command, tags=(*command.tags, *consents)), known)
    identifiers = [("phone", profile.phone)] + ([("card", profile.card)] if profile.card else [])
    body: dict[str, Any] = {
        "member": profile.member_id,
        "identifiers": [{"kind": kind, "hash": unit.identifier_hash(kind, value)} for kind, value in identifiers],
    }
    if known:
        body["completes"] = True
    if consents:
        body["consents"] = list(consents)
    unit.add_member(profile)
    entries: tuple[Entry, ...] = ()
    if known is None or is_newcomer(known.person):
        moment = counter.store.moment(counter.now)
        entries = joining_entries(counter.programme, counter.store, profile.member_id, profile.person(), moment)
    unit.append(NewFrame(FrameKind.MEMBER_ENROLLED, counter.now, counter.day, counter.programme.digest, body, entries))
    return profile.member_id


def _known(unit: UnitOfWork, command: EnrolMember) -> MemberRecord | None:
    """The member with that phone, if there is something to complete. Raises ``Refusal("phone_taken")``."""
    taken_by = unit.find_member("phone", parse_phone(command.phone))
    if taken_by is None:
        return None
    record = unit.member(taken_by)
    brings = command.name.strip() or command.birthday or command.card
    if record is None or not is_nameless(record) or not (brings or is_newcomer(record.person)):
        raise Refusal("phone_taken", member=taken_by)
    return record


def _profile(unit: UnitOfWork, counter: Counter, command: EnrolMember, known: MemberRecord | None) -> MemberProfile:
    phone = parse_phone(command.phone)
    person = known.person if known else Person()
    name = command.name.strip()
    if len(name) > NAME_LENGTH_MAX or not name.isprintable():
        raise Refusal("name_invalid", length_max=NAME_LENGTH_MAX)
    if command.birthday and not BIRTHDAY_EARLIEST <= command.birthday <= counter.day:
        raise Refusal("birthday_invalid", birthday=command.birthday.isoformat())
    return MemberProfile(
        member_id=known.member_id if known else new_id(),
        name=name,
        phone=phone,
        birthday=command.birthday,
        card=_card(unit, command.card),
        referrer=_referrer(unit, command.referrer, phone) or person.referrer,
        enrolled_on=person.enrolled_on or counter.day,
        tags=_tags((*person.tags, *command.tags)),
        segments=person.segments,
    )


def _tags(tags: tuple[str, ...]) -> tuple[str, ...]:
    for tag in tags:
        if not _TAG.fullmatch(tag):
            raise Refusal("tag_invalid", tag=tag[:40])
    if len(tags) > TAGS_MAX:
        raise Refusal("tags_too_many", maximum=TAGS_MAX)
    return tuple(dict.fromkeys(tags))


def _card(unit: UnitOfWork, text: str | None) -> str | None:
    if text is None:
        return None
    card = _classified(text)
    if card is None or card.kind is not IdentifierKind.CARD:
        raise Refusal("card_invalid")
    if unit.find_member("card", card.value):
        raise Refusal("card_taken")
    return card.value


def _classified(text: str) -> Identifier | None:
    try:
        return classify(text)
    except Refusal:
        return None


def _referrer(unit: UnitOfWork, text: str | None, own_phone: str) -> str | None:
    """The referrer's member id; where they are not known, a keyed hash by which the server finds them."""
    if text is None:
        return None
    named = classify(text)
    if named.value == own_phone:
        raise Refusal("referrer_self")
    if named.kind is IdentifierKind.MEMBER:
        return named.value
    return unit.find_member(named.kind, named.value) or f"{named.kind}:{unit.identifier_hash(named.kind, named.value)}"
