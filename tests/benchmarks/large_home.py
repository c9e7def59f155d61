"""A terminal's home with very many members, or ledger rows: written by SQL, since only what reads them is measured."""

import random
import uuid
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from terminal.domain.frames import Frame, FrameKind, encode_frame
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from terminal.store.engine import open_file
from terminal.store.home import Home
from terminal.store.store import database_key
from tests.journeys.shop import PROGRAMME
from tests.store import facts
from ui.cli.demo.processes import run
from ui.cli.demo.site import DemoServer, Keys
from ui.cli.server_home import make_keys
from ui.compose.terminals import enrol, open_synchroniser

SIZE = 1_000_000
POINTS = 670
"""What each member has."""
DAYS = 365
STORE = "xinyi"
SURNAMES = "陳林黃張李王吳劉蔡楊許鄭謝洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高"
GIVEN = "志華美玲雅婷怡君家豪冠宇承翰淑芬建宏俊傑佳穎詩涵宗翰欣怡柏翰宜蓁子涵品妍宥廷睿恩"
LATIN = ("Anna Smith", "Ben Wong", "Chloe Tan", "David Lin", "Emily Chen")


@dataclass(frozen=True, slots=True)
class LargeHome:
    """Where it is, what opens it, and how many members are in it."""

    home: Path
    secrets: MemorySecrets
    size: int

    def phone(self, place: int) -> str:
        """The phone of one of the members, as a cashier types it."""
        return f"0{_national(place % self.size)}"


def enrolled_home(folder: Path, size: int = SIZE) -> LargeHome:
    """A terminal that was enrolled and synced with a server, which is gone, and then given ``size`` members."""
    secrets = MemorySecrets()
    server, home = DemoServer(folder / "server", Keys(secrets, True)), folder / "home"
    make_keys(server.home, secrets)
    run(["server", "publish", "--json", "--home", str(server.home), str(PROGRAMME)], secrets.kept, folder / "log")
    home.mkdir(mode=0o700)
    server.start()
    try:
        enrol(home, secrets, server.url, server.enrol_code(STORE), SystemClock())
        open_synchroniser(home, secrets, SystemClock()).run_once()
    finally:
        server.stop()
    fill_members(home, secrets, size)
    return LargeHome(home, secrets, size)


def fill_members(home: Path, secrets: MemorySecrets, size: int) -> list[str]:
    """Puts members into the replica; gives their ids."""
    layout, chance = Home(home), random.Random(1)
    ids = [str(uuid.UUID(int=(0x0190 << 112) | (0x7 << 76) | (place << 16))) for place in range(size)]
    with closing(open_file(layout.replica, database_key(layout, secrets))) as connection:
        connection.execute("BEGIN")
        connection.executemany(_INSERT_MEMBER, (_member(member_id) for member_id in ids))
        connection.executemany("UPDATE server_member SET name = ? WHERE member_id = ?", _names(ids, chance))
        connection.executemany("INSERT INTO identifier VALUES ('phone', ?, ?)", _phones(ids))
        lot = f"INSERT INTO lot VALUES (?, 'l', 'chawu', {POINTS}, NULL, '2026-01-01', 0)"
        connection.executemany(lot, ((member_id,) for member_id in ids))
        connection.execute("COMMIT")
    return ids


def fill_ledger(home: Path, secrets: MemorySecrets, ids: list[str], size: int) -> None:
    """Puts a year of ledger rows into the journal."""
    layout, chance = Home(home), random.Random(2)
    with closing(open_file(layout.journal, database_key(layout, secrets))) as connection:
        connection.execute("BEGIN")
        connection.executemany("INSERT INTO journal_frame VALUES (1, ?, 'sale', ?, ?, ?, ?)", _frames(size))
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
    return ((f"+886{_national(place)}", member_id) for place, member_id in enumerate(ids))


def _national(place: int) -> str:
    return f"9{place * 7919 % 10**8:08}"


def _day(place: int, size: int) -> date:
    return facts.DAY - timedelta(days=(size - place) * DAYS // size)


def _frames(size: int) -> Iterator[tuple[int, str, str, bytes, bytes]]:
    body = {"sale": "s", "number": "0001", "total": 185, "earned": 1, "redeemed": 0}
    sample = encode_frame(Frame("t1", 1, 1, FrameKind.SALE, facts.NOW.isoformat(), facts.DAY, STORE, "d", body))
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
