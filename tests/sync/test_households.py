"""Households: one account of points for several members, on the server and on tills that learn of it late."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from sync.server.office.households import create_household, join_household, leave_household, show_household
from sync.server.storage.tables import office_log
from terminal.domain.errors import Refusal
from tests.sync.office import codes, conserved, desk, known, server_state, wallet
from tests.sync.world import Lane, World

MakeLane = Callable[[str], Lane]
MUM, DAD, KID = "+886912345678", "+886923456789", "+886934567890"


def family(world: World, lane: Lane) -> tuple[str, str]:
    """Two members with 100 and 50 points; gives their ids."""
    ids = lane.enrol(MUM), lane.enrol(DAD)
    lane.sell(MUM, 1000)
    lane.sell(DAD, 500)
    lane.sync()
    world.post()
    return ids


def test_a_households_members_share_one_account(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    mum, dad = family(world, lane)
    made = create_household(desk(world), [mum, DAD])
    assert (made.members, made.points, made.changed) == (tuple(sorted((mum, dad))), 150, True)
    assert (server_state(world, mum).lots, server_state(world, mum).visits) == ((), 1)
    lane.sync()
    assert wallet(lane, MUM) == wallet(lane, DAD) == 150
    assert known(lane, MUM).wallet_confirmed == known(lane, DAD).pool_confirmed

    lane.sell(DAD, 2000, redeem=120)
    assert wallet(lane, MUM) == wallet(lane, DAD) == 150 - 120 + 198
    lane.sync()
    assert server_state(world, made.household).total == 228
    assert (server_state(world, dad).total, server_state(world, dad).visits) == (0, 2)
    assert server_state(world, dad).spend_minor == 500 + 1988
    assert wallet(lane, MUM) == 228
    assert conserved(world) and codes(world) == []


def test_what_a_till_does_before_it_has_heard_goes_to_the_pool(world: World, lanes: MakeLane) -> None:
    heard, late = lanes("heard"), lanes("late")
    mum, dad = family(world, heard)
    late.sync()
    assert wallet(late, MUM) == 100
    made = create_household(desk(world), [mum, dad])
    heard.sync()
    late.sell(MUM, 1000, redeem=60)  # earns 99
    assert wallet(late, MUM) == 100 - 60 + 99
    late.sync()
    world.post()
    heard.sync()
    assert wallet(heard, DAD) == wallet(late, MUM) == wallet(late, DAD) == 150 - 60 + 99
    assert server_state(world, mum).total == 0
    assert server_state(world, made.household).total == 189
    assert conserved(world) and codes(world) == []


def test_own_entries_that_the_server_has_not_posted_lie_over_the_pool(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    mum, dad = family(world, lane)
    create_household(desk(world), [mum, dad])
    lane.sell(MUM, 1000)  # as a member on their own: the till has not pulled yet
    lane.pause = lambda _seconds: None  # and the server takes its time to post
    lane.sync()
    assert known(lane, MUM).pool is not None
    assert (wallet(lane, MUM), known(lane, MUM).state.total, known(lane, MUM).state.visits) == (250, 0, 2)
    world.post()
    lane.sync()
    assert (wallet(lane, MUM), known(lane, MUM).state.total, known(lane, MUM).state.visits) == (250, 0, 2)


def test_whoever_leaves_leaves_the_points(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    mum, dad = family(world, lane)
    made = create_household(desk(world), [mum, dad])
    left = leave_household(desk(world), DAD)
    assert left is not None and (left.members, left.points) == ((mum,), 150)
    assert leave_household(desk(world), dad) is None
    lane.sync()
    assert (wallet(lane, MUM), wallet(lane, DAD)) == (150, 0)
    lane.sell(DAD, 1000)
    lane.sync()
    assert (wallet(lane, MUM), wallet(lane, DAD)) == (150, 100)
    assert join_household(desk(world), DAD, MUM).points == 250
    assert show_household(desk(world), made.household).members == tuple(sorted((mum, dad)))
    assert conserved(world)


def test_doing_it_twice_changes_nothing_and_is_put_down_once(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    mum, dad = family(small_world, lane)
    made = create_household(desk(small_world), [mum, dad])
    again = create_household(desk(small_world), [mum, dad])
    assert (again.household, again.points, again.changed) == (made.household, 150, False)
    assert not join_household(desk(small_world), dad, made.household).changed
    with small_world.database.read() as connection:
        rows = connection.execute(select(office_log).order_by(office_log.c.number)).all()
    assert [row.operation for row in rows] == ["household_create", "household_join", "household_join"]
    assert {(row.by, row.reason) for row in rows} == {("林小姐", "asked for at the counter")}


def test_what_is_refused(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    mum, dad = family(small_world, lane)
    kid = lane.enrol(KID)
    lane.sync()
    create_household(desk(small_world), [mum, dad])
    other = create_household(desk(small_world), [kid])
    acts: dict[str, Callable[[], object]] = {
        "household_other": lambda: join_household(desk(small_world), mum, other.household),
        "household_unknown": lambda: leave_household(desk(small_world), KID) and show_household(desk(small_world), KID),
        "member_unknown": lambda: join_household(desk(small_world), "+886999999999", other.household),
    }
    for kind, act in acts.items():
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.kind == kind


def test_a_deficit_moves_too(small_world: World, lanes_small: MakeLane) -> None:
    first, second = lanes_small("first"), lanes_small("second")
    mum, dad = family(small_world, first)
    second.sync()
    first.sell(MUM, 100, redeem=100)
    second.sell(MUM, 100, redeem=100)
    first.sync()
    second.sync()
    assert server_state(small_world, mum).total == 100 - 2 * (100 - 9)
    made = create_household(desk(small_world), [dad, mum])
    assert made.points == 50 - 82
    assert (server_state(small_world, mum).total, server_state(small_world, mum).deficit) == (0, 0)
    assert conserved(small_world)


def test_a_cell_that_meets_a_member_gets_their_pool(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    mum, dad = family(small_world, lane)
    made = create_household(desk(small_world), [mum, dad])
    fresh = lanes_small("later")
    fresh.sync()
    assert wallet(fresh, MUM) == 150
    assert fresh.replica.member_count() == 3
    assert made.household in server_state(small_world, made.household).member_id
