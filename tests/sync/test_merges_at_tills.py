"""Members merged at a till: noted there, carried out by posting, whatever arrives first."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.server.office.case_queue import ACCEPT, decide_case, list_cases
from sync.server.office.erasing import erase_member
from sync.server.office.households import create_household
from sync.server.office.merges import unmerge_member
from sync.server.storage.tables import exceptions as cases
from sync.server.storage.tables import office_log
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.merging import MergeReason
from terminal.ports.store import NewFrame
from terminal.usecases.exceptions import ExceptionKind, exceptions
from terminal.usecases.member_list import member_file
from terminal.usecases.merge_members import MergeMembers, MergeNoted, merge_members
from terminal.usecases.noted_merges import MergeState
from tests.sync.office import DAY, codes, conserved, desk, known, server_profile, server_state, wallet
from tests.sync.test_merges import NEW, OLD, OTHER, MakeLane, two
from tests.sync.world import Lane, World


def merge(lane: Lane, member: str, into: str) -> MergeNoted:
    """As the office's page asks for it."""
    return merge_members(lane.till, MergeMembers(member, into, MergeReason.NEW_PHONE, "王店長"))


def append(lane: Lane, member: str, into: str) -> None:
    """The frame of a till that has heard of both, from other lanes."""
    body = {"member": member, "into": into, "reason": "new_phone", "approved_by": ""}
    entries = tuple(Entry(named, EntryKind.ADJUST, 0) for named in (member, into))
    with lane.store.unit_of_work() as unit:
        unit.append(NewFrame(FrameKind.MEMBERS_MERGED, lane.clock.now(), DAY, "", body, entries))
        unit.commit()


def log(world: World) -> list[tuple[str, str, str | None, str]]:
    """What the office's log says: what, on whom, on whom else, by whom."""
    with world.database.read() as connection:
        rows = connection.execute(select(office_log).order_by(office_log.c.number)).all()
    return [(row.operation, row.member, row.other, row.by) for row in rows]


def not_merged(world: World) -> list[str]:
    """Why merges were not carried out."""
    with world.database.read() as connection:
        found = connection.execute(select(cases.c.data).where(cases.c.code == "members_not_merged")).scalars()
        return sorted(found)


def test_both_stay_as_they_are_until_the_server_has_posted_it(world: World, lanes: MakeLane) -> None:
    lane, other = lanes("first"), lanes("other")
    old, new = two(world, lane)
    lane.sync()
    noted = merge(lane, OLD, NEW)
    assert (noted.member_id, noted.into_id, noted.balance) == (old, new, 150)
    assert (wallet(lane, OLD), wallet(lane, NEW)) == (100, 50)
    assert [one.state for one in member_file(lane.till, old).merges] == [MergeState.NOTED]
    lane.sell(OLD, 1000)
    lane.sync()
    other.sync()
    for till in (lane, other):
        assert known(till, OLD).member_id == known(till, NEW).member_id == new
        assert wallet(till, OLD) == 250
    files = [member_file(lane.till, name) for name in (old, new)]
    assert [(file.card.member_id, file.card.balance, file.merges) for file in files] == [(new, 250, ())] * 2
    assert [(one.kind, one.data["state"]) for one in exceptions(lane.till)] == [(ExceptionKind.MERGED, MergeState.DONE)]
    assert log(world) == [("merge", old, new, "王店長")]
    assert conserved(world) and codes(world) == []


def test_head_office_takes_it_apart(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    old, new = two(small_world, lane)
    merge(lane, OLD, NEW)
    lane.sync()
    parted = unmerge_member(desk(small_world), OLD)
    assert (parted.changed, parted.points, parted.member_points) == (True, 50, 100)
    lane.sync()
    assert (wallet(lane, OLD), wallet(lane, NEW)) == (100, 50)
    assert (known(lane, OLD).member_id, known(lane, NEW).member_id) == (old, new)
    assert conserved(small_world)


@pytest.mark.parametrize("first", ["merge", "enrolment"])
@pytest.mark.parametrize("way", ["kept is known", "kept is not known"])
def test_a_merge_and_the_enrolment_it_names_may_arrive_in_either_order(
    world: World, lanes: MakeLane, first: str, way: str
) -> None:
    ours, theirs = lanes("ours"), lanes("theirs")
    old = ours.enrol(OLD, "林志華")
    ours.sell(OLD, 1000)
    new = theirs.enrol(NEW, "林志華")
    theirs.sell(NEW, 500)
    member, into = (new, old) if way == "kept is known" else (old, new)
    append(ours, member, into)
    for lane in (ours, theirs) if first == "merge" else (theirs, ours):
        lane.sync()
    ours.sync()
    theirs.sync()
    for till in (ours, theirs):
        assert known(till, OLD).member_id == known(till, NEW).member_id == into
        assert (known(till, OLD).name, wallet(till, OLD), wallet(till, NEW)) == ("林志華", 150, 150)
    assert codes(world) == (["member_unknown"] if first == "merge" else [])
    profile = server_profile(world, new)
    assert profile is not None and profile.phone == NEW
    unmerge_member(desk(world), member)
    theirs.sync()
    assert (server_state(world, old).total, server_state(world, new).total) == (100, 50)
    assert (wallet(theirs, OLD), wallet(theirs, NEW)) == (100, 50)
    assert conserved(world)


def test_what_other_lanes_did_meanwhile_is_booked_on_whom_it_became(small_world: World, lanes_small: MakeLane) -> None:
    lane, late = lanes_small("first"), lanes_small("late")
    two(small_world, lane)
    late.sync()
    merge(lane, OLD, NEW)
    lane.sync()
    late.sell(OLD, 1000, redeem=40)
    late.sync()
    lane.sync()
    assert wallet(late, NEW) == wallet(lane, NEW) == 150 - 40 + 99
    assert conserved(small_world)


@pytest.mark.parametrize("again", [(OLD, NEW), (NEW, OLD)])
def test_two_tills_that_merge_the_same_two_make_one_person_once(
    small_world: World, lanes_small: MakeLane, again: tuple[str, str]
) -> None:
    lane, other = lanes_small("first"), lanes_small("other")
    old, new = two(small_world, lane)
    other.sync()
    merge(lane, OLD, NEW)
    merge(other, *again)
    for till in (lane, other, lane):
        till.sync()
    assert known(lane, OLD).member_id == known(other, NEW).member_id == new
    assert (wallet(lane, OLD), wallet(other, OLD)) == (150, 150)
    assert log(small_world) == [("merge", old, new, "王店長")]
    assert conserved(small_world) and codes(small_world) == []


def test_merges_of_two_tills_make_one_person_of_three_in_any_order(small_world: World, lanes_small: MakeLane) -> None:
    lane, other = lanes_small("first"), lanes_small("other")
    two(small_world, lane)
    third = lane.enrol(OTHER)
    lane.sell(OTHER, 300)
    lane.sync()
    other.sync()
    merge(lane, OLD, NEW)
    merge(other, OLD, OTHER)
    for till in (other, lane, other):
        till.sync()
    assert {known(other, phone).member_id for phone in (OLD, NEW, OTHER)} == {known(lane, OLD).member_id}
    assert (wallet(lane, OTHER), wallet(other, NEW)) == (180, 180)
    assert third in {row[1] for row in log(small_world)} | {row[2] for row in log(small_world)}
    assert conserved(small_world)


def test_sent_and_posted_again_it_counts_once(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    old, new = two(small_world, lane)
    merge(lane, OLD, NEW)
    lane.sync()
    unmerge_member(desk(small_world), OLD)
    small_world.restart()
    lane.sync()
    small_world.post()
    assert [row[0] for row in log(small_world)] == ["merge", "unmerge"]
    assert (server_state(small_world, old).total, server_state(small_world, new).total) == (100, 50)


@pytest.mark.parametrize("hindrance", ["household", "erased", "itself"])
def test_what_cannot_be_done_is_a_case_and_both_keep_what_they_have(
    small_world: World, lanes_small: MakeLane, hindrance: str
) -> None:
    lane = lanes_small("first")
    old, new = two(small_world, lane)
    if hindrance == "household":
        create_household(desk(small_world), [new])
    elif hindrance == "erased":
        erase_member(desk(small_world), new)
    append(lane, old, old if hindrance == "itself" else new)
    lane.sync()
    (case,) = not_merged(small_world)
    assert f'"{hindrance}"' in case
    assert (server_state(small_world, old).total, wallet(lane, OLD)) == (100, 100)
    assert "merge" not in [row[0] for row in log(small_world)]
    assert conserved(small_world)
    if hindrance == "household":
        assert [one.kind for one in exceptions(lane.till)] == [ExceptionKind.NOT_MERGED]


def test_a_merge_of_a_branch_that_is_accepted_is_one_like_any_other(
    small_world: World, lanes_small: MakeLane, tmp_path: Path
) -> None:
    right = lanes_small("right")
    old, new = two(small_world, right)
    right.sync()
    shutil.copytree(right.folder, tmp_path / "clone")
    clone = Lane.opened(tmp_path / "clone", right.secrets, right.clock, right.server, small_world.post)
    merge(clone, OLD, NEW)
    right.sell(OLD, 100)
    right.sync()
    with pytest.raises(Refusal):
        clone.sync()
    with small_world.database.read() as connection:
        (waiting,) = list_cases(connection)
    assert server_state(small_world, old).total == 110
    decide_case(desk(small_world), waiting.case, ACCEPT)
    assert (server_state(small_world, old).total, server_state(small_world, new).total) == (0, 160)
    assert ("merge", old, new, "王店長") in log(small_world)
    assert conserved(small_world)
    clone.close()


def test_a_frame_that_does_not_say_whom_is_unreadable_and_stops_nobody(
    small_world: World, lanes_small: MakeLane
) -> None:
    lane = lanes_small("first")
    two(small_world, lane)
    append(lane, "no id", "m")
    append(lane, "", "m")
    lane.sell(OLD, 100)
    lane.sync()
    assert codes(small_world) == ["frame_unreadable", "frame_unreadable"]
    assert wallet(lane, OLD) == 110


def test_a_second_wish_for_the_same_two_is_refused_while_the_first_waits(
    small_world: World, lanes_small: MakeLane
) -> None:
    lane = lanes_small("first")
    two(small_world, lane)
    lane.sync()
    merge(lane, OLD, NEW)
    for pair in ((OLD, NEW), (NEW, OLD)):
        with pytest.raises(Refusal) as refused:
            merge(lane, *pair)
        assert refused.value.kind == "merge_noted_already"
    lane.sync()
    with pytest.raises(Refusal) as refused:
        merge(lane, OLD, NEW)
    assert refused.value.kind == "merge_itself"
