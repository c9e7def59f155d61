"""What finds a member: phones and cards given, taken away and moved by the office, because they change hands."""

from dataclasses import replace

import msgspec
from sqlalchemy import Connection, delete

from sync.protocol.messages import IdentifierHash, Profile
from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, owners, save_accounts
from sync.server.accounts.desk import Desk
from sync.server.storage.tables import identifiers
from terminal.domain.errors import Refusal
from terminal.domain.frames import identifier_hash
from terminal.domain.identifiers import IdentifierKind, classify
from terminal.domain.records import record

_profile_decoder = msgspec.json.Decoder(Profile)
_KINDS = (IdentifierKind.PHONE, IdentifierKind.CARD)


@record
class Change:
    """What is asked for: ``add`` a phone or card, ``remove`` one, ``move_from`` whose are to become this member's."""

    add: str | None = None
    remove: str | None = None
    move_from: str | None = None


@record
class KnownBy:
    """How many phones and cards the member gained and lost; both 0 where everything was so before."""

    member: str
    gained: int
    lost: int
    changed: bool


@record
class _Known:
    kind: str
    value: str
    hash: IdentifierHash


class _People:
    """The accounts concerned with their personal data opened, as they change."""

    def __init__(self, desk: Desk, connection: Connection) -> None:
        self._desk, self._connection = desk, connection
        self._accounts: dict[str, Account] = {}
        self._changed: dict[str, None] = {}

    def find(self, text: str) -> Account:
        """The member that ``text`` names. Raises ``Refusal("member_unknown")``."""
        account = self._desk.find(self._connection, text).account
        if account.erased:
            raise Refusal("member_unknown", member=text)
        return self._accounts.setdefault(account.member_id, account)

    def owner(self, known: _Known) -> Account | None:
        """Who has it now: a member, or another name of theirs."""
        member_id = owners(self._connection, [known.hash]).get(known.hash)
        if member_id is None:
            return None
        for account in load_accounts(self._connection, [member_id], ()):
            self._accounts.setdefault(account.member_id, account)
        return self._accounts[member_id]

    def profile(self, member_id: str) -> Profile:
        """What is known of the person."""
        sealed = self._accounts[member_id].sealed_profile
        return _profile_decoder.decode(self._desk.keys.unseal(sealed, member_id)) if sealed else Profile(member_id)

    def known(self, kind: str, value: str) -> _Known:
        """A phone or card in its canonical form."""
        return _hashed(self._desk, kind, value)

    def take(self, member_id: str, known: _Known) -> None:
        """The member has it no longer."""
        here = (identifiers.c.hash == known.hash.hash) & (identifiers.c.kind == known.kind)
        self._connection.execute(delete(identifiers).where(here))
        account = self._accounts[member_id]
        others = tuple(held for held in account.identifiers if held != known.hash)
        self._keep(replace(account, identifiers=others), known.kind, None)

    def give(self, member_id: str, known: _Known) -> None:
        """The member has it from now on."""
        account = self._accounts[member_id]
        row = {"hash": known.hash.hash, "kind": known.kind, "member": member_id}
        self._connection.execute(identifiers.insert().values(**row))
        self._keep(replace(account, identifiers=(*account.identifiers, known.hash)), known.kind, known.value)

    def save(self, last: str) -> bool:
        """Writes whoever changed, ``last`` behind all others; whether anybody did."""
        changed = sorted(self._changed, key=lambda member_id: member_id == last)
        save_accounts(self._connection, [self._accounts[member_id] for member_id in changed], {})
        return bool(changed)

    def _keep(self, account: Account, kind: str, value: str | None) -> None:
        profile = self.profile(account.member_id)
        if kind == IdentifierKind.PHONE:
            profile = msgspec.structs.replace(profile, phone=value or "")
        else:
            profile = msgspec.structs.replace(profile, card=value)
        sealed = self._desk.keys.seal(msgspec.json.encode(profile), account.member_id)
        self._accounts[account.member_id] = replace(account, sealed_profile=sealed)
        self._changed[account.member_id] = None


def change_identifiers(desk: Desk, member: str, change: Change) -> KnownBy:
    """Changes what finds the member; again, it changes nothing. A new phone or card takes the place of the old one.

    Raises ``Refusal``: ``member_unknown``, ``identifier_none`` when nothing is asked for, ``identifier_not_theirs``,
    ``identifier_of_another`` for one that would have to be moved, and what ``identifiers.classify`` refuses.
    """
    return desk.database.write_again(lambda connection: _change(connection, desk, member, change))


def _change(connection: Connection, desk: Desk, member: str, change: Change) -> KnownBy:
    if change == Change():
        raise Refusal("identifier_none")
    people = _People(desk, connection)
    member_id = people.find(member).member_id
    lost = _lose(people, member_id, _known(desk, change.remove)) if change.remove else 0
    gained = sum(_gain(people, member_id, known, change.move_from) for known in _wanted(people, desk, change))
    changed = people.save(member_id)
    if changed:
        desk.record(connection, "identifiers", member_id, f"gained {gained}, lost {lost}")
    return KnownBy(member_id, gained, lost, changed)


def _wanted(people: _People, desk: Desk, change: Change) -> list[_Known]:
    """What the member is to have: the one that is named, or all that the other one has."""
    if change.add:
        return [_known(desk, change.add)]
    if not change.move_from:
        return []
    profile = people.profile(people.find(change.move_from).member_id)
    return [_known(desk, value) for value in (profile.phone, profile.card) if value]


def _lose(people: _People, member_id: str, known: _Known) -> int:
    owner = people.owner(known)
    if owner is None:
        return 0
    if member_id not in (owner.member_id, owner.alias_of):
        raise Refusal("identifier_not_theirs", identifier=known.kind)
    people.take(owner.member_id, known)
    return 1


def _gain(people: _People, member_id: str, known: _Known, move_from: str | None) -> int:
    owner = people.owner(known)
    if owner is not None:
        if owner.member_id == member_id:
            return 0
        other = people.find(move_from).member_id if move_from else None
        if other is None or other not in (owner.member_id, owner.alias_of):
            raise Refusal("identifier_of_another", identifier=known.kind)
        people.take(owner.member_id, known)
    held = people.profile(member_id)
    before = held.phone if known.kind == IdentifierKind.PHONE else held.card
    if before:
        old = people.known(known.kind, before)
        had = people.owner(old)
        if had is not None and had.member_id == member_id:
            people.take(member_id, old)
    people.give(member_id, known)
    return 1


def _known(desk: Desk, text: str) -> _Known:
    named = classify(text)
    if named.kind not in _KINDS:
        raise Refusal("identifier_unknown_form")
    return _hashed(desk, named.kind.value, named.value)


def _hashed(desk: Desk, kind: str, value: str) -> _Known:
    return _Known(kind, value, IdentifierHash(kind, identifier_hash(desk.keys.group, kind, value)))
