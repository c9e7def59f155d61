"""Rows and frames of a terminal's files, read as they stand."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from terminal.store.sql.compiling import statement
from terminal.store.sql.journal_tables import enrolled_member, journal_frame
from terminal.store.sql.replica_tables import identifier, lane_entry, lane_member, link, lot, server_member

if TYPE_CHECKING:
    from tests.simulation.actors import Terminal

Key = tuple[str, int, int]
"""Terminal, epoch, seq."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A frame: where it stands and its bytes."""

    key: Key
    payload: bytes

    @property
    def document(self) -> dict[str, Any]:
        """What it says."""
        said: dict[str, Any] = json.loads(self.payload)
        return said


def journal_of(terminal: "Terminal", after: tuple[int, int] = (0, 0)) -> list[Fact]:
    """The frames in a terminal's journal later than ``after``."""
    with terminal.replica._reading() as connection:
        columns = (journal_frame.c.epoch, journal_frame.c.seq, journal_frame.c.payload)
        rows = statement(select(*columns).order_by(journal_frame.c.epoch, journal_frame.c.seq)).rows(connection)
    return [
        Fact((terminal.terminal_id, row.epoch, row.seq), bytes(row.payload))
        for row in rows
        if (row.epoch, row.seq) > after
    ]


def link_of(terminal: "Terminal") -> Any:
    """What a terminal keeps of its line."""
    with terminal.replica._reading() as connection:
        return statement(select(link)).first(connection)


@dataclass(frozen=True, slots=True)
class Said:
    """What a replica says of a member id: whose alias it is, the points, and how far each terminal is in them."""

    alias_of: str | None = None
    points: int = 0
    applied: dict[str, tuple[int, int]] = field(default_factory=dict)


def replica_of(terminal: "Terminal") -> dict[str, Said]:
    """Every member id that a terminal has heard of.

    Newcomers, whom the server has not named yet, are whoever has their phone there, else the earliest with that phone.
    """
    with terminal.replica._reading() as connection:
        points: dict[str, int] = defaultdict(int)
        for row in statement(select(lot)).rows(connection):
            points[row.member_id] += row.points
        said = {
            row.member_id: Said(
                row.alias_of,
                points[row.member_id] - row.deficit + _reserved(row.reserved),
                {name: (epoch, seq) for name, (epoch, seq) in json.loads(row.applied).items()},
            )
            for row in statement(select(server_member)).rows(connection)
        }
        phones = select(identifier.c.value, identifier.c.member_id).where(identifier.c.kind == "phone")
        owners: dict[str, str] = {row.value: row.member_id for row in statement(phones).rows(connection)}
        newcomers = [(row.member_id, row.phone) for row in statement(select(enrolled_member)).rows(connection)]
        newcomers += [(row.member_id, row.phone) for row in statement(select(lane_member)).rows(connection)]
    for member, phone in sorted(set(newcomers)):
        owner = owners.setdefault(phone, member)
        if member not in said:
            said[member] = Said(owner if owner != member else None)
    return said


def heard_of(terminal: "Terminal") -> dict[str, list[tuple[str, tuple[int, int], int]]]:
    """By member id: terminal, position and points of every entry of other lanes that a terminal keeps."""
    heard: dict[str, list[tuple[str, tuple[int, int], int]]] = defaultdict(list)
    with terminal.replica._reading() as connection:
        for row in statement(select(lane_entry)).rows(connection):
            entry = (row.terminal_id, (row.epoch, row.seq), json.loads(row.entry)["points"])
            heard[row.member_id].append(entry)
    return heard


def _reserved(document: str) -> int:
    return sum(lot["points"] for held in json.loads(document) for lot in held["lots"])
