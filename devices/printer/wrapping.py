"""Breaking text into lines: Chinese between any two characters, Latin between words, punctuation never alone."""

import re
from functools import lru_cache
from typing import Protocol

_OPENING = "（「『《〈【〔［｛“‘(["
_CLOSING = "，。、；：？！）」』》〉】〕］｝”’…％%)]"
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_TOKEN = re.compile(
    rf"\s+|[{re.escape(_OPENING)}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{re.escape(_CLOSING)}]*|[{re.escape(_OPENING)}]+"
)
_LINES_KEPT = 2048


class Measure(Protocol):
    """How wide text is in one typeface at one size, in dots or in cells; ``size`` is that of a Chinese character."""

    @property
    def size(self) -> int:
        """The width of a Chinese character."""
        ...

    def width(self, text: str) -> int:
        """How far ``text`` moves the pen."""
        ...

    def __hash__(self) -> int: ...


@lru_cache(maxsize=_LINES_KEPT)
def wrap(text: str, face: Measure, width: int) -> tuple[str, ...]:
    """``text`` as lines of at most ``width`` wide; a word longer than a line is broken. At least one line."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        lines.extend(_wrap_paragraph(paragraph, face, width))
    return tuple(lines)


def _wrap_paragraph(text: str, face: Measure, width: int) -> list[str]:
    if face.width(text) <= width:
        return [text]
    lines: list[str] = []
    line = ""
    for token in _TOKEN.findall(text):
        if face.width(line + token.rstrip()) <= width:
            line += token
            continue
        if line.strip():
            lines.append(line.rstrip())
        *full, line = _break(token.lstrip(), face, width)
        lines.extend(full)
    lines.append(line.rstrip())
    return lines


def _break(word: str, face: Measure, width: int) -> list[str]:
    """A word cut where lines are full; one piece when it fits."""
    pieces = [""]
    for character in word:
        if pieces[-1] and face.width(pieces[-1] + character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces
