"""Logos: small PNG pictures in black and white, checked before any printer has to draw them."""

import base64
import binascii
import struct
import zlib
from enum import StrEnum
from typing import Final

from terminal.domain.records import record

PNG_BYTES_MAX: Final = 4096
"""Every receipt that waits for paper carries its logo."""

WIDTH_MAX: Final = 576
HEIGHT_MAX: Final = 240
SIDE_MIN: Final = 8
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_GREY, _PALETTE = 0, 3
_FILTERS: Final = 5


class LogoFault(StrEnum):
    """Why a text is no logo."""

    NOT_PNG = "logo_not_png"
    NOT_ONE_BIT = "logo_not_one_bit"
    SIZE = "logo_size"


class LogoWrong(ValueError):
    """Raised for a text that is no logo."""

    def __init__(self, fault: LogoFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@record
class _Header:
    width: int
    height: int
    depth: int
    colours: int
    interlaced: int


def check_logo(text: str) -> None:
    """Whether ``text`` is the base64 of a whole one-bit PNG within the bounds above. Raises ``LogoWrong``."""
    chunks = _chunks(_decoded(text))
    header = _header(chunks)
    if header.depth != 1 or header.colours not in (_GREY, _PALETTE):
        raise LogoWrong(LogoFault.NOT_ONE_BIT)
    if not (SIDE_MIN <= header.width <= WIDTH_MAX and SIDE_MIN <= header.height <= HEIGHT_MAX):
        raise LogoWrong(LogoFault.SIZE)
    if header.interlaced or (header.colours == _PALETTE and not any(kind == b"PLTE" for kind, _ in chunks)):
        raise LogoWrong(LogoFault.NOT_PNG)
    _check_rows(header, b"".join(data for kind, data in chunks if kind == b"IDAT"))


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise LogoWrong(LogoFault.NOT_PNG) from error


def _chunks(png: bytes) -> list[tuple[bytes, bytes]]:
    """Name and data of every chunk, each with the checksum it says it has, up to the end that a PNG has."""
    if not png.startswith(_SIGNATURE):
        raise LogoWrong(LogoFault.NOT_PNG)
    found, at = [], len(_SIGNATURE)
    while at + 12 <= len(png):
        length = int.from_bytes(png[at : at + 4], "big")
        kind, data, check = png[at + 4 : at + 8], png[at + 8 : at + 8 + length], png[at + 8 + length : at + 12 + length]
        if int.from_bytes(check, "big") != zlib.crc32(kind + data) or len(check) != 4:
            raise LogoWrong(LogoFault.NOT_PNG)
        found.append((kind, data))
        at += 12 + length
    if at != len(png) or not found or found[-1][0] != b"IEND":
        raise LogoWrong(LogoFault.NOT_PNG)
    return found


def _header(chunks: list[tuple[bytes, bytes]]) -> _Header:
    kind, data = chunks[0]
    if kind != b"IHDR" or len(data) != 13:
        raise LogoWrong(LogoFault.NOT_PNG)
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", data)
    return _Header(width, height, depth, colours, interlaced)


def _check_rows(header: _Header, packed: bytes) -> None:
    """The rows are all there and no more of them; what would unpack to more is not unpacked."""
    stride = 1 + (header.width + 7) // 8
    expected = stride * header.height
    unpacking = zlib.decompressobj()
    try:
        rows = unpacking.decompress(packed, expected + 1)
    except zlib.error as error:
        raise LogoWrong(LogoFault.NOT_PNG) from error
    if len(rows) != expected or not unpacking.eof or any(kind >= _FILTERS for kind in rows[::stride]):
        raise LogoWrong(LogoFault.NOT_PNG)
