"""Several processes as one server: started together, restarted when one dies, ended together."""

import logging
import multiprocessing
import os
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any, cast

from sync.server.metrics import SHARED_FOLDER_VARIABLE
from sync.server.posting.portions import Share
from sync.server.processes.sharing import Plan, post, serve
from sync.server.storage.database_url import is_sqlite
from sync.server.web.logs import configure_logs
from sync.server.web.running import SHUTDOWN_SECONDS, listen_together
from terminal.domain.errors import Broken, Refusal

# Beyond what a process gives its requests, for the portion that is being posted.
_KILLED_AFTER_SECONDS = 2 * SHUTDOWN_SECONDS
_PAUSE_FIRST_SECONDS = 0.5
_PAUSE_MAX_SECONDS = 30.0
_STEADY_SECONDS = 60.0

_log = logging.getLogger(__name__)
_spawning = multiprocessing.get_context("spawn")


@dataclass(slots=True)
class _Post:
    """One process's place: what runs there, what it says when it is ready, and when it may be filled again."""

    name: str
    target: Callable[..., None]
    arguments: tuple[Any, ...]
    process: SpawnProcess | None = None
    ready: Connection | None = None
    started_at: float = 0.0
    pause: float = _PAUSE_FIRST_SECONDS
    again_at: float = 0.0


class Supervisor:
    """Runs a plan's processes until SIGTERM or SIGINT. Belongs to the main thread."""

    def __init__(self, plan: Plan, announce: Callable[[str], None]) -> None:
        self._plan = plan
        self._announce = announce

    def run(self) -> None:
        """Starts all, announces the URL when all are ready, and looks after them.

        Raises ``OSError`` when the port is taken, and ``Refusal("single_process_database")``.
        """
        if is_sqlite(self._plan.database_url):
            raise Refusal("single_process_database")
        configure_logs(self._plan.logs)
        # The sockets stay open here: connections to a process that died wait for the next one in its place.
        sockets = listen_together(self._plan.address, self._plan.workers)
        with _shared_metrics(), _signals() as woken:
            web = [_Post(f"web-{number}", serve, (listening,)) for number, listening in enumerate(sockets)]
            shares = [Share(index, self._plan.posting) for index in range(self._plan.posting)]
            posts = web + [_Post(f"posting-{share.index}", post, (share,)) for share in shares]
            try:
                if self._start_all(posts, woken):
                    self._announce(self._plan.address.url(sockets[0]))
                while not woken.poll(0):
                    self._look_after(posts, woken)
            finally:
                _end(posts)
                for listening in sockets:
                    listening.close()

    def _start_all(self, posts: list[_Post], woken: Connection) -> bool:
        """Whether all became ready before a signal came. Raises ``Broken`` when one ends instead."""
        for place in posts:
            self._start(place)
        waiting = {place.ready: place for place in posts if place.ready}
        while waiting and not woken.poll(0):
            for ready in set(wait([*waiting, woken])) - {woken}:
                place = waiting.pop(cast(Connection, ready))
                try:
                    cast(Connection, ready).recv()
                except EOFError as error:
                    raise Broken(f"{place.name} ended before it was ready") from error
        return not waiting

    def _start(self, place: _Post) -> None:
        receiving, sending = _spawning.Pipe(duplex=False)
        process = _spawning.Process(target=place.target, args=(self._plan, *place.arguments, sending), name=place.name)
        process.start()
        sending.close()
        place.process, place.ready, place.started_at = process, receiving, time.monotonic()

    def _look_after(self, posts: list[_Post], woken: Connection) -> None:
        due = [place.again_at for place in posts if place.process is None]
        patience = max(0.0, min(due) - time.monotonic()) if due else None
        wait([woken, *(place.process.sentinel for place in posts if place.process)], patience)
        now = time.monotonic()
        for place in posts:
            if place.process and place.process.exitcode is not None:
                _bury(place, now)
            elif place.process is None and place.again_at <= now:
                self._start(place)


def _bury(place: _Post, now: float) -> None:
    assert place.process and place.ready
    _log.warning("%s ended with code %s", place.name, place.process.exitcode)
    place.process.close()
    place.ready.close()
    place.process = place.ready = None
    # One that never gets anywhere is not started over and over.
    steady = now - place.started_at >= _STEADY_SECONDS
    place.pause = _PAUSE_FIRST_SECONDS if steady else min(place.pause * 2, _PAUSE_MAX_SECONDS)
    place.again_at = now + (0.0 if steady else place.pause)


def _end(posts: list[_Post]) -> None:
    running = [place.process for place in posts if place.process]
    for process in running:
        process.terminate()
    patient_until = time.monotonic() + _KILLED_AFTER_SECONDS
    for process in running:
        process.join(max(0.0, patient_until - time.monotonic()))
        if process.exitcode is None:
            _log.warning("%s did not end and was killed", process.name)
            process.kill()
            process.join()
        process.close()


@contextmanager
def _shared_metrics() -> Iterator[None]:
    """A folder in which all processes count; its name reaches them through the environment."""
    with tempfile.TemporaryDirectory(prefix="stillpoint-metrics-") as folder:
        os.environ[SHARED_FOLDER_VARIABLE] = folder
        try:
            yield
        finally:
            del os.environ[SHARED_FOLDER_VARIABLE]


@contextmanager
def _signals() -> Iterator[Connection]:
    """A connection that can be read from as soon as somebody told this process to stop."""
    woken, waking = _spawning.Pipe(duplex=False)
    names = (signal.SIGTERM, signal.SIGINT)
    previous = {name: signal.signal(name, lambda number, _frame: waking.send(number)) for name in names}
    try:
        yield woken
    finally:
        for name, handler in previous.items():
            signal.signal(name, handler)
        woken.close()
        waking.close()
