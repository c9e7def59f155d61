"""What lanes say of themselves, kept while the process runs: reason enough to hurry or to wait, never to believe."""

import threading

from terminal.ports.lanes import LaneName


class Hearsay:
    """Shared by the threads of the relay and the round's."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._durable: dict[LaneName, int] = {}
        self._news: set[str] = set()
        self._roster_wanted = False
        self.stirred = threading.Event()

    def note_durable(self, name: LaneName, durable: int) -> None:
        """A lane says how far the server has its frames."""
        with self._lock:
            self._durable[name] = max(durable, self._durable.get(name, 0))

    def settle_durable(self, name: LaneName, durable: int) -> None:
        """The server says how far it has a lane's frames, whatever the lane said."""
        with self._lock:
            self._durable[name] = durable

    def durable(self, name: LaneName) -> int:
        """How far the server has the lane's frames, as the lane says, or as the server said since."""
        with self._lock:
            return self._durable.get(name, 0)

    def note_news(self, terminal: str) -> None:
        """A lane has something that is not here yet."""
        with self._lock:
            self._news.add(terminal)
        self.stirred.set()

    def take_news(self) -> frozenset[str]:
        """The lanes that have something, each told once."""
        with self._lock:
            news, self._news = frozenset(self._news), set()
        self.stirred.clear()
        return news

    def want_roster(self) -> None:
        """Somebody is there whom the server did not list when it was last asked."""
        with self._lock:
            self._roster_wanted = True

    def take_roster_wanted(self) -> bool:
        """Whether the roster is wanted; it is told once."""
        with self._lock:
            wanted, self._roster_wanted = self._roster_wanted, False
        return wanted
