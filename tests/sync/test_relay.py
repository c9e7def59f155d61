"""Lanes of one store while the line is down: one balance, and whoever reaches the server brings it everything."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.client.enrolment import open_next_epoch
from sync.server.office.overview import overview, revoke
from terminal.domain.errors import Refusal
from tests.sync.relay_shop import PHONE, RelayTill, exchange
from tests.sync.world import World, later

OTHER_PHONE = "+886923456789"


@pytest.fixture
def tills(small_world: World, tmp_path: Path) -> Iterator[Callable[[int], list[RelayTill]]]:
    made: list[RelayTill] = []

    def make(count: int) -> list[RelayTill]:
        made.extend(RelayTill(small_world, tmp_path / f"till-{number}") for number in range(count))
        for till in made:
            till.sync()
        return made

    yield make
    for till in made:
        till.close()


@pytest.fixture
def pair(tills: Callable[[int], list[RelayTill]]) -> list[RelayTill]:
    """Two lanes that know a member with 100 points; the line is down."""
    first, second = tills(2)
    first.lane.enrol("0912345678", "Ann")
    first.lane.sell(PHONE, 1000)
    for till in (first, second, first, second):
        till.sync()
    assert first.lane.balance(PHONE) == second.lane.balance(PHONE) == 100
    for till in (first, second):
        till.cut()
    return [first, second]


def test_two_lanes_show_one_balance_while_the_line_is_down(pair: list[RelayTill]) -> None:
    first, second = pair
    first.lane.sell(PHONE, 2000)
    second.lane.sell(PHONE, 500)
    assert (first.lane.balance(PHONE), second.lane.balance(PHONE)) == (300, 150)
    assert exchange(first, second) == 2
    assert first.lane.balance(PHONE) == second.lane.balance(PHONE) == 350
    assert first.state() == second.state()

    second.lane.sell(PHONE, 50, redeem=300)
    first.ask(second)
    assert first.state() == second.state()
    with pytest.raises(Refusal, match="redeem"):
        first.lane.sell(PHONE, 50, redeem=300)


def test_asking_again_changes_nothing(pair: list[RelayTill]) -> None:
    first, second = pair
    first.lane.sell(PHONE, 2000)
    assert second.ask(first) == 1
    before = second.heard_rows()
    assert second.ask(first) == 0
    for unit in first.units_for(second):
        second.take(unit)
    assert second.heard_rows() == before


def test_what_a_lane_redeemed_counts_against_the_floor_limit_of_the_day_elsewhere(pair: list[RelayTill]) -> None:
    first, second = pair
    first.lane.sell(PHONE, 50, redeem=30)
    second.ask(first)
    with second.lane.store.view() as unit:
        found = unit.find_member("phone", PHONE)
        assert found is not None
        day = first.world.clock.now().date()
        assert unit.redeemed_here(found, day) == 30


def test_a_member_enrolled_at_one_lane_is_found_at_the_other(pair: list[RelayTill]) -> None:
    first, second = pair
    member = first.lane.enrol("0923456789", "Bea")
    first.lane.sell(OTHER_PHONE, 700)
    second.ask(first)
    with second.lane.store.view() as unit:
        record = unit.member(unit.find_member("phone", OTHER_PHONE) or "")
    assert record is not None and record.confirmed is None
    assert (record.member_id, record.name, record.phone) == (member, "Bea", OTHER_PHONE)
    with pytest.raises(Refusal, match="phone_taken"):
        second.lane.enrol("0923456789", "Bea too")
    second.lane.sell(OTHER_PHONE, 300)
    first.ask(second)
    assert first.lane.state(OTHER_PHONE) == second.lane.state(OTHER_PHONE)
    assert first.lane.balance(OTHER_PHONE) == 100


def test_a_phone_enrolled_at_both_lanes_is_one_member_at_both(pair: list[RelayTill]) -> None:
    first, second = pair
    ids = [first.lane.enrol("0923456789", "Bea"), second.lane.enrol("0923456789", "Bea of the second lane")]
    first.lane.sell(OTHER_PHONE, 700)
    second.lane.sell(OTHER_PHONE, 300)
    exchange(first, second)
    assert first.lane.balance(OTHER_PHONE) == second.lane.balance(OTHER_PHONE) == 100
    records = []
    for till in pair:
        with till.lane.store.view() as unit:
            records.append([unit.member(member) for member in ids])
    assert {record.member_id for seen in records for record in seen if record} == {min(ids)}
    assert {record.name for seen in records for record in seen if record} == {"Bea"}

    for till in (first, second, first, second):
        till.mend()
        till.sync()
    assert first.lane.balance(OTHER_PHONE) == second.lane.balance(OTHER_PHONE) == 100
    assert first.lane.state(OTHER_PHONE) == second.lane.state(OTHER_PHONE)


def test_a_phone_that_the_server_knows_meanwhile_is_one_with_what_the_other_lane_enrolled(
    pair: list[RelayTill],
) -> None:
    first, second = pair
    known = first.lane.enrol("0923456789", "Bea")
    first.lane.sell(OTHER_PHONE, 700)
    first.mend()
    first.sync()
    enrolled = second.lane.enrol("0923456789", "Bea too")
    second.lane.sell(OTHER_PHONE, 300)
    first.ask(second)
    with first.lane.store.view() as unit:
        record = unit.member(enrolled)
    assert record is not None and record.member_id == known
    assert first.lane.balance(OTHER_PHONE) == 100


def test_one_lane_with_a_line_brings_the_server_what_the_others_did(small_world: World, pair: list[RelayTill]) -> None:
    first, second = pair
    first.lane.enrol("0923456789", "Bea")
    first.lane.sell(OTHER_PHONE, 700)
    first.lane.sell(PHONE, 2000)
    second.ask(first)
    second.mend()
    second.sync()
    small_world.post()
    assert overview(small_world.database).points == 100 + 200 + 70
    second.sync()
    assert second.lane.balance(PHONE) == first.lane.balance(PHONE) == 300
    with second.lane.store.view() as unit:
        record = unit.member(unit.find_member("phone", OTHER_PHONE) or "")
    assert record is not None and record.confirmed is not None and record.name == "Bea"

    first.mend()
    first.sync()  # the server has it all: nothing is posted twice
    small_world.post()
    first.sync()
    assert overview(small_world.database).points == 370
    assert first.state() == second.state()


def test_what_the_members_states_contain_is_forgotten(small_world: World, pair: list[RelayTill]) -> None:
    first, second = pair
    first.lane.enrol("0923456789", "Bea")
    first.lane.sell(PHONE, 2000)
    second.ask(first)
    assert all(second.heard_rows().values())
    second.mend()
    second.sync()
    assert second.heard_rows()["lane_batch"]
    small_world.post()
    second.sync()
    kept = second.heard_rows()
    assert (kept["lane_batch"], kept["lane_member"]) == ([], [])
    assert len(kept["lane_entry"]) == 1  # of today, for the floor limit
    assert second.ask(first) == 0

    later(small_world, days=1)
    first.lane.sell(PHONE, 100)
    second.ask(first)
    second.sync()
    small_world.post()
    second.sync()
    assert len(second.heard_rows()["lane_entry"]) == 1
    assert second.lane.balance(PHONE) == first.lane.balance(PHONE) == 310


def test_the_third_lane_hears_of_the_first_from_the_second(tills: Callable[[int], list[RelayTill]]) -> None:
    first, second, third = tills(3)
    for till in (first, second, third):
        till.sync()
        till.cut()
    first.lane.enrol("0912345678", "Ann")
    for amount in (1000, 500, 200):
        first.lane.sell(PHONE, amount)
        second.ask(first)
    third.lane.enrol("0923456789", "Cay")
    assert third.ask(second) == 4
    assert third.state() == first.state()
    first.lane.sell(PHONE, 100)
    third.ask(first)
    assert (second.ask(third), second.ask(first)) == (2, 0)
    assert third.state() == second.state() == first.state()
    assert second.lane.knows(OTHER_PHONE)


def test_a_lane_that_was_off_catches_up_after_it_and_the_others_were_started_again(pair: list[RelayTill]) -> None:
    first, second = pair
    for _ in range(20):
        first.lane.sell(PHONE, 100)
        second.lane.sell(PHONE, 100)
    first.ask(second)
    for _ in range(700):
        first.lane.sell(None, 100)
    first.reopen()
    second.reopen()
    first.cut()
    second.cut()
    exchange(first, second)
    assert first.state() == second.state()
    assert first.lane.balance(PHONE) == 500
    assert second.listed()[first.terminal_id].heard == first.lane.replica.head().position[1]


def test_while_the_author_reaches_the_server_nobody_carries_for_it(pair: list[RelayTill]) -> None:
    first, second = pair
    first.mend()
    first.lane.sell(PHONE, 100)
    second.ask(first)
    first.sync()
    second.ask(first)  # and hears that the server has it
    second.mend()
    second.line.asked.clear()
    second.round.run_once()
    assert "lanes" not in second.line.asked
    assert second.line.asked.count("push") == 0
    second.sync()
    assert second.line.asked.count("push") == 0
    assert second.heard_rows()["lane_batch"] == []


def test_a_lane_that_says_the_server_has_everything_is_believed_only_until_the_server_is_asked(
    pair: list[RelayTill],
) -> None:
    first, second = pair
    first.lane.sell(PHONE, 100)
    second.ask(first)
    lie = ((first.terminal_id, 1), 1_000_000)
    second.relay.hearsay.note_durable(*lie)
    second.mend()
    second.line.asked.clear()
    second.round.run_once()
    assert second.line.asked.count("push") == 0
    second.relay.hearsay.note_durable(*lie)
    second.sync()
    assert second.line.asked.count("push") == 1
    assert second.lane.replica.lanes.waiting(1_000) == ()


def test_a_lane_enrolled_later_waits_for_the_servers_list(
    small_world: World, pair: list[RelayTill], tmp_path: Path
) -> None:
    first, second = pair
    third = RelayTill(small_world, tmp_path / "third")
    third.sync()
    third.lane.sell(PHONE, 100)
    with pytest.raises(Refusal, match="lane_unknown"):
        third.ask(first)
    first.mend()
    first.round.run_once()  # not due, but somebody was there whom nobody knew
    assert third.ask(first) == 0
    assert first.ask(third) == 1
    assert third.terminal_id not in second.listed()
    third.close()


def test_a_lane_that_goes_on_in_a_new_epoch_waits_for_the_servers_list(pair: list[RelayTill]) -> None:
    first, second = pair
    first.lane.sell(PHONE, 500)
    second.ask(first)
    first.lane.close()
    open_next_epoch(first.lane.folder, first.lane.secrets, first.world.clock)
    first.reopen()
    first.lane.sell(PHONE, 200)
    with pytest.raises(Refusal, match="lane_unknown"):
        second.ask(first)
    assert second.lane.balance(PHONE) == 150
    first.mend()
    first.sync()
    first.cut()
    first.lane.sell(PHONE, 300)
    second.mend()
    second.sync()
    second.cut()
    second.ask(first)
    assert second.lane.balance(PHONE) == first.lane.balance(PHONE) == 200
    assert second.state() == first.state()


def test_what_a_revoked_lane_did_is_put_before_a_person_and_then_counts_no_longer(
    small_world: World, pair: list[RelayTill]
) -> None:
    first, second = pair
    first.lane.sell(PHONE, 2000)
    second.ask(first)
    assert second.lane.balance(PHONE) == 300
    revoke(small_world.database, first.terminal_id, small_world.clock.now)
    second.mend()
    second.sync()
    assert overview(small_world.database).quarantined == 1
    with pytest.raises(Refusal, match="lane_unknown"):
        second.ask(first)
    with pytest.raises(Refusal, match="lane_unknown"):
        first.ask(second)
    second.sync()
    assert second.lane.balance(PHONE) == 100
    assert not any(second.heard_rows().values())


def test_without_a_line_the_round_ends_as_ever(pair: list[RelayTill]) -> None:
    first, _ = pair
    with pytest.raises(Refusal, match="server_unreachable"):
        first.sync()
