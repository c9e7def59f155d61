"""Measuring a scanner that types: some scans in, settings out. While it runs, keys go here and nowhere else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from ui.viewmodels.listeners import Listeners

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SCANS: Final = 3
PAUSE_MS: Final = 400
"""A scan that ends with no key of its own is over when nothing came for so long."""
_ENDS: Final = "\r\n\t"

Key = tuple[str, int]


class Measured(Protocol):
    """What the scans showed; see ``devices.scanner.wedge_setup``."""

    @property
    def median_ms(self) -> float:
        """The usual time between keys."""
        ...

    @property
    def longest_ms(self) -> int:
        """The longest time between keys."""
        ...

    @property
    def gap_ms(self) -> int:
        """The longest gap to allow."""
        ...

    @property
    def prefix(self) -> str:
        """The sign that it sends first; empty where there is none."""
        ...

    @property
    def suffix(self) -> str:
        """The key that it sends last: ``enter``, ``tab``, or none, empty."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why the scanner cannot be used as it is, or ``None``."""
        ...

    @property
    def settings(self) -> Mapping[str, str]:
        """The options to save."""
        ...


class WedgeSetup:
    """``changed`` is told after every scan. ``result`` is there after ``SCANS`` of them."""

    def __init__(
        self, measure: Callable[[Sequence[Sequence[Key]]], Measured], save: Callable[[Mapping[str, str]], None]
    ) -> None:
        self._measure, self._save = measure, save
        self.changed = Listeners()
        self.begin()

    def begin(self) -> None:
        """From the beginning."""
        self._scans: list[list[Key]] = []
        self._keys: list[Key] = []
        self.result: Measured | None = None
        self.changed.tell()

    @property
    def heard(self) -> int:
        """How many scans have come in."""
        return len(self._scans)

    def key(self, text: str, at_ms: int) -> None:
        """A key went down; ``text`` is its character, empty for those without one."""
        if self.result is not None or len(text) != 1:
            return
        if self._keys and at_ms - self._keys[-1][1] > PAUSE_MS:
            self._end()
        if self._keys or text not in _ENDS:
            self._keys.append((text, at_ms))
        if self._keys and text in _ENDS:
            self._end()

    def pause(self) -> None:
        """Nothing has come for ``PAUSE_MS``: a scan that has begun is over."""
        if self._keys:
            self._end()

    def accept(self) -> None:
        """Saves what was measured, where nothing speaks against it."""
        if self.result is not None and self.result.trouble is None:
            self._save(self.result.settings)

    def _end(self) -> None:
        self._scans.append(self._keys)
        self._keys = []
        if len(self._scans) == SCANS:
            self.result = self._measure(self._scans)
        self.changed.tell()
