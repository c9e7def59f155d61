"""A real group server over a cluster, and terminals that push without a pause while something happens to it."""

import itertools
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from sync.programme.compiler import compile_yaml
from sync.server.programmes.programmes import publish
from sync.server.steps.enrolment import Enrolment
from sync.server.storage.database import Database
from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import batches, ledger
from terminal.ports.clock import SystemClock
from tests.chaos.processes import wait_until
from tests.chaos.register import Register
from tests.sync.world import PROGRAMME
from ui.cli.server_home import make_keys, open_server
from ui.secrets import FileSecrets

_STORE = "xinyi"
_POSTED_SECONDS = 120
_STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Found:
    """What is stored of what was acknowledged, and the longest time in which nobody was acknowledged anything."""

    acknowledged: int
    lost: int
    points: int
    points_due: int
    seconds_without_writes: float
    refusals: int


class Rush:
    """``registers`` terminals that push for as long as the block lasts."""

    def __init__(self, server_url: str, codes: list[str]) -> None:
        self.registers = [Register(server_url, code) for code in codes]
        self._over = threading.Event()
        self._failed: list[BaseException] = []
        self._threads = [threading.Thread(target=self._push, args=(register,)) for register in self.registers]

    def __enter__(self) -> "Rush":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_raised: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def wait_for_pushes(self, more: int, seconds: float) -> None:
        """Until every terminal was acknowledged so many more. Raises ``TimeoutError``, and what a terminal died of."""
        due = [len(register.acknowledged) + more for register in self.registers]
        wait_until(lambda: bool(self._failed) or self._reached(due), seconds, "pushes")
        if self._failed:
            raise self._failed[0]

    def wait_for_posting(self) -> None:
        """Until everything that was acknowledged is posted. Raises ``TimeoutError``."""
        wait_until(
            lambda: all(register.posted() >= register.durable for register in self.registers),
            _POSTED_SECONDS,
            "posting",
        )

    def compare(self, database: Database) -> Found:
        """What was acknowledged against what is stored."""
        times = sorted(each.at for register in self.registers for each in register.acknowledged)
        return Found(
            acknowledged=sum(register.durable for register in self.registers),
            lost=sum(_lost(database, register) for register in self.registers),
            points=_points(database, [register.member for register in self.registers]),
            points_due=sum(register.points for register in self.registers),
            seconds_without_writes=max((later - earlier for earlier, later in itertools.pairwise(times)), default=0),
            refusals=sum(len(register.refusals) for register in self.registers),
        )

    def close(self) -> None:
        """Closes the terminals' connections."""
        for register in self.registers:
            register.close()

    def _push(self, register: Register) -> None:
        while not self._over.is_set():
            try:
                register.push()
            except BaseException as error:
                self._failed.append(error)
                return

    def _reached(self, due: list[int]) -> bool:
        return all(len(each.acknowledged) >= count for each, count in zip(self.registers, due, strict=True))


def prepare(home: Path, url: str, registers: int) -> list[str]:
    """A new group server in ``home`` with its database at ``url``; gives enrolment codes."""
    secrets, now = _secrets(home), SystemClock().now
    make_keys(home, secrets)
    with open_server(home, url, secrets) as server:
        publish(server.database, server.keys, compile_yaml(PROGRAMME, "programme.yaml").bundle, now)
        enrolment = Enrolment(server.database, server.keys, now)
        return [enrolment.new_code(_STORE).code for _ in range(registers)]


@contextmanager
def serving(home: Path, url: str) -> Iterator[str]:
    """``stillpoint server run`` as a process; gives its address."""
    command = [sys.executable, "-m", "ui.cli.main", "server", "run", "--home", str(home), "--port", "0", "--json"]
    kept = {"STILLPOINT_SECRETS_FILE": str(home / "secrets.json"), "STILLPOINT_DATABASE": url}
    with (home / "server.log").open("ab") as log:
        process = subprocess.Popen(
            command, env={**os.environ, **kept}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True
        )
    try:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())["url"]
    finally:
        process.terminate()
        try:
            process.communicate(timeout=_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _secrets(home: Path) -> FileSecrets:
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return FileSecrets(home / "secrets.json")


def _lost(database: Database, register: Register) -> int:
    """How many acknowledged frames are not stored, byte for byte."""
    with database.read() as connection:
        rows = connection.execute(select(batches).where(batches.c.terminal == register.terminal)).all()
    stored = {row.first + place: frame for row in rows for place, frame in enumerate(unpack_frames(row.frames))}
    return sum(stored.get(seq) != register.frames[seq - 1] for seq in range(1, register.durable + 1))


def _points(database: Database, members: list[str]) -> int:
    points = select(func.coalesce(func.sum(ledger.c.points), 0)).where(ledger.c.member.in_(members))
    with database.read() as connection:
        return int(connection.execute(points).scalar_one())
