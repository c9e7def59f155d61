"""How a batch of frames lies in the database: compressed, in the exact text that was hashed and signed.

New rows are the block of a binary push as it arrived. Rows of old, and frames that hold a newline, are a JSON array
under zlib; the first byte tells them apart.
"""

import zlib
from collections.abc import Sequence

import msgspec

from sync.protocol.binary_push import ZSTD_MAGIC, pack_lines, unpack_lines

_decoder = msgspec.json.Decoder(tuple[str, ...])


def pack_frames(frames: Sequence[str]) -> bytes:
    """Frames as one compressed value."""
    block = pack_lines([frame.encode() for frame in frames])
    return block if block is not None else zlib.compress(msgspec.json.encode(frames), level=1)


def unpack_frames(packed: bytes) -> tuple[bytes, ...]:
    """The frames' exact bytes, in order."""
    if packed.startswith(ZSTD_MAGIC):
        return unpack_lines(packed)
    return tuple(frame.encode() for frame in _decoder.decode(zlib.decompress(packed)))


def batch_context(terminal: str, epoch: int, first: int) -> str:
    """What a batch's sealed profiles are bound to."""
    return f"batch/{terminal}/{epoch}/{first}"
