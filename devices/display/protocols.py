"""What line displays are told: texts become bytes. CD5220 and ESC/POS are what nearly every 2 × 20 pole speaks.

Both are given whole lines, padded to the display's width, so that nothing of the last text stays behind.
"""

import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

COLUMNS: Final = 20
ROWS: Final = 2
CLEAR: Final = b"\x0c"
UNKNOWN_CHARACTER: Final = "?"

Lines = tuple[str, str]
BLANK: Final[Lines] = ("", "")

_LIKE_ASCII = str.maketrans(
    {"\N{MINUS SIGN}": "-", "–": "-", "—": "-", "×": "x", "・": ".", "·": ".", "‘": "'", "’": "'", "“": '"', "”": '"'}
)


class DisplayProtocol(StrEnum):
    """The command set that a display was set up for, by its switches or its set-up program."""

    CD5220 = "cd5220"
    ESCPOS = "escpos"


def ascii_text(text: str) -> str:
    """``text`` in the characters that every display has: accents go, what has no ASCII likeness becomes ``?``.

    Control characters become ``?`` too: an article's name must never end a line or begin a command.
    """
    plain = unicodedata.normalize("NFKD", text.translate(_LIKE_ASCII))
    bare = (character for character in plain if not unicodedata.combining(character))
    return "".join(character if " " <= character <= "~" else UNKNOWN_CHARACTER for character in bare)


def whole_line(text: str) -> bytes:
    """``text`` as exactly one line of the display: cut off or padded."""
    return ascii_text(text)[:COLUMNS].ljust(COLUMNS).encode("ascii")


def encode_start(protocol: DisplayProtocol) -> bytes:
    """What makes the display ready and blank, whatever a pulled cable left half said."""
    return _STARTS[protocol] + CLEAR


def encode_lines(protocol: DisplayProtocol, lines: Lines) -> bytes:
    """What shows both lines, and nothing else."""
    encode = _LINES[protocol]
    return b"".join(encode(row, whole_line(text)) for row, text in enumerate(lines))


def _cd5220(row: int, line: bytes) -> bytes:
    return b"\x1bQ" + b"AB"[row : row + 1] + line + b"\r"


def _escpos(row: int, line: bytes) -> bytes:
    return b"\x1f$\x01" + bytes([row + 1]) + line


# CR ends a line of CD5220 that was cut off; ESC/POS has no such state, and ESC @ sets its mode to overwriting.
_STARTS: Mapping[DisplayProtocol, bytes] = {DisplayProtocol.CD5220: b"\r", DisplayProtocol.ESCPOS: b"\x1b@"}
_LINES: Mapping[DisplayProtocol, Callable[[int, bytes], bytes]] = {
    DisplayProtocol.CD5220: _cd5220,
    DisplayProtocol.ESCPOS: _escpos,
}
