"""How a batch of frames lies in the database: compressed, in the exact text that was hashed and signed."""

import zlib

import msgspec

_decoder = msgspec.json.Decoder(tuple[str, ...])


def pack_frames(frames: tuple[str, ...]) -> bytes:
    """Frames as one compressed value."""
    return zlib.compress(msgspec.json.encode(frames), level=1)


def unpack_frames(packed: bytes) -> tuple[bytes, ...]:
    """The frames' exact bytes, in order."""
    return tuple(frame.encode() for frame in _decoder.decode(zlib.decompress(packed)))


def batch_context(terminal: str, epoch: int, first: int) -> str:
    """What a batch's sealed profiles are bound to."""
    return f"batch/{terminal}/{epoch}/{first}"
