"""A cluster of three nodes on this machine, as ``docs/cluster.md`` describes it: ``python -m tests.chaos.cluster``."""

import json
import random
import secrets
import shutil
import signal
import socket
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.chaos.node import HOST, Node, Passwords, Ports, Timing
from tests.chaos.packages import Programs
from tests.chaos.processes import Daemon, hand_over, service_user, wait_until

NODES = ("n1", "n2", "n3")
_KEPT = "cluster.json"
_FIRST_PORTS = range(20_000, 30_000)  # below those that outgoing connections take
_START_SECONDS = 90
_STOP_SECONDS = 40
_FAIL_OVER_SECONDS = 120
_ASK_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Member:
    """A node as the cluster sees it. ``role`` is ``leader``, ``sync_standby`` or ``replica``."""

    name: str
    role: str
    state: str
    lag: int | None


class Cluster:
    """Three nodes in a folder: made anew, or those that are there. Its nodes run on when this process ends."""

    def __init__(self, folder: Path, programs: Programs, timing: Timing | None = None) -> None:
        self.folder = folder.resolve()
        self._programs = programs
        if not (self.folder / _KEPT).exists():
            self._make(timing or Timing())
        kept = json.loads((self.folder / _KEPT).read_text(encoding="utf-8"))
        self._passwords = Passwords(**kept["passwords"])
        self.nodes = [self._node(name, Ports(**ports)) for name, ports in kept["nodes"].items()]

    @property
    def url(self) -> str:
        """Where the programme finds its database, whoever leads."""
        hosts = ",".join(f"{HOST}:{node.ports.postgres}" for node in self.nodes)
        attributes = "target_session_attrs=read-write"
        return f"postgresql://stillpoint:{self._passwords.stillpoint}@{hosts}/stillpoint?{attributes}"

    def start(self) -> None:
        """Starts all nodes, and waits until the cluster is healthy and has its database."""
        for node in self.nodes:
            node.etcd.start()
        wait_until(lambda: all(map(_etcd_healthy, self.nodes)), _START_SECONDS, "etcd")
        for node in self.nodes:
            node.patroni.start()
        self.wait_until_healthy()
        self._make_database()

    def stop(self) -> None:
        """Stops all nodes in good order, so that the next start finds everything."""
        _end([node.patroni for node in self.nodes])
        _end([node.etcd for node in self.nodes])
        self.kill()

    def kill(self) -> None:
        """Ends everything that runs, at once."""
        for node in self.nodes:
            node.kill()

    def destroy(self) -> None:
        """Ends everything and removes the folder."""
        self.kill()
        shutil.rmtree(self.folder)

    def status(self) -> list[Member]:
        """The members, as the first node that answers sees them; none when no node does."""
        for node in self.nodes:
            try:
                answer = httpx.get(_interface(node, "cluster"), timeout=_ASK_SECONDS)
            except httpx.TransportError:
                continue
            if answer.is_success:
                return [_member(each) for each in answer.json().get("members", ())]
        return []

    def leader(self) -> Node | None:
        """The node that takes writes, when there is one."""
        for node in self.nodes:
            try:
                if httpx.get(_interface(node, "leader"), timeout=_ASK_SECONDS).is_success:
                    return node
            except httpx.TransportError:
                continue
        return None

    def healthy(self) -> bool:
        """Whether one leads, one is its synchronous standby, and all follow without lag."""
        members = self.status()
        roles = sorted(member.role for member in members if member.state in {"running", "streaming"})
        return roles == ["leader", "replica", "sync_standby"] and not any(member.lag for member in members)

    def wait_until_healthy(self, seconds: float = _START_SECONDS) -> None:
        """Raises ``TimeoutError``."""
        wait_until(self.healthy, seconds, "a leader with a synchronous standby and a third node")

    def kill_leader(self) -> Node:
        """Kills all processes of the leader's node; gives the node."""
        node = self._present_leader()
        node.kill()
        return node

    def restart_node(self, name: str) -> None:
        """Starts a node again; what it has that the others do not is rewound."""
        next(node for node in self.nodes if node.name == name).start()

    def switchover(self) -> Node:
        """Hands the lead over to the synchronous standby, as before maintenance; gives the new leader."""
        before = self._present_leader()
        answer = httpx.post(
            _interface(before, "switchover"),
            json={"leader": before.name},
            auth=("patroni", self._passwords.patroni),
            timeout=_FAIL_OVER_SECONDS,
        )
        if not answer.is_success:
            raise RuntimeError(answer.text)
        return self.wait_for_leader(other_than=before)

    def wait_for_leader(self, other_than: Node | None = None) -> Node:
        """The node that leads, as soon as there is one. Raises ``TimeoutError``."""
        found: list[Node] = []

        def another() -> bool:
            node = self.leader()
            found.extend([node] if node and node is not other_than else [])
            return bool(found)

        wait_until(another, _FAIL_OVER_SECONDS, "a leader")
        return found[0]

    def _present_leader(self) -> Node:
        node = self.leader()
        if node is None:
            raise RuntimeError("there is no leader")
        return node

    def _make(self, timing: Timing) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        hand_over(self.folder)
        _require_reachable(self.folder)
        ports = _free_ports(4 * len(NODES))
        nodes = {name: Ports(*ports[4 * place : 4 * place + 4]) for place, name in enumerate(NODES)}
        passwords = Passwords(*(secrets.token_urlsafe(18) for _ in range(4)))
        made = [self._node(name, each) for name, each in nodes.items()]
        for node in made:
            node.configure(made, passwords, timing)
        file = self.folder / _KEPT
        file.touch(mode=0o600)
        kept = {"nodes": {name: asdict(each) for name, each in nodes.items()}, "passwords": asdict(passwords)}
        file.write_text(json.dumps(kept, indent=2), encoding="utf-8")

    def _node(self, name: str, ports: Ports) -> Node:
        return Node(name, self.folder / name, ports, self._programs)

    def _make_database(self) -> None:
        port = self._present_leader().ports.postgres
        place = f"host={HOST} port={port} dbname=postgres user=postgres"
        with psycopg.connect(place, password=self._passwords.postgres, autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = 'stillpoint'").fetchone():
                return
            # The password is of letters, digits, - and _.
            connection.execute(f"CREATE ROLE stillpoint LOGIN PASSWORD '{self._passwords.stillpoint}'".encode())
            connection.execute("CREATE DATABASE stillpoint OWNER stillpoint")


def _end(daemons: list[Daemon]) -> None:
    for daemon in daemons:
        daemon.send(signal.SIGTERM)
    wait_until(lambda: not any(daemon.pid() for daemon in daemons), _STOP_SECONDS, "nodes to stop")


def _member(document: dict[str, Any]) -> Member:
    lag = document.get("lag")
    return Member(document["name"], document["role"], document["state"], lag if isinstance(lag, int) else None)


def _interface(node: Node, path: str) -> str:
    return f"http://{HOST}:{node.ports.patroni}/{path}"


def _etcd_healthy(node: Node) -> bool:
    try:
        answer = httpx.get(f"http://{HOST}:{node.ports.etcd}/health", timeout=_ASK_SECONDS)
    except httpx.TransportError:
        return False
    return answer.is_success and answer.json().get("health") == "true"


def _free_ports(count: int) -> list[int]:
    free: list[int] = []
    for port in random.sample(_FIRST_PORTS, len(_FIRST_PORTS)):
        with socket.socket() as trying:
            try:
                trying.bind((HOST, port))
            except OSError:
                continue
        free.append(port)
        if len(free) == count:
            return free
    raise OSError("no free ports")


def _require_reachable(folder: Path) -> None:
    user = service_user()
    if user and subprocess.run(["test", "-w", folder], user=user, extra_groups=[], check=False).returncode:
        raise PermissionError(f"{user} cannot reach {folder}")


if __name__ == "__main__":
    from tests.chaos.commands import main

    main()
