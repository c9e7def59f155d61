"""Selling: one unit of work, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import EntryKind
from terminal.domain.money import AMOUNT_MINOR_MAX
from terminal.usecases.identify import identify
from terminal.usecases.sell import Sell, TenderPaid, TenderRequest, quote_sale, sell
from tests.unit.usecases.counter import PHONE, CounterInMemory, lines, paper


def test_a_sale_is_written_whole(counter: CounterInMemory) -> None:
    member = counter.enrol(points=600)
    done = counter.sell(185, 200, member=PHONE, redeem=500, tenders=(TenderRequest("cash", 500),), cashier="林小姐")
    assert (done.number, done.figures.due, done.change, done.figures.balance) == ("0001", 335, 165, 133)
    assert (done.figures.redeemed, done.figures.redeemed_amount, done.figures.earned) == (500, 50, 33)
    frame = counter.frames[-1]
    assert frame.kind is FrameKind.SALE
    assert frame.body["sale"] == done.sale_id
    assert frame.body["member"] == member
    assert frame.body["cashier"] == "林小姐"
    assert frame.body["tenders"] == [{"type": "cash", "amount": 500}]
    assert sum(line["amount"] - sum(less for _, less in line["discounts"]) for line in frame.body["lines"]) == 335
    assert frame.body["total"] == 335
    assert [entry.kind for entry in frame.entries] == [EntryKind.REDEEM, EntryKind.ACCRUE]
    assert counter.jobs() == [done.document]
    assert counter.balance() == 133


def test_the_frame_names_nobody(counter: CounterInMemory) -> None:
    counter.enrol(name="林志華")
    counter.sell(100, member=PHONE)
    for _, payload, _ in counter.store.files.journal.frames:
        assert "林志華" not in payload.decode()
        assert "912345678" not in payload.decode()


def test_a_quote_writes_nothing_and_says_what_selling_will(counter: CounterInMemory) -> None:
    counter.enrol(points=600)
    command = Sell(PHONE, lines(385), redeem="max", tenders=(TenderRequest("cash", 1000),))
    frames = len(counter.frames)
    quoted = quote_sale(counter.till, command)
    assert len(counter.frames) == frames
    assert counter.jobs() == []
    done = sell(counter.till, command)
    assert (quoted.figures, quoted.tendered, quoted.change) == (done.figures, done.tendered, done.change)


def test_a_sale_without_a_member_moves_no_points(counter: CounterInMemory) -> None:
    done = counter.sell(100)
    assert (done.member_id, done.figures.balance, done.figures.earned) == (None, None, 0)
    assert counter.frames[-1].entries == ()
    assert "receipt" not in counter.frames[-1].body


def test_without_a_receipt_no_job_is_queued(counter: CounterInMemory) -> None:
    assert counter.sell(100, print_receipt=False).output_id is None
    assert counter.jobs() == []


def test_numbers_count_up_per_business_day(counter: CounterInMemory) -> None:
    assert [counter.sell(1).number, counter.sell(1).number] == ["0001", "0002"]
    counter.clock.instant = datetime(2026, 11, 21, 19, 59, tzinfo=UTC)
    assert counter.sell(1).number == "0003"
    counter.clock.instant = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
    assert counter.sell(1).number == "0001"


def test_the_sale_that_reaches_a_tier_says_so_and_the_next_one_earns_by_it(counter: CounterInMemory) -> None:
    counter.enrol()
    first = counter.sell(12_000, member=PHONE)
    assert first.figures.upgraded_to is not None
    assert first.figures.upgraded_to.code == "gold"
    assert first.figures.earned == 1200
    second = counter.sell(100, member=PHONE)
    assert second.figures.upgraded_to is None
    assert second.figures.earned == 20
    assert any("金卡" in row for row in paper(first.document))


def test_a_clock_that_fell_back_to_1970_sells_all_the_same(counter: CounterInMemory) -> None:
    counter.enrol()
    assert not counter.sell(100, member=PHONE).clock_behind
    counter.clock.instant = datetime(1970, 1, 1, tzinfo=UTC)
    done = counter.sell(100, member=PHONE)
    assert done.clock_behind
    assert [frame.seq for frame in counter.frames] == list(range(1, len(counter.frames) + 1))
    assert counter.balance() == 20


def test_lines_without_a_name_take_the_menus() -> None:
    item = {"sku": "ruby", "name": {"zh-TW": "紅玉紅茶", "en": "Ruby tea"}, "price": 65}
    menu = [{"code": "drinks", "name": {"zh-TW": "茶飲", "en": "Tea"}, "items": [item]}]
    counter = CounterInMemory(brands__tea__menu=menu)
    line = Line("ruby", "", "", Fraction(1), 65)
    sell(counter.till, Sell(None, (line,)))
    sold = counter.frames[-1].body["lines"][0]
    assert (sold["name"], sold["category"]) == ("紅玉紅茶", "drinks")
    counter.set_language("en")
    sell(counter.till, Sell(None, (replace(line, name="Special"),)))
    assert counter.frames[-1].body["lines"][0]["name"] == "Special"


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("lines_empty", Sell(None, ())),
        ("lines_too_many", Sell(None, lines(*[1] * 1001))),
        ("amount_invalid", Sell(None, lines(-1))),
        ("amount_invalid", Sell(None, lines(AMOUNT_MINOR_MAX, 1))),
        ("quantity_invalid", Sell(None, (Line("a", "a", "", Fraction(-1), 5),))),
        ("tender_unknown", Sell(None, lines(5), tenders=(TenderRequest("shells", 5),))),
        ("tenders_short", Sell(None, lines(5), tenders=(TenderRequest("cash", 4),))),
        ("tenders_over", Sell(None, lines(5), tenders=(TenderRequest("card", 6),))),
        ("tender_amount_invalid", Sell(None, lines(5), tenders=(TenderRequest("cash", -5),))),
        ("redeem_without_member", Sell(None, lines(500), redeem=100)),
        ("member_unknown", Sell("0987654321", lines(5))),
        ("phone_invalid", Sell("091234567", lines(5))),
        ("identifier_unknown_form", Sell("what is this?", lines(5))),
        ("redeem_invalid", Sell(PHONE, lines(500), redeem=-100)),
        ("redeem_above_limit", Sell(PHONE, lines(500), redeem=1000)),
        ("key_invalid", Sell(None, lines(5), key="k" * 65)),
        ("key_invalid", Sell(None, lines(5), key=" ")),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(counter: CounterInMemory, kind: str, command: Sell) -> None:
    counter.enrol(points=600)
    before = counter.store.files.journal
    with pytest.raises(Refusal) as refused:
        sell(counter.till, command)
    assert refused.value.kind == kind
    assert counter.store.files.journal is before


@pytest.mark.parametrize(
    ("due", "requests", "paid", "change"),
    [
        (335, (), (("cash", 335),), 0),
        (335, (("card", None),), (("card", 335),), 0),
        (335, (("cash", 500),), (("cash", 500),), 165),
        (335, (("card", 300), ("cash", 100)), (("card", 300), ("cash", 100)), 65),
        (335, (("cash", 100), ("line_pay", None)), (("cash", 100), ("line_pay", 235)), 0),
        (335, (("line_pay", None), ("cash", 100)), (("line_pay", 235), ("cash", 100)), 0),
        (0, (("card", None),), (), 0),
        (0, (("cash", 20),), (("cash", 20),), 20),
    ],
)
def test_only_cash_gives_change(
    counter: CounterInMemory,
    due: int,
    requests: tuple[tuple[str, int | None], ...],
    paid: tuple[tuple[str, int], ...],
    change: int,
) -> None:
    done = counter.sell(due, tenders=tuple(TenderRequest(*request) for request in requests))
    assert done.tendered == tuple(TenderPaid(*tender) for tender in paid)
    assert done.change == change


def test_a_second_tender_without_an_amount_is_refused(counter: CounterInMemory) -> None:
    with pytest.raises(Refusal, match="tender_amount_missing"):
        counter.sell(5, tenders=(TenderRequest("cash"), TenderRequest("card")))


def test_the_same_key_again_gives_the_first_answer_and_writes_nothing(counter: CounterInMemory) -> None:
    counter.enrol(points=600)
    counter.sell(12_000, member=PHONE)
    command = Sell(PHONE, lines(385), redeem=300, tenders=(TenderRequest("cash", 1000),), key="basket-1")
    first = sell(counter.till, command)
    frames = len(counter.frames)
    counter.sell(50, member=PHONE)
    assert sell(counter.till, command) == first
    assert len(counter.frames) == frames + 1


def test_a_key_belongs_to_one_operation(counter: CounterInMemory) -> None:
    counter.enrol(key="once")
    with pytest.raises(Refusal) as refused:
        counter.sell(5, key="once")
    assert (refused.value.kind, refused.value.data["op"]) == ("key_reused", "enrol_member")


@given(repeats=st.lists(st.sampled_from("abc"), min_size=1, max_size=12))
def test_repeating_commands_in_any_order_counts_each_key_once(repeats: list[str]) -> None:
    counter = CounterInMemory()
    counter.enrol()
    amounts = {"a": 100, "b": 230, "c": 70}
    answers: dict[str, Any] = {}
    for key in repeats:
        done = counter.sell(amounts[key], member=PHONE, key=key)
        assert answers.setdefault(key, done) == done
    assert counter.balance() == sum(amounts[key] // 10 for key in set(repeats))
    assert identify(counter.till, PHONE).visits == len(set(repeats))


def test_offline_the_floor_limit_applies_and_the_paper_says_so(counter: CounterInMemory) -> None:
    counter.enrol(points=2000)
    counter.go_offline(hours=5)
    with pytest.raises(Refusal) as refused:
        counter.sell(1000, member=PHONE, redeem=400)
    assert refused.value.data == {"limit": 300, "reason": "floor_member_day"}
    done = counter.sell(1000, member=PHONE, redeem="max")
    assert done.figures.redeemed == 300
    assert "折抵上限：離線時每位會員當日上限" in paper(done.document)
    again = counter.sell(1000, member=PHONE, redeem="max")
    assert again.figures.redeemed == 0


def test_offline_without_a_binding_limit_the_paper_says_that_the_balance_is_to_be_confirmed(
    counter: CounterInMemory,
) -> None:
    counter.enrol()
    counter.go_offline(hours=5)
    assert "離線交易，餘額待連線確認" in paper(counter.sell(1000, member=PHONE).document)
