"""Everybody comes back at once: how fast thousands of terminals' frames become durable, beside a bare insert of them.

The server is the real command with several processes on a PostgreSQL of its own, the terminals are as many kept-alive
connections of one load generator. All requests are made and signed beforehand, and sent at one instant.
"""

import hashlib
import json
import os
import secrets
import signal
import statistics
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import psycopg
from sqlalchemy import select

from sync.protocol.binary_push import BATCH_MEDIA_TYPE, pack_lines
from sync.protocol.messages import PushEnvelope
from sync.protocol.signing import SigningKey, batch_statement, request_statement
from sync.server.intake.storing import new_epoch
from sync.server.storage.database import open_database
from sync.server.storage.tables import epochs, terminals
from terminal.domain.frames import CHAIN_START, Frame, FrameKind, chain, encode_frame
from tests.benchmarks.rush_load import Load

PUSHES_PER_COMMIT = 64
_DAY = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class PreparedPush:
    """One terminal's whole request, and what the server must have afterwards."""

    terminal: str
    public_key: bytes
    head: bytes
    signature: bytes
    block: bytes
    request: bytes
    frame_bytes: int


@dataclass(frozen=True, slots=True)
class Rush:
    """What was measured. Rates are frames per second until the last acknowledgement."""

    frames: int
    frame_bytes: int
    request_bytes: int
    seconds: float
    median_seconds: float
    bare_seconds: float
    answers: dict[int, int]
    missing: int

    @property
    def frames_per_second(self) -> float:
        """Acknowledged as durable."""
        return self.frames / self.seconds

    @property
    def bare_frames_per_second(self) -> float:
        """Of one connection that only inserts the same blocks."""
        return self.frames / self.bare_seconds


def measure_rush(postgres_url: str, terminals: int = 2000, frames: int = 250, workers: int = 2) -> Rush:
    """Sends one push of each of ``terminals`` at once to a server with a database of its own."""
    pushes = prepare(terminals, frames)
    database_url = _new_database(postgres_url)
    with TemporaryDirectory(prefix="rush-") as folder:
        home = Path(folder) / "home"
        environment = _initialised(home, database_url)
        enrol(database_url, pushes)
        with _running(home, environment, workers) as port:
            load = _sent(Path(folder), port, pushes)
        missing = _missing(database_url, pushes, frames)
    return Rush(
        frames=terminals * frames,
        frame_bytes=sum(push.frame_bytes for push in pushes) // (terminals * frames),
        request_bytes=sum(len(push.request) for push in pushes) // terminals,
        seconds=max(load.acknowledged),
        median_seconds=statistics.median(load.acknowledged),
        bare_seconds=bare_insert(database_url, pushes),
        answers=dict(Counter(load.statuses)),
        missing=missing,
    )


def prepare(count: int, frames: int) -> list[PreparedPush]:
    """The pushes of ``count`` terminals that have never pushed."""
    processes = min(os.cpu_count() or 1, count)
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        return list(pool.map(prepared, range(count), [frames] * count, chunksize=max(1, count // (4 * processes))))


def prepared(number: int, frames: int) -> PreparedPush:
    """A terminal's first frames, chained, signed, packed and put into a request."""
    key, terminal = SigningKey.generate(), str(uuid.uuid4())
    lines = [encode_frame(frame) for frame in _frames(terminal, key, number, frames)]
    head = CHAIN_START
    for line in lines:
        head = chain(head, line)
    block = pack_lines(lines)
    assert block
    signature = key.sign(batch_statement(terminal, 1, frames, head))
    envelope = PushEnvelope(terminal, 1, 1, CHAIN_START.hex(), frames, signature.hex())
    body = msgspec.json.encode(envelope) + b"\n" + block
    size = sum(len(line) for line in lines)
    return PreparedPush(terminal, key.public, head, signature, block, _request(key, terminal, body), size)


def enrol(database_url: str, pushes: Sequence[PreparedPush]) -> None:
    """Puts the terminals into the database, as enrolment would."""
    place = {"store": "xinyi", "brand": "chawu", "cell": "main", "epoch": 1, "enrolled_at": _DAY}
    database = open_database(database_url)
    with database.write() as connection:
        connection.execute(
            terminals.insert(),
            [
                {"terminal": push.terminal, "number": number, "public_key": push.public_key, **place}
                for number, push in enumerate(pushes)
            ],
        )
        connection.execute(epochs.insert(), [new_epoch(push.terminal, 1, push.public_key) for push in pushes])
    database.close()


def bare_insert(database_url: str, pushes: Sequence[PreparedPush]) -> float:
    """Seconds that one connection takes to insert and commit the same blocks, in groups of the same size."""
    columns = "terminal text, epoch bigint, first bigint, last bigint, head bytea, signature bytea, frames bytea"
    statement = f"INSERT INTO bare_batch VALUES {', '.join(['(%s, 1, 1, 250, %s, %s, %s)'] * PUSHES_PER_COMMIT)}"
    with psycopg.connect(database_url) as connection:
        connection.execute(f"CREATE TABLE bare_batch ({columns}, PRIMARY KEY (terminal, epoch, first))")
        connection.commit()
        whole = len(pushes) // PUSHES_PER_COMMIT * PUSHES_PER_COMMIT
        start = time.perf_counter()
        for place in range(0, whole, PUSHES_PER_COMMIT):
            group = pushes[place : place + PUSHES_PER_COMMIT]
            values = [value for push in group for value in (push.terminal, push.head, push.signature, push.block)]
            connection.execute(statement.encode(), values)
            connection.commit()
        return (time.perf_counter() - start) * len(pushes) / max(whole, 1)


def _frames(terminal: str, key: SigningKey, number: int, count: int) -> Iterator[Frame]:
    programme = hashlib.sha256(b"programme").hexdigest()
    at = _DAY.isoformat()
    opened = {"public_key": key.public.hex(), "previous": None}
    yield Frame(terminal, 1, 1, FrameKind.EPOCH_OPENED, at, _DAY.date(), "xinyi", programme, opened)
    for seq in range(2, count + 1):
        amount = 35 + (number * 7 + seq * 13) % 900
        sale = str(uuid.uuid4())
        line = {"sku": f"sku-{seq % 97}", "name": "烏龍茶", "category": "drink", "quantity": "1", "amount": amount}
        body = {
            "sale": sale,
            "number": seq,
            "currency": "TWD",
            "time": f"{6 + seq % 12:02d}:{seq % 60:02d}",
            "lines": [line],
            "paid": [["cash", amount]],
            "subtotal": amount,
            "redeemed": 0,
            "redeemed_amount": 0,
            "total": amount,
            "tenders": [{"type": "cash", "amount": amount}],
            "change": 0,
            "earned": 0,
            "cashier": f"c-{seq % 5}",
            "key": secrets.token_hex(16),
        }
        yield Frame(terminal, 1, seq, FrameKind.SALE, at, _DAY.date(), "xinyi", programme, body)


def _request(key: SigningKey, terminal: str, body: bytes) -> bytes:
    nonce, at = secrets.token_hex(16), _DAY.isoformat()
    signature = key.sign(request_statement("POST", "/v1/push", body, nonce, at)).hex()
    head = (
        f"POST /v1/push HTTP/1.1\r\nHost: server\r\nContent-Type: {BATCH_MEDIA_TYPE}\r\nContent-Length: {len(body)}\r\n"
        f"Stillpoint-Terminal: {terminal}\r\nStillpoint-Nonce: {nonce}\r\nStillpoint-Time: {at}\r\n"
        f"Stillpoint-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + body


def _new_database(postgres_url: str) -> str:
    name = f"rush_{uuid.uuid4().hex}"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    head, mark, options = postgres_url.partition("?")
    return f"{head.rpartition('/')[0]}/{name}{mark}{options}"


def _initialised(home: Path, database_url: str) -> dict[str, str]:
    keys = home.parent / "secrets"
    keys.write_text("{}")
    keys.chmod(0o600)
    variables = {
        "STILLPOINT_SECRETS_FILE": str(keys),
        "STILLPOINT_HOME": str(home),
        "STILLPOINT_DATABASE": database_url,
    }
    environment = {**os.environ, **variables}
    programme = Path(__file__).parents[1] / "sync" / "programme.yaml"
    for command in (["init"], ["publish", str(programme)]):
        subprocess.run(_command(*command), env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment


@contextmanager
def _running(home: Path, environment: dict[str, str], workers: int) -> Iterator[int]:
    arguments = ("run", "--json", "--port", "0", "--workers", str(workers))
    with (home.parent / "server.log").open("wb") as log:
        server = subprocess.Popen(_command(*arguments), env=environment, stdout=subprocess.PIPE, stderr=log)
    assert server.stdout
    try:
        yield int(json.loads(server.stdout.readline())["url"].rpartition(":")[2])
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait()
        server.stdout.close()


def _sent(folder: Path, port: int, pushes: Sequence[PreparedPush]) -> Load:
    """The load generator in a process of its own, so that it measures nothing but the server."""
    requests = folder / "requests"
    requests.write_bytes(msgspec.msgpack.encode([push.request for push in pushes]))
    command = [sys.executable, "-m", "tests.benchmarks.rush_load", str(port), str(requests)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    return msgspec.json.decode(done.stdout, type=Load)


def _missing(database_url: str, pushes: Sequence[PreparedPush], frames: int) -> int:
    """Frames that the server does not hold, or holds others in their place."""
    database = open_database(database_url)
    with database.read() as connection:
        rows = connection.execute(select(epochs.c.terminal, epochs.c.durable, epochs.c.head)).all()
    database.close()
    held = {row.terminal: row.durable for row in rows}
    heads = {row.terminal: bytes(row.head) for row in rows}
    return sum(frames - (held[push.terminal] if heads[push.terminal] == push.head else 0) for push in pushes)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "ui.cli.main", "server", *arguments]
