"""How long nobody has touched the till."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MINUTE = 60.0


@dataclass
class IdleClock:
    """Counts by ``seconds``, a clock that only ever goes on."""

    seconds: Callable[[], float] = time.monotonic
    _touched_at: float = field(init=False)

    def __post_init__(self) -> None:
        self.touch()

    def touch(self) -> None:
        """Somebody is there."""
        self._touched_at = self.seconds()

    def is_over(self, minutes: int) -> bool:
        """Whether nobody was there for ``minutes``; never where that is 0."""
        return minutes > 0 and self.seconds() - self._touched_at >= minutes * MINUTE
