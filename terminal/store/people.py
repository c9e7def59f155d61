"""What lists call members: names, phones and cards, without looking at anybody's points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from terminal.ports.office import Face
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from terminal.store.connection import Connection

_AFTER = Statement("people.AFTER")
_SERVER_FACES = Statement("people.SERVER_FACES")
_NEW_FACES = (Statement("people.ENROLLED_AT_LANES"), Statement("people.ENROLLED_HERE"))
_UNKNOWN_TO_SERVER = (Statement("people.UNKNOWN_HERE"), Statement("people.UNKNOWN_AT_LANES"))

_AFTER_ALL_IDS = "\U0010ffff"


def faces(connection: Connection, member_ids: Sequence[str]) -> Mapping[str, Face]:
    """Those of whom personal data are known here, by id; the server's word comes before ours."""
    ids = list(dict.fromkeys(member_ids))
    found: dict[str, Face] = {}
    for statement in (*_NEW_FACES, _SERVER_FACES):
        found |= {row.member_id: _face(row) for row in statement.rows(connection, ids=ids)}
    return found


def faces_after(connection: Connection, member_id: str | None, limit: int) -> tuple[Face, ...]:
    """The server's members with a smaller id, newest first."""
    rows = _AFTER.rows(connection, id=_AFTER_ALL_IDS if member_id is None else member_id, limit=limit)
    return tuple(_face(row) for row in rows)


def newcomers(connection: Connection) -> tuple[Face, ...]:
    """Those the server has not said anything of, newest first; one who was enrolled at two lanes once."""
    found: dict[str, Face] = {}
    for statement in _UNKNOWN_TO_SERVER:
        for row in statement.rows(connection):
            found.setdefault(row.phone, _face(row))
    return tuple(sorted(found.values(), key=lambda face: face.member_id, reverse=True))


def _face(row: Any) -> Face:
    return Face(row.member_id, row.name, row.phone or "", row.card or "")
