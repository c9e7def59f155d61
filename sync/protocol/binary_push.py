"""The binary form of a push: an envelope as one line of JSON, then the frames as one zstd block.

Frames are canonical JSON, which never holds a raw newline, so newlines part them. The block travels and is stored as
it is: whoever takes it unpacks it once, and packs nothing.
"""

from collections.abc import Sequence

import msgspec
import zstandard

from sync.protocol.messages import REQUEST_BYTES_MAX, PushEnvelope, PushRequest
from terminal.domain.errors import Refusal

BATCH_MEDIA_TYPE = "application/vnd.stillpoint.batch"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_LEVEL = 3
_NEWLINE = b"\n"
_ENVELOPE_FIELDS = tuple(name for name in PushEnvelope.__struct_fields__ if name != "count")

_envelopes = msgspec.json.Decoder(PushEnvelope)


def pack_lines(frames: Sequence[bytes]) -> bytes | None:
    """The frames as one block; ``None`` when one of them holds a newline, as canonical JSON never does."""
    if any(_NEWLINE in frame for frame in frames):
        return None
    return zstandard.ZstdCompressor(level=_LEVEL).compress(_NEWLINE.join(frames))


def unpack_lines(block: bytes, limit: int = REQUEST_BYTES_MAX) -> tuple[bytes, ...]:
    """The frames of a block.

    Raises ``Refusal``: ``request_too_large`` before more than ``limit`` bytes are allocated; ``request_malformed``.
    """
    text = unpack_zstd(block, limit)
    try:
        text.decode()
    except UnicodeDecodeError as error:
        raise Refusal("request_malformed", reason="frames are not UTF-8") from error
    return tuple(text.split(_NEWLINE))


def unpack_zstd(packed: bytes, limit: int = REQUEST_BYTES_MAX) -> bytes:
    """The content of exactly one zstd frame that says how large it is. Raises as ``unpack_lines`` does."""
    try:
        size = zstandard.get_frame_parameters(packed).content_size
        if size == zstandard.CONTENTSIZE_UNKNOWN:
            raise Refusal("request_malformed", reason="zstd does not say its size")
        if size > limit:
            raise Refusal("request_too_large", limit_bytes=limit)
        return zstandard.ZstdDecompressor(max_window_size=_window(limit)).decompress(packed, allow_extra_data=False)
    except zstandard.ZstdError as error:
        raise Refusal("request_malformed", reason="not zstd") from error


def encode_push(request: PushRequest) -> bytes | None:
    """The body of a binary push; ``None`` when the frames can only travel as JSON."""
    block = pack_lines([frame.encode() for frame in request.frames])
    if block is None:
        return None
    fields = {name: getattr(request, name) for name in _ENVELOPE_FIELDS}
    return msgspec.json.encode(PushEnvelope(count=len(request.frames), **fields)) + _NEWLINE + block


def split_push(body: bytes) -> tuple[PushEnvelope, bytes]:
    """Envelope and block of a binary push. Raises ``Refusal("request_malformed")``."""
    line, newline, block = body.partition(_NEWLINE)
    if not newline:
        raise Refusal("request_malformed", reason="no line of JSON before the frames")
    try:
        return _envelopes.decode(line), block
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise Refusal("request_malformed", reason=str(error)) from error


def whole_push(envelope: PushEnvelope, frames: Sequence[bytes]) -> PushRequest:
    """The push as it would have been sent in JSON."""
    fields = {name: getattr(envelope, name) for name in _ENVELOPE_FIELDS}
    return PushRequest(frames=tuple(frame.decode() for frame in frames), **fields)


def _window(limit: int) -> int:
    return 1 << max(limit, 1024).bit_length()
