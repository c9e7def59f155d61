"""Servers with snapshots and terminals that start from them."""

import json
from collections.abc import Callable
from contextlib import closing
from typing import Any

from sync.protocol.messages import PullAnswer, PullRequest
from sync.protocol.steps import SnapshotAnswer, SnapshotRequest
from sync.server.snapshots.building import Snapshot, build_snapshot
from terminal.domain.errors import Refusal
from terminal.store.engine import open_file
from terminal.store.home import Home, secret_name
from tests.sync.test_pushing import Interposed
from tests.sync.world import Lane, World

MakeLane = Callable[[str], Lane]
CELL = "main"
PHONES = [f"+8869120000{place:02}" for place in range(20)]


def build(world: World) -> Snapshot:
    return build_snapshot(world.database, world.keys, CELL, world.clock.now)


def busy_lane(lanes: MakeLane) -> Lane:
    """A terminal that has sold to everybody; all of it posted."""
    lane = lanes("busy")
    for place, phone in enumerate(PHONES):
        lane.enrol(phone.replace("+886", "0"), f"客人 {place}")
        lane.sell(phone, 1000 + 100 * place)
    lane.sync()
    return lane


def rows_of(lane: Lane) -> dict[str, list[tuple[Any, ...]]]:
    """Everything the replica holds of members, but for the pages they came in."""
    key = lane.secrets.kept[secret_name(lane.terminal_id, "database")]
    with closing(open_file(Home(lane.folder).replica, key)) as connection:
        found = {}
        for table in ("server_member", "identifier", "lot"):
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] != "page"]
            rows = connection.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
            found[table] = sorted((tuple(map(_value, row)) for row in rows), key=repr)
        return found


def _value(column: Any) -> Any:
    """What is written as JSON is compared as what it says."""
    return json.loads(column) if isinstance(column, str) and column[:1] in ("{", "[") else column


def no_pages(world: World) -> Interposed:
    """A server whose pages are all behind a snapshot."""

    def pull(request: PullRequest) -> PullAnswer:
        assert request.cursor, "pages from the start"
        return world.service.pull(request)

    return Interposed(world, pull=pull)


def by_pages(world: World) -> Interposed:
    def none(_request: SnapshotRequest) -> SnapshotAnswer:
        raise Refusal("snapshot_missing")

    return Interposed(world, snapshot=none)
