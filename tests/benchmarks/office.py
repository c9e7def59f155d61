"""What the store manager's lists cost on a million members and a million ledger rows.

Run it with ``make bench-office`` (``ARGS=50000`` for fewer). Real use-cases over an encrypted home whose rows are
written by SQL.
"""

import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from terminal.domain.directory import Directory
from terminal.domain.ledger import EntryKind
from terminal.ports.clock import SetClock
from terminal.ports.office import EntryFilter
from terminal.ports.secrets import MemorySecrets
from terminal.store.store import create_terminal_store, open_replica_store, open_terminal_store
from terminal.usecases.exceptions import exceptions
from terminal.usecases.member_list import directory_part, member_page, members_named
from terminal.usecases.points_ledger import points_ledger
from terminal.usecases.till import Till
from tests.benchmarks.large_home import SIZE, fill_ledger, fill_members
from tests.store import facts

ROUNDS = 15


def main() -> None:
    """Measures and prints."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    with TemporaryDirectory() as folder:
        home, secrets = Path(folder) / "home", MemorySecrets()
        fill(home, secrets, size)
        with closing(open_terminal_store(home, secrets)) as store:
            show(size, measure(Till(store, SetClock(facts.NOW)), size))


def fill(home: Path, secrets: MemorySecrets, size: int) -> None:
    """A terminal with ``size`` members and as many ledger rows, a year of them."""
    create_terminal_store(home, facts.IDENTITY, secrets, facts.GROUP_KEY, facts.OPENING).close()
    with closing(open_replica_store(home, secrets)) as replica:
        document, digest = facts.programme_bundle(1)
        replica.add_programme(document, digest, 1, b"signature")
    fill_ledger(home, secrets, fill_members(home, secrets, size), size)


def measure(till: Till, size: int) -> dict[str, list[float]]:
    """Milliseconds of each question."""
    asked: dict[str, Callable[[], object]] = {"members: a page": lambda: member_page(till)}
    directory, building = Directory(), []
    after = None
    while not directory.is_whole:
        start = time.perf_counter()
        part = directory_part(till, after)
        building.append((time.perf_counter() - start) * 1000)
        directory.leaves.append(part.leaf)
        after, directory.is_whole = part.last, part.last is None
    for name, text in _SEARCHES.items():
        asked[f"members: {name}"] = _search(till, directory, text)
    some = facts.DAY - timedelta(days=200)
    member = member_page(till).rows[0].member_id
    middle = points_ledger(till, EntryFilter(last=some)).rows[-1].place
    for name, wanted in {
        "newest": EntryFilter(),
        "a day of spring": EntryFilter(first=some, last=some),
        "one member": EntryFilter(member=member),
        "adjusted, all the year": EntryFilter(kind=EntryKind.ADJUST),
        "unsent, all of them": EntryFilter(unsent=True),
    }.items():
        asked[f"ledger: {name}"] = _page(till, wanted)
    asked["ledger: a page in the middle"] = lambda: points_ledger(till, EntryFilter(), middle)
    asked["exceptions"] = lambda: exceptions(till)
    timings = {name: [_timed(question) for _ in range(ROUNDS)] for name, question in asked.items()}
    return {f"directory, a part of {len(building)}": building, **timings}


_SEARCHES = {
    "phone, the first digits": "091234",
    "phone, the last digits": "5678",
    "phone, nobody's": "00000000",
    "name, 志華": "志華",
    "name, nobody's": "龘",
    "name, ann": "ann",
}


def _search(till: Till, directory: Directory, text: str) -> Callable[[], object]:
    return lambda: members_named(till, directory.find(text, 50) or ())


def _page(till: Till, wanted: EntryFilter) -> Callable[[], object]:
    return lambda: points_ledger(till, wanted)


def _timed(question: Callable[[], Any]) -> float:
    start = time.perf_counter()
    question()
    return (time.perf_counter() - start) * 1000


def show(size: int, timings: dict[str, list[float]]) -> None:
    """Prints a table."""
    table = Table(title=f"The office on {size:,} members and {size:,} ledger rows")
    for heading in ("", "median ms", "worst ms", "all ms"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, taken in timings.items():
        table.add_row(name, f"{statistics.median(taken):.1f}", f"{max(taken):.1f}", f"{sum(taken):.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
