"""The messages between lanes, as JSON inside the box; each signed by the lane that says it."""

from typing import Annotated, TypeVar

import msgspec
from msgspec import Meta, Struct

from sync.client.keys import TerminalKeys
from sync.client.relay.box import Box
from sync.client.relay.hearsay import Hearsay
from sync.protocol.messages import FRAMES_PER_PUSH_MAX, Count, HashHex, Hex, Id
from sync.protocol.signing import relay_statement, verified
from terminal.domain.errors import Refusal
from terminal.ports.lanes import LaneName, LaneStore

LANES_MAX = 1_000
_First = Annotated[int, Meta(ge=1, le=2**53)]


class Head(Struct, frozen=True, array_like=True):
    """The last seq of a terminal's epoch that somebody has."""

    terminal: Id
    epoch: Count
    seq: Count


class Ask(Struct, frozen=True):
    """Asks for what comes after ``heads``. ``own`` is where the asking lane's journal ends; the server has ``durable``.

    Whoever is asked learns from ``own`` whether there is something to fetch in return.
    """

    own: Head
    durable: Count
    heads: Annotated[tuple[Head, ...], Meta(max_length=LANES_MAX)]


class Unit(Struct, frozen=True, omit_defaults=True):
    """Frames ``first`` … of one epoch as their author signed them, whoever brings them.

    ``profiles`` is the JSON array of the personal data of members they enrol, as exact text that the author signed too.
    """

    terminal: Id
    epoch: Count
    first: _First
    previous: HashHex
    frames: Annotated[tuple[str, ...], Meta(min_length=1, max_length=FRAMES_PER_PUSH_MAX)]
    signature: Hex
    profiles: str = ""
    profiles_signature: Hex = ""

    @property
    def name(self) -> LaneName:
        """The terminal and the epoch."""
        return self.terminal, self.epoch


class Tell(Struct, frozen=True):
    """The answer to ``Ask``: whose it is, how far the server is with them, and units, perhaps not all there are."""

    own: Head
    durable: Count
    units: tuple[Unit, ...]


class _Envelope(Struct, frozen=True):
    terminal: Id
    epoch: Count
    message: str
    signature: Hex


_Message = TypeVar("_Message", Ask, Tell)


class Voice:
    """Says messages as one lane, and hears those of the others that the server listed."""

    def __init__(self, terminal: str, keys: TerminalKeys, box: Box, lanes: LaneStore, hearsay: Hearsay) -> None:
        self.terminal = terminal
        self._keys = keys
        self._box = box
        self._lanes = lanes
        self._hearsay = hearsay

    def say(self, epoch: int, message: Ask | Tell) -> bytes:
        """The message, signed with the key of that epoch, and sealed."""
        text = msgspec.json.encode(message).decode()
        signature = self._keys.of_epoch(epoch).sign(relay_statement(self.terminal, epoch, text))
        return self._box.seal(msgspec.json.encode(_Envelope(self.terminal, epoch, text, signature.hex())))

    def hear(self, sealed: bytes, kind: type[_Message]) -> tuple[LaneName, _Message]:
        """Who says what. Raises ``Refusal``: ``lane_message_wrong``, ``lane_unknown``."""
        envelope = _decoded(self._box.open(sealed), _Envelope)
        name = (envelope.terminal, envelope.epoch)
        key = next((lane.public_key for lane in self._lanes.lanes() if lane.name == name), None)
        if envelope.terminal == self.terminal:
            raise Refusal("lane_message_wrong", reason="own")
        if key is None:
            self._hearsay.want_roster()
            raise Refusal("lane_unknown", terminal=envelope.terminal, epoch=envelope.epoch)
        if not verified(key, unhex(envelope.signature), relay_statement(*name, envelope.message)):
            raise Refusal("lane_message_wrong", reason="signature")
        return name, _decoded(envelope.message.encode(), kind)


def unhex(text: str) -> bytes:
    """The bytes of a ``Hex``. Raises ``Refusal("lane_message_wrong")`` for half a byte."""
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Refusal("lane_message_wrong", reason="hex") from error


_Decoded = TypeVar("_Decoded")


def _decoded(text: bytes, kind: type[_Decoded]) -> _Decoded:
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("lane_message_wrong", reason="content") from error
