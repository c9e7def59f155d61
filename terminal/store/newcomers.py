"""Members whom the server does not know yet: enrolled here, or at another lane of this store.

One phone may be enrolled at several lanes while the line is down. The server will make one member of them; until then
the earliest id stands for all, at every lane alike.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from terminal.ports.store import MemberProfile
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.store.connection import Connection

_TWIN_ON_SERVER = Statement("newcomers.TWIN_ON_SERVER")
_PHONE_OF = Statement("newcomers.PHONE_OF")
_EARLIEST = Statement("newcomers.EARLIEST")
_LANE_ROWS = Statement("newcomers.LANE_ROWS")

_PROFILE = tuple(field.name for field in fields(MemberProfile))


def row_of(profile: MemberProfile) -> dict[str, object]:
    """The profile as a row of either table; their columns are its fields."""
    return {name: getattr(profile, name) for name in _PROFILE}


def twin_of(connection: Connection, member_id: str) -> str | None:
    """The id that stands for a newcomer, perhaps their own; ``None`` for somebody who is none."""
    known = _TWIN_ON_SERVER.scalar(connection, id=member_id)
    if known is not None:
        return str(known)
    phone = _PHONE_OF.scalar(connection, id=member_id)
    return None if phone is None else str(_EARLIEST.scalar(connection, value=phone))


def enrolled_elsewhere(connection: Connection, member_ids: Sequence[str]) -> list[object]:
    """The rows of those of these members whom other lanes enrolled."""
    return _LANE_ROWS.rows(connection, ids=member_ids)
