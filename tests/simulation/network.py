"""The line between a terminal and the server: messages as bytes, and what becomes of them on the way."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, get_origin

import msgspec
from sqlalchemy.exc import DBAPIError

from sync.protocol.binary_push import encode_push, split_push, unpack_lines, whole_push
from sync.protocol.messages import ErrorAnswer, ErrorBody, PushRequest
from sync.protocol.signing import SigningKey, verified
from terminal.domain.errors import Refusal
from tests.simulation.actors import Server
from tests.simulation.faults import PowerCut

FATES = ("ok", "lost", "unanswered", "twice", "late", "again", "cut", "bent", "cut_answer", "bent_answer")
"""What may happen to a call: ``late`` arrives after the caller gave up, ``again`` now and once more later."""

_SERVER_FAILED = ErrorAnswer(ErrorBody("server_failed", {}))


class Network:
    """Requests under way that nobody waits for any more."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.under_way: list[tuple[str, Any]] = []
        self.answered: Callable[[], None] = lambda: None

    def deliver(self, place: int) -> None:
        """One of the requests under way arrives after all; nobody hears the answer."""
        if self.under_way:
            self.call(*self.under_way.pop(place % len(self.under_way)))

    def call(self, step: str, request: Any) -> bytes:
        """The server's answer to a request, as bytes. Raises ``Lost`` when its power fails meanwhile."""
        try:
            answer = getattr(self.server.service, step)(request)
            if isinstance(answer, Iterator):
                return b"".join(answer)
            return answer if isinstance(answer, bytes) else msgspec.json.encode(answer)
        except Refusal as refusal:
            data = {name: msgspec.Raw(msgspec.json.encode(value)) for name, value in refusal.data.items()}
            raise Refused(msgspec.json.encode(ErrorAnswer(ErrorBody(refusal.kind, data)))) from refusal
        except DBAPIError as error:
            raise Refused(msgspec.json.encode(_SERVER_FAILED)) from error
        except PowerCut as cut:
            self.server.recover()
            raise Lost from cut


class Lost(Exception):
    """No answer comes."""


class Refused(Exception):
    """An answer above 399: its bytes."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self.body = body


class Line:
    """Implements ``GroupServer`` for one round of one terminal; the calls meet ``fates`` in turn, then nothing."""

    def __init__(self, network: Network, key: SigningKey, fates: Sequence[str], is_up: bool = True) -> None:
        self._network = network
        self._key = key
        self._fates = list(fates)
        self._is_up = is_up

    def __getattr__(self, step: str) -> Callable[[Any], Any]:
        if step.startswith("_"):
            raise AttributeError(step)
        answers = getattr(type(self._network.server.service), step).__annotations__["return"]
        return lambda request: self._call(step, request, answers)

    def _call(self, step: str, request: Any, answers: type[Any]) -> Any:
        fate = self._fates.pop(0) if self._fates else "ok"
        sent = _encoded(request)
        if not self._is_up or fate == "lost":
            raise Refusal("server_unreachable")
        if fate in {"cut", "bent"}:
            self._require_whole(sent, spoiled(sent, fate))
        arrived = _decoded(sent, type(request))
        if fate == "late":
            self._network.under_way.append((step, arrived))
            raise Refusal("server_unreachable")
        if fate == "again":
            self._network.under_way.append((step, arrived))
        try:
            if fate == "twice":
                self._first_of_two(step, arrived)
            answer = self._network.call(step, arrived)
        except Lost:
            raise Refusal("server_unreachable") from None
        except Refused as refused:
            raise self._explained(refused, fate) from None
        if fate == "unanswered":
            raise Refusal("server_unreachable")
        return self._read(spoiled(answer, fate.removesuffix("_answer")), answer, answers)

    def _first_of_two(self, step: str, arrived: Any) -> None:
        with suppress(Refused):  # the answer to the second is the one that is heard
            self._network.call(step, arrived)

    def _require_whole(self, sent: bytes, arrived: bytes) -> None:
        """A request that was damaged on its way does not carry its sender's signature any more."""
        assert not verified(self._key.public, self._key.sign(sent), arrived)
        raise Refusal("request_unsigned")

    def _explained(self, refused: Refused, fate: str) -> Refusal:
        if fate == "unanswered":
            return Refusal("server_unreachable")
        error = self._read(spoiled(refused.body, fate.removesuffix("_answer")), refused.body, ErrorAnswer).error
        return Refusal(error.kind, **{name: msgspec.json.decode(value) for name, value in error.data.items()})

    def _read(self, received: bytes, answer: bytes, kind: type[Any]) -> Any:
        if kind is bytes:
            return received
        if get_origin(kind) is Iterator:
            return iter((received,))
        try:
            message = msgspec.json.decode(received, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Refusal("server_answer_not_understood", status=200, content="") from error
        if received != answer:
            raise Refusal("server_unreachable")  # the checksum of the connection, where the message does not tell
        return message


def _encoded(request: Any) -> bytes:
    binary = encode_push(request) if isinstance(request, PushRequest) else None
    return binary or msgspec.json.encode(request)


def _decoded(sent: bytes, kind: type[Any]) -> Any:
    if kind is not PushRequest:
        return msgspec.json.decode(sent, type=kind)
    envelope, block = split_push(sent)
    return whole_push(envelope, unpack_lines(block))


def spoiled(sent: bytes, fate: str) -> bytes:
    """What arrives of a message: all of it, the first part (``cut``), or all with a bit turned over (``bent``)."""
    if fate == "cut":
        return sent[: len(sent) * 2 // 3]
    if fate == "bent":
        place = len(sent) // 2
        return sent[:place] + bytes([sent[place] ^ 0x10]) + sent[place + 1 :]
    return sent
