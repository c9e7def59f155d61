"""A closed day and a shift of the drawer are frames like any other: posted and audited, and they move nothing."""

from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from sync.client.keys import read_keys
from sync.server.office.overview import overview
from sync.server.storage.database import sqlite_url
from sync.server.storage.tables import exceptions
from terminal.domain.claims import Claim, issue
from terminal.ports.store import TerminalIdentity
from terminal.usecases.claims import verify_claim
from terminal.usecases.close_shift import CloseShift, close_shift
from terminal.usecases.move_cash import MoveCash, move_cash
from terminal.usecases.open_shift import BeginShift, begin_shift
from terminal.usecases.shift_report import ReportKind, shift_report
from tests.sync.world import World
from ui.compose.signing import DeviceSigner


def test_a_closed_day_reaches_the_server_and_moves_nothing(tmp_path: Path) -> None:
    world = World(sqlite_url(tmp_path))
    lane = world.lane(tmp_path / "lane")
    lane.pause = lambda _seconds: None
    lane.enrol("0912345678")
    lane.sell("0912345678", 1000)
    lane.sync()
    world.post()
    before = overview(world.database).points

    assert shift_report(lane.till, ReportKind.Z).number == 1
    lane.sync()
    world.post()
    report = lane.sync()
    assert report.frames == report.durable == report.posted
    assert overview(world.database).points == before
    assert lane.store.verify_chain().fault is None
    lane.close()
    world.close()


def test_shifts_of_the_drawer_reach_the_server_and_move_nothing(tmp_path: Path) -> None:
    world = World(sqlite_url(tmp_path))
    lane = world.lane(tmp_path / "lane")
    lane.pause = lambda _seconds: None
    begin_shift(lane.till, BeginShift(count=((100, 20), (1, 7)), cashier="林"))
    lane.enrol("0912345678")
    lane.sell("0912345678", 1000)
    move_cash(lane.till, MoveCash(-500, "bank", "林", "王"))
    done = close_shift(lane.till, CloseShift(2500, cashier="林"))
    assert (done.expected, done.difference) == (2000 + 7 + 1000 - 500, -7)
    lane.sync()
    world.post()
    report = lane.sync()
    assert report.frames == report.durable == report.posted == 6
    with world.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(exceptions)).scalar() == 0
    assert lane.store.verify_chain().fault is None
    lane.close()
    world.close()


def test_an_enrolled_terminals_key_signs_claims_that_its_public_key_proves(tmp_path: Path) -> None:
    world = World(sqlite_url(tmp_path))
    lane = world.lane(tmp_path / "lane")
    identity: TerminalIdentity = lane.replica.identity()
    day = date(2026, 11, 21)
    claim = Claim(identity.terminal_id, identity.epoch, "chawu", "xinyi", "1", "TWD", 5, day, day)
    signer = DeviceSigner(lane.folder, lane.secrets)
    text = issue(claim, lambda statement: signer.sign(identity.epoch, statement))
    public = read_keys(lane.folder, lane.secrets).of_epoch(identity.epoch).public
    assert verify_claim(text, day, lambda *_: public) == claim
    lane.close()
    world.close()
