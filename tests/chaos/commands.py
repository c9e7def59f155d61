"""What ``python -m tests.chaos.cluster`` takes: start, stop, status, switchover, kill-leader, restart NODE, destroy."""

import argparse
from pathlib import Path

from rich.console import Console

from tests.chaos.cluster import NODES, Cluster
from tests.chaos.node import Timing
from tests.chaos.packages import find, find_or_install

FOLDER = Path("build/cluster")
MISSING = "programs are missing and could not be installed; type: apt-get install patroni etcd-server postgresql-15"
_console = Console(highlight=False, soft_wrap=True)


def main() -> None:
    """Does one thing with the cluster in a folder."""
    arguments = _parser().parse_args()
    if find() is None:
        _console.print("installing what is missing…")
    programs = find_or_install()
    if programs is None:
        raise SystemExit(MISSING)
    cluster = Cluster(arguments.folder, programs, Timing(ttl=arguments.ttl))
    match arguments.action:
        case "start":
            cluster.start()
            _console.print(cluster.url)
        case "stop":
            cluster.stop()
        case "destroy":
            cluster.destroy()
        case "switchover":
            _console.print(cluster.switchover().name)
        case "kill-leader":
            _console.print(cluster.kill_leader().name)
        case "restart":
            cluster.restart_node(arguments.node)
        case _:
            _show(cluster)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.cluster", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--ttl", type=int, default=Timing.ttl, help="seconds after which a silent leader is replaced")
    actions = parser.add_subparsers(dest="action", required=True)
    for action in ("start", "stop", "status", "switchover", "kill-leader", "destroy"):
        actions.add_parser(action)
    actions.add_parser("restart").add_argument("node", choices=NODES)
    return parser


def _show(cluster: Cluster) -> None:
    for member in cluster.status():
        lag = "" if member.lag is None else f"lag {member.lag}"
        _console.print(f"{member.name}  {member.role:<13} {member.state:<10} {lag}")
    _console.print("healthy" if cluster.healthy() else "not healthy")
