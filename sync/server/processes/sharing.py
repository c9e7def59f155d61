"""What the processes of one server do: serve terminals, or post what was stored."""

import gc
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import field
from datetime import datetime
from multiprocessing import parent_process
from multiprocessing.connection import Connection

from sync.server.keys import ServerKeys
from sync.server.posting.portions import Share
from sync.server.processes.worker import workers_of
from sync.server.service import Pace, Service
from sync.server.storage.database import open_database
from sync.server.web.application import create_application
from sync.server.web.logs import LogSettings, configure_logs
from sync.server.web.running import Address, Runner
from terminal.domain.records import record

# Frames are made durable first: whoever posts steps back while terminals push.
POSTING_NICENESS = 10
_POLL_SECONDS = 0.25
_COLLECTED_EVERY_SECONDS = 10.0
_OBJECTS_BETWEEN_COLLECTIONS = 100_000
_YOUNGER_BEFORE_OLDER = 50


@record
class Plan:
    """Everything that a process of the server is given. ``posting`` processes post; with none, who serves does it."""

    database_url: str
    keys: ServerKeys = field(repr=False)
    now: Callable[[], datetime]
    address: Address
    pace: Pace
    logs: LogSettings
    workers: int = 1
    posting: int = 0


def serve_alone(plan: Plan, announce: Callable[[str], None]) -> None:
    """Serves and posts in this very process. Raises ``OSError`` when the port is taken."""
    with _service(plan) as service:
        Runner(create_application(service), plan.address, announce).serve_until_stopped()


def serve(plan: Plan, listening: socket.socket, ready: Connection) -> None:
    """Serves terminals until the process is told to stop; requests under way are finished."""
    with _service(plan) as service:
        application = create_application(service, posting=not plan.posting)
        Runner(application, plan.address, ready.send, listening).serve_until_stopped()


def post(plan: Plan, share: Share, ready: Connection) -> None:
    """Posts and audits its share until the process is told to stop; a portion under way is finished."""
    stopping = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_details: stopping.set())
    with suppress(OSError, AttributeError):  # not everywhere, and not for everybody
        os.nice(POSTING_NICENESS)
    with _service(plan) as service:
        rest_the_collector()
        workers = workers_of(service, share, _POLL_SECONDS)
        parts = (workers, service.snapshots) if share.index == 0 else (workers,)
        for part in parts:
            part.start()
        ready.send("")
        while not stopping.wait(_COLLECTED_EVERY_SECONDS):
            gc.collect()
        for part in parts:
            part.stop()


@contextmanager
def _service(plan: Plan) -> Iterator[Service]:
    configure_logs(plan.logs)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    spare_the_collector()
    database = open_database(plan.database_url)
    try:
        yield Service(database, plan.keys, plan.now, plan.pace)
    finally:
        database.close()


def spare_the_collector() -> None:
    """Lets the garbage collector look less often, and never at what is there for good.

    A portion of frames makes some hundred thousand objects that reference counting frees again. Looked at as often as
    Python does by default, they cost a third of all the time that posting takes.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS, _YOUNGER_BEFORE_OLDER, _YOUNGER_BEFORE_OLDER)


def rest_the_collector() -> None:
    """Stops the garbage collector: whoever posts calls it now and then.

    Looking at the objects of a portion, of which there are millions and which hardly ever refer to each other in a
    circle, still took a tenth of the time.
    """
    spare_the_collector()
    gc.disable()


def _end_with_parent() -> None:
    """A supervisor that was killed leaves nobody behind."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
