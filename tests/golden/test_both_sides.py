"""The same bills at an enrolled terminal and at the group server: what the till answered, posting calculates again."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.programme.compiler import compile_yaml
from sync.server.accounts.accounts import read_account
from sync.server.storage.tables import exceptions, ledger, members
from terminal.domain.ledger import EntryKind, MemberState
from terminal.usecases.till import Till
from tests.golden.test_pages import PAGES
from tests.journeys.programme_sessions import Session, part_of, sessions_of
from tests.sync.world import Lane, World
from ui.cli.batch.clock import BatchClock
from ui.cli.batch.dispatch import Batch
from ui.compose.trial import NoServer

CASES = [
    pytest.param(session, id=f"{page.stem} {session.place}")
    for page in PAGES
    for session in sessions_of(page.read_text(encoding="utf-8"))
]
SALES_MIN = 300
# A clawback below zero is what some of the pages are about, and their bills are told when they happened.
PAID_ALL_THE_SAME = {"overdrawn", "clock_skew"}


@contextmanager
def group_of(session: Session, folder: Path) -> Iterator[tuple[World, Lane]]:
    """A server with the session's programme, and a terminal of its store; every file is closed afterwards."""
    document = json.dumps(session.document, ensure_ascii=False)
    world = World(f"sqlite:///{folder / 'server.db'}", compile_yaml(document, "programme.yaml").bundle)
    with closing(world), closing(world.lane(folder / "terminal", session.store)) as lane:
        yield world, lane


def answers_at(lane: Lane, session: Session) -> list[object]:
    """What the terminal answers, cut down to what the page shows."""
    clock = BatchClock()
    batch = Batch(Till(lane.store, clock), clock, NoServer, "en")
    asked = [(json.loads(command), told) for command, told in session.exchanges]
    return [part_of(batch.answer(command), told) for command, told in asked]


def server_states(world: World) -> dict[str, MemberState]:
    with world.database.read() as connection:
        rows = connection.execute(select(members).where(members.c.alias_of.is_(None))).mappings()
        return {account.member_id: account.state for account in map(read_account, rows)}


@pytest.mark.parametrize("session", CASES)
def test_the_server_comes_to_what_the_till_answered(session: Session, tmp_path: Path) -> None:
    with group_of(session, tmp_path) as (world, lane):
        assert answers_at(lane, session) == [told for _, told in session.exchanges]
        lane.sync()
        with world.database.read() as connection:
            noted = connection.execute(select(exceptions.c.code, exceptions.c.data)).all()
            assert [note for note in noted if note.code not in PAID_ALL_THE_SAME] == []
            rows = connection.execute(select(ledger.c.kind, ledger.c.points)).all()
        states = server_states(world)
        with lane.store.view() as unit:
            for member_id, state in states.items():
                record = unit.member(member_id)
                assert record is not None
                assert record.state == state
        gained = {EntryKind.ACCRUE, EntryKind.BONUS, EntryKind.RETURN}
        assert sum(row.points for row in rows) == sum(state.total for state in states.values())
        assert all(row.points >= 0 for row in rows if row.kind in gained)


def test_there_are_enough_bills_to_mean_something() -> None:
    sales = [
        command
        for page in PAGES
        for session in sessions_of(page.read_text(encoding="utf-8"))
        for command, _ in session.exchanges
        if json.loads(command)["op"] == "sell"
    ]
    assert len(sales) >= SALES_MIN
