"""What the store manager's lists cost on a million members and a million ledger rows.

Run it with ``make bench-office`` (``ARGS=50000`` for fewer). Real use-cases over an encrypted home whose rows are
written by SQL.
"""

import random
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

from terminal.domain.directory import Directory
from terminal.domain.frames import Frame, FrameKind, encode_frame
from terminal.domain.ledger import EntryKind
from terminal.ports.clock import SetClock
from terminal.ports.office import EntryFilter
from terminal.ports.secrets import MemorySecrets
from terminal.store.engine import open_file
from terminal.store.home import Home
from terminal.store.store import create_terminal_store, database_key, open_replica_store, open_terminal_store
from terminal.usecases.exceptions import exceptions
from terminal.usecases.member_list import directory_part, member_page, members_named
from terminal.usecases.points_ledger import points_ledger
from terminal.usecases.till import Till
from tests.store import facts

SIZE = 1_000_000
DAYS = 365
ROUNDS = 15
SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高"
GIVEN = "志華美玲雅婷怡君家豪冠宇承翰淑芬建宏俊傑佳穎詩涵宗翰欣怡柏翰宜蓁子涵品妍宥廷睿恩"
LATIN = ("Anna Smith", "Ben Wong", "Chloe Tan", "David Lin", "Emily Chen")


@dataclass(frozen=True, slots=True)
class Site:
    """A home full of rows."""

    till: Till
    size: int


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
    layout = Home(home)
    key, chance = database_key(layout, secrets), random.Random(1)
    ids = [str(uuid.UUID(int=(0x0190 << 112) | (0x7 << 76) | (place << 16))) for place in range(size)]
    with closing(open_file(layout.replica, key)) as connection:
        connection.execute("BEGIN")
        connection.executemany(_INSERT_MEMBER, (_member(member_id) for member_id in ids))
        connection.executemany("UPDATE server_member SET name = ? WHERE member_id = ?", _names(ids, chance))
        connection.executemany("INSERT INTO identifier VALUES ('phone', ?, ?)", _phones(ids))
        connection.executemany("INSERT INTO lot VALUES (?, 'l', 'chawu', 67, NULL, '2026-01-01', 0)", _each(ids))
        connection.execute("COMMIT")
    with closing(open_file(layout.journal, key)) as connection:
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO journal_frame VALUES (1, ?, 'sale', ?, ?, ?, ?)", _frames(ids, size))
        connection.executemany("INSERT INTO points_entry VALUES (1, ?, 0, ?, ?, ?, ?)", _entries(ids, size, chance))
        connection.execute("COMMIT")


_INSERT_MEMBER = (
    "INSERT INTO server_member (member_id, number, page, name, tags, segments, deficit, spend_minor, visits,"
    " last_visit, applied, progress) VALUES (?, 1, 1, '', '[]', '[]', 0, 128400, 12, '2026-11-08', ?, ?)"
)


def _member(member_id: str) -> tuple[str, str, str]:
    return member_id, '{"t1":[0,0]}', '{"days":[["2026-11-08",1284,1,0],["2026-10-02",4100,2,0]]}'


def _names(ids: list[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    for place, member_id in enumerate(ids):
        latin = place % 20 == 0
        name = chance.choice(LATIN) if latin else chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=2))
        yield name, member_id


def _phones(ids: list[str]) -> Iterator[tuple[str, str]]:
    return ((f"+8869{place * 7919 % 10**8:08}", member_id) for place, member_id in enumerate(ids))


def _each(ids: list[str]) -> Iterator[tuple[str]]:
    return ((member_id,) for member_id in ids)


def _day(place: int, size: int) -> date:
    return facts.DAY - timedelta(days=(size - place) * DAYS // size)


def _frames(ids: list[str], size: int) -> Iterator[tuple[int, str, str, bytes, bytes]]:
    body = {"sale": "s", "number": "0001", "total": 185, "earned": 1, "redeemed": 0}
    sample = encode_frame(Frame("t1", 1, 1, FrameKind.SALE, facts.NOW.isoformat(), facts.DAY, "xinyi", "d", body))
    for place in range(size):
        day = _day(place, size)
        at = datetime(day.year, day.month, day.day, 5, tzinfo=UTC).isoformat()
        yield place + 2, at, day.isoformat(), sample, bytes(32)


def _entries(ids: list[str], size: int, chance: random.Random) -> Iterator[tuple[int, str, str, int, str]]:
    for place in range(size):
        kind, points = ("redeem", -50) if place % 5 == 0 else ("accrue", 7)
        if place % 20_000 == 0:
            kind, points = "adjust", 30
        yield place + 2, chance.choice(ids), kind, points, _day(place, size).isoformat()


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
