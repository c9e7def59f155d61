"""Runs PouchDB's replication between two processes of its own and says how fast it was.

Needs node and npm; the packages are put into ``build/pouchdb`` on first use.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal
from urllib.error import URLError
from urllib.request import urlopen

PACKAGES = ("pouchdb@9.0.0", "pouchdb-server@4.2.0")
MODULES = Path(__file__).parents[3] / "build" / "pouchdb"
SCRIPT = Path(__file__).with_name("reference.js")
BATCHES = (250, 500, 1000)
_START_SECONDS = 60

Direction = Literal["push", "pull"]


def available() -> bool:
    """Whether node and the packages are there, or can be put there."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return False
    if not (MODULES / "node_modules" / "pouchdb-server").is_dir():
        MODULES.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--silent", "--no-save", "--no-audit", "--no-fund", "--prefix", str(MODULES)]
        return subprocess.run([*command, *PACKAGES], check=False).returncode == 0
    return True


def best_rate(direction: Direction, documents: Sequence[str], count: int) -> float:
    """Documents per second at PouchDB's best batch size; ``documents`` are JSON objects, repeated as needed."""
    return max(_rate(direction, documents, count, batch) for batch in BATCHES)


def _rate(direction: Direction, documents: Sequence[str], count: int, batch: int) -> float:
    with _server() as url:
        command = [
            "node",
            "--max-old-space-size=8192",
            str(SCRIPT),
            str(MODULES),
            url,
            direction,
            str(count),
            str(batch),
        ]
        done = subprocess.run(command, input="\n".join(documents), text=True, check=True, stdout=subprocess.PIPE)
    figures = json.loads(done.stdout)
    return float(figures["documents"]) / float(figures["seconds"])


@contextmanager
def _server() -> Iterator[str]:
    """A fresh server that keeps its databases in memory."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with TemporaryDirectory() as folder:
        program = MODULES / "node_modules" / ".bin" / "pouchdb-server"
        command = [str(program), "--in-memory", "--no-stdout-logs", "--port", str(port)]
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait_for(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()
            process.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        with suppress(URLError, ConnectionError), urlopen(url) as answer:
            if answer.status == 200:
                return
        time.sleep(0.1)
    raise SystemExit("pouchdb-server does not answer")
