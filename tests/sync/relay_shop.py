"""Lanes of one store with a relay between them, and a line to the server that can be cut."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

from sync.client.keys import read_keys
from sync.client.relay.carrying import CarryingRound, Membership
from sync.client.relay.exchange import Unit
from sync.client.relay.opening import RelayLane, open_lane
from sync.client.relay.taking import Taking
from sync.protocol.server import GroupServer
from terminal.domain.errors import Refusal
from terminal.domain.ledger import MemberState
from terminal.ports.lanes import Lane as ListedLane
from terminal.store.home import secret_name
from terminal.store.sql.compiling import statement
from terminal.store.sql.replica_tables import lane_batch, lane_entry, lane_member
from terminal.store.store import open_replica_store, open_terminal_store
from terminal.usecases.till import Till
from tests.sync.world import Direct, Lane, World

PHONE = "+886912345678"


@dataclass
class Line:
    """The server, while the line is up."""

    world: World
    up: bool = True
    asked: list[str] = field(default_factory=list)

    def __getattr__(self, step: str) -> Callable[[Any], Any]:
        def call(request: Any) -> Any:
            self.asked.append(step)
            if not self.up:
                raise Refusal("server_unreachable", reason="cut")
            return getattr(Direct(self.world), step)(request)

        return call


class RelayTill:
    """A terminal of the store: its till, its rounds, and the lane that it is."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.line = Line(world)
        self.server: GroupServer = self.line
        self.seconds = 0.0
        self.lane: Lane = world.lane(folder, "xinyi", self.server)
        self._open()

    def _open(self) -> None:
        lane = self.lane
        keys = read_keys(lane.folder, lane.secrets)
        group_key = lane.secrets.read(secret_name(lane.terminal_id, "group"))
        assert group_key is not None
        self.relay: RelayLane = open_lane(lane.replica, keys, group_key, self.world.clock.now)
        membership = Membership(lane.terminal_id, lane.replica.identity().store, keys.server)
        self.round = CarryingRound(
            lane.round(), self.server, lane.replica.lanes, membership, self.relay.hearsay, lambda: self.seconds
        )

    @property
    def terminal_id(self) -> str:
        return self.lane.terminal_id

    def sync(self) -> None:
        """A round, long after the one before."""
        self.seconds += 1_000
        self.round.run_once()

    def cut(self) -> None:
        self.line.up = False

    def mend(self) -> None:
        self.line.up = True

    def ask(self, other: "RelayTill") -> int:
        """An exchange: what the other has and this one lacks is fetched."""
        return self.relay.gossip.exchange(other.relay.answering.answer)[1]

    def state(self) -> MemberState:
        return self.lane.state(PHONE)

    def listed(self) -> dict[str, ListedLane]:
        return {lane.terminal_id: lane for lane in self.lane.replica.lanes.lanes()}

    def units_for(self, other: "RelayTill") -> list[Unit]:
        """What this lane would tell the other now."""
        kept: list[Unit] = []
        hidden = other.relay.gossip._taking

        class Keeping(Taking):
            def __init__(self) -> None:
                pass

            def take(self, unit: Unit, carrier: str) -> int:
                kept.append(unit)
                return 0

        other.relay.gossip._taking = Keeping()
        try:
            other.ask(self)
        finally:
            other.relay.gossip._taking = hidden
        return kept

    def take(self, unit: Unit, carrier: str = "somebody") -> int:
        return self.relay.gossip._taking.take(unit, carrier)

    def heard_rows(self) -> dict[str, list[Any]]:
        """All that is kept of other lanes."""
        with self.lane.replica._reading() as connection:
            return {
                table.name: [tuple(row) for row in statement(select(table)).rows(connection)]
                for table in (lane_batch, lane_entry, lane_member)
            }

    def reopen(self) -> None:
        """The machine was switched off and on; perhaps it is off already."""
        lane = self.lane
        lane.close()
        lane.store = open_terminal_store(lane.folder, lane.secrets)
        lane.replica = open_replica_store(lane.folder, lane.secrets)
        lane.till = Till(lane.store, lane.clock)
        self._open()

    def close(self) -> None:
        self.lane.close()


def exchange(*tills: RelayTill) -> int:
    """Everybody asks everybody once; gives the number of new frames."""
    return sum(one.ask(other) for one in tills for other in tills if one is not other)
