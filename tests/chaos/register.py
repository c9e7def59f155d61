"""A terminal reduced to its journal: it makes frames, pushes them, and remembers what was acknowledged."""

import time
import uuid
from dataclasses import dataclass
from typing import Any

from sync.client.http import HttpServer
from sync.protocol.messages import EnrolRequest, PushRequest, StatusRequest
from sync.protocol.signing import SigningKey, batch_statement
from terminal.domain.errors import Refusal
from terminal.domain.frames import CHAIN_START, FrameKind, canonical_json, chain
from terminal.ports.clock import SystemClock

FRAMES_PER_PUSH = 50
POINTS_PER_FRAME = 1
_PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """That the server said it holds everything up to ``durable``; ``at`` on the monotonic clock."""

    at: float
    durable: int


class Register:
    """Enrols with ``code`` and pushes points for one member of its own, a frame a point."""

    def __init__(self, server_url: str, code: str) -> None:
        key, now = SigningKey.generate(), SystemClock().now
        self._key = key
        self._server = HttpServer(server_url, now, key)
        answer = self._server.enrol(EnrolRequest(code, key.public.hex()))
        self.terminal = answer.terminal
        self.member = str(uuid.uuid4())
        self.frames: list[bytes] = []  # frame seq is at seq - 1
        self.acknowledged: list[Acknowledged] = []
        self.refusals: list[str] = []
        self._about = {
            "v": 1,
            "terminal": answer.terminal,
            "epoch": 1,
            "at": now().isoformat(),
            "day": now().date().isoformat(),
            "store": answer.store,
            "programme": answer.programme.digest,
        }
        self._brand = answer.brand
        self._head = CHAIN_START
        self._append(FrameKind.EPOCH_OPENED, {"public_key": key.public.hex(), "previous": None})
        self._append(FrameKind.MEMBER_ENROLLED, {"member": self.member, "identifiers": []})

    @property
    def durable(self) -> int:
        """The last frame that was acknowledged."""
        return self.acknowledged[-1].durable if self.acknowledged else 0

    @property
    def points(self) -> int:
        """What the acknowledged frames give the member."""
        return max(0, self.durable - 2) * POINTS_PER_FRAME

    def push(self) -> None:
        """Makes some frames and pushes them until the server has acknowledged them, or refuses for good."""
        first, previous = len(self.frames) + 1, self._head
        if first == 3:
            first, previous = 1, CHAIN_START
        while len(self.frames) - first + 1 < FRAMES_PER_PUSH:
            self._append(FrameKind.ADJUSTMENT, {"member": self.member, "reason": "rush"}, self._entry())
        statement = batch_statement(self.terminal, 1, len(self.frames), self._head)
        request = PushRequest(
            terminal=self.terminal,
            epoch=1,
            first=first,
            previous=previous.hex(),
            frames=tuple(frame.decode() for frame in self.frames[first - 1 :]),
            signature=self._key.sign(statement).hex(),
        )
        while True:
            try:
                standing = self._server.push(request)
            except Refusal as refusal:
                if refusal.kind not in {"database_unavailable", "server_busy", "server_unreachable"}:
                    raise
                self.refusals.append(refusal.kind)
                time.sleep(_PAUSE_SECONDS)
                continue
            self.acknowledged.append(Acknowledged(time.monotonic(), standing.durable))
            return

    def posted(self) -> int:
        """How far posting is with what this terminal sent."""
        try:
            return self._server.status(StatusRequest(self.terminal)).standing.posted
        except Refusal:
            return 0

    def close(self) -> None:
        """Closes the connection."""
        self._server.close()

    def _entry(self) -> dict[str, Any]:
        seq = len(self.frames) + 1
        part = {"lot": f"{self.terminal}/{seq}", "brand": self._brand, "points": 1, "earned": self._about["day"]}
        return {"member": self.member, "kind": "adjust", "points": 1, "parts": [{**part, "expires": None}]}

    def _append(self, kind: FrameKind, body: dict[str, Any], *entries: dict[str, Any]) -> None:
        seq = len(self.frames) + 1
        frame = canonical_json({**self._about, "seq": seq, "kind": kind.value, "body": body, "entries": list(entries)})
        self.frames.append(frame)
        self._head = chain(self._head, frame)
