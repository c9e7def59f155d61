"""Points that are set aside for this till: redeemed on any knowledge and by any clock, and given back in time."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from terminal.domain.audit import sale_differences
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import EntryKind, LotPart, MemberState, Reservation, ReservationStep
from terminal.domain.sold import sold_from_document
from terminal.ports.replica import MemberRow
from terminal.ports.store import MemberProfile
from terminal.usecases.identify import identify
from terminal.usecases.link_state import link_state
from terminal.usecases.member_ledger import member_ledger
from terminal.usecases.refund import Refund, refund
from terminal.usecases.return_reservations import return_reservations, tend_reservations
from terminal.usecases.sell import SaleDone, Sell, quote_sale, sell
from tests.unit.usecases.counter import AT, PHONE, CounterInMemory, lines, paper
from ui.cli.batch.clock import BatchClock

DAY = date(2026, 11, 21)
MEMBER = "01939999-0000-7000-8000-000000000001"


def lot(lot_id: str, points: int, brand: str = "tea") -> LotPart:
    return LotPart(lot_id, brand, points, None, DAY)


def aside(*lots: LotPart, terminal: str = "terminal-1", last_day: date = DAY, name: str = "r") -> Reservation:
    return Reservation(name, terminal, last_day, lots)


def counter(*reserved: Reservation, lots: tuple[LotPart, ...] = (), **changes: object) -> CounterInMemory:
    """A till whose server has said so much of one member."""
    made = CounterInMemory(**changes)
    says(made, MemberState(MEMBER, lots, reserved=reserved))
    return made


def says(till: CounterInMemory, state: MemberState, number: int = 1) -> None:
    profile = MemberProfile(MEMBER, "Ann", "+886912345678", enrolled_on=DAY)
    till.replica.apply_page([MemberRow(MEMBER, number, state, profile=profile)], number, (0, 0))


def redeemed(done: SaleDone, till: CounterInMemory) -> list[tuple[int, str | None]]:
    """What each redemption of the sale took, and from which reservation."""
    with till.store.view() as unit:
        sale = unit.sale(done.sale_id)
    assert sale is not None
    spent = [entry for entry in sale.entries if entry.kind is EntryKind.REDEEM]
    return [(-entry.points, entry.reservation.reservation_id if entry.reservation else None) for entry in spent]


def body(done: SaleDone, till: CounterInMemory) -> dict[str, Any]:
    with till.store.view() as unit:
        sale = unit.sale(done.sale_id)
    assert sale is not None
    return dict(sale.body)


def test_offline_the_reservation_goes_first_and_online_the_open_lots() -> None:
    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),))
    card = identify(till.till, PHONE)
    assert (card.balance, card.reserved, card.reserved_elsewhere) == (700, 300, 0)
    online = till.sell(1000, member=PHONE, redeem=500)
    assert redeemed(online, till) == [(400, None), (100, "r")]
    assert "offline" not in body(online, till)

    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),))
    till.go_offline(hours=2)
    offline = till.sell(1000, member=PHONE, redeem=500)
    assert redeemed(offline, till) == [(300, "r"), (200, None)]
    assert body(offline, till)["offline"] == {
        "limit": 600,
        "reason": "floor_member_day",
        "age_hours": 2,
        "reserved": 300,
    }
    assert identify(till.till, PHONE).balance == 700 - 500 + offline.figures.earned


def test_floor_limits_count_only_what_did_not_come_from_the_reservation() -> None:
    till = counter(aside(lot("a", 300)), lots=(lot("b", 900),))
    till.go_offline(hours=2)
    till.sell(1000, member=PHONE, redeem=300)
    assert identify(till.till, PHONE).limit.points == 300
    till.sell(1000, member=PHONE, redeem=300)
    card = identify(till.till, PHONE)
    assert (card.limit.points, card.limit.reason) == (0, "floor_member_day")


def test_when_the_balance_is_too_old_the_reservation_is_what_allows_anything() -> None:
    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),))
    till.go_offline(hours=500)
    card = identify(till.till, PHONE)
    assert (card.limit.points, card.limit.reason) == (300, "reservation")
    with pytest.raises(Refusal) as refused:
        till.sell(1000, member=PHONE, redeem=310)
    assert refused.value.data == {"limit": 300, "reason": "reservation"}
    done = till.sell(1000, member=PHONE, redeem="max")
    assert redeemed(done, till) == [(300, "r")]
    rows = paper(done.document)
    assert "其中 300 點為本機保留點數" in rows
    assert "折抵上限：保留給本機的點數" in rows
    assert (identify(till.till, PHONE).limit.points, identify(till.till, PHONE).limit.reason) == (0, "balance_too_old")


def test_what_another_till_holds_is_shown_and_not_offered() -> None:
    till = counter(aside(lot("a", 300), terminal="terminal-2"), lots=(lot("b", 400),))
    card = identify(till.till, PHONE)
    assert (card.balance, card.reserved, card.reserved_elsewhere) == (700, 0, 300)
    assert (card.limit.points, card.limit.reason) == (400, "reserved_elsewhere")


def test_points_of_brands_that_are_not_taken_here_do_not_help() -> None:
    till = counter(aside(lot("a", 300, "plain")), lots=(lot("b", 200),))
    assert identify(till.till, PHONE).limit.points == 200
    till.go_offline(hours=500)
    assert (identify(till.till, PHONE).limit.points, identify(till.till, PHONE).limit.reason) == (0, "balance_too_old")


def test_rewards_take_from_the_reservation_too() -> None:
    rewards = {"mug": {"name": {"zh-TW": "杯", "en": "Mug"}, "points": 200, "benefit": {"kind": "gift"}}}
    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),), rewards=rewards)
    till.go_offline(hours=500)
    done = till.sell(1000, member=PHONE, rewards=("mug",), redeem=100)
    assert redeemed(done, till) == [(300, "r")]
    with pytest.raises(Refusal) as refused:
        till.sell(1000, member=PHONE, rewards=("mug",))
    assert refused.value.data == {"needed": 200, "available": 0, "reason": "balance_too_old"}


@pytest.mark.parametrize("hours", [0, 2, 500])
def test_whoever_calculates_the_bill_again_comes_to_the_same(hours: int) -> None:
    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),))
    if hours:
        till.go_offline(hours=hours)
    done = till.sell(1000, 55, member=PHONE, redeem="max")
    with till.store.view() as unit:
        sale, programme = unit.sale(done.sale_id), unit.programme()
    assert sale is not None
    sold = sold_from_document(sale.sale_id, "tea", sale.day, sale.body, sale.entries)
    assert sale_differences(programme, sold, sale.body) == ()
    first, *others = sale.entries
    forged = replace(sold, entries=(replace(first, points=first.points - 10), *others))
    assert {found.what for found in sale_differences(programme, forged, sale.body)} >= {"entries"}


def test_a_refund_gives_back_to_the_lots_that_both_were_taken_from() -> None:
    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),))
    till.go_offline(hours=2)
    done = till.sell(1000, member=PHONE, redeem=500)
    undone = refund(till.till, Refund(done.sale_id))
    assert (undone.result.returned, undone.balance) == (500, 700)
    card = identify(till.till, PHONE)
    assert (card.balance, card.reserved) == (700, 0)


def test_after_its_last_day_a_reservation_is_not_spent_and_given_back_once() -> None:
    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),))
    till.go_offline(hours=500)
    assert return_reservations(till.till) == 0
    till.clock.instant += timedelta(days=1)
    assert identify(till.till, PHONE).reserved == 0
    assert return_reservations(till.till) == 1
    frame = till.frames[-1]
    assert (frame.kind, frame.body) == (FrameKind.RESERVATION_RETURNED, {"reservation": "r", "member": MEMBER})
    (entry,) = frame.entries
    assert (entry.kind, entry.points, entry.reservation and entry.reservation.step) == (
        EntryKind.TRANSFER,
        0,
        ReservationStep.RETURN,
    )
    assert identify(till.till, PHONE).balance == 700
    assert member_ledger(till.till, PHONE).rows == ()
    till.clock.instant -= timedelta(days=1)  # whatever the clock says afterwards
    assert (identify(till.till, PHONE).reserved, return_reservations(till.till)) == (0, 0)


def test_what_is_recalled_is_given_back_as_soon_as_it_is_heard() -> None:
    held = aside(lot("a", 300), last_day=date(2026, 12, 31))
    till = counter(held, aside(lot("c", 50), terminal="terminal-2", name="s"), lots=(lot("b", 400),))
    tend_reservations(till.till)
    assert till.frames[-1].kind is not FrameKind.RESERVATION_RETURNED
    says(till, MemberState(MEMBER, (lot("b", 400),), reserved=(replace(held, recalled=True),)), 2)
    assert identify(till.till, PHONE).reserved == 0
    assert return_reservations(till.till) == 1
    assert identify(till.till, PHONE).limit.points == 700


def test_a_counter_opens_even_where_nothing_can_be_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    till = counter(aside(lot("a", 300), last_day=date(2026, 1, 1)))
    till.store.files.replica.programmes.clear()
    with pytest.raises(Refusal, match="programme_missing"):
        return_reservations(till.till)
    tend_reservations(till.till)


@pytest.mark.parametrize(("minutes", "online"), [(4, True), (7, False), (60 * 24 * 365 * 56, False)])
def test_a_clock_before_the_last_sync_says_nothing_of_how_long_ago_that_was(minutes: int, online: bool) -> None:
    till = counter(lots=(lot("b", 400),))
    till.clock.instant -= timedelta(minutes=minutes)
    figures = link_state(till.till)
    assert (figures.online, figures.clock_behind, figures.age is None) == (online, not online, not online)
    limit = identify(till.till, PHONE).limit
    assert (limit.points, limit.reason) == ((400, "balance") if online else (0, "clock_behind"))


def test_a_command_told_to_have_happened_before_the_last_sync_is_as_well_informed_as_the_machine_is() -> None:
    till = counter(lots=(lot("b", 400),))
    clock = BatchClock(till.clock)
    told = replace(till.till, clock=clock)
    with clock.set_to(till.clock.now() - timedelta(days=900)):
        assert identify(told, PHONE).limit.reason == "balance"
        till.clock.instant -= timedelta(days=901)
        assert identify(told, PHONE).limit.reason == "clock_behind"


def test_by_a_clock_in_1970_a_till_sells_and_earns_and_redeems_from_its_reservation_alone() -> None:
    till = counter(aside(lot("a", 300)), lots=(lot("b", 400),))
    till.clock.instant = AT.replace(year=1970)
    assert return_reservations(till.till) == 0
    with pytest.raises(Refusal) as refused:
        till.sell(1000, member=PHONE, redeem=310)
    assert refused.value.data == {"limit": 300, "reason": "reservation"}
    done = till.sell(1000, member=PHONE, redeem=300)
    assert done.figures.earned > 0
    assert redeemed(done, till) == [(300, "r")]
    assert body(done, till)["offline"]["age_hours"] is None
    assert till.sell(500, member=PHONE).figures.earned == 50


def test_a_programme_without_limits_sets_none_by_a_wrong_clock_either() -> None:
    till = counter(lots=(lot("b", 400),), offline=None)
    till.clock.instant = AT.replace(year=1970)
    assert identify(till.till, PHONE).limit.points == 400


def test_a_quote_says_what_a_sale_would_take() -> None:
    till = counter(aside(lot("a", 300)))
    till.go_offline(hours=500)
    quoted = quote_sale(till.till, Sell(PHONE, lines(1000), redeem=200))
    assert quoted.quote.redeemed_of_reserved == 200
    assert quoted.member is not None
    assert quoted.member.reserved == 300
    assert sell(till.till, Sell(PHONE, lines(1000), redeem=200)).figures == quoted.figures


def test_two_reservations_of_members_who_were_merged_are_spent_one_after_the_other() -> None:
    till = counter(aside(lot("a", 100)), aside(lot("b", 200), name="s"))
    till.go_offline(hours=500)
    done = till.sell(1000, member=PHONE, redeem=250)
    assert redeemed(done, till) == [(100, "r"), (150, "s")]
    entries = till.frames[-1].entries[:2]
    assert [part.lot_id for entry in entries for part in entry.parts] == ["a", "b"]
