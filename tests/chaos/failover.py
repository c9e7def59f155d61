"""What a planned and an unplanned change of leader cost: ``python -m tests.chaos.failover``.

A cluster of its own, a group server as a process and terminals that push without a pause; then the lead is handed over,
and then the leader's node is killed. What was acknowledged is compared with what is stored.
"""

import argparse
import tempfile
from contextlib import closing
from pathlib import Path

from rich.console import Console
from rich.table import Table

from sync.server.storage.database import open_database
from tests.chaos.cluster import Cluster
from tests.chaos.commands import MISSING
from tests.chaos.node import Timing
from tests.chaos.packages import Programs, find_or_install
from tests.chaos.rush import Found, Rush, prepare, serving

_PUSHES = 20
_SECONDS = 120


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.failover", description=__doc__)
    parser.add_argument("--ttl", type=int, default=Timing.ttl)
    parser.add_argument("--registers", type=int, default=8)
    parser.add_argument("--times", type=int, default=3, help="how often each")
    arguments = parser.parse_args()
    programs = find_or_install()
    if programs is None:
        raise SystemExit(MISSING)
    table = Table("", "seconds without writes", "refused", "acknowledged", "lost", "points due", "points")
    with tempfile.TemporaryDirectory(prefix="sp-") as folder:
        for what, found in measure(Path(folder), programs, arguments):
            table.add_row(
                what,
                f"{found.seconds_without_writes:.1f}",
                *(f"{count:,}" for count in (found.refusals, found.acknowledged, found.lost)),
                *(f"{count:,}" for count in (found.points_due, found.points)),
            )
    Console().print(table)


def measure(folder: Path, programs: Programs, arguments: argparse.Namespace) -> list[tuple[str, Found]]:
    """Each change so many times, one after another on one cluster."""
    folder.chmod(0o755)  # the nodes run as another user
    cluster = Cluster(folder / "cluster", programs, Timing(ttl=arguments.ttl))
    changes = ["switchover", "kill"] * arguments.times
    try:
        cluster.start()
        codes = prepare(folder / "server", cluster.url, arguments.registers * len(changes))
        return [
            (change, during(cluster, folder / "server", change, [codes.pop() for _ in range(arguments.registers)]))
            for change in sorted(changes, reverse=True)
        ]
    finally:
        cluster.destroy()


def during(cluster: Cluster, home: Path, change: str, codes: list[str]) -> Found:
    """Pushes before, while and after the leader changes by ``switchover`` or ``kill``; the cluster is whole again."""
    with serving(home, cluster.url) as server_url, closing(Rush(server_url, codes)) as rush:
        with rush:
            rush.wait_for_pushes(_PUSHES, _SECONDS)
            changed = cluster.switchover() if change == "switchover" else cluster.kill_leader()
            rush.wait_for_pushes(_PUSHES, _SECONDS)
        cluster.restart_node(changed.name)
        cluster.wait_until_healthy()
        rush.wait_for_posting()
        with closing(open_database(cluster.url)) as database:
            return rush.compare(database)


if __name__ == "__main__":
    main()
