"""The messages, as JSON objects on the wire.

Unknown fields are ignored on reading, so that either side may be newer. Every request carries the protocol versions
its sender speaks. Frames travel as their exact UTF-8 text: the strings' bytes are what was hashed and signed.
"""

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

PROTOCOL_VERSIONS = (1, 2)  # 2: pushes may be binary
FRAMES_PER_PUSH_MAX = 500
PUSH_TEXT_BYTES_MAX = 2_000_000
REQUEST_BYTES_MAX = 8_000_000
MEMBERS_PER_PAGE_MAX = 1000
TAGS_MAX = 100

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Hex = Annotated[str, Meta(max_length=256, pattern=r"^[0-9a-f]*$")]
HashHex = Annotated[str, Meta(pattern=r"^[0-9a-f]{64}$")]
Code = Annotated[str, Meta(min_length=1, max_length=64)]
PersonText = Annotated[str, Meta(max_length=2000)]


class Profile(Struct, frozen=True, omit_defaults=True):
    """Personal data of one member; ``phone`` in E.164. ``enrolled_on``, ``tags`` and ``segments`` are the server's."""

    member: Id
    name: PersonText = ""
    phone: PersonText = ""
    birthday: date | None = None
    card: PersonText | None = None
    referrer: PersonText | None = None
    enrolled_on: date | None = None
    tags: Annotated[tuple[Code, ...], Meta(max_length=TAGS_MAX)] = ()
    segments: Annotated[tuple[Code, ...], Meta(max_length=TAGS_MAX)] = ()


class IdentifierHash(Struct, frozen=True, array_like=True):
    """An identifier as it may be stored in the open: what kind it is, and its keyed hash."""

    kind: Id
    hash: Id


class EnrolRequest(Struct, frozen=True):
    """A terminal introduces itself with a one-time code and the public half of the key pair it made.

    One that goes on as the ``terminal`` it was says so, and the last ``epoch`` its journal knows.
    """

    code: Annotated[str, Meta(max_length=64)]
    public_key: HashHex
    versions: tuple[int, ...] = PROTOCOL_VERSIONS
    terminal: Id | None = None
    epoch: Count = 0


class ProgrammeAnswer(Struct, frozen=True):
    """A programme bundle: canonical JSON as exact text, its SHA-256 and the server's signature."""

    version: Count
    digest: HashHex
    document: str
    signature: Hex


class EnrolAnswer(Struct, frozen=True):
    """Who the terminal is from now on. ``group_key`` hashes identifiers and belongs in the keyring.

    ``epoch`` is the one it goes on in: above 1 for a terminal that was let in again with a new key. ``before`` is the
    epoch that the server knew last before that, and how many frames it holds of it.
    """

    terminal: Id
    number: Count
    store: Id
    brand: Id
    group: Id
    cell: Id
    server_key: HashHex
    group_key: HashHex
    programme: ProgrammeAnswer
    epoch: Count = 1
    before: tuple[Count, Count] = (0, 0)


class PushRequest(Struct, frozen=True):
    """Frames ``first`` … of one epoch, chained onto ``previous``; the signature covers the head they lead to.

    ``profiles`` are the personal data of members enrolled in these frames. ``carrier`` is the terminal that brings what
    another one made and signed; it signs the request.
    """

    terminal: Id
    epoch: Count
    first: Annotated[int, Meta(ge=1, le=2**53)]
    previous: HashHex
    frames: Annotated[tuple[str, ...], Meta(min_length=1, max_length=FRAMES_PER_PUSH_MAX)]
    signature: Hex
    profiles: Annotated[tuple[Profile, ...], Meta(max_length=FRAMES_PER_PUSH_MAX)] = ()
    carrier: Id | None = None
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class PushEnvelope(Struct, frozen=True):
    """The first line of a binary push: a ``PushRequest`` whose frames, ``count`` of them, follow compressed."""

    terminal: Id
    epoch: Count
    first: Annotated[int, Meta(ge=1, le=2**53)]
    previous: HashHex
    count: Annotated[int, Meta(ge=1, le=FRAMES_PER_PUSH_MAX)]
    signature: Hex
    profiles: Annotated[tuple[Profile, ...], Meta(max_length=FRAMES_PER_PUSH_MAX)] = ()
    carrier: Id | None = None
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class Standing(Struct, frozen=True):
    """How far the server is with a terminal's epoch: frames stored, and frames posted to the members' balances."""

    epoch: Count
    durable: Count
    posted: Count


class StatusRequest(Struct, frozen=True):
    """Asks how far the server is with this terminal."""

    terminal: Id
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class StatusAnswer(Struct, frozen=True):
    """``head`` is the chain hash after frame ``standing.durable``."""

    standing: Standing
    head: HashHex
    programme_version: Count
    interval_seconds: Count


class PullRequest(Struct, frozen=True):
    """Asks for the members whose number in the terminal's cell is above ``cursor``.

    ``since`` is where the feed was when the terminal last began without members: whoever had been erased by then never
    came to it.
    """

    terminal: Id
    cursor: Count
    since: Count = 0
    limit: Annotated[int, Meta(ge=1, le=MEMBERS_PER_PAGE_MAX)] = MEMBERS_PER_PAGE_MAX
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class MemberMessage(Struct, frozen=True, omit_defaults=True):
    """The latest state of one member id and its number in the cell's feed.

    ``state`` is a ``StateDocument``; with ``alias_of`` the id is another one of that member, and ``profile`` only tells
    what they are known by. ``household`` is the id of the account that holds their points. ``erased`` says that the
    person is to be forgotten: what is kept of their personal data goes.
    """

    member: Id
    number: Count
    state: msgspec.Raw
    alias_of: Id | None = None
    profile: Profile | None = None
    identifiers: tuple[IdentifierHash, ...] = ()
    household: Id | None = None
    erased: bool = False


class PullAnswer(Struct, frozen=True):
    """One page. ``cursor`` is what to ask with next.

    ``newest`` is the cell's highest number and ``members_total`` how many ids it had when the page was read: a cursor
    beyond ``newest``, or another count after the last page, means that the replica is not of this server's making.
    """

    members: tuple[MemberMessage, ...]
    cursor: Count
    more: bool
    newest: Count
    members_total: Count
    standing: Standing
    programme_version: Count
    interval_seconds: Count


class ProgrammeRequest(Struct, frozen=True):
    """Asks for the bundle in force."""

    terminal: Id
    versions: tuple[int, ...] = PROTOCOL_VERSIONS


class ErrorBody(Struct, frozen=True):
    """A refusal: a stable kind, the figures that belong to it, and a title in English for logs."""

    kind: Id
    data: dict[str, msgspec.Raw]
    title: str = ""


class ErrorAnswer(Struct, frozen=True):
    """What every answer above 399 holds."""

    error: ErrorBody
