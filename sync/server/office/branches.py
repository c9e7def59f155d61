"""Pushes that were set aside and are accepted after all: what they say is booked, once.

What continues a terminal's chain becomes part of it and is posted like everything else. A branch that says something
else than what is stored cannot: its frames are booked as acts of the office, each once, whatever push it came in.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, select, update

from sync.protocol.frame_shape import read_movements
from sync.protocol.messages import Profile, PushRequest
from sync.server.accounts.accounts import load_accounts, save_accounts
from sync.server.accounts.books import Books, PostedEntry
from sync.server.accounts.cases import keep_cases
from sync.server.accounts.desk import Desk
from sync.server.accounts.ledger_rows import OFFICE, ledger_row
from sync.server.auditing.auditing import audit_branch
from sync.server.keys import ServerKeys
from sync.server.posting.claims import settle_claims
from sync.server.posting.merges import put_down_merges
from sync.server.posting.posting import concerned, sealable_profile
from sync.server.posting.referrals import take_back_repeated
from sync.server.programmes.shelf import ProgrammeShelf
from sync.server.storage.bulk import insert_rows
from sync.server.storage.frame_blocks import batch_context, pack_frames, unpack_frames
from sync.server.storage.tables import accepted_frames, batches, epochs, ledger, quarantine, terminals
from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import Frame, FrameKind, chain
from terminal.domain.records import record

_request_decoder = msgspec.json.Decoder(PushRequest)


@record
class Booked:
    """What became of a push: frames added to the chain, booked by the office, and there before (or unreadable)."""

    appended: int = 0
    booked: int = 0
    known: int = 0


def opened(keys: ServerKeys, row: Row[Any]) -> PushRequest:
    """The push in a row of the quarantine."""
    sealed = keys.unseal(row.request, f"quarantine/{row.terminal}/{row.digest}")
    return _request_decoder.decode(sealed)


def accept_push(connection: Connection, desk: Desk, row: Row[Any]) -> Booked:
    """Books what the push says. Raises ``Refusal("case_waits")``."""
    request = opened(desk.keys, row)
    terminal = connection.execute(
        select(terminals).where(terminals.c.terminal == request.terminal).with_for_update()
    ).one()
    here = (epochs.c.terminal == request.terminal) & (epochs.c.epoch == request.epoch)
    epoch = connection.execute(select(epochs).where(here)).one_or_none()
    durable = epoch.durable if epoch else 0
    frames = [frame.encode() for frame in request.frames]
    stored = _stored(connection, request)
    fresh = [place for place, frame in enumerate(frames) if stored.get(request.first + place) != frame]
    known = len(frames) - len(fresh)
    if not fresh:
        return Booked(known=known)
    heads = _heads(request, frames)
    if epoch and fresh[0] == durable + 1 - request.first and heads[fresh[0]] == epoch.head:
        _append(connection, desk, request, fresh[0], heads[-1])
        return Booked(appended=len(fresh), known=known)
    if request.first > durable + 1:
        _require_nothing_before(connection, row)
    booked = _book(connection, desk, terminal, request, fresh)
    return Booked(booked=booked, known=len(frames) - booked)


def _stored(connection: Connection, request: PushRequest) -> dict[int, bytes]:
    rows = connection.execute(
        select(batches.c.first, batches.c.frames).where(
            batches.c.terminal == request.terminal,
            batches.c.epoch == request.epoch,
            batches.c.last >= request.first,
            batches.c.first < request.first + len(request.frames),
        )
    )
    return {row.first + place: frame for row in rows for place, frame in enumerate(unpack_frames(row.frames))}


def _heads(request: PushRequest, frames: Sequence[bytes]) -> list[bytes]:
    """The chain before each frame, and after the last."""
    heads = [bytes.fromhex(request.previous)]
    for frame in frames:
        heads.append(chain(heads[-1], frame))
    return heads


def _require_nothing_before(connection: Connection, row: Row[Any]) -> None:
    """A push that continues one that is open still may be part of the chain once that has been decided."""
    before = connection.execute(
        select(quarantine.c.digest).where(
            quarantine.c.terminal == row.terminal,
            quarantine.c.epoch == row.epoch,
            quarantine.c.first < row.first,
            quarantine.c.last >= row.first - 1,
            quarantine.c.decided_at.is_(None),
        )
    ).first()
    if before is not None:
        raise Refusal("case_waits", case=f"{row.terminal}/{before.digest}")


def _append(connection: Connection, desk: Desk, request: PushRequest, known: int, head: bytes) -> None:
    first, last = request.first + known, request.first + len(request.frames) - 1
    profiles = None
    if request.profiles:
        context = batch_context(request.terminal, request.epoch, first)
        profiles = desk.keys.seal(msgspec.json.encode(request.profiles), context)
    connection.execute(
        batches.insert().values(
            terminal=request.terminal,
            epoch=request.epoch,
            first=first,
            last=last,
            head=head,
            signature=bytes.fromhex(request.signature),
            frames=pack_frames(request.frames[known:]),
            profiles=profiles,
            received_at=desk.now(),
        )
    )
    here = (epochs.c.terminal == request.terminal) & (epochs.c.epoch == request.epoch)
    connection.execute(update(epochs).where(here).values(durable=last, head=head))


def _book(connection: Connection, desk: Desk, terminal: Row[Any], request: PushRequest, fresh: Sequence[int]) -> int:
    acts = _acts(connection, desk, request, fresh)
    frames = [frame for frame, _content, _number in acts]
    books = Books(terminal.cell, load_accounts(connection, *concerned(frames)))
    profiles = {profile.member: profile for profile in request.profiles}
    for frame in frames:
        is_enrolment = frame.kind is FrameKind.MEMBER_ENROLLED
        books.post(frame, _profile(frame, profiles) if is_enrolment else None)
    number_of = {frame.seq: number for frame, _content, number in acts}
    insert_rows(connection, ledger, [ledger_row(_by_office(posted, number_of)) for posted in books.entries])
    keep_cases(connection, books.exceptions, desk.now())
    audit_branch(connection, terminal.brand, [(frame, content) for frame, content, _number in acts], desk.now())
    changed = [
        replace(account, sealed_profile=desk.keys.seal(profile, account.member_id))
        if (profile := books.new_profiles.get(account.member_id))
        else account
        for account in books.changed()
    ]
    save_accounts(connection, changed, books.new_identifiers)
    put_down_merges(connection, desk, books.merged)
    for member_id in books.referred_again:
        take_back_repeated(connection, desk, member_id)
    settle_claims(connection, desk, ProgrammeShelf(), frames)
    return len(frames)


def _acts(
    connection: Connection, desk: Desk, request: PushRequest, fresh: Sequence[int]
) -> list[tuple[Frame, bytes, int]]:
    """The frames that nobody has booked yet with their bytes, each an act of the office."""
    acts: list[tuple[Frame, bytes, int]] = []
    for place in fresh:
        content, seq = request.frames[place].encode(), request.first + place
        digest = hashlib.sha256(content).hexdigest()
        known = select(accepted_frames.c.number).where(
            accepted_frames.c.terminal == request.terminal, accepted_frames.c.digest == digest
        )
        if connection.execute(known).one_or_none():
            continue
        try:
            frame = read_movements(content, request.terminal, request.epoch, seq)
        except Broken:
            continue
        number = desk.record(connection, "frame_accept", request.terminal, f"{request.epoch}/{seq} {digest}")
        connection.execute(accepted_frames.insert().values(terminal=request.terminal, digest=digest, number=number))
        acts.append((frame, content, number))
    return acts


def _profile(frame: Frame, profiles: dict[str, Profile]) -> bytes | None:
    return sealable_profile(frame, profiles.get(str(frame.body.get("member"))))


def _by_office(posted: PostedEntry, number_of: dict[int, int]) -> PostedEntry:
    frame = replace(posted.frame, terminal=OFFICE, epoch=0, seq=number_of[posted.frame.seq])
    return posted._replace(frame=frame)
