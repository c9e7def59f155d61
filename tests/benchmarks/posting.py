"""What one process posts and audits in a second on PostgreSQL, beside the bare insertion of the same ledger rows."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, MetaData, select, text

from sync.server.auditing.auditing import Auditing
from sync.server.processes.sharing import rest_the_collector
from sync.server.storage.database import Database
from sync.server.storage.tables import ledger
from tests.benchmarks.crowd import Size, fill

FULL = Size(terminals=2_000, frames=250, members=200_000, cells=20)
ROWS_PER_COMMIT = 4_000
AUDITED_MAX = 20_000
REFERENCE_MAX = 100_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So much done in so many seconds, of which this process computed for ``computed``."""

    done: int
    seconds: float
    computed: float

    @property
    def per_second(self) -> float:
        """How many in a second."""
        return self.done / self.seconds


@dataclass(frozen=True, slots=True)
class PostingFigures:
    """``reference`` is in ledger rows, written by executemany with a commit for every few thousand; else frames."""

    size: Size
    reference: Rate
    posted: Rate
    audited: Rate


def measure_posting(postgres_url: str, size: Size | None = None) -> PostingFigures:
    """Fills the empty database there with ``size``, posts all of its frames in this process, and audits some."""
    crowd = fill(postgres_url, size or Size())
    rest_the_collector()
    service = crowd.service()
    posted = measured(service.posting.post_all)
    audited = measured(lambda: audit_some(service.auditing))
    reference = measured_insertion(crowd.database)
    crowd.database.close()
    return PostingFigures(crowd.size, reference, posted, audited)


def measured(work: Callable[[], int]) -> Rate:
    """How fast ``work`` is, which gives how much it did."""
    computing, start = time.process_time(), time.perf_counter()
    done = work()
    return Rate(done, time.perf_counter() - start, time.process_time() - computing)


def audit_some(auditing: Auditing) -> int:
    """Audits one portion after the other until it is enough to tell how fast that is."""
    total = 0
    for claim in auditing.waiting():
        total += auditing.audit_portion(*claim)
        if total >= AUDITED_MAX:
            break
    return total


def measured_insertion(database: Database) -> Rate:
    """The same rows into a table like the ledger, the plain way."""
    with database.write() as connection:
        connection.execute(text("CREATE TABLE bare_ledger (LIKE ledger INCLUDING ALL)"))
        bare = ledger.to_metadata(MetaData(), name="bare_ledger")
        portions = list(_ledger_rows(connection))

    def insert() -> int:
        for rows in portions:
            with database.write() as connection:
                connection.execute(bare.insert(), rows)
        return sum(map(len, portions))

    return measured(insert)


def _ledger_rows(connection: Connection) -> Iterator[list[dict[str, object]]]:
    found = connection.execute(select(ledger).limit(REFERENCE_MAX)).mappings()
    while rows := [dict(row) for row in found.fetchmany(ROWS_PER_COMMIT)]:
        yield rows


def machine() -> str:
    """What it was measured on."""
    return f"{os.cpu_count()} processors, {os.uname().sysname} {os.uname().machine}"
