"""Whether a push is what it says: the request's signature, the chain, the batch's signature.

Nothing is written here, so that many pushes are checked while others are being stored.
"""

from collections.abc import Collection, Sequence

import msgspec

from sync.protocol.binary_push import split_push, unpack_lines
from sync.protocol.messages import PROTOCOL_VERSIONS, PushEnvelope, PushRequest
from sync.protocol.signing import batch_statement, verified
from sync.server.intake.terminal_keys import KeyShelf, KnownTerminal
from sync.server.storage.frame_blocks import pack_frames, unpack_frames
from terminal.domain.errors import Refusal
from terminal.domain.frames import chain
from terminal.domain.records import record

# Kinds that a key may be behind which changed since it was read.
_MAY_BE_STALE = frozenset({"request_unsigned", "push_epoch_unknown", "push_signature_wrong"})


class _Opening(msgspec.Struct):
    public_key: str


class _OpeningFrame(msgspec.Struct):
    body: _Opening


@record
class Signed:
    """Whom a request says it comes from, what was signed and the signature."""

    terminal: str
    statement: bytes
    signature: bytes


@record
class Arrival:
    """A push as it came. ``block`` is what will be stored of it; ``signed`` is missing where there was no network."""

    envelope: PushEnvelope
    frames: tuple[bytes, ...]
    block: bytes
    signed: Signed | None = None

    @property
    def sender(self) -> str:
        """Who made the request: the carrier, or the author."""
        return self.envelope.carrier or self.envelope.terminal


@record
class Batch:
    """A push whose chain and signature agree; ``head`` is where its chain leads.

    The frames are not kept unpacked: thousands may wait to be stored, and most are never looked at again.
    """

    envelope: PushEnvelope
    block: bytes
    head: bytes
    public_key: bytes

    @property
    def last(self) -> int:
        """The seq of the last frame."""
        return self.envelope.first + self.envelope.count - 1

    def frames(self) -> tuple[bytes, ...]:
        """The frames, unpacked once more."""
        return unpack_frames(self.block)


def binary_arrival(body: bytes, signed: Signed | None = None) -> Arrival:
    """A push in its binary form. Raises ``Refusal``: ``request_malformed``, ``request_too_large``."""
    envelope, block = split_push(body)
    frames = unpack_lines(block)
    if len(frames) != envelope.count:
        raise Refusal("request_malformed", reason=f"{len(frames)} frames instead of {envelope.count}")
    return Arrival(envelope, frames, block, signed)


def json_arrival(request: PushRequest, signed: Signed | None = None) -> Arrival:
    """A push as JSON, the form of old."""
    envelope = PushEnvelope(
        terminal=request.terminal,
        epoch=request.epoch,
        first=request.first,
        previous=request.previous,
        count=len(request.frames),
        signature=request.signature,
        profiles=request.profiles,
        carrier=request.carrier,
        versions=request.versions,
    )
    return Arrival(envelope, tuple(frame.encode() for frame in request.frames), pack_frames(request.frames), signed)


def require_version(versions: Collection[int]) -> None:
    """Raises ``Refusal("protocol_version_unknown")``, with the versions spoken here, unless one of them is known."""
    if not set(versions) & set(PROTOCOL_VERSIONS):
        raise Refusal("protocol_version_unknown", versions=list(versions), ours=list(PROTOCOL_VERSIONS))


class Verification:
    """Checks pushes, many at a time, with at most one question to the database for all of them."""

    def __init__(self, shelf: KeyShelf) -> None:
        self._shelf = shelf

    def check(self, arrivals: Sequence[Arrival]) -> list[Batch | Refusal]:
        """A batch for each that holds, a refusal for each that does not."""
        names = {name for arrival in arrivals for name in (arrival.sender, arrival.envelope.terminal)}
        known = self._shelf.remembered(names)
        stale = set(known)
        known |= self._shelf.read(names - stale)
        outcomes = [_outcome(arrival, known) for arrival in arrivals]
        doubtful = [
            place
            for place, outcome in enumerate(outcomes)
            if isinstance(outcome, Refusal)
            and outcome.kind in _MAY_BE_STALE
            and stale & {arrivals[place].sender, arrivals[place].envelope.terminal}
        ]
        if doubtful:
            again = self._shelf.read({n for p in doubtful for n in (arrivals[p].sender, arrivals[p].envelope.terminal)})
            for place in doubtful:
                outcomes[place] = _outcome(arrivals[place], again)
        return outcomes


def _outcome(arrival: Arrival, known: dict[str, KnownTerminal]) -> Batch | Refusal:
    try:
        require_version(arrival.envelope.versions)
        sender, author = known.get(arrival.sender), known.get(arrival.envelope.terminal)
        if author is None or sender is None:
            raise Refusal("request_unsigned")
        _require_signed(arrival, sender)
        return _verified_batch(arrival, _batch_keys(arrival, author))
    except Refusal as refusal:
        return refusal


def _require_signed(arrival: Arrival, sender: KnownTerminal) -> None:
    signed = arrival.signed
    if signed is None:
        return
    ours = signed.terminal == arrival.sender
    keys = sender.keys_for_pushing(arrival.envelope.epoch) if arrival.envelope.carrier is None else sender.keys
    if not ours or not any(verified(key, signed.signature, signed.statement) for key in keys):
        raise Refusal("request_unsigned")


def _batch_keys(arrival: Arrival, author: KnownTerminal) -> tuple[bytes, ...]:
    """The keys that may have signed the batch, that of its epoch first.

    What another one signed in an epoch that began before is evidence: a machine that lost its older keys, or a second
    one. A later epoch is opened by the key that its first frame names.
    """
    envelope = arrival.envelope
    known, opening = author.epoch_keys.get(envelope.epoch), _opening_key(arrival)
    if envelope.carrier:
        # Nobody but the terminal itself brings a key that the server has not seen: the carrier could have made it.
        found = [known or (opening if opening in author.keys else None)]
    elif envelope.epoch <= author.epoch:
        found = [known, *author.keys, opening]
    else:
        found = [known, opening]
    keys = tuple(key for key in found if key is not None)
    if not keys:
        raise Refusal("push_epoch_unknown", epoch=author.epoch)
    return keys


def _opening_key(arrival: Arrival) -> bytes | None:
    if arrival.envelope.first != 1:
        return None
    try:
        return bytes.fromhex(msgspec.json.decode(arrival.frames[0], type=_OpeningFrame).body.public_key)
    except (msgspec.MsgspecError, ValueError):
        return None


def _verified_batch(arrival: Arrival, public_keys: Sequence[bytes]) -> Batch:
    envelope = arrival.envelope
    head = bytes.fromhex(envelope.previous)
    for frame in arrival.frames:
        head = chain(head, frame)
    last = envelope.first + envelope.count - 1
    statement = batch_statement(envelope.terminal, envelope.epoch, last, head)
    signature = bytes.fromhex(envelope.signature)
    for public_key in public_keys:
        if verified(public_key, signature, statement):
            return Batch(envelope, arrival.block, head, public_key)
    raise Refusal("push_signature_wrong", first=envelope.first, last=last)
