"""The messages of the steps beside push and pull: snapshots, looking up, reserving, a store's lanes, own frames."""

from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

from sync.protocol.messages import (
    FRAMES_PER_PUSH_MAX,
    PROTOCOL_VERSIONS,
    Count,
    HashHex,
    Hex,
    Id,
    MemberMessage,
)


class SnapshotRequest(Struct, frozen=True):
    """Asks for the newest snapshot of the terminal's cell. ``revision`` is the schema it must have."""

    terminal: Id
    revision: Id
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class SnapshotAnswer(Struct, frozen=True):
    """A prebuilt file with all members of a cell as they stood at feed ``number``.

    The file is ``size`` bytes with SHA-256 ``digest``: compressed, then sealed with ``key``; ``unpacked`` is how many
    bytes of database it holds. The server's signature covers all of it but ``key``. ``members`` counts ids.
    """

    cell: Id
    digest: HashHex
    number: Count
    members: Count
    revision: Id
    size: Count
    unpacked: Count
    key: HashHex
    signature: Hex


class ContentRequest(Struct, frozen=True):
    """Asks for a snapshot's bytes from ``offset`` to its end, as they come: over HTTP a GET with a range."""

    terminal: Id
    digest: HashHex
    offset: Count = 0


class LookupRequest(Struct, frozen=True):
    """Asks for a member that the terminal does not carry, by the keyed hash of a phone or a card, or by id."""

    terminal: Id
    kind: Id
    value: Id
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class LookupAnswer(Struct, frozen=True):
    """The member and the ids that go with them (aliases, their household), aliases last; empty: nobody has it.

    From now on the terminal's cell carries them.
    """

    members: tuple[MemberMessage, ...]


class ReserveRequest(Struct, frozen=True):
    """Asks for up to ``points`` of a member's to be set aside for this terminal, for use until ``last_day``."""

    terminal: Id
    member: Id
    points: Annotated[int, Meta(ge=1, le=2**53)]
    last_day: date
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class ReserveAnswer(Struct, frozen=True):
    """The member after it; ``points`` is what was set aside, which may be less than was asked for, or nothing."""

    points: Count
    members: tuple[MemberMessage, ...]


class LaneKey(Struct, frozen=True, array_like=True):
    """A terminal of the same store, an epoch of it and the public key that signs it; what the server has of it."""

    terminal: Id
    epoch: Count
    public_key: HashHex
    durable: Count = 0
    posted: Count = 0


class LanesRequest(Struct, frozen=True):
    """Asks for the terminals of the terminal's own store."""

    terminal: Id
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class LanesAnswer(Struct, frozen=True):
    """The terminals of ``store`` that are neither revoked nor frozen; the server's signature covers them all."""

    store: Id
    lanes: tuple[LaneKey, ...]
    signature: Hex


class FramesRequest(Struct, frozen=True):
    """A terminal asks for its own frames after (``epoch``, ``after``): its journal was restored from a copy."""

    terminal: Id
    epoch: Count
    after: Count
    limit: Annotated[int, Meta(ge=1, le=FRAMES_PER_PUSH_MAX)] = FRAMES_PER_PUSH_MAX
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class FramesAnswer(Struct, frozen=True):
    """Frames ``first`` … of that epoch as exact text, chained onto ``previous``; ``more`` says that others follow.

    ``newest_epoch`` is the last epoch that the server knows of this terminal.
    """

    epoch: Count
    first: Count
    previous: HashHex
    frames: tuple[str, ...]
    more: bool
    newest_epoch: Count
