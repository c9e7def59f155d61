"""One exchange with another lane: what it has and this one lacks is fetched, verified and kept."""

from collections.abc import Callable

from sync.client.relay.answering import own_head
from sync.client.relay.exchange import LANES_MAX, Ask, Head, Tell, Voice
from sync.client.relay.hearsay import Hearsay
from sync.client.relay.taking import Taking
from terminal.ports.lanes import LaneStore
from terminal.ports.replica import ReplicaStore

ASKS_MAX = 100


class Gossip:
    """Asks other lanes. ``ask`` carries a sealed question to one of them and brings the sealed answer back."""

    def __init__(self, store: ReplicaStore, lanes: LaneStore, voice: Voice, hearsay: Hearsay, taking: Taking) -> None:
        self._store = store
        self._lanes = lanes
        self._voice = voice
        self._hearsay = hearsay
        self._taking = taking

    def exchange(self, ask: Callable[[bytes], bytes]) -> tuple[str, int]:
        """Who answered, and how many frames were new. Raises ``Refusal``: what ``ask`` and ``Voice.hear`` refuse."""
        total = 0
        for _ in range(ASKS_MAX):
            own, durable = own_head(self._store, self._voice.terminal)
            heads = tuple(Head(*lane.name, lane.heard) for lane in self._lanes.lanes())[:LANES_MAX]
            telling, tell = self._voice.hear(ask(self._voice.say(own.epoch, Ask(own, durable, heads))), Tell)
            self._hearsay.note_durable(telling, tell.durable)
            new = sum(self._taking.take(unit, telling[0]) for unit in tell.units)
            total += new
            if not new:
                break
        return telling[0], total
