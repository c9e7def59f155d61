"""A terminal reduced to what it pushes: frames, a chain and a key."""

import secrets
from dataclasses import dataclass, field
from typing import Any, Self

import msgspec

from sync.protocol.binary_push import encode_push
from sync.protocol.messages import EnrolRequest, PushRequest
from sync.protocol.signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TERMINAL_HEADER,
    TIME_HEADER,
    SigningKey,
    batch_statement,
    request_statement,
)
from terminal.domain.frames import CHAIN_START, Frame, FrameKind, chain, encode_frame
from tests.sync.world import START, World


@dataclass
class Sender:
    """Enrolled like any other, with as many frames as a test asks for."""

    terminal: str
    key: SigningKey
    epoch: int = 1
    frames: list[bytes] = field(default_factory=list)

    @classmethod
    def enrolled(cls, world: World, store: str = "xinyi", frames: int = 5) -> Self:
        """A new terminal of ``store``."""
        key = SigningKey.generate()
        answer = world.service.enrol(EnrolRequest(world.code(store), key.public.hex()))
        sender = cls(answer.terminal, key)
        sender.opens(key)
        sender.goes_on(frames - 1)
        return sender

    def opens(self, key: SigningKey) -> None:
        """The first frame of an epoch."""
        self._add(FrameKind.EPOCH_OPENED, {"public_key": key.public.hex(), "previous": None})

    def goes_on(self, count: int) -> None:
        """More frames."""
        for _ in range(count):
            self._add(FrameKind.REPRINT, {"sale": secrets.token_hex(8)})

    def push(self, first: int = 1, last: int | None = None, **changes: Any) -> PushRequest:
        """Frames ``first`` to ``last``, signed."""
        last = last or len(self.frames)
        statement = batch_statement(self.terminal, self.epoch, last, self.head(last))
        request = PushRequest(
            terminal=self.terminal,
            epoch=self.epoch,
            first=first,
            previous=self.head(first - 1).hex(),
            frames=tuple(frame.decode() for frame in self.frames[first - 1 : last]),
            signature=self.key.sign(statement).hex(),
        )
        return msgspec.structs.replace(request, **changes)

    def binary(self, first: int = 1, last: int | None = None, **changes: Any) -> bytes:
        """The same as a binary body."""
        body = encode_push(self.push(first, last, **changes))
        assert body
        return body

    def head(self, seq: int) -> bytes:
        """The chain hash after that frame."""
        head = CHAIN_START
        for frame in self.frames[:seq]:
            head = chain(head, frame)
        return head

    def signed(self, body: bytes, path: str = "/v1/push") -> dict[str, str]:
        """The headers of a request with that body."""
        nonce, at = secrets.token_hex(16), START.isoformat()
        signature = self.key.sign(request_statement("POST", path, body, nonce, at)).hex()
        return {TERMINAL_HEADER: self.terminal, NONCE_HEADER: nonce, TIME_HEADER: at, SIGNATURE_HEADER: signature}

    def _add(self, kind: FrameKind, body: dict[str, Any]) -> None:
        seq = len(self.frames) + 1
        frame = Frame(self.terminal, self.epoch, seq, kind, START.isoformat(), START.date(), "xinyi", "", body)
        self.frames.append(encode_frame(frame))
