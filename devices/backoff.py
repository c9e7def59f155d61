"""How long to leave a device alone after it failed."""

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Backoff:
    """Doubles from ``first_s`` to ``ceiling_s`` seconds; each wait is between half of that and all of it."""

    first_s: float = 1.0
    ceiling_s: float = 30.0
    chance: random.Random = field(default_factory=random.Random)
    _failures: int = 0

    def next_wait_s(self) -> float:
        """The wait after one more failure, in seconds."""
        full = min(self.ceiling_s, self.first_s * 2.0 ** min(self._failures, 30))
        self._failures += 1
        return full * (0.5 + self.chance.random() / 2)

    def reset(self) -> None:
        """It worked again."""
        self._failures = 0
