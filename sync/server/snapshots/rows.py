"""A pulled member as the rows a terminal would make of it."""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import msgspec
from msgspec import Raw, Struct

from sync.protocol.messages import MemberMessage
from sync.protocol.states import decode_state
from terminal.domain.documents import reservation_document
from terminal.domain.frames import canonical_json

# The pages of a feed are numbered from 1 where they arrive; this comes before all of them.
PAGE = 0
MEMBER_COLUMNS = (
    "member_id",
    "number",
    "page",
    "alias_of",
    "name",
    "birthday",
    "referrer",
    "enrolled_on",
    "tags",
    "segments",
    "household",
    "deficit",
    "spend_minor",
    "visits",
    "last_visit",
    "applied",
    "progress",
    "reserved",
    "erased",
)
IDENTIFIER_COLUMNS = ("kind", "value", "member_id")
LOT_COLUMNS = ("member_id", "lot_id", "brand", "points", "expires_on", "earned_on", "idle_months")


class _Lot(Struct, array_like=True):
    """A lot of a ``StateDocument`` with its days as they are written."""

    lot: str
    brand: str
    points: int
    expires: str | None
    earned: str
    idle_months: int = 0


class _State(Struct):
    """``StateDocument`` with what the replica keeps as text left as it is: there are a million of them."""

    lots: tuple[_Lot, ...] = ()
    deficit: int = 0
    spend: int = 0
    visits: int = 0
    last_visit: str | None = None
    applied: Raw = Raw(b"{}")
    progress: Raw = Raw(b"{}")
    reserved: Raw = Raw(b"[]")


_decoder = msgspec.json.Decoder(_State)


@dataclass(slots=True)
class Rows:
    """Rows of the replica's three tables of members, in the order of the columns above."""

    members: list[tuple[Any, ...]] = field(default_factory=list)
    identifiers: list[tuple[str, str, str]] = field(default_factory=list)
    lots: list[tuple[Any, ...]] = field(default_factory=list)

    def add(self, message: MemberMessage) -> None:
        """Adds the rows of one member."""
        profile, state = message.profile, _decoder.decode(message.state)
        member = message.member
        self.members.append(
            (
                member,
                message.number,
                PAGE,
                message.alias_of,
                profile.name if profile else None,
                _text(profile.birthday) if profile else None,
                profile.referrer if profile else None,
                _text(profile.enrolled_on) if profile else None,
                _codes(profile.tags) if profile else "[]",
                _codes(profile.segments) if profile else "[]",
                message.household,
                state.deficit,
                state.spend,
                state.visits,
                state.last_visit,
                bytes(state.applied).decode(),
                _progress(state.progress),
                _reserved(message) if len(bytes(state.reserved)) > 2 else "[]",
                int(message.erased),
            )
        )
        for kind, value in (("phone", profile.phone), ("card", profile.card)) if profile else ():
            if value:
                self.identifiers.append((kind, value, member))
        self.lots.extend(
            [(member, lot.lot, lot.brand, lot.points, lot.expires, lot.earned, lot.idle_months) for lot in state.lots]
        )


def _progress(progress: Raw) -> str:
    # The document's parts are written the same way in both places; only nothing at all is not.
    text = bytes(progress).decode()
    return "{}" if text == "null" else text


def _reserved(message: MemberMessage) -> str:
    held = decode_state(message.member, message.state).reserved
    return canonical_json([reservation_document(each) for each in held]).decode()


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _codes(codes: tuple[str, ...]) -> str:
    return json.dumps(list(codes), ensure_ascii=False) if codes else "[]"
