"""Clones, revoked terminals and what the office makes of them: every case is kept, decided once and booked once."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.client.enrolment import open_next_epoch, rejoin_terminal
from sync.server.office.case_queue import ACCEPT, DISMISS, Case, decide_case, list_cases, show_case
from sync.server.office.overview import overview, revoke
from sync.server.storage.tables import epochs
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import NewFrame
from terminal.store.home import secret_name
from tests.sync.office import conserved, desk
from tests.sync.test_pushing import PHONE, MakeLane, refused
from tests.sync.world import Lane, World, later


def kind_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.kind


def cases(world: World, *, only_open: bool = True) -> list[Case]:
    with world.database.read() as connection:
        return list_cases(connection, only_open=only_open)


def points(world: World) -> int:
    return overview(world.database).points


def rejoin(world: World, lane: Lane) -> int:
    code = world.service.enrolment.new_code_again(lane.terminal_id).code
    return rejoin_terminal(world.service, lane.folder, lane.secrets, code, world.clock).epoch


@pytest.fixture
def twins(world: World, lanes: MakeLane, tmp_path: Path) -> tuple[Lane, Lane]:
    """A terminal and its clone, which have both sold since; the first one's sale is on the server."""
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sync()
    shutil.copytree(lane.folder, tmp_path / "clone")
    clone = Lane.opened(tmp_path / "clone", lane.secrets, lane.clock, lane.server, world.post)
    lane.sell(PHONE, 1000)
    lane.sync()
    clone.sell(PHONE, 3000)
    clone.sell(PHONE, 500)
    assert refused(clone).kind == "epoch_frozen"
    return lane, clone


def test_a_frozen_epoch_opens_no_other_by_itself(world: World, twins: tuple[Lane, Lane]) -> None:
    _, clone = twins
    open_next_epoch(clone.folder, clone.secrets, world.clock)
    clone.sell(PHONE, 200)
    assert refused(clone).kind == "epoch_frozen"
    clone.sell(PHONE, 100)
    assert refused(clone).kind == "epoch_frozen"
    seen = overview(world.database)
    assert (seen.points, seen.terminals[0].epoch, seen.terminals[0].frozen) == (100, 1, True)
    assert {(case.epoch, case.seq) for case in cases(world)} == {(1, 3), (1, 4), (2, 1)}
    clone.close()


def test_the_office_lets_the_right_machine_in_again(world: World, twins: tuple[Lane, Lane]) -> None:
    right, clone = twins
    right.sell(PHONE, 700)
    assert refused(right).kind == "epoch_frozen"
    assert rejoin(world, right) == 2
    right.sell(PHONE, 200)
    right.sync()
    assert points(world) == 120
    seen = overview(world.database).terminals[0]
    assert (seen.epoch, seen.frozen, seen.revoked) == (2, False, False)

    clone.sell(PHONE, 100)
    assert refused(clone).kind == "epoch_frozen"
    assert points(world) == 120
    clone.close()


def test_what_waited_when_a_terminal_was_let_in_again_is_booked_when_the_office_accepts_it(
    world: World, twins: tuple[Lane, Lane]
) -> None:
    right, clone = twins
    right.sell(PHONE, 700)
    rejoin(world, right)
    right.sell(PHONE, 200)
    right.sync()
    assert points(world) == 120
    mine = [case for case in cases(world) if case.seq == 4]
    accepted = decide_case(desk(world), mine[0].case, ACCEPT)
    assert (accepted.appended, accepted.booked) == (1, 0)
    world.post()
    assert points(world) == 190
    right.sync()
    assert right.balance(PHONE) == 190
    assert conserved(world)
    clone.close()


def test_a_clones_branch_is_booked_once_when_it_is_accepted(world: World, twins: tuple[Lane, Lane]) -> None:
    right, clone = twins
    clone.sell(PHONE, 100)
    refused(clone)
    shorter, longer = sorted(cases(world), key=lambda case: case.last)
    first = decide_case(desk(world), shorter.case, ACCEPT)
    assert (first.booked, first.appended, first.changed) == (2, 0, True)
    assert points(world) == 100 + 300 + 50
    again = decide_case(desk(world), shorter.case, ACCEPT)
    assert (again.booked, again.changed) == (0, False)
    rest = decide_case(desk(world), longer.case, ACCEPT)
    assert rest.booked == 1
    assert points(world) == 100 + 300 + 50 + 10
    assert conserved(world)
    assert cases(world) == []
    rejoin(world, right)
    right.sync()
    assert right.balance(PHONE) == 460
    clone.close()


def test_a_member_whom_only_the_clone_enrolled_is_a_member_once_accepted(
    world: World, twins: tuple[Lane, Lane]
) -> None:
    right, clone = twins
    clone.enrol("0922222222", "林小華")
    clone.sell("+886922222222", 1000)
    refused(clone)
    for case in cases(world):
        decide_case(desk(world), case.case, ACCEPT)
    rejoin(world, right)
    right.sync()
    assert right.balance("+886922222222") == 100
    clone.close()


def test_dismissing_keeps_the_evidence_and_accepting_later_is_possible(world: World, twins: tuple[Lane, Lane]) -> None:
    (case,) = cases(world)
    assert decide_case(desk(world), case.case, DISMISS).changed
    assert decide_case(desk(world), case.case, DISMISS).changed is False
    (kept,) = cases(world, only_open=False)
    assert (kept.decision, kept.decided_by, kept.decision_reason) == (DISMISS, "林小姐", "asked for at the counter")
    assert points(world) == 100
    with world.database.read() as connection:
        shown = show_case(connection, world.keys, case.case)
    assert [frame["standing"] for frame in shown["frames"]] == ["differs", "new"]
    assert shown["frames"][0]["frame"]["body"]["total"] == 3000
    assert shown["frames"][0]["stored"]["body"]["total"] == 1000
    assert decide_case(desk(world), case.case, ACCEPT).booked == 2
    assert kind_of(lambda: decide_case(desk(world), case.case, DISMISS)) == "case_decided"
    twins[1].close()


def test_a_revoked_terminal_that_was_found_again_goes_on(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sync()
    revoke(world.database, lane.terminal_id, world.clock.now)
    lane.sell(PHONE, 1000)
    assert refused(lane).kind == "terminal_revoked"
    lane.sell(PHONE, 500)
    assert refused(lane).kind == "terminal_revoked"
    assert rejoin(world, lane) == 2
    lane.sell(PHONE, 200)
    lane.sync()
    assert points(world) == 20
    found = sorted(cases(world), key=lambda case: (case.last, case.code))
    accepted = [decide_case(desk(world), case.case, ACCEPT) for case in found]
    assert [done.appended for done in accepted if done.appended] == [1, 1]
    assert sum(done.booked for done in accepted) == 0
    world.post()
    assert points(world) == 170
    lane.sync()
    assert lane.balance(PHONE) == 170
    assert lane.store.verify_chain().fault is None


def test_a_push_that_continues_an_open_one_waits_for_it(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sync()
    revoke(world.database, lane.terminal_id, world.clock.now)
    for amount in (1000, 500):
        lane.sell(PHONE, amount)
        refused(lane)
        lane.replica.record_push(lane.replica.head().position, (1, 2))
    earlier, following = sorted(cases(world), key=lambda case: case.seq)
    assert kind_of(lambda: decide_case(desk(world), following.case, ACCEPT)) == "case_waits"
    assert decide_case(desk(world), earlier.case, ACCEPT).appended == 1
    assert decide_case(desk(world), following.case, ACCEPT).appended == 1
    world.post()
    assert points(world) == 150


def test_a_code_for_another_terminal_is_refused_before_anything_changes(world: World, lanes: MakeLane) -> None:
    one, other = lanes("one"), lanes("other")
    code = world.service.enrolment.new_code_again(other.terminal_id).code

    def wrong() -> object:
        return rejoin_terminal(world.service, one.folder, one.secrets, code, world.clock)

    assert kind_of(wrong) == "enrol_code_other"
    with world.database.read() as connection:
        assert connection.execute(select(epochs.c.epoch)).scalars().all() == [1, 1]
    again = rejoin_terminal(world.service, other.folder, other.secrets, code, world.clock)
    assert again.epoch == rejoin_terminal(world.service, other.folder, other.secrets, code, world.clock).epoch == 2
    fresh = world.code()
    assert (
        kind_of(lambda: rejoin_terminal(world.service, one.folder, one.secrets, fresh, world.clock))
        == "enrol_code_other"
    )


def test_a_terminal_whose_machine_is_gone_is_made_anew_from_what_the_server_has(
    world: World, lanes: MakeLane, tmp_path: Path
) -> None:
    from sync.client.enrolment import Place, enrol_terminal
    from sync.client.recovery import recover
    from terminal.ports.secrets import MemorySecrets

    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sell(PHONE, 1000)
    lane.sync()
    code, secrets = world.service.enrolment.new_code_again(lane.terminal_id).code, MemorySecrets()
    place = Place(tmp_path / "new", secrets, "http://server.invalid")
    identity = enrol_terminal(world.service, place, code, world.clock)
    assert (identity.terminal_id, identity.epoch) == (lane.terminal_id, 2)
    assert recover(world.service, place.home, secrets, world.clock).frames == 3
    made = Lane.opened(place.home, secrets, lane.clock, lane.server, world.post)
    made.sell(None, 300)
    made.sync()
    assert made.balance(PHONE) == 100
    assert made.store.verify_chain().fault is None
    made.close()


def test_a_case_of_posting_is_shown_with_its_frame_and_a_masked_name(world: World, lanes: MakeLane) -> None:
    first, second = lanes("one"), lanes("two")
    first.enrol("0912345678", "王小明")
    first.sell(PHONE, 1000)
    first.sync()
    second.sync()
    first.sell(PHONE, 100, redeem=100)
    second.sell(PHONE, 100, redeem=100)
    first.sync()
    second.sync()
    (case,) = [case for case in cases(world) if case.code == "overdrawn"]
    with world.database.read() as connection:
        shown = show_case(connection, world.keys, case.case)
    assert shown["identity"]["name"] == "王○明"
    assert shown["identity"]["phone"] == "0912-***-678"
    assert shown["data"]["points"] == 91
    assert shown["frame"]["body"]["redeemed"] == 100
    assert decide_case(desk(world), case.case, ACCEPT).changed
    assert [left for left in cases(world) if left.code == "overdrawn"] == []


def test_what_is_no_case_is_said_to_be_none(small_world: World) -> None:
    for text in ("nothing", "a/b", "a/b/c/d/e", "a/1/2/0/overdrawn", ""):
        assert kind_of(partial(decide_case, desk(small_world), text, ACCEPT)) == "case_unknown"
    assert kind_of(lambda: decide_case(desk(small_world), "a/b", "perhaps")) == "case_outcome_unknown"


def test_a_clock_that_is_off_is_noted_once_and_nothing_is_refused(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    later(world, hours=3)
    lane.sell(PHONE, 1000)
    lane.sell(PHONE, 1000)
    later(world, hours=-3)
    lane.sell(PHONE, 1000)
    lane.sync()
    world.service.auditing.audit_all()
    found = [case for case in cases(world) if case.code == "clock_skew"]
    assert [case.seq for case in found] == [3, 5]
    assert points(world) == 300


def test_a_refund_of_a_sale_that_has_not_arrived_waits_and_settles_itself(world: World, lanes: MakeLane) -> None:
    seller, other = lanes("first"), lanes("second")
    sale = seller.sell(None, 1000)
    body = {"refund": "r1", "sale": sale.sale_id, "lines": [], "refunded": 400, "returned": 0, "clawed_back": 0}
    with other.store.unit_of_work() as unit:
        now, digest = world.clock.now(), unit.programme().digest
        unit.append(NewFrame(FrameKind.REFUND, now, now.date(), digest, body))
        unit.commit()
    other.sync()
    world.service.auditing.audit_all()
    assert [case.code for case in cases(world)] == ["sale_unknown_yet"]
    seller.sync()
    world.service.auditing.audit_all()
    assert cases(world) == []
    assert [case.decision for case in cases(world, only_open=False)] == ["resolved"]


def test_what_waited_on_a_machine_whose_keys_are_lost_reaches_the_office(
    world: World, lanes: MakeLane, tmp_path: Path
) -> None:
    lane = lanes("first")
    lane.enrol("0912345678")
    lane.sync()
    lane.sell(PHONE, 1000)
    shutil.copytree(lane.folder, tmp_path / "copy")
    elsewhere = MemorySecrets()
    name = secret_name(lane.terminal_id, "database")
    elsewhere.write(name, lane.secrets.kept[name])
    code = world.service.enrolment.new_code_again(lane.terminal_id).code
    rejoin_terminal(world.service, tmp_path / "copy", elsewhere, code, world.clock)
    moved = Lane.opened(tmp_path / "copy", elsewhere, lane.clock, lane.server, world.post)
    moved.sync()
    assert points(world) == 0
    (case,) = cases(world)
    assert decide_case(desk(world), case.case, ACCEPT).appended == 1
    world.post()
    assert points(world) == 100
    moved.sync()
    assert moved.balance(PHONE) == 100
    moved.close()


def test_a_clone_that_opens_the_epoch_of_the_right_machine_is_kept_apart(
    world: World, twins: tuple[Lane, Lane]
) -> None:
    right, clone = twins
    clone_secrets = MemorySecrets()
    clone_secrets.kept.update(right.secrets.kept)
    assert rejoin(world, right) == 2
    right.sync()
    open_next_epoch(clone.folder, clone_secrets, world.clock)
    apart = Lane.opened(clone.folder, clone_secrets, clone.clock, clone.server, world.post)
    assert refused(apart).kind == "epoch_frozen"
    right.sell(PHONE, 200)
    right.sync()
    assert points(world) == 120
    assert overview(world.database).terminals[0].frozen is False
    assert (2, 1) in {(case.epoch, case.seq) for case in cases(world)}
    apart.close()
    clone.close()
