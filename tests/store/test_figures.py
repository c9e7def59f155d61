"""A day's figures in rows: what the frames say, whatever was sold, refunded and voided."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.frames import Frame, FrameKind, decode_frame
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import NewFrame, Store, StoredRefund, StoredSale
from terminal.store.engine import open_file
from terminal.store.home import Home, secret_name
from terminal.store.schema import JOURNAL, RevisionLine, bring_up_to_date
from terminal.store.store import create_terminal_store, open_terminal_store
from tests.fakes.figures import sums_of, visitors_of
from tests.store.conftest import Disk, Terminal
from tests.store.facts import DAY, GROUP_KEY, IDENTITY, NOW, OPENING

Event = tuple[Any, ...]

SALES = st.tuples(
    st.just("sale"),
    st.integers(0, 3),
    st.integers(0, 1500),
    st.sampled_from((None, "m1", "m2", "m3")),
    st.sampled_from(("member", "gold")),
    st.integers(0, 2),
    st.integers(0, 900),
)
BACKS = st.tuples(st.sampled_from(("refund", "void")), st.integers(0, 3), st.integers(0, 1500), st.integers(0, 12))
EVENTS = st.lists(st.one_of(SALES, SALES, BACKS, st.tuples(st.just("enrol"), st.integers(0, 3))), max_size=25)


def book(store: Store, events: Sequence[Event]) -> None:
    """Books the events; refunds are of the sales before them, and a sale is voided once, on its own day."""
    sold: list[StoredSale] = []
    voided: set[str] = set()
    for number, event in enumerate(events, start=1):
        with store.unit_of_work() as unit:
            if event[0] == "sale":
                sold.append(_sell(unit, number, event))
            elif event[0] == "enrol":
                day = DAY + timedelta(days=event[1])
                unit.append(NewFrame(FrameKind.MEMBER_ENROLLED, NOW, day, "", {"member": f"new-{number}"}))
            elif sold:
                sale = sold[event[3] % len(sold)]
                is_void = event[0] == "void" and sale.sale_id not in voided
                voided |= {sale.sale_id} if is_void else set()
                _give_back(unit, number, event, sale, is_void)
            unit.commit()


def _sell(unit: Any, number: int, event: Event) -> StoredSale:
    _, ago, minutes, member, tier, visits, total = event
    day, at = DAY + timedelta(days=ago), NOW + timedelta(days=ago, minutes=minutes)
    body: dict[str, Any] = {
        "sale": f"s{number}",
        "number": unit.next_sale_number(day),
        "total": total,
        "earned": total // 10 if member else 0,
        "redeemed": total // 50 if member else 0,
        "lines": [],
        "tenders": [],
    }
    if member:
        facts = {"member": member, "tier": tier} | ({"visits": visits} if visits else {})
        body |= {"member": member, "tier": tier, "facts": facts}
    sale = StoredSale(f"s{number}", body["number"], at, day, member, body, "digest", IDENTITY.terminal_id)
    unit.add_sale(sale, unit.append(NewFrame(FrameKind.SALE, at, day, "digest", body)), None)
    return sale


def _give_back(unit: Any, number: int, event: Event, sale: StoredSale, is_void: bool) -> None:
    day = sale.day if is_void else DAY + timedelta(days=event[1])
    body: dict[str, Any] = {
        "refund": f"r{number}",
        "sale": sale.sale_id,
        "lines": [],
        "tenders": [],
        "refunded": sale.body["total"] if is_void else event[2],
        "clawed_back": event[2] % 7,
        "returned": event[2] % 5,
    }
    if is_void:
        body["void"] = True
    at = NOW + timedelta(days=event[1], minutes=event[2])
    seq = unit.append(NewFrame(FrameKind.REFUND, at, day, "digest", body))
    unit.add_refund(StoredRefund(f"r{number}", sale.sale_id, body), seq, day, None)


def frames_in(disk: Disk) -> list[Frame]:
    connection = open_file(Home(disk.home).journal, disk.secrets.kept[secret_name("t1", "database")])
    payloads = connection.execute("SELECT payload FROM journal_frame ORDER BY epoch, seq").fetchall()
    connection.close()
    return [decode_frame(payload) for (payload,) in payloads]


PERIODS = ((0, 0), (1, 1), (0, 3), (1, 2), (9, 9))


@settings(max_examples=40)
@given(EVENTS)
def test_rows_say_what_the_frames_say(events: list[Event]) -> None:
    with TemporaryDirectory() as folder:
        disk = _disk(Path(folder))
        store = create_terminal_store(disk.home, IDENTITY, disk.secrets, GROUP_KEY, OPENING)
        try:
            book(store, events)
            _check(store, frames_in(disk))
        finally:
            store.close()


def _disk(folder: Path) -> Disk:
    return Disk(folder / "home", MemorySecrets())


def _check(store: Store, frames: list[Frame]) -> None:
    with store.view() as unit:
        for first, last in ((DAY + timedelta(days=a), DAY + timedelta(days=b)) for a, b in PERIODS):
            expected = sums_of(frames, first, last)
            assert unit.sums_between(first, last) == expected
            assert unit.visitors_between(first, last) == visitors_of(frames, first, last)
            stand = [sold for sold in expected.sold if not sold.void]
            members = sum(sold.sales for sold in stand if sold.by_member)
            assert unit.sales_between(first, last) == (sum(sold.sales for sold in stand), members)


SOME: tuple[Event, ...] = (
    ("enrol", 0),
    ("sale", 0, 10, "m1", "member", 0, 130),
    ("sale", 0, 500, "m1", "gold", 1, 90),
    ("sale", 0, 20, None, "", 0, 45),
    ("void", 0, 30, 0),
    ("sale", 1, 20, "m2", "member", 4, 75),
    ("refund", 1, 33, 2),
)


def test_both_kinds_of_store_say_the_same(terminal: Terminal) -> None:
    book(terminal.store, SOME)
    with terminal.store.view() as unit:
        sums, came = unit.sums_between(DAY, DAY), unit.visitors_between(DAY, DAY)
        assert sum(sold.total for sold in sums.sold if sold.void) == 130
        assert sum(sold.total for sold in sums.sold if not sold.void) == 135
        assert (came.members, came.returning, sums.enrolled) == (1, 1, 1)
        assert unit.days_with_sales(DAY, DAY + timedelta(days=5)) == (DAY, DAY + timedelta(days=1))
        assert unit.days_with_sales(date(2020, 1, 1), date(2020, 2, 1)) == ()


@pytest.mark.parametrize("events", [SOME, ()])
def test_a_journal_of_before_gets_its_rows_from_its_frames(disk: Disk, events: Sequence[Event]) -> None:
    store = create_terminal_store(disk.home, IDENTITY, disk.secrets, GROUP_KEY, OPENING)
    book(store, events)
    store.close()
    frames, key = frames_in(disk), disk.secrets.kept[secret_name("t1", "database")]
    connection = open_file(Home(disk.home).journal, key)
    place = JOURNAL.revisions.index("journal_0010")
    for statement in (
        "DROP TABLE sale_figure",
        "DROP TABLE refund_figure",
        f"UPDATE alembic_version SET version_num = '{JOURNAL.revisions[place - 1]}'",
    ):
        connection.execute(statement)
    connection.close()
    assert bring_up_to_date(Home(disk.home).journal, key, RevisionLine(JOURNAL.folder, JOURNAL.revisions[: place + 1]))
    connection = open_file(Home(disk.home).journal, key)
    connection.execute(f"UPDATE alembic_version SET version_num = '{JOURNAL.newest}'")
    connection.close()
    reopened = open_terminal_store(disk.home, disk.secrets)
    try:
        _check(reopened, frames)
    finally:
        reopened.close()
