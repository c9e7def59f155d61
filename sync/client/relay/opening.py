"""A lane of the relay, made of an open replica and the terminal's keys."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from sync.client.keys import TerminalKeys
from sync.client.relay.answering import Answering
from sync.client.relay.box import Box, store_mark
from sync.client.relay.exchange import Voice
from sync.client.relay.gossip import Gossip
from sync.client.relay.hearsay import Hearsay
from sync.client.relay.taking import Taking
from terminal.domain.records import record
from terminal.settings.options import value_of
from terminal.store.replica import StoredReplica

EVERYWHERE = "0.0.0.0"

_log = logging.getLogger(__name__)


@record
class RelayLane:
    """One lane: it answers others and asks them; how questions travel is somebody else's."""

    hearsay: Hearsay
    answering: Answering
    gossip: Gossip
    mark: str


def open_lane(store: StoredReplica, keys: TerminalKeys, group_key: bytes, now: Callable[[], datetime]) -> RelayLane:
    """The lane that this terminal is."""
    identity, lanes, hearsay = store.identity(), store.lanes, Hearsay()
    voice = Voice(identity.terminal_id, keys, Box(group_key, identity.store), lanes, hearsay)
    taking = Taking(store, lanes, hearsay, now)
    return RelayLane(
        hearsay=hearsay,
        answering=Answering(store, lanes, keys, voice, hearsay),
        gossip=Gossip(store, lanes, voice, hearsay, taking),
        mark=store_mark(group_key, identity.store),
    )


def is_on(store: StoredReplica) -> bool:
    """Whether the settings want the relay."""
    return value_of("relay", store.setting) == "on"


@contextmanager
def running_relay(
    store: StoredReplica, lane: RelayLane, interfaces: Callable[[], Sequence[str]] | None = None
) -> Iterator[None]:
    """The relay on the local network, as the settings say, until the block is left.

    ``interfaces`` gives the addresses to announce it on, all of this machine if nothing else is said.
    """
    from sync.client.relay.discovery import Announcing, Neighbours, own_addresses, parse_peers
    from sync.client.relay.running import Relay, Rounds
    from sync.client.relay.serving import Listener
    from sync.client.relay.wire import ask_over_tcp

    neighbours = Neighbours(parse_peers(value_of("relay_peers", store.setting)))
    try:
        listener = Listener(lane.answering.answer, EVERYWHERE, int(value_of("relay_port", store.setting)))
    except OSError as error:
        _log.warning("the relay cannot listen: %s", type(error).__name__)
        yield
        return
    rounds = Rounds(lane.gossip, lane.hearsay, neighbours, ask_over_tcp)
    announcing = Announcing(neighbours, lane.mark, listener.port, interfaces or own_addresses)
    with Relay(store, rounds, listener, announcing):
        yield
