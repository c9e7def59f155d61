"""What must be true, read from raw rows and bytes and added up here, without the programme's own fold."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import batches, quarantine
from tests.simulation.actors import Server
from tests.simulation.facts import Fact, Key


@dataclass(frozen=True, slots=True)
class Held:
    """What the server holds of frames: those stored, every copy of them, and those kept aside as evidence.

    ``accepted`` are those of the latter that the office had booked.
    """

    stored: dict[Key, list[bytes]]
    aside: dict[str, set[bytes]]
    accepted: tuple[Fact, ...] = ()

    def has(self, fact: Fact) -> bool:
        """Whether the frame is stored as it was written."""
        return fact.payload in self.stored.get(fact.key, ())

    def has_aside(self, fact: Fact) -> bool:
        """Whether the frame is kept as evidence."""
        return fact.payload in self.aside.get(fact.key[0], ())

    def facts(self) -> Iterator[Fact]:
        """The frames that count, each once."""
        for key, copies in sorted(self.stored.items()):
            yield Fact(key, copies[0])


def held_by(server: Server) -> Held:
    """All frames at the server."""
    stored: dict[Key, list[bytes]] = defaultdict(list)
    aside: dict[str, set[bytes]] = defaultdict(set)
    accepted: list[Fact] = []
    with server.database.read() as connection:
        for row in connection.execute(select(batches)):
            for place, payload in enumerate(unpack_frames(row.frames)):
                stored[row.terminal, row.epoch, row.first + place].append(payload)
        for row in connection.execute(select(quarantine)):
            evidence = server.keys.unseal(row.request, f"quarantine/{row.terminal}/{row.digest}")
            request = json.loads(evidence)
            for place, text in enumerate(request["frames"]):
                key = (row.terminal, row.epoch, request["first"] + place)
                aside[row.terminal].add(text.encode())
                if row.decision == "accept":
                    accepted.append(Fact(key, text.encode()))
    booked = {fact.payload: fact for fact in accepted if fact.payload not in stored.get(fact.key, ())}
    return Held(stored, aside, tuple(booked.values()))


@dataclass(slots=True)
class Sums:
    """What entries add up to."""

    points: int = 0
    spend: int = 0
    visits: int = 0

    def add(self, entry: Mapping[str, Any]) -> None:
        """Counts an entry as it stands in a frame."""
        self.points += entry["points"]
        self.spend += entry.get("spend", 0)
        self.visits += entry.get("visits", 0)


class People:
    """Which member ids are one person: those enrolled with one phone, and those that head office or a till merged."""

    def __init__(self, facts: Iterable[Fact], merged: Iterable[tuple[str, str]]) -> None:
        self._named: dict[str, str] = {}
        owners: dict[str, str] = {}
        for fact in facts:
            document = fact.document
            if document["kind"] == "member_enrolled":
                member = document["body"]["member"]
                for identifier in document["body"]["identifiers"]:
                    self._join(member, owners.setdefault(identifier["hash"], member))
            elif document["kind"] == "members_merged":
                self._join(document["body"]["member"], document["body"]["into"])
        for member, into in merged:
            self._join(member, into)

    def names(self) -> frozenset[str]:
        """Every id that is another name of somebody."""
        return frozenset(self._named)

    def of(self, member: str) -> str:
        """The one id that stands for all of a person's."""
        while member in self._named:
            member = self._named[member]
        return member

    def _join(self, member: str, into: str) -> None:
        first, second = self.of(member), self.of(into)
        if first != second:
            self._named[first] = second


@dataclass(slots=True)
class Fold:
    """All frames, added up."""

    lines: dict[tuple[str, int, int, int], int] = field(default_factory=dict)
    sums: dict[str, Sums] = field(default_factory=lambda: defaultdict(Sums))
    coupons: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    said: dict[tuple[str, str], list[Key]] = field(default_factory=lambda: defaultdict(list))
    redeemed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    returned: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def fold(facts: Iterable[Fact], people: People) -> Fold:
    """Points, spend and visits by person; uses by coupon number; points redeemed and returned by sale."""
    result = Fold()
    for fact in facts:
        document = fact.document
        kind, body = document["kind"], document["body"]
        for line, entry in enumerate(document["entries"]):
            result.lines[(*fact.key, line)] = entry["points"]
            result.sums[people.of(entry["member"])].add(entry)
            if entry["kind"] == "redeem":
                result.redeemed[body["sale"]] -= entry["points"]
            if entry["kind"] == "return":
                result.returned[body["sale"]] += entry["points"]
        each = {"sale": 1, "refund": -1}.get(kind, 0)
        for _coupon, number in body.get("coupons", ()):
            result.coupons[number] += each
        if kind in {"sale", "refund"}:
            result.said[kind, body[kind]].append(fact.key)
        if kind == "member_enrolled":
            result.said[kind, body["member"]].append(fact.key)
    return result
