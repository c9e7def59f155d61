"""A group of any size, put into an empty PostgreSQL by COPY: members as they are, and sales as terminals send them.

The frames are those of real sales with other ids in them, so that they can be posted and calculated again.
"""

import hashlib
import random
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
import psycopg

from sync.programme.compiler import compile_yaml
from sync.protocol.messages import IdentifierHash, Profile
from sync.protocol.states import encode_state
from sync.server.keys import ServerKeys
from sync.server.programmes.programmes import publish
from sync.server.service import Service
from sync.server.storage.database import Database, open_database, sqlite_url
from sync.server.storage.frame_blocks import pack_frames
from terminal.domain.ledger import LotPart, MemberState
from terminal.domain.lines import Line
from terminal.domain.progress import Activity, Progress, Tally
from terminal.ports.clock import SetClock
from terminal.usecases.sell import Sell, sell
from tests.sync.world import PROGRAMME, START, World

_REDEEMED_EVERY = 5
_STRANGERS_EVERY = 20


@dataclass(frozen=True, slots=True)
class Size:
    """How big the group is; ``frames`` are those of each terminal, in batches of ``per_batch``."""

    terminals: int = 40
    frames: int = 250
    members: int = 4_000
    cells: int = 4
    per_batch: int = 125

    @property
    def all_frames(self) -> int:
        """Of all terminals."""
        return self.terminals * self.frames


@dataclass(frozen=True, slots=True)
class Crowd:
    """The group in its database."""

    url: str
    database: Database
    keys: ServerKeys
    clock: SetClock
    size: Size

    def service(self) -> Service:
        """A server over it."""
        return Service(self.database, self.keys, self.clock.now)


def fill(url: str, size: Size) -> Crowd:
    """Members and terminals, and the frames of all terminals stored as intake stores them, none posted."""
    database, keys, clock = open_database(url), ServerKeys.generate(), SetClock(START)
    publish(database, keys, compile_yaml(PROGRAMME, "programme.yaml").bundle, clock.now)
    templates = sale_templates()
    with psycopg.connect(url) as connection:
        add_members(connection, keys, range(size.members), size.cells)
        cells = [(cell_name(cell), _carried(size, cell), _carried(size, cell)) for cell in range(size.cells)]
        copy(connection, "cell (cell, number, members)", cells)
        columns = "terminal (terminal, number, store, brand, cell, public_key, epoch, enrolled_at)"
        copy(connection, columns, _terminals(size))
        copy(connection, "epoch (terminal, epoch, public_key, durable, head, posted)", _epochs(size))
        columns = "batch (terminal, epoch, first, last, head, signature, frames, received_at)"
        copy(connection, columns, _batches(size, templates))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return Crowd(url, database, keys, clock, size)


def add_members(connection: psycopg.Connection[Any], keys: ServerKeys, places: Iterable[int], cells: int) -> None:
    """Members with points, a history of visits and sealed personal data, each in the feed of one cell."""
    columns = "member (member, alias_of, household, booked, state, profile, identifiers, cells)"
    numbers = list(places)
    copy(connection, columns, (_member(keys, place, cells) for place in numbers))
    feed = ((cell_name(place % cells), member_id(place), place // cells + 1) for place in numbers)
    copy(connection, "feed (cell, member, number)", feed)


def copy(connection: psycopg.Connection[Any], columns: str, rows: Iterable[Sequence[object]]) -> None:
    """Rows into a table, the fast way."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {columns} FROM STDIN") as sink:
        for row in rows:
            sink.write_row(row)


def member_id(place: int) -> str:
    """The id of a member."""
    return f"0190{place >> 16:04x}-{place & 0xFFFF:04x}-7000-8000-{place:012x}"


def terminal_id(place: int) -> str:
    """The id of a terminal."""
    return f"01a1{place:04x}-0000-7000-9000-{place:012x}"


def cell_name(place: int) -> str:
    """The name of a cell."""
    return f"cell-{place:03d}"


def sale_templates() -> tuple[str, str]:
    """The frames of a sale that earns, and of one that redeems as well, with words where ids and the number belong."""
    with TemporaryDirectory() as folder:
        world = World(sqlite_url(Path(folder)))
        lane = world.lane(Path(folder) / "lane")
        member = lane.enrol("0912000001")
        opening = lane.sell(member, 50_000).sale_id
        tea = tuple(Line(f"tea-{place}", "珍珠奶茶", "drink", Fraction(1), 520 + place) for place in range(3))
        sales = [sell(lane.till, Sell(member, tea, points, print_receipt=False)).sale_id for points in (0, 100)]
        unsent = lane.replica.unsent((1, 3), limit=10, max_bytes=100_000)
        named = {lane.terminal_id: "TERMINAL", member: "MEMBER", opening: "OPENING", **dict.fromkeys(sales, "SALE")}
        lane.close()
        world.close()
    assert unsent is not None
    earning, redeeming = (_with_words(frame.decode(), named) for frame in unsent.frames)
    return earning, redeeming


def _with_words(text: str, named: dict[str, str]) -> str:
    for said, word in named.items():
        text = text.replace(said, word)
    return re.sub(r'"seq":\d+', '"seq":NUMBER', text)


def _member(keys: ServerKeys, place: int, cells: int) -> tuple[object, ...]:
    member = member_id(place)
    digest = hashlib.sha256(member.encode()).hexdigest()
    profile = Profile(member, "林小華", f"+8869{place:08d}", date(1990, 1, 1), enrolled_on=date(2025, 1, 1))
    return (
        member,
        None,
        None,
        8,
        encode_state(_state(member, place)),
        keys.seal(msgspec.json.encode(profile), member),
        msgspec.json.encode((IdentifierHash("phone", digest),)),
        msgspec.json.encode((cell_name(place % cells),)),
    )


def _state(member: str, place: int) -> MemberState:
    """Three lots, six days with a visit, two counts."""
    today = START.date()
    days = [today - timedelta(days=180 - 30 * back - place % 25) for back in range(6)]
    lots = tuple(LotPart(_lot_id(member, back), "chawu", 500 + place % 97, None, days[back]) for back in range(3))
    tallies = [Tally("mission/spring/steps", 3, date(2027, 3, 31)), Tally("stamps/tea", place % 10)]
    return MemberState(
        member,
        lots,
        spend_minor=90_000,
        visits=6,
        last_visit=days[-1],
        progress=Progress(
            tuple(Activity(day, 15_000, 1, 1_500) for day in days), {tally.key: tally for tally in tallies}
        ),
        applied={terminal_id(place % 7): (1, 1 + place % 50)},
    )


def _lot_id(member: str, back: int) -> str:
    return f"{member}-{back}"


def _terminals(size: Size) -> Iterator[tuple[object, ...]]:
    for place in range(size.terminals):
        cell = cell_name(place % size.cells)
        yield terminal_id(place), place + 1, "xinyi", "chawu", cell, bytes(32), 1, START


def _epochs(size: Size) -> Iterator[tuple[object, ...]]:
    for place in range(size.terminals):
        yield terminal_id(place), 1, bytes(32), size.frames, bytes(32), 0


def _batches(size: Size, templates: tuple[str, str]) -> Iterator[tuple[object, ...]]:
    chance = random.Random(20261121)
    for place in range(size.terminals):
        for first in range(1, size.frames + 1, size.per_batch):
            last = min(first + size.per_batch - 1, size.frames)
            frames = tuple(_frame(size, templates, place, seq, chance) for seq in range(first, last + 1))
            yield terminal_id(place), 1, first, last, bytes(32), bytes(64), pack_frames(frames), START


def _frame(size: Size, templates: tuple[str, str], terminal: int, seq: int, chance: random.Random) -> str:
    """A sale to a member of the terminal's cell; one in twenty is to somebody of anywhere."""
    anywhere = chance.randrange(size.members)
    stranger = chance.randrange(_STRANGERS_EVERY) == 0
    member = member_id(anywhere if stranger else anywhere - (anywhere - terminal) % size.cells)
    return (
        templates[seq % _REDEEMED_EVERY == 0]
        .replace("TERMINAL", terminal_id(terminal))
        .replace("NUMBER", str(seq))
        .replace("OPENING", _lot_id(member, 0))
        .replace("MEMBER", member)
        .replace("SALE", str(uuid.UUID(int=chance.getrandbits(128))))
    )


def _carried(size: Size, cell: int) -> int:
    return len(range(cell, size.members, size.cells))
