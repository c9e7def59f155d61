"""How much of each line of a sale comes back."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.usecases.giving_back import WantedLines
    from terminal.usecases.past_sales import PastLine


class WantedBack:
    """Nothing at first; never more of a line than is left of it."""

    def __init__(self, lines: Sequence[PastLine]) -> None:
        self._open = {line.number: line for line in lines if line.left}
        self._wanted: dict[int, Fraction] = {}

    def __bool__(self) -> bool:
        return bool(self._wanted)

    @property
    def obvious(self) -> PastLine | None:
        """The line that is left, where it comes back at once or not at all."""
        line = next(iter(self._open.values()), None)
        return line if line is not None and len(self._open) == 1 and _step(line) == line.left else None

    def of(self, line: PastLine) -> Fraction:
        """How much of a line."""
        return self._wanted.get(line.number, Fraction(0))

    def change(self, line: PastLine, pieces: int) -> None:
        """More or fewer of a line; what has no pieces comes back whole."""
        wanted = min(max(self.of(line) + pieces * _step(line), Fraction(0)), line.left)
        self._wanted.pop(line.number, None)
        if wanted:
            self._wanted[line.number] = wanted

    def pieces_of_touch(self, line: PastLine) -> int:
        """One more of a line; after the last of it, none."""
        is_all = bool(line.left) and self.of(line) == line.left
        return -int(line.left / _step(line)) if is_all else 1

    def toggle_all(self) -> None:
        """All that is left; none of it, where that was chosen already."""
        everything = {number: line.left for number, line in self._open.items()}
        self._wanted = {} if self._wanted == everything else everything

    def lines(self) -> WantedLines:
        """The lines by their numbers; all that is left of one is asked for as such, so that nothing is left over."""
        return tuple(
            (number, None if count == self._open[number].left else count)
            for number, count in sorted(self._wanted.items())
        )


def _step(line: PastLine) -> Fraction:
    return line.left if line.whole_only else Fraction(1)
