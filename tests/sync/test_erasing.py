"""Erasing a member: who they were goes everywhere, what was booked stays."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from sync.server.office.case_queue import list_cases, show_case
from sync.server.office.erasing import TOMBSTONE_DAYS, erase_member, forget_tombstones
from sync.server.office.households import create_household
from sync.server.office.labels import LabelKind, label_member
from sync.server.office.merges import merge_members
from sync.server.office.overview import overview, revoke
from sync.server.storage.tables import cells, identifiers
from terminal.domain.errors import Refusal
from terminal.store.engine import open_file
from terminal.store.home import Home, secret_name
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.forget_erased import forget_erased
from terminal.usecases.identify import identify
from terminal.usecases.reprint import reprint
from terminal.usecases.sell import Sell, sell
from tests.sync.office import conserved, desk, server_profile
from tests.sync.test_pushing import PHONE, MakeLane, refused
from tests.sync.world import Lane, World, later


def everything_in(lane: Lane, file: str) -> bytes:
    """All that a terminal's file says, as text."""
    key = lane.secrets.kept[secret_name(lane.terminal_id, "database")]
    path = Home(lane.folder).journal if file == "journal" else Home(lane.folder).replica
    connection = open_file(path, key)
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [str(row) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"')]
    connection.close()
    return "\n".join(rows).encode()


def test_an_erased_member_is_gone_from_every_terminal_and_the_ledger_balances(world: World, lanes: MakeLane) -> None:
    first, second = lanes("one"), lanes("two")
    enrol_member(first.till, EnrolMember("0912345678", "王小明"))
    sell(first.till, _sale(PHONE, 1000))
    first.sync()
    second.sync()
    assert second.knows(PHONE)
    label_member(desk(world), PHONE, LabelKind.TAG, ["vip"], remove=False)

    erased = erase_member(desk(world), PHONE)
    assert (erased.changed, len(erased.names)) == (True, 1)
    assert erase_member(desk(world), erased.member).changed is False
    assert server_profile(world, erased.member) is None
    with world.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(identifiers)).scalar_one() == 0
    for lane in (first, second):
        lane.sync()
        forget_erased(lane.till)
        assert not lane.knows(PHONE)
        for file in ("journal", "replica"):
            assert "王".encode() not in everything_in(lane, file)
            assert b"912345678" not in everything_in(lane, file)
            assert b"vip" not in everything_in(lane, file)
        assert lane.store.verify_chain().fault is None
        with pytest.raises(Refusal, match="member_unknown"):
            identify(lane.till, erased.member)
    assert overview(world.database).points == 100
    assert conserved(world)


def _sale(member: str, amount: int) -> Sell:
    from fractions import Fraction

    from terminal.domain.lines import Line

    return Sell(member, (Line("tea", "Tea", "drink", Fraction(1), amount),))


def test_what_a_till_books_on_an_erased_member_counts_and_names_nobody(world: World, lanes: MakeLane) -> None:
    first, second = lanes("one"), lanes("two")
    member = first.enrol("0912345678", "王小明")
    first.sync()
    second.sync()
    second.sell(PHONE, 1000)
    erase_member(desk(world), PHONE)
    second.sync()
    first.sync()
    assert overview(world.database).points == 100
    assert server_profile(world, member) is None
    assert second.replica.member_count() == first.replica.member_count() == 0
    assert conserved(world)


def test_the_phone_of_an_erased_member_can_be_enrolled_anew_everywhere(world: World, lanes: MakeLane) -> None:
    first, second = lanes("one"), lanes("two")
    old = first.enrol("0912345678", "王小明")
    first.sync()
    erase_member(desk(world), PHONE)
    first.sync()
    new = first.enrol("0912345678", "林小華")
    assert new != old
    first.sell(PHONE, 500)
    first.sync()
    second.sync()
    assert second.balance(PHONE) == 50
    profile = server_profile(world, new)
    assert profile is not None
    assert profile.name == "林小華"
    assert server_profile(world, old) is None


def test_other_names_go_too_and_a_household_keeps_the_points(world: World, lanes: MakeLane) -> None:
    lane = lanes("one")
    for phone in ("0912345678", "0912345679", "0912345670"):
        lane.enrol(phone, "王小明")
    lane.sell(PHONE, 1000)
    lane.sync()
    merge_members(desk(world), "0912345670", "0912345678")
    pool = create_household(desk(world), ["0912345678", "0912345679"])
    erased = erase_member(desk(world), "0912345678")
    assert len(erased.names) == 2
    lane.sync()
    assert not lane.knows("+886912345670")
    assert not lane.knows(PHONE)
    with lane.store.view() as unit:
        left = unit.find_member("phone", "+886912345679")
        assert left is not None
        record = unit.member(left)
    assert record is not None
    assert record.wallet.total == 100
    assert lane.replica.member_count() == 2
    with pytest.raises(Refusal, match="member_is_household"):
        erase_member(desk(world), pool.household)
    assert conserved(world)


def test_evidence_is_kept_without_the_person(world: World, lanes: MakeLane) -> None:
    lane = lanes("one")
    lane.sync()
    revoke(world.database, lane.terminal_id, world.clock.now)
    member = lane.enrol("0912345678", "王小明")
    refused(lane)
    other = lanes("two")
    other.enrol("0912345678", "王小明")
    other.sync()
    with world.database.read() as connection:
        (case,) = list_cases(connection)
        assert show_case(connection, world.keys, case.case)["profiles"][0]["member"] == member
    from sync.server.office.case_queue import ACCEPT, decide_case

    decide_case(desk(world), case.case, ACCEPT)
    world.post()
    erased = erase_member(desk(world), PHONE)
    assert member in erased.names
    with world.database.read() as connection:
        assert show_case(connection, world.keys, case.case)["profiles"] == []


def test_tombstones_are_forgotten_and_whoever_was_away_for_longer_starts_anew(world: World, lanes: MakeLane) -> None:
    here, away = lanes("here"), lanes("away")
    here.enrol("0912345678")
    here.enrol("0912345679")
    here.sync()
    away.sync()
    erase_member(desk(world), PHONE)
    here.sync()
    assert forget_tombstones(world.database, world.clock.now()) == 0
    here.enrol("0912345670")
    here.sync()
    later(world, days=TOMBSTONE_DAYS + 1)
    assert forget_tombstones(world.database, world.clock.now()) == 1
    assert forget_tombstones(world.database, world.clock.now()) == 0
    with world.database.read() as connection:
        assert connection.execute(select(cells.c.forgotten)).scalar_one() > 0
    cursor = away.replica.cursor()
    away.sync()
    here.sync()
    assert away.replica.cursor() > cursor
    for lane in (here, away):
        assert not lane.knows(PHONE)
        assert lane.knows("+886912345679")
        assert lane.replica.member_count() == 2
    assert here.sync().pulled == away.sync().pulled == 0


def test_a_running_server_forgets_once_a_day(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("here")
    lane.enrol("0912345678")
    lane.sync()
    erase_member(desk(small_world), PHONE)
    later(small_world, days=TOMBSTONE_DAYS + 1)
    small_world.service.tombstones.tend()
    with small_world.database.read() as connection:
        assert connection.execute(select(cells.c.forgotten)).scalar_one() > 0


def test_a_frame_for_a_forgotten_tombstone_disturbs_nobody(world: World, lanes: MakeLane) -> None:
    here, away = lanes("here"), lanes("away")
    here.enrol("0912345678")
    here.sync()
    away.sync()
    away.sell(PHONE, 1000)
    erase_member(desk(world), PHONE)
    here.sync()
    later(world, days=TOMBSTONE_DAYS + 1)
    forget_tombstones(world.database, world.clock.now() + timedelta(days=1))
    away.sync()
    here.sync()
    assert here.sync().pulled == 0
    assert overview(world.database).points == 100
    assert conserved(world)


def test_receipts_of_an_erased_member_are_dropped_from_the_queue(
    small_world: World, lanes_small: MakeLane, tmp_path: Path
) -> None:
    from terminal.ports.printing import JobState

    lane = lanes_small("one")
    lane.enrol("0912345678", "王小明")
    done = sell(lane.till, _sale(PHONE, 1000))
    other = sell(lane.till, Sell(None, _sale(PHONE, 500).lines))
    queue = lane.store.print_queue()
    for output in (done.output_id, other.output_id):
        assert output is not None
        assert queue.mark(output, JobState.SENDING) and queue.mark(output, JobState.COMPLETE)
    lane.sync()
    erase_member(desk(small_world), PHONE)
    lane.sync()
    assert forget_erased(lane.till) == 1
    assert forget_erased(lane.till) == 0
    connection = open_file(Home(lane.folder).journal, lane.secrets.kept[secret_name(lane.terminal_id, "database")])
    documents = dict(connection.execute("SELECT sale_id, document FROM print_job").fetchall())
    connection.close()
    assert documents[done.sale_id] == ""
    assert documents[other.sale_id] != ""
    copy = reprint(lane.till, done.sale_id)
    assert copy.number == done.number
