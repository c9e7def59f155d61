"""The office's queue: what posting and the audit found, and what was pushed and set aside; with evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, Table, select, update

from sync.protocol.messages import Profile, PushRequest
from sync.server.accounts.desk import BY_MAX, REASON_MAX, Desk
from sync.server.accounts.stored_frames import frame_bytes
from sync.server.keys import ServerKeys
from sync.server.office.branches import Booked, accept_push, opened
from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import batches, exceptions, members, quarantine
from terminal.domain.errors import Broken, Refusal
from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.records import record

ACCEPT: Final = "accept"
DISMISS: Final = "dismiss"
OUTCOMES: Final = (ACCEPT, DISMISS)
_ID_PARTS_OF_PUSH: Final = 2
_profile_decoder = msgspec.json.Decoder(Profile)


@record
class Case:
    """A case. ``last`` is above ``seq`` for a push of several frames; ``decision`` is ``None`` while it is open."""

    case: str
    code: str
    terminal: str
    epoch: int
    seq: int
    last: int
    member: str | None
    found_at: datetime
    decision: str | None
    decided_at: datetime | None
    decided_by: str | None
    decision_reason: str | None


@record
class Decided:
    """A decision; ``changed`` is false when it was the same before. The rest is what accepting a push came to."""

    case: str
    outcome: str
    changed: bool
    appended: int = 0
    booked: int = 0
    known: int = 0


def list_cases(connection: Connection, *, only_open: bool = True, code: str | None = None) -> list[Case]:
    """The cases, the oldest first."""
    found: list[Case] = []
    for table, coded in ((exceptions, exceptions.c.code), (quarantine, quarantine.c.reason)):
        statement = select(table)
        if only_open:
            statement = statement.where(table.c.decided_at.is_(None))
        if code:
            statement = statement.where(coded == code)
        found.extend(_case(row) for row in connection.execute(statement))
    return sorted(found, key=lambda case: (case.found_at, case.case))


def show_case(connection: Connection, keys: ServerKeys, case_id: str) -> dict[str, Any]:
    """The case with its evidence.

    For one of posting or the audit that is the frame, the member's masked identity and the figures; for a push, every
    frame and how it stands to what is stored. Raises ``Refusal("case_unknown")``.
    """
    row = _row(connection, case_id)
    shown = asdict(_case(row))
    if row._mapping.get("code") is not None:
        shown["data"] = msgspec.json.decode(row.data)
        shown["identity"] = _identity(connection, keys, row.member) if row.member else None
        shown["frame"] = _readable(_stored(connection, row))
        return shown
    request = opened(keys, row)
    shown["profiles"] = [_masked(profile) for profile in request.profiles]
    shown["frames"] = list(_compared(connection, request))
    return shown


def decide_case(desk: Desk, case_id: str, outcome: str) -> Decided:
    """Closes a case; again, it changes nothing. An accepted push is booked, once.

    Raises ``Refusal``: ``case_unknown``, ``case_outcome_unknown``, ``case_decided`` for one that was accepted, which
    cannot be taken back, and ``case_waits`` for a push that continues another one which is still open.
    """
    if outcome not in OUTCOMES:
        raise Refusal("case_outcome_unknown", outcome=outcome[:40], known=", ".join(OUTCOMES))
    return desk.database.write_again(lambda connection: _decide(connection, desk, case_id, outcome))


def _decide(connection: Connection, desk: Desk, case_id: str, outcome: str) -> Decided:
    row = _row(connection, case_id, lock=True)
    if row.decision == outcome:
        return Decided(case_id, outcome, False)
    if row.decision == ACCEPT:
        raise Refusal("case_decided", case=case_id, decision=row.decision)
    is_push = "digest" in row._mapping
    booked = accept_push(connection, desk, row) if is_push and outcome == ACCEPT else Booked()
    desk.record(connection, f"case_{outcome}", row.terminal, case_id)
    table, here = _place(case_id)
    connection.execute(
        update(table)
        .where(*here)
        .values(
            decided_at=desk.now(),
            decision=outcome,
            decided_by=desk.by[:BY_MAX],
            decision_reason=desk.reason[:REASON_MAX],
        )
    )
    return replace(Decided(case_id, outcome, True), **asdict(booked))


def _row(connection: Connection, case_id: str, *, lock: bool = False) -> Row[Any]:
    table, here = _place(case_id)
    statement = select(table).where(*here)
    row = connection.execute(statement.with_for_update() if lock else statement).one_or_none()
    if row is None:
        raise Refusal("case_unknown", case=case_id[:200])
    return row


def _place(case_id: str) -> tuple[Table, Sequence[ColumnElement[bool]]]:
    parts = case_id.split("/")
    table = quarantine if len(parts) == _ID_PARTS_OF_PUSH else exceptions
    columns = list(table.primary_key)
    if len(parts) != len(columns):
        raise Refusal("case_unknown", case=case_id[:200])
    try:
        values = [column.type.python_type(part) for column, part in zip(columns, parts, strict=True)]
    except ValueError as error:
        raise Refusal("case_unknown", case=case_id[:200]) from error
    return table, [column == value for column, value in zip(columns, values, strict=True)]


def _case(row: Row[Any]) -> Case:
    decided = (row.decision, row.decided_at, row.decided_by, row.decision_reason)
    if "digest" in row._mapping:
        name = f"{row.terminal}/{row.digest}"
        return Case(name, row.reason, row.terminal, row.epoch, row.first, row.last, None, row.received_at, *decided)
    name = f"{row.terminal}/{row.epoch}/{row.seq}/{row.line}/{row.code}"
    return Case(name, row.code, row.terminal, row.epoch, row.seq, row.seq, row.member, row.found_at, *decided)


def _stored(connection: Connection, row: Row[Any]) -> bytes | None:
    try:
        return frame_bytes(connection, row.terminal, row.epoch, row.seq)
    except Broken:
        return None


def _compared(connection: Connection, request: PushRequest) -> Iterator[dict[str, Any]]:
    """Every frame of the push: whether it is stored, other bytes are stored in its place, or nothing is."""
    rows = connection.execute(
        select(batches.c.first, batches.c.frames).where(
            batches.c.terminal == request.terminal,
            batches.c.epoch == request.epoch,
            batches.c.last >= request.first,
            batches.c.first < request.first + len(request.frames),
        )
    )
    stored = {row.first + place: frame for row in rows for place, frame in enumerate(unpack_frames(row.frames))}
    for seq, text in enumerate(request.frames, start=request.first):
        there = stored.get(seq)
        frame = {"seq": seq, "frame": _readable(text.encode())}
        if there is None:
            yield {**frame, "standing": "new"}
        elif there == text.encode():
            yield {**frame, "standing": "stored"}
        else:
            yield {**frame, "standing": "differs", "stored": _readable(there)}


def _readable(frame: bytes | None) -> Any:
    """The frame as JSON; as text where it is none."""
    if frame is None:
        return None
    try:
        return msgspec.json.decode(frame)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return frame.decode(errors="replace")


def _identity(connection: Connection, keys: ServerKeys, member: str) -> dict[str, str] | None:
    sealed = connection.execute(select(members.c.profile).where(members.c.member == member)).scalar_one_or_none()
    return _masked(_profile_decoder.decode(keys.unseal(sealed, member))) if sealed else None


def _masked(profile: Profile) -> dict[str, str]:
    return {"member": profile.member, "name": mask_name(profile.name), "phone": mask_phone(profile.phone)}
