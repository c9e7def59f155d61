"""What a terminal's pull costs the server on PostgreSQL as members and history grow, beside reading bare rows."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg
from sqlalchemy import select

from sync.protocol.messages import PullRequest
from sync.server.service import Service
from sync.server.storage.tables import feed, members
from tests.benchmarks.crowd import Crowd, Size, cell_name, fill, terminal_id

FULL_MEMBERS = 1_000_000
FULL_HISTORIES = (100_000, 1_000_000, 5_000_000)
PAGE = 1_000
_IDLE_TIMES = 200
_PAGE_TIMES = 20
_MADE_AT_ONCE = 500_000
_MEMBER = (
    "'0190' || lpad(to_hex(p >> 16), 4, '0') || '-' || lpad(to_hex(p & 65535), 4, '0')"
    " || '-7000-8000-' || lpad(to_hex(p), 12, '0')"
)
_HISTORY = f"""
INSERT INTO ledger (member, terminal, epoch, seq, line, named, frame_kind, kind, day, at, store, programme, sale,
                    points, spend_minor, visits, qualifying, moves, deficit_change, place)
SELECT m, 'history', 1, n, 0, m, 'sale', 'accrue', '2026-11-20', '2026-11-20T06:00:00+00:00', 'xinyi', '', 'sale-' || n,
       155, 1553, 1, 155, '[]', 0, n
FROM (SELECT n, {_MEMBER} AS m FROM (SELECT n, mod(n * 7919, %(members)s) AS p FROM generate_series(%(first)s::bigint,
      %(last)s::bigint) AS n) AS places) AS named
"""


@dataclass(frozen=True, slots=True)
class Pulls:
    """Medians with so many ledger rows: of a pull with nothing new, and of a page of a thousand changes.

    ``bare_page_ms`` is reading the rows of such a page and nothing more.
    """

    ledger_rows: int
    nothing_new_ms: float
    page_ms: float
    bare_page_ms: float


def measure_pulls(
    postgres_url: str, members_total: int = 4_000, histories: Sequence[int] = (10_000, 20_000), cells: int = 1
) -> tuple[Pulls, ...]:
    """Fills the empty database there, and measures each time the ledger has grown to one of ``histories``."""
    crowd = fill(postgres_url, Size(terminals=cells, frames=0, members=members_total, cells=cells))
    service = crowd.service()
    made, figures = 0, []
    for history in histories:
        _grow(crowd, made, history)
        made = history
        figures.append(_measured(crowd, service, history))
    crowd.database.close()
    return tuple(figures)


def _grow(crowd: Crowd, made: int, history: int) -> None:
    with psycopg.connect(crowd.url, autocommit=True) as connection:
        for first in range(made + 1, history + 1, _MADE_AT_ONCE):
            last = min(first + _MADE_AT_ONCE - 1, history)
            connection.execute(_HISTORY, {"members": crowd.size.members, "first": first, "last": last})
        connection.execute("VACUUM ANALYZE ledger")


def _measured(crowd: Crowd, service: Service, history: int) -> Pulls:
    carried = len(range(0, crowd.size.members, crowd.size.cells))
    cursors = [carried * place // (_PAGE_TIMES + 1) for place in range(_PAGE_TIMES)]

    def pull(cursor: int) -> None:
        service.pull(PullRequest(terminal_id(0), cursor, PAGE))

    def read(cursor: int) -> None:
        _bare_page(crowd, cursor)

    return Pulls(
        history,
        nothing_new_ms=_median(pull, [carried] * _IDLE_TIMES),
        page_ms=_median(pull, cursors),
        bare_page_ms=_median(read, cursors),
    )


def _bare_page(crowd: Crowd, after: int) -> None:
    page = select(members).join(feed, feed.c.member == members.c.member)
    here = (feed.c.cell == cell_name(0)) & feed.c.number.between(after + 1, after + PAGE)
    with crowd.database.read() as connection:
        connection.execute(page.where(here)).all()


def _median(work: Callable[[int], None], cursors: Sequence[int]) -> float:
    taken = []
    for cursor in cursors:
        start = time.perf_counter()
        work(cursor)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)
