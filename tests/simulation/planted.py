"""Bugs of the kinds that break real tills, planted into the programme: each must be found."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, select, update

from sync.client.round import SyncRound
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.intake.storing import Storing
from sync.server.posting import portions, posting
from sync.server.reservations.escrow import Escrow
from sync.server.reservations.reserving import give_back
from sync.server.storage.tables import cells, members, reservations
from terminal.domain.errors import Refusal
from terminal.domain.frames import Frame, decode_frame
from terminal.ports.replica import Position
from terminal.ports.store import NewFrame
from terminal.store import journal
from terminal.store.connection import Connection as OfTerminal
from terminal.store.engine import Connections
from terminal.store.replica import StoredReplica

_NUMBERS_AT_ONCE = 16


def own_entries_forgotten(patch: pytest.MonkeyPatch) -> None:
    """A page that arrives hides the first of the terminal's own entries that are not in it."""
    frames_of = journal.frames_of

    def all_but_the_first(*arguments: Any) -> Iterator[Frame]:
        frames = list(frames_of(*arguments))
        return iter(frames[1:] if len(frames) > 1 else frames)

    patch.setattr(journal, "frames_of", all_but_the_first)


def own_entries_laid_twice(patch: pytest.MonkeyPatch) -> None:
    """What the server has already is laid over its state once more."""
    frames_of = journal.frames_of

    def from_one_before(connection: OfTerminal, ids: Any, after: Position) -> Iterator[Frame]:
        return frames_of(connection, ids, (after[0], max(after[1] - 1, 0)))

    patch.setattr(journal, "frames_of", from_one_before)


def feed_paged_on_a_sequence(patch: pytest.MonkeyPatch) -> None:
    """Numbers of the feed are taken when a posting begins: of two at once, the later number is visible first."""
    taken_before: dict[str, int] = {}

    def bump(connection: Connection, cell: str, numbers: int, joining: int) -> int:
        row = connection.execute(select(cells).where(cells.c.cell == cell)).one_or_none()
        if row is None:
            connection.execute(cells.insert().values(cell=cell, number=0, members=0))
        newest = row.number if row else 0
        if cell in taken_before and numbers <= _NUMBERS_AT_ONCE:
            first = taken_before.pop(cell)
        else:
            taken_before[cell] = newest + 1
            first = newest + 1 + _NUMBERS_AT_ONCE
        values = {"number": max(newest, first + numbers - 1), "members": cells.c.members + joining}
        connection.execute(update(cells).where(cells.c.cell == cell).values(**values))
        return first

    patch.setattr("sync.server.accounts.accounts._bump", bump)


def intake_stores_what_it_has(patch: pytest.MonkeyPatch) -> None:
    """A push that repeats some frames is stored with the last of them once more."""
    append = Storing._append

    def append_from_before(storing: Storing, rows: Any, batch: Any, first: int) -> None:
        append(storing, rows, batch, max(first - 1, batch.envelope.first))

    patch.setattr(Storing, "_append", append_from_before)


def posting_does_not_move_on(patch: pytest.MonkeyPatch) -> None:
    """How far an epoch is posted stays one frame behind, and that frame is booked by the next portion too."""

    move_on = portions.move_on

    def almost(connection: Connection, stage: Any, done: Any) -> int:
        moved = move_on(connection, stage, done)
        connection.execute(update(members).values(booked=members.c.booked + 1))
        for portion in done:
            here = (stage.done.table.c.terminal == portion.terminal) & (stage.done.table.c.epoch == portion.epoch)
            connection.execute(update(stage.done.table).where(here).values({stage.done.name: portion.before}))
        return moved

    patch.setattr(posting, "move_on", almost)


def unanswered_pushes_are_numbered_anew(patch: pytest.MonkeyPatch) -> None:
    """A push whose answer was lost is taken for one that never arrived: its frames are made again, with new numbers."""
    push = SyncRound._push

    def push_or_make_again(sync_round: SyncRound) -> int:
        try:
            return push(sync_round)
        except Refusal as refusal:
            if refusal.kind == "server_unreachable":
                _make_again(sync_round._store)  # type: ignore[arg-type]  # the store of a real home
            raise

    patch.setattr(SyncRound, "_push", push_or_make_again)


def _make_again(store: StoredReplica) -> None:
    batch = store.unsent(store.progress().durable, 1, 10**6)
    if batch is None:
        return
    frame = decode_frame(batch.frames[0])
    home, key = store._generations.folder, store._connections._key
    made = NewFrame(frame.kind, datetime.fromisoformat(frame.at), frame.day, frame.programme, frame.body, frame.entries)
    with closing(Connections(home / "journal.db", key)) as connections:
        connection = connections.here()
        connection.begin()
        journal.append(connection, store.identity(), made)
        connection.commit()


def restored_server_is_believed_to_have_all(patch: pytest.MonkeyPatch) -> None:
    """What the server once confirmed is never sent again, though it was restored from a copy that lacks it."""
    record_push = StoredReplica.record_push

    def never_back(replica: StoredReplica, durable: Position, posted: Position) -> None:
        if durable >= replica.progress().durable:
            record_push(replica, durable, posted)

    patch.setattr(StoredReplica, "record_push", never_back)


def reservations_end_by_time(patch: pytest.MonkeyPatch) -> None:
    """What was set aside goes back to the member's lots once its last day is over, whoever may have taken it."""
    tend = Escrow.tend

    def reclaim_and_tend(escrow: Escrow, connection: Connection, entries: Any) -> None:
        today = escrow._desk.now().date()
        for row in connection.execute(select(reservations).where(reservations.c.closed_at.is_(None))).all():
            if date.fromisoformat(row.last_day) < today:
                _reclaim(escrow, connection, row.reservation)
        tend(escrow, connection, entries)

    patch.setattr(Escrow, "tend", reclaim_and_tend)


def _reclaim(escrow: Escrow, connection: Connection, reservation: str) -> None:
    for member in connection.execute(select(members.c.member)).scalars().all():
        for account in load_accounts(connection, [member], ()):
            held = [each for each in account.state.reserved if each.reservation_id == reservation]
            if held:
                save_accounts(connection, [replace(give_back(connection, escrow._desk, account, held[0]))], {})
                return
