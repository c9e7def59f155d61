"""The relay at work beside the rounds: threads of its own, which a dead or hostile network cannot keep from ending."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Protocol, Self

from sync.client.relay.gossip import Gossip
from sync.client.relay.hearsay import Hearsay
from sync.client.relay.serving import Listener
from sync.client.relay.wire import Address
from terminal.domain.errors import Broken, Refusal
from terminal.ports.replica import Position, ReplicaStore

POLL_SECONDS = 0.15
INTERVAL_SECONDS = 5.0
ABSENCE_FIRST_SECONDS = 1.0
ABSENCE_MAX_SECONDS = 30.0

_log = logging.getLogger(__name__)


class Directory(Protocol):
    """Who is there."""

    def addresses(self) -> Sequence[Address]:
        """Where other lanes listen."""
        ...


class Announcer(Protocol):
    """Who tells others that this lane is there."""

    def tend(self) -> None:
        """Looks after it, now and then."""
        ...

    def close(self) -> None:
        """Ends it."""
        ...


@dataclass
class _Acquaintance:
    """What is remembered of an address: who answered there, and until when it is left alone after failing."""

    terminal: str | None = None
    failures: int = 0
    not_before: float = 0.0


@dataclass
class Rounds:
    """Exchanges with everybody who is there, each when it is their turn."""

    gossip: Gossip
    hearsay: Hearsay
    directory: Directory
    ask: Callable[[Address, bytes], bytes]
    seconds: Callable[[], float] = time.monotonic
    _known: dict[Address, _Acquaintance] = field(default_factory=dict)

    def exchange_with_all(self) -> int:
        """One exchange with each; gives the number of new frames."""
        news = self.hearsay.take_news()
        addresses = self.directory.addresses()
        self._known = {address: self._known.get(address, _Acquaintance()) for address in addresses}
        # Who answered the last time comes first: others may take a second each to find out about.
        by_failures = sorted(self._known.items(), key=lambda one: one[1].failures)
        return sum(self._exchange(address, known) for address, known in by_failures if self._turn(known, news))

    def exchange_with_news(self) -> int:
        """One exchange with each lane that is known to have something."""
        news = self.hearsay.take_news()
        return sum(self._exchange(address, known) for address, known in self._known.items() if known.terminal in news)

    def _turn(self, known: _Acquaintance, news: frozenset[str]) -> bool:
        return known.terminal in news or self.seconds() >= known.not_before

    def _exchange(self, address: Address, known: _Acquaintance) -> int:
        try:
            known.terminal, new = self.gossip.exchange(lambda sealed: self.ask(address, sealed))
        except (Refusal, Broken) as trouble:
            known.failures += 1
            absence = min(ABSENCE_FIRST_SECONDS * 2 ** min(known.failures, 10), ABSENCE_MAX_SECONDS)
            known.not_before = self.seconds() + absence
            _log.info("no exchange with the lane at %s: %s", address, trouble)
            return 0
        known.failures, known.not_before = 0, 0.0
        return new


class Relay:
    """Listens and asks until it is left."""

    def __init__(self, store: ReplicaStore, rounds: Rounds, listener: Listener, announcer: Announcer) -> None:
        self._store = store
        self._rounds = rounds
        self._listener = listener
        self._announcer = announcer
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="relay")

    def __enter__(self) -> Self:
        self._listener.start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping.set()
        self._thread.join()
        self._listener.stop()

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._once()
        finally:
            self._announcer.close()

    def _once(self) -> None:
        try:
            self._announcer.tend()
            position = self._store.head().position
            self._rounds.exchange_with_all()
            self._wait(position)
        except Refusal as refusal:
            # The disk is full, the file is busy: sales go on, and so does this when it is over.
            _log.warning("the relay pauses: %s", refusal)
            self._stopping.wait(INTERVAL_SECONDS)

    def _wait(self, position: Position) -> None:
        """For the interval, or until the journal has grown; what others announce meanwhile is fetched at once."""
        for _ in range(round(INTERVAL_SECONDS / POLL_SECONDS)):
            if self._rounds.hearsay.stirred.wait(POLL_SECONDS):
                self._rounds.exchange_with_news()
            if self._stopping.is_set() or self._store.head().position != position:
                return
