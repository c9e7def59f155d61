"""Taking over members from elsewhere, with their points: idempotent by phone."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

import msgspec
import uuid_utils
from sqlalchemy import Connection

from sync.protocol.messages import IdentifierHash, Profile
from sync.server.accounts.account import Account
from sync.server.accounts.accounts import owners, save_accounts
from sync.server.accounts.books import PostedEntry
from sync.server.accounts.ledger_rows import IMPORT, ledger_row
from sync.server.keys import ServerKeys
from sync.server.storage.database import Database
from sync.server.storage.tables import ledger
from terminal.domain.frames import Frame, FrameKind, identifier_hash
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from terminal.domain.records import record

MEMBERS_PER_TRANSACTION = 2_000


@record
class ImportedMember:
    """A member to take over. ``phone`` is E.164; ``expires`` is the last day of the points, ``None`` for ever.

    ``enrolled_on`` is when they joined, for the conditions that ask; ``None`` when nobody knows.
    """

    phone: str
    name: str = ""
    birthday: date | None = None
    card: str | None = None
    points: int = 0
    expires: date | None = None
    spend_minor: int = 0
    visits: int = 0
    enrolled_on: date | None = None


@record
class ImportPlace:
    """Where the members go: the brand that owes the points, the cell whose terminals carry them."""

    brand: str
    store: str
    cell: str
    programme: str


@record
class ImportReport:
    """How many members were taken over, and how many were here already and left as they are."""

    imported: int
    known: int


def import_members(
    database: Database,
    keys: ServerKeys,
    place: ImportPlace,
    incoming: Sequence[ImportedMember],
    now: Callable[[], datetime],
) -> ImportReport:
    """Makes a member of every phone that belongs to none; the points enter the ledger as adjustments."""
    imported = 0
    for start in range(0, len(incoming), MEMBERS_PER_TRANSACTION):
        portion = incoming[start : start + MEMBERS_PER_TRANSACTION]
        with database.write() as connection:
            imported += _import_portion(connection, keys, place, portion, now())
    return ImportReport(imported, len(incoming) - imported)


def _import_portion(
    connection: Connection, keys: ServerKeys, place: ImportPlace, incoming: Sequence[ImportedMember], at: datetime
) -> int:
    named = {_phone(keys, member): member for member in incoming}
    cards = {card for member in incoming if (card := _card(keys, member))}
    taken = owners(connection, [*named, *cards])
    accounts: list[Account] = []
    owned: dict[IdentifierHash, str] = {}
    posted: list[PostedEntry] = []
    for phone, member in named.items():
        if phone in taken:
            continue
        member_id = str(uuid_utils.uuid7())
        card = _card(keys, member)
        mine = (phone, card) if card and card not in taken and card not in owned else (phone,)
        owned.update(dict.fromkeys(mine, member_id))
        entry = _opening_entry(member, member_id, place, at.date())
        state, moves = apply(MemberState(member_id), entry, at.date())
        profile = Profile(
            member_id, member.name, member.phone, member.birthday, member.card, enrolled_on=member.enrolled_on
        )
        sealed = keys.seal(msgspec.json.encode(profile), member_id)
        accounts.append(Account(state, sealed_profile=sealed, identifiers=mine, cells=(place.cell,), booked=1))
        posted.append(PostedEntry(_frame(place, at), 0, member_id, member_id, entry, moves, state.deficit, place=1))
    if accounts:
        connection.execute(ledger.insert(), [ledger_row(entry) for entry in posted])
        save_accounts(connection, accounts, owned)
    return len(accounts)


def _opening_entry(member: ImportedMember, member_id: str, place: ImportPlace, day: date) -> Entry:
    lot = LotPart(f"{IMPORT}-{member_id}", place.brand, member.points, member.expires, day)
    parts = (lot,) if member.points > 0 else ()
    return Entry(member_id, EntryKind.ADJUST, member.points, parts, member.spend_minor, member.visits)


def _frame(place: ImportPlace, at: datetime) -> Frame:
    """No terminal's journal says this, so the ledger row names the import as its source."""
    return Frame(
        terminal=IMPORT,
        epoch=0,
        seq=0,
        kind=FrameKind.ADJUSTMENT,
        at=at.isoformat(),
        day=at.date(),
        store=place.store,
        programme=place.programme,
        body={},
    )


def _phone(keys: ServerKeys, member: ImportedMember) -> IdentifierHash:
    return IdentifierHash("phone", identifier_hash(keys.group, "phone", member.phone))


def _card(keys: ServerKeys, member: ImportedMember) -> IdentifierHash | None:
    return IdentifierHash("card", identifier_hash(keys.group, "card", member.card)) if member.card else None
