"""The numbers of what the office does: they rise with time, and no two acts on one account share one.

No generator in the database hands them out, so that the log can be distributed like everything else. Two processes that
act on one account take turns at its row, and 2,048 numbers in a millisecond keep the rest apart.
"""

import secrets
import threading
from datetime import datetime

_BITS_BELOW_MILLISECONDS = 11


class ActNumbers:
    """The line of numbers of one process, from any thread."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._last = 0

    def after(self, at: datetime) -> int:
        """A number above all that this line has given; below 2**53, so that every reader of JSON can hold it."""
        below = secrets.randbits(_BITS_BELOW_MILLISECONDS)
        number = int(at.timestamp() * 1000) << _BITS_BELOW_MILLISECONDS | below
        with self._turn:
            self._last = max(number, self._last + 1)
            return self._last


numbers = ActNumbers()
