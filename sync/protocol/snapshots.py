"""What a snapshot's file is: an SQLite image, compressed with zstd, sealed in pieces with AES-256-GCM.

The image is the replica's file as it is today, in the clear and with 80 bytes free at the end of every page, so that
a terminal can encrypt it page by page.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from sync.protocol.steps import SnapshotAnswer
from terminal.domain.errors import Refusal

REPLICA_REVISION = "replica_0003"
PAGE_BYTES = 4096
RESERVED_BYTES = 80
PIECE_BYTES = 1_048_576
KEY_BYTES = 32
_TAG_BYTES = 16
CONTENT_BYTES = PIECE_BYTES - _TAG_BYTES
_NONCE_BYTES = 12


def snapshot_statement(answer: SnapshotAnswer) -> bytes:
    """What the server's signature on a snapshot covers: everything but the key."""
    return "\n".join(
        (
            "stillpoint-snapshot-1",
            answer.cell,
            answer.digest,
            str(answer.number),
            str(answer.members),
            answer.revision,
            str(answer.size),
            str(answer.unpacked),
        )
    ).encode()


class Pieces:
    """A snapshot's pieces under its key. All but the last hold ``CONTENT_BYTES``; a piece's number is its nonce."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def seal(self, place: int, content: bytes) -> bytes:
        """The piece at ``place``, counted from 0."""
        return self._cipher.encrypt(_nonce(place), content, None)

    def open(self, place: int, piece: bytes) -> bytes:
        """What ``seal`` sealed. Raises ``Refusal("snapshot_damaged")``."""
        try:
            return self._cipher.decrypt(_nonce(place), piece, None)
        except (InvalidTag, ValueError) as error:
            raise Refusal("snapshot_damaged") from error


def _nonce(place: int) -> bytes:
    return place.to_bytes(_NONCE_BYTES, "big")
