"""Erasing a member: who they are goes, what was booked stays, and every cell that carries them is told.

What is left is a tombstone: the account with its points, which balances with the ledger, and nothing that names
anybody. Terminals drop what they have when they hear of it. After ``TOMBSTONE_DAYS`` the feed forgets it; a terminal
that was away for longer takes everything anew.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, and_, delete, select, update

from sync.protocol.messages import Profile, PushRequest
from sync.server.accounts.account import Account
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.accounts.desk import Desk
from sync.server.accounts.stored_frames import names_of
from sync.server.keys import ServerKeys
from sync.server.storage.database import Database, chunks
from sync.server.storage.frame_blocks import batch_context
from sync.server.storage.tables import (
    batches,
    cells,
    feed,
    households,
    identifiers,
    members,
    quarantine,
    snapshot_pieces,
    snapshots,
)
from terminal.domain.errors import Refusal
from terminal.domain.records import record

TOMBSTONE_DAYS: Final = 400
_FIRST_LOOK = timedelta(hours=1)
_BETWEEN_LOOKS = timedelta(days=1)
_request_decoder = msgspec.json.Decoder(PushRequest)
_profiles_decoder = msgspec.json.Decoder(tuple[Profile, ...])


@record
class Erased:
    """A member and all other names they had; ``changed`` is false for one who had been erased before."""

    member: str
    names: tuple[str, ...]
    changed: bool


def erase_member(desk: Desk, member: str) -> Erased:
    """Makes a tombstone of the member; again, it changes nothing.

    They leave their household, the points stay in it. Raises ``Refusal``: ``member_unknown``, ``member_is_household``.
    """
    return desk.database.write_again(lambda connection: _erase(connection, desk, member))


def forget_tombstones(database: Database, now: datetime) -> int:
    """Drops tombstones of long ago from the feed of every cell; gives their number."""
    before = now - timedelta(days=TOMBSTONE_DAYS)
    with database.read() as connection:
        old = connection.execute(select(members.c.member).where(members.c.erased_at < before)).scalars().all()
        found = connection.execute(select(cells.c.cell)).scalars().all()
    return sum(_forget(database, cell, old) for cell in sorted(found)) if old else 0


class TombstoneKeeper:
    """Forgets tombstones once a day for as long as a server runs; several processes may do it."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now
        self._due = now() + _FIRST_LOOK

    def tend(self) -> None:
        """Forgets what is due, if a day has passed."""
        now = self._now()
        if now >= self._due:
            self._due = now + _BETWEEN_LOOKS
            forget_tombstones(self._database, now)


def _erase(connection: Connection, desk: Desk, member: str) -> Erased:
    found = desk.find(connection, member).account
    names = names_of(connection, found.member_id)
    if found.erased:
        return Erased(found.member_id, names, False)
    if _is_household(connection, found.member_id):
        raise Refusal("member_is_household", member=found.member_id)
    accounts = [account for account in load_accounts(connection, names, ()) if account.member_id in names]
    for portion in chunks(names):
        connection.execute(delete(identifiers).where(identifiers.c.member.in_(portion)))
    desk.record(connection, "erase", found.member_id)
    tombstones = [
        replace(account, sealed_profile=None, identifiers=(), household=None, erased=True) for account in accounts
    ]
    # This locks the cells: a snapshot that was read before is announced either now, and dropped, or sees the tombstone.
    _count_out(connection, accounts)
    _drop_copies(connection, desk.keys, names, {cell for account in accounts for cell in account.cells})
    for portion in chunks(names):
        connection.execute(update(members).where(members.c.member.in_(portion)).values(erased_at=desk.now()))
    # Other names before the member they are of: that is how the feed goes everywhere.
    save_accounts(connection, sorted(tombstones, key=lambda account: account.member_id == found.member_id), {})
    return Erased(found.member_id, names, True)


def _is_household(connection: Connection, member_id: str) -> bool:
    known = select(households.c.household).where(households.c.household == member_id)
    return connection.execute(known).one_or_none() is not None


def _count_out(connection: Connection, accounts: Sequence[Account]) -> None:
    """Tombstones are not among the members that a cell counts."""
    for cell in sorted({cell for account in accounts for cell in account.cells}):
        gone = sum(cell in account.cells for account in accounts)
        connection.execute(update(cells).where(cells.c.cell == cell).values(members=cells.c.members - gone))


def _drop_copies(connection: Connection, keys: ServerKeys, names: Collection[str], carried: Collection[str]) -> None:
    """Personal data that lie elsewhere: with pushes not posted yet, with evidence, in snapshots that are handed out."""
    _drop_from_pushes(connection, keys, names)
    _drop_from_evidence(connection, keys, names)
    for portion in chunks(carried):
        connection.execute(delete(snapshots).where(snapshots.c.cell.in_(portion)))
        connection.execute(delete(snapshot_pieces).where(snapshot_pieces.c.cell.in_(portion)))


def _drop_from_pushes(connection: Connection, keys: ServerKeys, names: Collection[str]) -> None:
    waiting = select(batches.c.terminal, batches.c.epoch, batches.c.first, batches.c.profiles)
    for terminal, epoch, first, sealed in connection.execute(waiting.where(batches.c.profiles.is_not(None))).all():
        context = batch_context(terminal, epoch, first)
        profiles = _profiles_decoder.decode(keys.unseal(sealed, context))
        others = tuple(profile for profile in profiles if profile.member not in names)
        if len(others) < len(profiles):
            here = and_(batches.c.terminal == terminal, batches.c.epoch == epoch, batches.c.first == first)
            kept = keys.seal(msgspec.json.encode(others), context)
            connection.execute(update(batches).where(here).values(profiles=kept))


def _drop_from_evidence(connection: Connection, keys: ServerKeys, names: Collection[str]) -> None:
    kept = select(quarantine.c.terminal, quarantine.c.digest, quarantine.c.request)
    for terminal, digest, evidence in connection.execute(kept).all():
        context = f"quarantine/{terminal}/{digest}"
        request = _request_decoder.decode(keys.unseal(evidence, context))
        others = tuple(profile for profile in request.profiles if profile.member not in names)
        if len(others) < len(request.profiles):
            sealed = keys.seal(msgspec.json.encode(msgspec.structs.replace(request, profiles=others)), context)
            here = and_(quarantine.c.terminal == terminal, quarantine.c.digest == digest)
            connection.execute(update(quarantine).where(here).values(request=sealed))


def _forget(database: Database, cell: str, old: Sequence[str]) -> int:
    with database.write() as connection:
        # The cell's row first, as everybody takes it who gives out its numbers.
        connection.execute(select(cells.c.cell).where(cells.c.cell == cell).with_for_update()).one()
        gone: list[int] = []
        for portion in chunks(old):
            dropped = delete(feed).where(feed.c.cell == cell, feed.c.member.in_(portion)).returning(feed.c.number)
            gone.extend(connection.execute(dropped).scalars())
        if gone:
            raised = and_(cells.c.cell == cell, cells.c.forgotten < max(gone))
            connection.execute(update(cells).where(raised).values(forgotten=max(gone)))
        return len(gone)
