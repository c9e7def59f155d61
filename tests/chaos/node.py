"""A node: one PostgreSQL, the Patroni that minds it and a member of etcd, all on the loopback, all in one folder."""

import json
import signal
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.chaos.packages import Programs
from tests.chaos.processes import Daemon, hand_over, kill_all_in

HOST = "127.0.0.1"
SCOPE = "stillpoint"


@dataclass(frozen=True)
class Ports:
    """Where a node listens."""

    postgres: int
    patroni: int
    etcd: int
    peers: int


@dataclass(frozen=True)
class Passwords:
    """Of the superuser, of replication, of the programme's own user and of Patroni's interface."""

    postgres: str
    replicator: str
    stillpoint: str
    patroni: str


@dataclass(frozen=True)
class Timing:
    """Patroni's seconds. A leader that is gone is missed after ``ttl``, at most.

    One that cannot reach etcd must have stepped down before that: ``ttl >= loop_wait + 2 * retry_timeout``. Later
    versions of Patroni take no ``ttl`` below 20.
    """

    ttl: int = 20

    @property
    def loop_wait(self) -> int:
        """How often each node looks."""
        return self.ttl // 5

    @property
    def retry_timeout(self) -> int:
        """How long etcd may be silent before a leader steps down."""
        return (self.ttl - self.loop_wait) // 2


@dataclass(frozen=True)
class Node:
    """What a node is made of; its processes may run or not."""

    name: str
    folder: Path
    ports: Ports
    programs: Programs

    @property
    def data(self) -> Path:
        """PostgreSQL's own folder."""
        return self.folder / "data"

    @cached_property
    def etcd(self) -> Daemon:
        """Its member of etcd."""
        return Daemon("etcd", self.folder, [self.programs.etcd, "--config-file", str(self.folder / "etcd.json")])

    @cached_property
    def patroni(self) -> Daemon:
        """Its Patroni, which starts and stops its PostgreSQL."""
        return Daemon("patroni", self.folder, [self.programs.patroni, str(self.folder / "patroni.json")])

    def configure(self, nodes: list["Node"], passwords: Passwords, timing: Timing) -> None:
        """Writes its folder and its two configurations."""
        self.folder.mkdir(mode=0o700)
        hand_over(self.folder)
        configurations = {"etcd": self._etcd(nodes), "patroni": self._patroni(nodes, passwords, timing)}
        for name, configuration in configurations.items():
            file = self.folder / f"{name}.json"
            file.touch(mode=0o600)
            file.write_text(json.dumps(configuration, indent=2), encoding="utf-8")
            hand_over(file)

    def start(self) -> None:
        """Starts etcd and Patroni, where they do not run."""
        self.etcd.start()
        self.patroni.start()

    def kill(self) -> None:
        """What a power cut does to it, as far as its processes go: SIGKILL to all of them."""
        for daemon in (self.patroni, self.etcd):
            daemon.send(signal.SIGKILL)
        kill_all_in(self.data)
        self.reap()

    def reap(self) -> None:
        """After the end of its processes."""
        self.patroni.reap()
        self.etcd.reap()

    def _etcd(self, nodes: list["Node"]) -> dict[str, Any]:
        peers, clients = f"http://{HOST}:{self.ports.peers}", f"http://{HOST}:{self.ports.etcd}"
        return {
            "name": self.name,
            "data-dir": str(self.folder / "etcd"),
            "listen-peer-urls": peers,
            "initial-advertise-peer-urls": peers,
            "listen-client-urls": clients,
            "advertise-client-urls": clients,
            "initial-cluster": ",".join(f"{node.name}=http://{HOST}:{node.ports.peers}" for node in nodes),
            "initial-cluster-token": SCOPE,
            "initial-cluster-state": "new",
            "enable-grpc-gateway": True,  # what Patroni speaks; a configuration file leaves it out otherwise
            "logger": "zap",
            "log-level": "warn",
        }

    def _patroni(self, nodes: list["Node"], passwords: Passwords, timing: Timing) -> dict[str, Any]:
        interface, database = f"{HOST}:{self.ports.patroni}", f"{HOST}:{self.ports.postgres}"
        return {
            "scope": SCOPE,
            "name": self.name,
            "restapi": {
                "listen": interface,
                "connect_address": interface,
                "authentication": {"username": "patroni", "password": passwords.patroni},
            },
            "etcd3": {"hosts": [f"{HOST}:{node.ports.etcd}" for node in nodes]},
            "bootstrap": {
                "dcs": _agreed(timing),
                "initdb": ["data-checksums", {"encoding": "UTF8"}, {"locale": "C.UTF-8"}, {"auth": "scram-sha-256"}],
            },
            "postgresql": {
                "listen": database,
                "connect_address": database,
                "data_dir": str(self.data),
                "bin_dir": str(self.programs.postgres),
                "pgpass": str(self.folder / "pgpass"),
                "parameters": {"unix_socket_directories": str(self.folder)},
                "pg_hba": [
                    "local all all scram-sha-256",
                    "host replication replicator 127.0.0.1/32 scram-sha-256",
                    "host all all 127.0.0.1/32 scram-sha-256",
                ],
                "authentication": {
                    "superuser": {"username": "postgres", "password": passwords.postgres},
                    "replication": {"username": "replicator", "password": passwords.replicator},
                },
            },
        }


def _agreed(timing: Timing) -> dict[str, Any]:
    """What all nodes agree on, kept in etcd.

    With ``synchronous_mode_strict`` a leader without a standby confirms nothing: what is acknowledged is on two disks.
    Who was the synchronous standby decides who may lead, not how far it lags behind what nobody confirmed.
    """
    return {
        "ttl": timing.ttl,
        "loop_wait": timing.loop_wait,
        "retry_timeout": timing.retry_timeout,
        "maximum_lag_on_failover": 1 << 30,
        "primary_start_timeout": timing.ttl,
        "synchronous_mode": True,
        "synchronous_mode_strict": True,
        "synchronous_node_count": 1,
        "postgresql": {
            "use_pg_rewind": True,
            "use_slots": True,
            "parameters": {
                "max_connections": 200,
                "shared_buffers": "64MB",
                "wal_keep_size": "256MB",
                "wal_retrieve_retry_interval": "500ms",  # a new leader confirms nothing before a standby follows it
                "jit": "off",
                "tcp_keepalives_idle": 5,
                "tcp_keepalives_interval": 2,
                "tcp_keepalives_count": 3,
            },
        },
    }
