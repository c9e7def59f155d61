"""Finding members by a few characters of what they are known by, among a million of them.

What a list may be searched by is kept as a few long texts, one line for each member: looking through those takes
milliseconds, needs no index in the database, and ends with the page that asked for it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from terminal.domain.identifiers import local_phone
from terminal.domain.records import record

DIGITS_MIN = 4
"""So many digits of a phone or a card tell people apart; fewer find half the group."""
_SEPARATORS = re.compile(r"[\s().-]+")
_END = "\n"


@record
class DirectoryLeaf:
    """Some members in a row. Each text has a line for each of them, and begins and ends with a line's end.

    ``ids`` stand one behind the other, each ``width`` characters wide: objects of their own would take more room than
    everything else together.
    """

    ids: str
    width: int
    count: int
    phones: str
    cards: str
    names: str

    def id_at(self, line: int) -> str:
        """The id of the member in that line."""
        return self.ids[line * self.width : (line + 1) * self.width].rstrip()


def leaf_of(people: Sequence[tuple[str, str, str, str]]) -> DirectoryLeaf:
    """The leaf of people given as id, phone (E.164), card and name, in the order in which they are to be found."""
    width = max((len(member_id) for member_id, _, _, _ in people), default=0)
    return DirectoryLeaf(
        ids="".join(member_id.ljust(width) for member_id, _, _, _ in people),
        width=width,
        count=len(people),
        phones=_lines(local_phone(phone) for _, phone, _, _ in people),
        cards=_lines(card for _, _, card, _ in people),
        names=_lines(_plain(name) for _, _, _, name in people),
    )


def _lines(texts: Iterable[str]) -> str:
    return _END + "".join(text + _END for text in texts)


def _plain(name: str) -> str:
    """A name as it is compared: no line's ends, no capitals, a space before every word."""
    return " " + " ".join(unicodedata.normalize("NFKC", name).casefold().split())


@record
class Sought:
    """What was typed, as it is looked for in each of the texts; nothing where it cannot be found there."""

    phones: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


def sought(text: str) -> Sought | None:
    """What ``text`` may be found by; ``None`` when it is too short to look for.

    Digits are the beginning or the end of a phone or a card, Latin letters the beginning of a word of a name or of a
    card, and anything else a part of a name.
    """
    clean = unicodedata.normalize("NFKC", text).strip()
    joined = _SEPARATORS.sub("", clean)
    if joined.removeprefix("+").isdigit():
        if len(joined) < DIGITS_MIN:
            return None
        phone = local_phone(joined) if joined.startswith("+") else joined
        ends = (_END + phone, phone + _END)
        return Sought(phones=ends, cards=ends)
    if not joined:
        return None
    if not clean.isascii():
        return Sought(names=(" ".join(clean.casefold().split()),))
    cards = (_END + clean.upper(),) if any(character.isdigit() for character in clean) else ()
    return Sought(cards=cards, names=(" " + " ".join(clean.casefold().split()),))


def found_in(leaf: DirectoryLeaf, wanted: Sought) -> Iterator[str]:
    """The ids of those who fit, in the leaf's order."""
    lines: set[int] = set()
    for text, patterns in ((leaf.phones, wanted.phones), (leaf.cards, wanted.cards), (leaf.names, wanted.names)):
        for pattern in patterns:
            lines.update(_lines_with(text, pattern))
    return (leaf.id_at(line) for line in sorted(lines))


def _lines_with(text: str, pattern: str) -> Iterator[int]:
    line, counted, place = -1, 0, text.find(pattern)
    while place >= 0:
        within = place + len(pattern) - pattern.endswith(_END)
        line += text.count(_END, counted, within)
        counted = within
        yield line
        place = text.find(pattern, within)


@dataclass(slots=True)
class Directory:
    """Leaves as they come in, and those found among them."""

    leaves: list[DirectoryLeaf] = field(default_factory=list)
    is_whole: bool = False

    @property
    def count(self) -> int:
        """How many members are in it so far."""
        return sum(leaf.count for leaf in self.leaves)

    def find(self, text: str, most: int) -> tuple[str, ...] | None:
        """The first ``most`` ids that fit, in order; ``None`` for what is too short to look for."""
        wanted = sought(text)
        if wanted is None:
            return None
        found: dict[str, None] = {}
        for leaf in self.leaves:
            found |= dict.fromkeys(found_in(leaf, wanted))
            if len(found) >= most:
                break
        return tuple(found)[:most]
