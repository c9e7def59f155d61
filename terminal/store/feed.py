"""A page of the server's feed, taken over into the replica's rows: every member on it whole, in place of what was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from terminal.domain.documents import progress_document, reservation_document
from terminal.domain.frames import canonical_json
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from terminal.ports.replica import MemberRow
    from terminal.store.connection import Connection

_PAGE = Statement("feed.PAGE")
_TURN_PAGE = Statement("feed.TURN_PAGE")
_FORGET = Statement("feed.FORGET")
_FORGET_HEARD = Statement("feed.FORGET_HEARD")
_NEW_MEMBER = Statement("feed.NEW_MEMBER")
_NEW_LOT = Statement("feed.NEW_LOT")
_NEW_IDENTIFIER = Statement("feed.NEW_IDENTIFIER")


def take_over(connection: Connection, members: Sequence[MemberRow]) -> None:
    """Writes ``members`` as the next page; the last of several rows of one member counts."""
    rows = {row.member_id: row for row in members}
    page = 1 + (_PAGE.scalar(connection) or 0)
    _FORGET.run_many(connection, ({"id": member_id} for member_id in rows))
    _NEW_MEMBER.run_many(connection, (_member(row, page) for row in rows.values()))
    _NEW_IDENTIFIER.run_many(connection, _identifiers(rows.values()))
    _NEW_LOT.run_many(connection, _lots(rows.values()))
    _FORGET_HEARD.run_many(connection, ({"id": row.member_id} for row in rows.values() if row.erased))
    _TURN_PAGE.change(connection, page=page)


def _member(row: MemberRow, page: int) -> dict[str, Any]:
    profile, state = row.profile, row.state
    return {
        "member_id": row.member_id,
        "number": row.number,
        "page": page,
        "alias_of": row.alias_of,
        "name": profile.name if profile else None,
        "birthday": profile.birthday if profile else None,
        "referrer": profile.referrer if profile else None,
        "deficit": state.deficit,
        "spend_minor": state.spend_minor,
        "visits": state.visits,
        "last_visit": state.last_visit,
        "enrolled_on": profile.enrolled_on if profile else None,
        "tags": profile.tags if profile else (),
        "segments": profile.segments if profile else (),
        "household": row.household,
        "applied": canonical_json(state.applied).decode(),
        "progress": canonical_json(progress_document(state.progress)).decode(),
        "reserved": canonical_json([reservation_document(held) for held in state.reserved]).decode(),
        "erased": int(row.erased),
    }


def _identifiers(rows: Iterable[MemberRow]) -> Iterator[dict[str, Any]]:
    for row in rows:
        if row.profile:
            for kind, value in (("phone", row.profile.phone), ("card", row.profile.card)):
                if value:
                    yield {"kind": kind, "value": value, "member_id": row.member_id}


def _lots(rows: Iterable[MemberRow]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for held in row.state.lots:
            yield {
                "member_id": row.member_id,
                "lot_id": held.lot_id,
                "brand": held.brand,
                "points": held.points,
                "expires_on": held.expires_on,
                "earned_on": held.earned_on,
                "idle_months": held.idle_months,
            }
