"""Members merged and taken apart: an alias on the server, one member on every till, and nothing lost."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from sync.server.office.households import create_household
from sync.server.office.merges import merge_members, unmerge_member
from sync.server.storage.tables import office_log
from terminal.domain.errors import Refusal
from tests.sync.office import codes, conserved, desk, known, server_state, wallet
from tests.sync.world import Lane, World

MakeLane = Callable[[str], Lane]
OLD, NEW, OTHER = "+886912345678", "+886923456789", "+886934567890"


def two(world: World, lane: Lane) -> tuple[str, str]:
    """One person with two phones: 100 points and 50; gives the ids."""
    ids = lane.enrol(OLD), lane.enrol(NEW)
    lane.sell(OLD, 1000)
    lane.sell(NEW, 500)
    lane.sync()
    world.post()
    return ids


def test_both_phones_find_one_member_everywhere(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    old, new = two(world, lane)
    merged = merge_members(desk(world), OLD, NEW)
    assert (merged.member, merged.into, merged.changed, merged.points) == (old, new, True, 150)
    lane.sync()
    assert known(lane, OLD).member_id == known(lane, NEW).member_id == new
    assert wallet(lane, OLD) == 150
    lane.sell(OLD, 1000)
    late = lanes("late")
    late.sync()
    assert wallet(late, OLD) == wallet(late, NEW) == 150
    lane.sync()
    late.sync()
    assert wallet(late, NEW) == 250
    assert server_state(world, new).visits == 3
    assert server_state(world, old).total == 0
    assert conserved(world) and codes(world) == []


def test_a_till_that_has_not_heard_books_on_the_old_id(world: World, lanes: MakeLane) -> None:
    lane, late = lanes("first"), lanes("late")
    two(world, lane)
    late.sync()
    merge_members(desk(world), OLD, NEW)
    late.sell(OLD, 1000, redeem=40)
    late.sync()
    assert wallet(late, NEW) == 150 - 40 + 99
    assert conserved(world)


def test_taken_apart_both_have_what_was_theirs(world: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    old, new = two(world, lane)
    before = server_state(world, old), server_state(world, new)
    merge_members(desk(world), old, new)
    parted = unmerge_member(desk(world), OLD)
    assert (parted.changed, parted.points, parted.member_points) == (True, 50, 100)
    assert (server_state(world, old).lots, server_state(world, old).progress) == (before[0].lots, before[0].progress)
    assert (server_state(world, new).lots, server_state(world, new).progress) == (before[1].lots, before[1].progress)
    lane.sync()
    assert (wallet(lane, OLD), wallet(lane, NEW)) == (100, 50)
    lane.sell(OLD, 1000)
    lane.sync()
    assert (wallet(lane, OLD), wallet(lane, NEW)) == (200, 50)
    assert conserved(world)


def test_what_was_done_since_stays_with_the_id_it_names(world: World, lanes: MakeLane) -> None:
    lane, late = lanes("first"), lanes("late")
    old, new = two(world, lane)
    late.sync()
    merge_members(desk(world), old, new)
    lane.sync()
    late.sell(OLD, 1000)  # names the old id
    lane.sell(NEW, 150, redeem=150)  # spends what both had, in the name of the new one
    late.sync()
    lane.sync()
    unmerge_member(desk(world), old)
    assert server_state(world, old).total == 100 + 100
    # 50 of their own, 150 spent: the other's points were never theirs.
    assert (server_state(world, new).total, server_state(world, new).deficit) == (-100 + 13, 100 - 13)
    assert conserved(world)


def test_doing_it_twice_changes_nothing(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    old, new = two(small_world, lane)
    assert not unmerge_member(desk(small_world), old).changed
    merge_members(desk(small_world), old, new)
    again = merge_members(desk(small_world), old, new)
    assert (again.changed, again.points) == (False, 150)
    unmerge_member(desk(small_world), old)
    assert not unmerge_member(desk(small_world), old).changed
    with small_world.database.read() as connection:
        rows = connection.execute(select(office_log).order_by(office_log.c.number)).all()
    assert [(row.operation, row.member, row.other) for row in rows] == [("merge", old, new), ("unmerge", old, new)]


def test_merges_of_merges_come_apart_one_by_one(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    old, new = two(small_world, lane)
    other = lane.enrol(OTHER)
    lane.sell(OTHER, 300)
    lane.sync()
    merge_members(desk(small_world), old, new)
    merge_members(desk(small_world), new, other)
    lane.sync()
    assert {known(lane, phone).member_id for phone in (OLD, NEW, OTHER)} == {other}
    assert wallet(lane, OLD) == 180
    lane.sell(OLD, 100)
    lane.sync()
    unmerge_member(desk(small_world), new)  # and the old one with it
    lane.sync()
    assert known(lane, OLD).member_id == new
    assert (wallet(lane, OLD), wallet(lane, OTHER)) == (150, 40)
    unmerge_member(desk(small_world), old)
    lane.sync()
    assert (wallet(lane, OLD), wallet(lane, NEW), wallet(lane, OTHER)) == (100, 50, 40)
    assert conserved(small_world)


def test_what_is_refused(small_world: World, lanes_small: MakeLane) -> None:
    lane = lanes_small("first")
    old, new = two(small_world, lane)
    create_household(desk(small_world), [new])
    acts: dict[str, Callable[[], object]] = {
        "merge_in_household": lambda: merge_members(desk(small_world), old, new),
        "member_unknown": lambda: unmerge_member(desk(small_world), "+886999999999"),
    }
    for kind, act in acts.items():
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.kind == kind


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sell"), st.integers(0, 2), st.integers(0, 40)),
        st.tuples(st.just("sync"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("merge"), st.integers(0, 2), st.integers(0, 2)),
        st.tuples(st.just("unmerge"), st.integers(0, 2), st.just(0)),
    ),
    max_size=14,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_under_any_interleaving_points_are_conserved(
    small_world: World, lanes_small: MakeLane, steps: list[tuple[str, int, int]]
) -> None:
    if not hasattr(small_world, "pair"):
        small_world.pair = (lanes_small("a"), lanes_small("b"))  # type: ignore[attr-defined]  # kept from run to run
        for phone in (OLD, NEW, OTHER):
            small_world.pair[0].enrol(phone)  # type: ignore[attr-defined]  # kept above
    pair: tuple[Lane, Lane] = small_world.pair  # type: ignore[attr-defined]  # kept above
    phones = (OLD, NEW, OTHER)
    for lane in pair:
        lane.sync()
    for place, (step, first, second) in enumerate(steps):
        if step == "sell":
            lane = pair[place % 2]
            most = max(wallet(lane, phones[first]), 0) // 10 * 10
            lane.sell(phones[first], 1000, redeem=min(most, second * 10))
        elif step == "sync":
            pair[first].sync()
        elif step == "merge":
            merge_members(desk(small_world), phones[first], phones[second])
        else:
            unmerge_member(desk(small_world), phones[first])
    for lane in (*pair, *pair):
        lane.sync()
    small_world.post()
    assert conserved(small_world)
    assert [wallet(pair[0], phone) for phone in phones] == [wallet(pair[1], phone) for phone in phones]
