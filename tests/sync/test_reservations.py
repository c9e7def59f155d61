"""Points set aside for a terminal: it redeems them without a line and never overdraws; by time alone none come back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select

from sync.programme.compiler import compile_yaml
from sync.protocol.states import decode_state
from sync.protocol.steps import ReserveRequest
from sync.server.office.erasing import erase_member
from sync.server.office.households import create_household
from sync.server.office.merges import merge_members, unmerge_member
from sync.server.office.overview import revoke
from sync.server.programmes.programmes import publish
from sync.server.reservations.office import (
    grant_reservation,
    list_reservations,
    recall_reservation,
    release_reservation,
)
from sync.server.storage.tables import exceptions, members, reservations
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, ReservationStep, Reserving
from terminal.ports.store import NewFrame
from terminal.usecases.return_reservations import return_reservations
from tests.sync.office import DAY, codes, conserved, desk, known, server_state
from tests.sync.world import PROGRAMME, Lane, World, later

PHONE = "+886912345678"
Lanes = Callable[[str], Lane]


def offline(world: World, policy: str) -> None:
    """Publishes the programme with that offline policy."""
    text = PROGRAMME.replace("version: 1", "version: 2", 1) + f"\noffline: {policy}\n"
    publish(world.database, world.keys, compile_yaml(text, "programme.yaml").bundle, world.clock.now)


def settle(*lanes: Lane) -> None:
    for _ in range(2):
        for lane in lanes:
            lane.sync()


def cut_the_line(world: World) -> None:
    """The last sync becomes too old to count as online."""
    later(world, minutes=20)


def state_at(lane: Lane) -> tuple[int, int, int]:
    """What the till sees: the balance, what may be spent here, what is owed."""
    wallet = known(lane, PHONE).wallet
    day = lane.clock.now().date()
    return wallet.balance(day), wallet.spendable(day, lane.terminal_id), wallet.deficit


def spent_of(lane: Lane) -> list[tuple[int, bool]]:
    """The redemptions made there: points, and whether they came out of a reservation."""
    member = known(lane, PHONE).member_id
    with lane.store.view() as unit:
        rows = unit.ledger(member)
    entries: list[Entry] = [row.entry for row in rows if row.entry.kind == "redeem"]
    return [(-entry.points, entry.reservation is not None) for entry in entries]


def earned(world: World, lane: Lane, *others: Lane, points: int = 100) -> str:
    """A member with so many points, whom all know."""
    member = lane.enrol("0912345678", "Ann")
    lane.sell(PHONE, points * 10)
    settle(lane, *others)
    cut_the_line(world)
    return member


def test_where_a_member_buys_points_are_set_aside_and_both_redeem_offline_without_a_deficit(
    world: World, lanes: Lanes
) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    earned(world, holder, other)
    assert state_at(holder) == (100, 100, 0)
    assert state_at(other) == (100, 40, 0)

    holder.sell(PHONE, 6, redeem=60)
    other.sell(PHONE, 4, redeem=40)
    with pytest.raises(Refusal, match="redeem_above_limit"):
        other.sell(PHONE, 4, redeem=10)
    assert spent_of(holder) == [(60, True)]
    settle(other, holder)
    assert state_at(holder) == state_at(other) == (0, 0, 0)
    assert codes(world) == []
    assert conserved(world)


def test_what_is_redeemed_beyond_the_reservation_is_its_own_entry_and_alone_overdraws(
    world: World, lanes: Lanes
) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    member = earned(world, holder, other)

    other.sell(PHONE, 4, redeem=40)
    other.sync()
    holder.sell(PHONE, 10, redeem=100)
    assert spent_of(holder) == [(60, True), (40, False)]
    settle(holder, other)
    assert server_state(world, member).deficit == 40
    with world.database.read() as connection:
        (case,) = connection.execute(select(exceptions)).all()
    assert (case.code, case.terminal, case.data) == ("overdrawn", holder.terminal_id, '{"points":40}')
    assert conserved(world)


def test_floor_limits_bound_only_what_is_beyond_the_reservation(world: World, lanes: Lanes) -> None:
    offline(world, "{trusted_hours: 1, member_day_points: 20, reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    earned(world, holder, other)
    later(world, hours=2)
    with pytest.raises(Refusal) as refused:
        other.sell(PHONE, 4, redeem=10)
    assert refused.value.data == {"limit": 0, "reason": "balance_too_old"}
    with pytest.raises(Refusal) as refused:
        holder.sell(PHONE, 10, redeem=70)
    assert refused.value.data == {"limit": 60, "reason": "reservation"}
    done = holder.sell(PHONE, 10, redeem=60)
    with holder.store.view() as unit:
        sale = unit.sale(done.sale_id)
    assert sale is not None
    told = {"limit": 60, "reason": "reservation", "age_hours": 2, "reserved": 60}
    assert sale.body["offline"] == told
    assert (sale.body["receipt"]["limit"], sale.body["receipt"]["reserved"]) == ("reservation", 60)
    settle(holder)
    assert codes(world) == []


def test_by_time_alone_nothing_comes_back(world: World, lanes: Lanes) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    member = earned(world, holder, other)
    holder.sell(PHONE, 3, redeem=30)
    later(world, days=30)
    settle(other)
    assert state_at(other)[1] == 40
    assert server_state(world, member).reserved[0].points == 60

    assert return_reservations(holder.till) == 1
    assert return_reservations(holder.till) == 0
    assert state_at(holder)[:2] == (70, 70)
    with pytest.raises(Refusal):
        holder.sell(PHONE, 10, redeem=80)
    settle(holder, other)
    assert server_state(world, member).reserved == ()
    assert state_at(other) == (70, 70, 0)
    assert conserved(world)


def test_another_terminal_gets_them_after_the_holder_gave_them_back(world: World, lanes: Lanes) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    member = earned(world, holder, other)
    other.sell(PHONE, 100)
    settle(other)
    (held,) = server_state(world, member).reserved
    assert (held.terminal, held.recalled) == (holder.terminal_id, True)

    holder.sell(PHONE, 3, redeem=30)  # it has not heard yet
    settle(holder)
    assert state_at(holder)[1] == 50
    assert return_reservations(holder.till) == 1
    settle(holder, other)
    (held,) = server_state(world, member).reserved
    assert (held.terminal, held.recalled, held.points) == (other.terminal_id, False, 60)
    assert state_at(other)[1] == 80
    assert codes(world) == []
    assert conserved(world)


def test_a_reservation_is_filled_up_again_below_its_mark(world: World, lanes: Lanes) -> None:
    offline(world, "{reservation: {points: 60, days: 7, top_up: 40}}")
    holder = lanes("holder")
    member = earned(world, holder)
    holder.sell(PHONE, 2, redeem=20)
    settle(holder)
    assert server_state(world, member).reserved[0].points == 40
    holder.sell(PHONE, 1, redeem=10)
    settle(holder)
    assert server_state(world, member).reserved[0].points == 60
    later(world, days=5)
    holder.sell(PHONE, 10)
    settle(holder)
    (held,) = server_state(world, member).reserved
    assert held.last_day == DAY + timedelta(days=12)
    with world.database.read() as connection:
        (row,) = connection.execute(select(reservations)).all()
    assert (row.points, row.last_day, row.closed_at) == (90, "2026-12-03", None)


def test_a_terminal_asks_for_points_and_never_gets_more_than_there_are(world: World, lanes: Lanes) -> None:
    holder, other = lanes("holder"), lanes("other")
    member = earned(world, holder, other)

    def ask(lane: Lane, points: int) -> int:
        answer = world.service.reserve(ReserveRequest(lane.terminal_id, member, points, date(2026, 11, 30)))
        (message,) = answer.members
        assert decode_state(member, message.state) == server_state(world, member)
        return answer.points

    assert ask(holder, 70) == 70
    assert ask(holder, 70) == 0
    assert ask(holder, 1000) == 30
    assert ask(other, 10) == 0
    assert server_state(world, member).reserved[0].recalled
    assert conserved(world)
    with pytest.raises(Refusal, match="member_unknown"):
        world.service.reserve(ReserveRequest(other.terminal_id, "nobody", 1, date(2026, 11, 30)))


def test_a_terminal_can_name_only_its_own_reservations(world: World, lanes: Lanes) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    member = earned(world, holder, other)
    (held,) = server_state(world, member).reserved

    def forge(step: ReservationStep, terminal: str) -> None:
        kind, points = (EntryKind.REDEEM, -60) if step is ReservationStep.SPEND else (EntryKind.TRANSFER, 0)
        entry = Entry(member, kind, points, reservation=Reserving(held.reservation_id, step, terminal))
        with other.store.unit_of_work() as unit:
            unit.append(NewFrame(FrameKind.ADJUSTMENT, world.clock.now(), DAY, "", {}, (entry,)))
            unit.commit()
        other.sync()

    for step in (ReservationStep.SPEND, ReservationStep.RETURN):
        forge(step, holder.terminal_id)
    forge(ReservationStep.RECALL, other.terminal_id)
    assert codes(world) == ["frame_unreadable"] * 3
    assert server_state(world, member).reserved == (held,)
    forge(ReservationStep.RETURN, other.terminal_id)
    forge(ReservationStep.SPEND, other.terminal_id)
    state = server_state(world, member)
    assert (state.reserved, state.deficit, state.total) == ((held,), 20, 40)


def test_a_household_formed_meanwhile_keeps_what_is_set_aside(world: World, lanes: Lanes) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    earned(world, holder, other)
    other.enrol("0987654321", "Bob")
    settle(other)
    household = create_household(desk(world), [PHONE, "0987654321"])
    holder.sell(PHONE, 6, redeem=60)
    settle(holder, other)
    pool = server_state(world, household.household)
    assert (pool.total, pool.deficit) == (40, 0)
    assert codes(world) == []
    assert state_at(holder)[0] == state_at(other)[0] == 40
    assert conserved(world)


def test_a_merged_member_keeps_what_is_set_aside(world: World, lanes: Lanes) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    earned(world, holder, other)
    other.enrol("0987654321", "Ann of Daan")
    settle(other)
    into = merge_members(desk(world), PHONE, "0987654321").into
    holder.sell(PHONE, 6, redeem=60)
    settle(holder, other)
    assert (server_state(world, into).total, server_state(world, into).deficit) == (40, 0)
    assert codes(world) == []
    with world.database.read() as connection:
        assert len(connection.execute(select(members)).all()) == 2
    assert conserved(world)


def test_a_merge_taken_apart_leaves_the_holder_what_it_was_promised(world: World, lanes: Lanes) -> None:
    offline(world, "{}")
    holder = lanes("holder")
    into = holder.enrol("0987654321", "Ann too")
    holder.sell("0987654321", 1000)
    member = earned(world, holder)
    merge_members(desk(world), PHONE, "0987654321")
    granted = grant_reservation(desk(world), into, holder.terminal_id, 150, DAY)
    settle(holder)
    parted = unmerge_member(desk(world), member)
    assert (parted.points, parted.member_points) == (100, 100)
    assert (server_state(world, into).deficit, server_state(world, into).reserved[0].points) == (50, 150)
    cut_the_line(world)
    holder.sell("0987654321", 15, redeem=150)  # it has not heard
    settle(holder)
    assert (granted.points, server_state(world, into).deficit, server_state(world, member).deficit) == (150, 50, 0)
    assert conserved(world)


def test_the_office_asks_for_them_grants_them_and_releases_those_of_a_lost_terminal(world: World, lanes: Lanes) -> None:
    offline(world, "{trusted_hours: 1}")
    holder, other = lanes("holder"), lanes("other")
    member = earned(world, holder, other)
    granted = grant_reservation(desk(world), PHONE, holder.terminal_id, 60, DAY + timedelta(days=7))
    assert (granted.points, granted.recalled, granted.changed) == (60, 0, True)
    waiting = grant_reservation(desk(world), PHONE, other.terminal_id, 30, DAY)
    assert (waiting.points, waiting.recalled) == (0, 1)
    assert granted.reservation is not None
    assert recall_reservation(desk(world), granted.reservation).changed is False
    first, second = list_reservations(world.database)
    assert (first.points, first.left, first.is_waiting, first.recalled_at) == (60, 60, False, world.clock.now())
    assert (second.terminal, second.is_waiting) == (other.terminal_id, True)

    with pytest.raises(Refusal, match="release_reason_missing"):
        release_reservation(replace(desk(world), reason=" "), granted.reservation)
    settle(other)
    other.sell(PHONE, 4, redeem=40)
    settle(other)
    released = release_reservation(desk(world), granted.reservation)
    assert (released.points, released.member) == (60, member)
    settle(other)
    cut_the_line(world)
    settle(other)
    other.sell(PHONE, 6, redeem=60)
    settle(other)
    assert [(held.terminal, held.points) for held in server_state(world, member).reserved] == [(other.terminal_id, 0)]
    (line,) = list_reservations(world.database)
    assert (line.terminal, line.points, line.left, line.is_waiting) == (other.terminal_id, 30, 0, False)
    assert [line.released is not None for line in list_reservations(world.database, closed=True)] == [True, False]
    for gone in (recall_reservation, release_reservation):
        with pytest.raises(Refusal, match="reservation_unknown"):
            gone(desk(world), granted.reservation)
    assert codes(world) == []
    assert conserved(world)


def test_what_a_released_terminal_redeemed_all_the_same_is_a_case_that_names_the_reservation(
    world: World, lanes: Lanes
) -> None:
    offline(world, "{}")
    holder, other = lanes("holder"), lanes("other")
    earned(world, holder, other)
    granted = grant_reservation(desk(world), PHONE, holder.terminal_id, 100, DAY + timedelta(days=7))
    settle(holder, other)
    cut_the_line(world)
    holder.sell(PHONE, 10, redeem=100)
    assert granted.reservation is not None
    release_reservation(desk(world), granted.reservation)
    settle(other)
    other.sell(PHONE, 10, redeem=100)
    settle(other, holder)
    with world.database.read() as connection:
        (case,) = connection.execute(select(exceptions)).all()
    assert (case.code, case.terminal) == ("overdrawn", holder.terminal_id)
    assert msgspec.json.decode(case.data) == {"points": 100, "reservation": granted.reservation}
    assert conserved(world)


def test_no_reservation_for_a_terminal_that_is_shut_out_or_unknown(world: World, lanes: Lanes) -> None:
    holder = lanes("holder")
    earned(world, holder)
    with pytest.raises(Refusal, match="terminal_unknown"):
        grant_reservation(desk(world), PHONE, "nowhere", 60, DAY)
    revoke(world.database, holder.terminal_id, world.clock.now)
    with pytest.raises(Refusal, match="terminal_revoked"):
        grant_reservation(desk(world), PHONE, holder.terminal_id, 60, DAY)


def test_what_is_set_aside_of_somebody_erased_goes_the_same_way(world: World, lanes: Lanes) -> None:
    offline(world, "{reservation: {points: 60, days: 7}}")
    holder, other = lanes("holder"), lanes("other")
    member = earned(world, holder, other)
    erase_member(desk(world), PHONE)
    holder.sell(PHONE, 3, redeem=30)  # it has not heard
    settle(holder, other)
    (held,) = server_state(world, member).reserved
    assert (held.points, held.terminal) == (30, holder.terminal_id)
    later(world, days=8)
    assert return_reservations(holder.till) == 1
    settle(holder, other)
    assert (server_state(world, member).reserved, server_state(world, member).total) == ((), 70)
    assert "overdrawn" not in codes(world)
    assert conserved(world)
