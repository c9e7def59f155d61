"""The server as real processes: several that are one server, ended as an operator would and killed."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from sync.protocol.binary_push import BATCH_MEDIA_TYPE
from sync.server.service import Service
from sync.server.storage.tables import epochs
from tests.journeys.display import until
from tests.sync.pushes import Sender
from tests.sync.world import PROGRAMME, World
from ui.cli.server_home import open_server
from ui.secrets import FileSecrets

pytestmark = pytest.mark.slow
WORKERS = 2


@dataclass
class Running:
    """A server under its supervisor."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    def push(self, sender: Sender, first: int = 1, last: int | None = None) -> int:
        """How far the sender is durable after a push over a connection of its own."""
        body = sender.binary(first, last)
        headers = {"Content-Type": BATCH_MEDIA_TYPE, **sender.signed(body)}
        return int(httpx.post(f"{self.url}/v1/push", content=body, headers=headers, timeout=60).json()["durable"])

    def metric(self, name: str) -> float:
        """The value of a metric, of all processes together."""
        text = httpx.get(f"{self.url}/metrics", timeout=60).text
        found = re.search(rf"^{re.escape(name)} (.+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def children(self) -> list[int]:
        """The ids of its serving and posting processes."""
        found = []
        for entry in Path("/proc").iterdir():
            try:
                status, command = (entry / "stat").read_text(), (entry / "cmdline").read_bytes()
            except (OSError, ValueError):
                continue
            if int(status.rpartition(")")[2].split()[1]) == self.process.pid and b"spawn_main" in command:
                found.append(int(entry.name))
        return sorted(found)


@dataclass
class Installed:
    """A server's home, and its service in this process to prepare and to look."""

    world: World
    environment: dict[str, str]
    log: Path

    @contextmanager
    def running(self, *arguments: str) -> Iterator[Running]:
        """``server run`` with these arguments; ended at the end, which has to be a clean one."""
        command = [sys.executable, "-m", "ui.cli.main", "server", "run", "--json", "--port", "0", *arguments]
        with self.log.open("a") as log:
            process = subprocess.Popen(command, env=self.environment, stdout=subprocess.PIPE, stderr=log, text=True)
        assert process.stdout
        try:
            yield Running(process, json.loads(process.stdout.readline())["url"], self.log)
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(60)
            process.stdout.close()
        assert code == 0, self.log.read_text()

    def durable(self, senders: Sequence[Sender]) -> list[int]:
        """How far each is stored."""
        with self.world.database.read() as connection:
            found = {row.terminal: row.durable for row in connection.execute(select(epochs))}
        return [found[sender.terminal] for sender in senders]


@pytest.fixture
def installed(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Installed]:
    url: str = request.getfixturevalue("postgres_url")
    secrets, programme, home = tmp_path / "secrets", tmp_path / "programme.yaml", tmp_path / "home"
    secrets.write_text("{}")
    secrets.chmod(0o600)
    programme.write_text(PROGRAMME, encoding="utf-8")
    environment = {
        **os.environ,
        "STILLPOINT_SECRETS_FILE": str(secrets),
        "STILLPOINT_HOME": str(home),
        "STILLPOINT_DATABASE": url,
    }
    for arguments in (["init"], ["publish", str(programme)]):
        subprocess.run([sys.executable, "-m", "ui.cli.main", "server", *arguments], env=environment, check=True)
    world = World(url)
    with open_server(home, url, FileSecrets(secrets)) as server:
        world.keys = server.keys
    world.service = Service(world.database, world.keys, world.clock.now)
    yield Installed(world, environment, tmp_path / "server.log")
    world.close()


@pytest.mark.postgres
def test_several_processes_are_one_server(installed: Installed) -> None:
    senders = [Sender.enrolled(installed.world, frames=20) for _ in range(12)]
    with installed.running("--workers", str(WORKERS), "--posting", "2") as server:
        assert len(server.children()) == WORKERS + 2
        with ThreadPoolExecutor(6) as threads:
            assert list(threads.map(server.push, senders)) == [20] * len(senders)
        assert server.metric("stillpoint_frames_durable_total") == 240
        until(lambda: server.metric("stillpoint_frames_posted_total") == 240)
    assert installed.durable(senders) == [20] * len(senders)


@pytest.mark.postgres
def test_a_process_that_was_killed_is_replaced_and_nothing_acknowledged_is_lost(installed: Installed) -> None:
    senders = [Sender.enrolled(installed.world, frames=20) for _ in range(6)]
    with installed.running("--workers", str(WORKERS)) as server:
        before = server.children()
        assert [server.push(sender, 1, 10) for sender in senders] == [10] * len(senders)
        for child in before:
            os.kill(child, signal.SIGKILL)
        until(lambda: len(server.children()) == len(before) and not set(server.children()) & set(before))
        # Connections wait in the socket, which the supervisor holds, until the next process takes them.
        assert [server.push(sender, 11) for sender in senders] == [20] * len(senders)
    assert installed.durable(senders) == [20] * len(senders)


@pytest.mark.postgres
def test_what_is_under_way_is_finished_before_the_end(installed: Installed) -> None:
    senders = [Sender.enrolled(installed.world, frames=40) for _ in range(20)]
    with ThreadPoolExecutor(len(senders)) as threads, installed.running("--workers", str(WORKERS)) as server:
        answers = [threads.submit(server.push, sender) for sender in senders]
        answers[0].result()
        children = server.children()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(60)
        acknowledged = [answer.exception() is None for answer in answers]
    assert not any(Path(f"/proc/{child}").exists() for child in children)
    durable = installed.durable(senders)
    assert all(frames == 40 for frames, heard in zip(durable, acknowledged, strict=True) if heard)
    assert all(frames in {0, 40} for frames in durable)


@pytest.mark.postgres
def test_nobody_is_left_behind_by_a_supervisor_that_was_killed(installed: Installed) -> None:
    with pytest.raises(AssertionError), installed.running("--workers", str(WORKERS)) as server:  # its code is -9
        children = server.children()
        server.process.kill()
        server.process.wait()
    until(lambda: not any(_alive(child) for child in children))


@pytest.mark.postgres
def test_on_postgresql_posting_never_holds_up_who_serves(installed: Installed) -> None:
    with installed.running() as server:
        assert len(server.children()) == 2  # one of them posts


def test_one_process_on_sqlite_and_no_more(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.write_text("{}")
    secrets.chmod(0o600)
    environment = {**os.environ, "STILLPOINT_SECRETS_FILE": str(secrets), "STILLPOINT_HOME": str(tmp_path / "home")}
    command = [sys.executable, "-m", "ui.cli.main", "server"]
    subprocess.run([*command, "init"], env=environment, check=True)
    for arguments in (["--workers", "2"], ["--posting", "1"]):
        refused = subprocess.run(
            [*command, "run", "--json", *arguments], env=environment, stdout=subprocess.PIPE, check=False
        )
        assert refused.returncode == 1
        assert json.loads(refused.stdout)["error"]["kind"] == "single_process_database"


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
