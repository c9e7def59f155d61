"""The sync process's door to a terminal, in memory."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import (
    CHAIN_START,
    FrameKind,
)
from terminal.domain.programme import Programme
from terminal.ports.replica import (
    BEFORE_ALL,
    FrameBatch,
    JournalHead,
    MemberRow,
    ParkedRefusal,
    Position,
    Progress,
    WantedMember,
)
from terminal.ports.store import (
    TerminalIdentity,
)
from tests.fakes.files import Files, position
from tests.fakes.image import read_image


class FakeReplica:
    """Implements ``terminal.ports.replica.ReplicaStore`` in memory."""

    def __init__(self, files: Files) -> None:
        self._files = files

    def identity(self) -> TerminalIdentity:
        return self._files.journal.identity

    def head(self) -> JournalHead:
        if not self._files.journal.frames:
            return JournalHead(BEFORE_ALL, CHAIN_START)
        frame, _, chain_hash = self._files.journal.frames[-1]
        return JournalHead(position(frame), chain_hash)

    def unsent(self, after: Position, limit: int, max_bytes: int) -> FrameBatch | None:
        later = [kept for kept in self._files.journal.frames if position(kept[0]) > after][:limit]
        if not later:
            return None
        first = later[0][0]
        taken, size = [later[0]], len(later[0][1])
        for kept in later[1:]:
            size += len(kept[1])
            if kept[0].epoch != first.epoch or size > max_bytes:
                break
            taken.append(kept)
        before = [kept[2] for kept in self._files.journal.frames if position(kept[0]) == (first.epoch, first.seq - 1)]
        enrolled = [kept[0].body["member"] for kept in taken if kept[0].kind is FrameKind.MEMBER_ENROLLED]
        profiles = self._files.journal.profiles
        return FrameBatch(
            epoch=first.epoch,
            first_seq=first.seq,
            frames=tuple(kept[1] for kept in taken),
            previous_hash=before[0] if before else CHAIN_START,
            chain_hash=taken[-1][2],
            profiles=tuple(profiles[member] for member in enrolled if member in profiles),
        )

    def progress(self) -> Progress:
        return self._files.replica.progress

    def cursor(self) -> int:
        return self._files.replica.progress.cursor

    def record_push(self, durable: Position, posted: Position) -> None:
        self._files.replica.progress = replace(self.progress(), durable=durable, posted=posted)

    def apply_page(
        self,
        members: Sequence[MemberRow],
        cursor: int,
        posted: Position,
        *,
        fresh: bool = False,
        since: int | None = None,
    ) -> None:
        kept = {} if fresh else self._files.replica.members
        self._files.replica.members = {**kept, **{row.member_id: row for row in members}}
        self._files.replica.progress = replace(
            self.progress(), cursor=cursor, posted=posted, since=self.progress().since if since is None else since
        )

    @property
    def folder(self) -> Path:
        raise Broken("a replica in memory has no folder")

    def install(self, image: Iterable[bytes], cursor: int, members: int) -> None:
        rows = read_image(b"".join(image))
        if len(rows) != members:
            raise Refusal("snapshot_damaged")
        self._files.replica.members = {row.member_id: row for row in rows}
        self._files.replica.progress = replace(self.progress(), cursor=cursor, since=cursor)

    def add_programme(self, document: bytes, digest: str, version: int, signature: bytes) -> None:
        parsed = Programme.from_document(json.loads(document), digest)
        self._files.replica.programmes.setdefault(digest, (version, parsed))

    def programmes(self) -> tuple[str, ...]:
        kept = self._files.replica.programmes
        return tuple(sorted(kept, key=lambda digest: kept[digest][0]))

    def programme_version(self) -> int:
        return max((version for version, _ in self._files.replica.programmes.values()), default=0)

    def member_count(self) -> int:
        return sum(1 for row in self._files.replica.members.values() if not row.erased)

    def wanted(self) -> tuple[WantedMember, ...]:
        return tuple(
            WantedMember(kind, value, at)
            for (kind, value), at in self._files.journal.wanted.items()
            if (kind, value, at) not in self._files.replica.answers
        )

    def apply_members(self, members: Sequence[MemberRow], answered: WantedMember | None = None) -> None:
        self._files.replica.members = {**self._files.replica.members, **{row.member_id: row for row in members}}
        if answered:
            self._files.replica.answers[answered.kind, answered.value, answered.asked_at] = bool(members)

    def record_attempt(self, reached: bool, at: datetime, refusal: str | None = None) -> None:
        replica = self._files.replica
        replica.reached, replica.refusal = reached, refusal
        if reached and refusal is None:
            replica.last_success_at = at

    def park(self, refusal: ParkedRefusal) -> None:
        self._files.replica.parked.append(refusal)

    def parked(self) -> tuple[ParkedRefusal, ...]:
        return tuple(self._files.replica.parked)

    def close(self) -> None:
        pass
