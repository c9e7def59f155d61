"""A plain database image written as an encrypted file, page by page, without SQLite taking part.

The format is that of SQLCipher 4 with a raw key. Each page ends in 80 reserved bytes, for its IV and its HMAC. Of the
first page, the 16 bytes that say "SQLite format 3" give way to the file's salt. An image that leaves those 80 bytes
free in every page therefore becomes an encrypted file one page after the other, as fast as it arrives.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes

from terminal.domain.errors import Refusal
from terminal.store.engine import raw_key_bytes
from terminal.store.errors import explaining

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO
    from pathlib import Path

PAGE_BYTES = 4096
IV_BYTES = 16
HMAC_BYTES = 64
RESERVED_BYTES = IV_BYTES + HMAC_BYTES
_USABLE_BYTES = PAGE_BYTES - RESERVED_BYTES
_SALT_BYTES = 16
_SALT_MASK = 0x3A
_HMAC_KEY_ROUNDS = 2
_PAGES_AT_ONCE = 128
# Little is left waiting for the disk at any time, or a sale's own commit would have to wait for all of it.
_BYTES_BETWEEN_SYNCS = 8 * 1024 * 1024
_MAGIC = b"SQLite format 3\0" + PAGE_BYTES.to_bytes(2, "big")
_PLACE_OF_RESERVED = 20


def write_pages(file: Path, key: bytes, image: Iterable[bytes]) -> None:
    """Makes ``file`` of the plain ``image``, which comes in portions of any size.

    Raises ``Refusal``: ``snapshot_damaged`` for what is no image with 80 bytes reserved, ``disk_full``,
    ``store_unreachable``. What there is of the file then stays behind.
    """
    sealing = _Sealing(raw_key_bytes(key))
    unsynced = 0
    with explaining(), file.open("xb", buffering=0) as writing:
        for pages in _whole_pages(image):
            _write(writing, sealing.seal(pages))
            unsynced += len(pages)
            if unsynced >= _BYTES_BETWEEN_SYNCS:
                os.fsync(writing.fileno())
                unsynced = 0
        os.fsync(writing.fileno())
    if not sealing.pages:
        raise Refusal("snapshot_damaged")


class _Sealing:
    """Pages, numbered as they come, under one key and one salt."""

    def __init__(self, key: bytes) -> None:
        self.pages = 0
        self._salt = os.urandom(_SALT_BYTES)
        masked = bytes(byte ^ _SALT_MASK for byte in self._salt)
        self._hmac_key = hashlib.pbkdf2_hmac("sha512", key, masked, _HMAC_KEY_ROUNDS, len(key))
        # One chain of blocks through all pages, with a random block before each: what such a block is encrypted to can
        # be foreseen by nobody and is the page's IV. So a hundred pages are one call.
        self._chain: CipherContext = Cipher(algorithms.AES(key), modes.CBC(os.urandom(IV_BYTES))).encryptor()

    def seal(self, pages: memoryview) -> bytes:
        """These pages as they stand in the file."""
        count = len(pages) // PAGE_BYTES
        noise = os.urandom(count * IV_BYTES)
        plain: list[bytes | memoryview] = []
        for place in range(count):
            start = place * PAGE_BYTES
            skipped = 0 if self.pages + place else self._checked(pages)
            plain.append(noise[place * IV_BYTES : (place + 1) * IV_BYTES])
            plain.append(pages[start + skipped : start + _USABLE_BYTES])
        return b"".join(self._laid_out(self._chain.update(b"".join(plain)), count))

    def _laid_out(self, sealed: bytes, count: int) -> Iterator[bytes]:
        start = 0
        for _ in range(count):
            length = _USABLE_BYTES
            if self.pages == 0:
                length -= _SALT_BYTES
                yield self._salt
            self.pages += 1
            end = start + IV_BYTES + length
            body = sealed[start + IV_BYTES : end] + sealed[start : start + IV_BYTES]
            yield body
            yield hmac.digest(self._hmac_key, body + self.pages.to_bytes(4, "little"), "sha512")
            start = end

    def _checked(self, pages: memoryview) -> int:
        if pages[: len(_MAGIC)] != _MAGIC or pages[_PLACE_OF_RESERVED] != RESERVED_BYTES:
            raise Refusal("snapshot_damaged")
        return _SALT_BYTES


def _whole_pages(image: Iterable[bytes]) -> Iterator[memoryview]:
    waiting = bytearray()
    most = _PAGES_AT_ONCE * PAGE_BYTES
    for portion in image:
        waiting += portion
        whole = len(waiting) // most * most
        if whole:
            taken, waiting = waiting, waiting[whole:]
            for start in range(0, whole, most):
                yield memoryview(taken)[start : start + most]
    if len(waiting) % PAGE_BYTES:
        raise Refusal("snapshot_damaged")
    if waiting:
        yield memoryview(waiting)


def _write(file: FileIO, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[file.write(view) or 0 :]
