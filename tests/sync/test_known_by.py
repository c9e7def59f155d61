"""Phones and cards that change hands: they find whoever has them now, on every terminal."""

from collections.abc import Callable

import pytest

from sync.server.accounts.known_by import Change, change_identifiers
from sync.server.office.merges import merge_members
from terminal.domain.errors import Refusal
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.identify import identify
from tests.sync.office import codes, desk, server_profile
from tests.sync.test_pushing import PHONE, MakeLane
from tests.sync.world import Lane, World

OTHER = "+886912345679"
THIRD = "+886912345670"


def who(lane: Lane, phone: str) -> str | None:
    with lane.store.view() as unit:
        return unit.find_member("phone", phone)


def kind_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        act()
    return caught.value.kind


def synced(*lanes: Lane) -> None:
    for lane in lanes:
        lane.sync()


def test_a_phone_that_is_moved_finds_the_new_owner_everywhere(world: World, lanes: MakeLane) -> None:
    first, second = lanes("one"), lanes("two")
    old = first.enrol("0912345678", "王小明")
    new = second.enrol("0912345679", "林小華")
    synced(first, second, first)
    moved = change_identifiers(desk(world), new, Change(add="0912345678", move_from=old))
    assert (moved.gained, moved.lost, moved.changed) == (1, 0, True)
    assert not change_identifiers(desk(world), new, Change(add="0912345678", move_from=old)).changed
    synced(first, second)
    first.sell(new, 100)
    synced(first)
    # The old owner's row comes behind the new one's.
    second.sell(old, 100)
    synced(second, first)
    for lane in (first, second):
        assert who(lane, PHONE) == new
        assert who(lane, OTHER) is None
        assert identify(lane.till, old).phone == ""
        assert identify(lane.till, "0912345678").name == "林小華"
    fresh = lanes("fresh")
    fresh.sync()
    assert who(fresh, PHONE) == new


def test_a_phone_that_is_taken_away_finds_nobody_and_can_be_enrolled(world: World, lanes: MakeLane) -> None:
    first, second = lanes("one"), lanes("two")
    member = first.enrol("0912345678", "王小明")
    synced(first, second)
    assert change_identifiers(desk(world), member, Change(remove="0912345678")).lost == 1
    assert not change_identifiers(desk(world), member, Change(remove="0912345678")).changed
    synced(first, second)
    assert who(first, PHONE) is who(second, PHONE) is None
    anew = first.enrol("0912345678", "林小華")
    synced(first, second)
    assert who(second, PHONE) == anew != member
    assert codes(world) == []
    added = change_identifiers(desk(world), member, Change(add="0912345670"))
    assert added.gained == 1
    synced(first, second)
    assert who(first, THIRD) == who(second, THIRD) == member


def test_all_that_somebody_has_moves_at_once(world: World, lanes: MakeLane) -> None:
    lane = lanes("one")
    old = enrol_member(lane.till, EnrolMember("0912345678", "王小明", card="CARD-0001")).member_id
    new = lane.enrol("0912345679", "林小華")
    lane.sync()
    assert change_identifiers(desk(world), new, Change(move_from=old)).gained == 2
    lane.sync()
    profile = server_profile(world, new)
    assert profile is not None
    assert (profile.phone, profile.card) == (PHONE, "CARD-0001")
    with lane.store.view() as unit:
        assert unit.find_member("card", "CARD-0001") == new
        assert unit.find_member("phone", OTHER) is None


def test_what_belongs_to_somebody_else_is_not_taken_by_mistake(world: World, lanes: MakeLane) -> None:
    lane = lanes("one")
    one, two = lane.enrol("0912345678"), lane.enrol("0912345679")
    lane.sync()
    assert kind_of(lambda: change_identifiers(desk(world), two, Change(add=PHONE))) == "identifier_of_another"
    assert kind_of(lambda: change_identifiers(desk(world), two, Change(remove=PHONE))) == "identifier_not_theirs"
    assert kind_of(lambda: change_identifiers(desk(world), two, Change())) == "identifier_none"
    third = lane.enrol("0912345670")
    lane.sync()
    wrong = Change(add=PHONE, move_from=third)
    assert kind_of(lambda: change_identifiers(desk(world), two, wrong)) == "identifier_of_another"
    lane.sync()
    assert who(lane, PHONE) == one


def test_the_phone_of_another_name_of_a_member_can_be_moved_too(world: World, lanes: MakeLane) -> None:
    lane = lanes("one")
    for phone in ("0912345678", "0912345679", "0912345670"):
        lane.enrol(phone)
    lane.sync()
    merge_members(desk(world), PHONE, OTHER)
    change_identifiers(desk(world), THIRD, Change(add=PHONE, move_from=OTHER))
    lane.sync()
    with lane.store.view() as unit:
        third, other = unit.find_member("phone", PHONE), unit.find_member("phone", OTHER)
    assert third is not None
    assert third != other
    assert who(lane, THIRD) is None


def test_a_till_that_has_not_heard_of_it_enrols_nobody_twice(world: World, lanes: MakeLane) -> None:
    first, second = lanes("one"), lanes("two")
    old = first.enrol("0912345678", "王小明")
    new = first.enrol("0912345679", "林小華")
    synced(first)
    change_identifiers(desk(world), new, Change(add="0912345678", move_from=old))
    second.enrol("0912345678")
    second.sell(PHONE, 1000)
    synced(second, first)
    assert first.balance(PHONE) == second.balance(PHONE) == 100
    assert who(first, PHONE) == who(second, PHONE) == new
