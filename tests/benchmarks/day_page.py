"""The store manager's day on a journal with a million ledger rows, beside reading the same day from its frames.

Run it with ``make bench``, or alone: ``python -m tests.benchmarks.day_page``.
"""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any

from sqlalchemy import insert

from terminal.domain.frames import Frame, FrameKind, encode_frame
from terminal.ports.clock import SetClock
from terminal.store.connection import Connection
from terminal.store.sql.compiling import statement
from terminal.store.sql.journal_tables import journal_frame, points_entry, sale, sale_figure
from terminal.usecases.day_page import Span, day_page
from terminal.usecases.till import Till
from tests.benchmarks.__main__ import PROGRAMME, Timings, show, timed
from ui.compose.trial import trial_till

ROWS = 1_000_000
SALES_A_DAY = 1_000
MEMBERS = 60_000
LAST_DAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BOUND_MS = 150
ROUNDS = 30
AT_ONCE = 20_000


def main(rows: int = ROWS) -> None:
    """Measures and prints."""
    with trial_till(PROGRAMME, "market", SetClock(NOW)) as till:
        fill(till, rows)
        timings: Timings = {"the day from its frames": []}
        timings |= {f"the page of a {span}": [] for span in Span}
        for _ in range(ROUNDS):
            timings["the day from its frames"].append(timed(partial(from_frames, till)))
            for span in Span:
                timings[f"the page of a {span}"].append(timed(partial(page, till, span)))
    caption = f"{SALES_A_DAY:,} sales a day; the page of a day is to take less than {BOUND_MS} ms"
    show(f"The day page on {rows:,} ledger rows", timings, "the day from its frames", caption)


def page(till: Till, span: Span) -> None:
    """What the page asks the store for."""
    day_page(till, span, LAST_DAY)


def from_frames(till: Till) -> None:
    """The sales of the day as a journal without rows for them would be read."""
    with till.store.view() as unit:
        if not list(unit.sales_on(LAST_DAY)):
            raise SystemExit("the benchmark's day has no sales")


def fill(till: Till, rows: int) -> None:
    """Puts sales into the journal, until it has so many ledger rows."""
    unit = till.store.unit_of_work()
    with unit:
        connection: Connection = unit._connection  # type: ignore[attr-defined]  # behind the port: only to be fast
        programme = unit.programme()
        tiers = [tier.code for tier in programme.tiers]
        sales = _sales(rows, tiers)
        while portion := list(islice(sales, AT_ONCE)):
            statement(insert(journal_frame)).run_many(connection, (made[0] for made in portion))
            statement(insert(sale)).run_many(connection, (made[1] for made in portion))
            statement(insert(sale_figure)).run_many(connection, (made[2] for made in portion))
            statement(insert(points_entry)).run_many(connection, (entry for made in portion for entry in made[3]))
        unit.commit()


def _sales(rows: int, tiers: list[str]) -> Iterator[tuple[Any, Any, Any, list[Any]]]:
    chance, seq = random.Random(1), 1
    days = -(-rows * 5 // (SALES_A_DAY * 6))  # three of five sales are a member's, and move two entries each
    for ago in reversed(range(days)):
        day = LAST_DAY - timedelta(days=ago)
        for number in range(1, SALES_A_DAY + 1):
            seq += 1
            yield _sale(chance, seq, day, number, tiers)


def _sale(chance: random.Random, seq: int, day: date, number: int, tiers: list[str]) -> tuple[Any, Any, Any, list[Any]]:
    at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(seconds=number * 40)
    member = f"member-{chance.randrange(MEMBERS):06}" if number % 5 < 3 else None
    total, sale_id = chance.randrange(40, 900), f"sale-{seq:07}"
    body: dict[str, Any] = {
        "sale": sale_id,
        "number": f"{number:04}",
        "total": total,
        "earned": total // 10 if member else 0,
        "redeemed": 0,
    }
    if member:
        body |= {"member": member, "tier": chance.choice(tiers), "facts": {"visits": chance.randrange(9)}}
    frame = Frame("trial-terminal", 1, seq, FrameKind.SALE, at.isoformat(), day, "market", "", body)
    place = {"epoch": 1, "seq": seq}
    figure = {
        "quarter": int(at.timestamp()) // 900,
        "member_id": member,
        "tier": body.get("tier", ""),
        "came_before": int(bool(member) and body["facts"]["visits"] > 0),
        "total": total,
        "earned": body["earned"],
        "redeemed": 0,
    }
    moved = [("accrue", body["earned"]), ("tier", 0)] if member else []
    return (
        {**place, "kind": "sale", "at": at, "day": day, "payload": encode_frame(frame), "hash": bytes(32)},
        {**place, "sale_id": sale_id, "number": number, "day": day, "command_key": None},
        {**place, "day": day, **figure},
        [
            {**place, "position": position, "member_id": member, "kind": kind, "points": points, "day": day}
            for position, (kind, points) in enumerate(moved)
        ],
    )


if __name__ == "__main__":
    main()
