"""Scans out of a serial byte stream: each ends with CR, LF or both; halves and noise are thrown away."""

import time
from dataclasses import dataclass, field

PACKET_BYTES_MAX = 512
PARTIAL_VALID_S = 0.5
"""A scanner sends one scan without a pause; what lies about unfinished for longer belongs to nothing."""


@dataclass(slots=True)
class PacketReader:
    """Collects bytes into texts. ``monotonic`` gives seconds."""

    _pending: bytearray = field(default_factory=bytearray)
    _last_s: float = 0.0
    _skipping: bool = False

    def feed(self, data: bytes, now_s: float | None = None) -> list[str]:
        """The scans that ended within ``data``."""
        now_s = time.monotonic() if now_s is None else now_s
        if now_s - self._last_s > PARTIAL_VALID_S:
            self.discard()
        self._last_s = now_s
        texts: list[str] = []
        for byte in data:
            if byte in b"\r\n":
                self._end(texts)
            elif len(self._pending) < PACKET_BYTES_MAX:
                self._pending.append(byte)
            else:
                self._skipping = True
        return texts

    def discard(self) -> None:
        """Throws away a scan that did not end."""
        self._pending.clear()
        self._skipping = False

    def _end(self, texts: list[str]) -> None:
        whole, skipped = bytes(self._pending), self._skipping
        self.discard()
        if not whole or skipped:
            return
        try:
            text = whole.decode("utf-8").strip()
        except UnicodeDecodeError:
            return
        if text.isprintable() and text:
            texts.append(text)
