"""Telling a keyboard-wedge scanner from fingers: keys with their times in, decisions out. Pure; knows no toolkit.

The caller keeps the key events it is told to hold, in order. A decision says how many of the held ones to replay as
typed, whether the held ones were a scan, and what becomes of the key at hand.

Time alone does not tell: in a run of keys that fingers roll over, gaps are as short as those of a slow scanner. But a
finger stays on its key for a tenth of a second, so that the next one comes down before it is up. A scanner lets go of
each key first.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from terminal.domain.records import record

GAP_MS = 50
LENGTH_MIN = 6
LENGTH_MAX = 256
"""A member's code has 138 characters."""
ENTER, TAB = frozenset({"\r", "\n"}), frozenset({"\t"})
TERMINATORS = ENTER | TAB
OVERLAPS_MAX = Fraction(1, 4)
"""A scan has hardly any keys that came down while the one before was: a radio link may have mixed up a few."""


class Fate(StrEnum):
    """What becomes of the key at hand."""

    HOLD = "hold"
    PASS = "pass"
    SWALLOW = "swallow"
    NONE = "none"
    """There was no key: only time passed."""


@record
class Decision:
    """First replay ``replay`` held keys (the oldest), then treat the key at hand; ``scan`` is a whole scan, or empty.

    A scan uses up all held keys: they are never replayed.
    """

    fate: Fate
    replay: int = 0
    scan: str = ""


@record
class WedgeSettings:
    """How the scanner types; ``terminators`` are the keys that may end a scan.

    With a ``prefix`` (one character) only what follows it can be a scan, of any length.
    """

    gap_ms: int = GAP_MS
    length_min: int = LENGTH_MIN
    prefix: str = ""
    terminators: frozenset[str] = TERMINATORS


@dataclass(slots=True)
class Wedge:
    """The state between keys. Times are milliseconds on any clock that does not go back."""

    settings: WedgeSettings = field(default_factory=WedgeSettings)
    _held: str = ""
    _overlaps: int = 0
    _last_ms: int = 0

    @property
    def deadline_ms(self) -> int | None:
        """When ``pause`` must be called if no key comes before; ``None`` while nothing is held."""
        return self._last_ms + self.settings.gap_ms if self._held else None

    def key(self, text: str, at_ms: int, *, overlaps: bool = False) -> Decision:
        """A key went down; ``text`` is its character, empty for keys without one.

        ``overlaps`` says that the key before was still down.
        """
        late = self._release() if self._held and at_ms - self._last_ms > self.settings.gap_ms else 0
        self._last_ms = at_ms
        self._overlaps += overlaps and bool(self._held)
        if text in self.settings.terminators:
            return self._terminated(late)
        if len(text) != 1 or not text.isprintable() or not self._may_begin(text):
            return Decision(Fate.PASS, late + self._release())
        overflow = self._release() if len(self._held) >= LENGTH_MAX else 0
        self._held += text
        return Decision(Fate.HOLD, late + overflow)

    def pause(self, at_ms: int) -> Decision:
        """Time passed without a key: what is held longer than the gap was typed by hand."""
        deadline = self.deadline_ms
        if deadline is None or at_ms <= deadline:
            return Decision(Fate.NONE)
        return Decision(Fate.NONE, self._release())

    def _may_begin(self, text: str) -> bool:
        return bool(self._held) or not self.settings.prefix or text == self.settings.prefix

    def _terminated(self, late: int) -> Decision:
        scan = self._held.removeprefix(self.settings.prefix)
        length_min = 1 if self.settings.prefix else self.settings.length_min
        if len(scan) < length_min or self._overlaps > len(self._held) * OVERLAPS_MAX:
            return Decision(Fate.PASS, late + self._release())
        self._release()
        return Decision(Fate.SWALLOW, late, scan)

    def _release(self) -> int:
        count, self._held, self._overlaps = len(self._held), "", 0
        return count
