"""Referral bonuses that only the server can see were too many."""

from collections.abc import Callable

import pytest

from sync.programme.compiler import compile_yaml
from sync.server.office.merges import merge_members, unmerge_member
from sync.server.programmes.programmes import publish
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from tests.sync.office import codes, conserved, desk, server_profile, server_state, wallet
from tests.sync.world import PROGRAMME, Lane, World

MakeLane = Callable[[str], Lane]
FRIEND, NEW, AGAIN, THIRD = "+886912345678", "+886923456789", "+886934567890", "+886945678901"
REFERRAL = PROGRAMME.replace("version: 1", "version: 2", 1) + (
    "referral: {member: {points: 50}, referrer: {points: 30}, referrer_maximum: {count: 2, per: month}}\n"
)


@pytest.fixture
def referring(world: World) -> World:
    publish(world.database, world.keys, compile_yaml(REFERRAL, "referral.yaml").bundle, world.clock.now)
    return world


def join(lane: Lane, phone: str, referrer: str = FRIEND) -> str:
    return enrol_member(lane.till, EnrolMember(phone, referrer=referrer)).member_id


def test_a_referrer_whom_the_till_does_not_know_gets_what_is_theirs(referring: World, lanes: MakeLane) -> None:
    first, second = lanes("first"), lanes("second")
    first.enrol(FRIEND)
    first.sync()
    new = join(second, NEW)  # this till has never heard of the friend
    second.sell(NEW, 1000)
    second.sync()
    first.sync()
    assert (wallet(first, NEW), wallet(first, FRIEND)) == (150, 30)
    profile = server_profile(referring, new)
    assert profile is not None and profile.enrolled_on is not None
    assert profile.enrolled_on.isoformat() == "2026-11-21"
    assert codes(referring) == [] and conserved(referring)


def test_a_referrer_whom_nobody_knows_is_shown(referring: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    join(lane, NEW)
    lane.sell(NEW, 1000)
    lane.sync()
    assert codes(referring) == ["referrer_unknown"]
    assert wallet(lane, NEW) == 150 and conserved(referring)


def test_one_person_brought_along_twice_keeps_the_first_bonus_only(referring: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    friend = lane.enrol(FRIEND)
    new, again = join(lane, NEW), join(lane, AGAIN)
    lane.sell(NEW, 1000)
    lane.sell(AGAIN, 1000)
    lane.sync()
    assert (wallet(lane, NEW), wallet(lane, AGAIN), wallet(lane, FRIEND)) == (150, 150, 60)
    merged = merge_members(desk(referring), again, new)
    assert merged.points == 300 - 50
    lane.sync()
    assert (wallet(lane, NEW), wallet(lane, AGAIN), wallet(lane, FRIEND)) == (250, 250, 30)
    assert server_state(referring, new).progress.count("referral") == 1
    assert server_state(referring, friend).progress.count("referred@2026-11") == 1
    assert codes(referring) == ["referral_repeated"]
    unmerge_member(desk(referring), again)
    assert merge_members(desk(referring), again, new).points == 250
    assert codes(referring) == ["referral_repeated"] and conserved(referring)


def test_a_phone_enrolled_at_two_tills_and_brought_along_at_both(referring: World, lanes: MakeLane) -> None:
    first, second = lanes("first"), lanes("second")
    first.enrol(FRIEND)
    first.sync()
    second.sync()
    for lane in (first, second):
        join(lane, NEW)
        lane.sell(NEW, 1000)
    for lane in (first, second, first):
        lane.sync()
    assert (wallet(first, NEW), wallet(first, FRIEND)) == (250, 30)
    assert codes(referring) == ["referral_repeated"] and conserved(referring)


def test_a_referrer_gets_no_more_than_the_most_of_a_month(referring: World, lanes: MakeLane) -> None:
    lane = lanes("first")
    friend = lane.enrol(FRIEND)
    for phone in (NEW, AGAIN, THIRD):
        join(lane, phone)
        lane.sell(phone, 1000)
    lane.sync()
    assert wallet(lane, FRIEND) == 60
    assert wallet(lane, THIRD) == 150
    assert server_state(referring, friend).progress.count("referred@2026-11") == 2
    assert codes(referring) == ["referrer_maximum"] and conserved(referring)
