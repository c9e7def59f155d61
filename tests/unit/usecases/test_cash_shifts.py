"""Shifts of the cash drawer: what should be in it, counted by somebody who is not told."""

from datetime import date, timedelta

import pytest

from terminal.domain.denominations import denominations
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.money import Currency
from terminal.usecases.cash_shifts import CashShift, cash_shifts, current_shift
from terminal.usecases.close_shift import CloseShift, close_shift
from terminal.usecases.move_cash import MoveCash, move_cash
from terminal.usecases.open_shift import BeginShift, begin_shift
from terminal.usecases.refund import Refund, refund
from terminal.usecases.sell import TenderRequest
from terminal.usecases.shift_report import ReportKind, shift_report
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import AT, CounterInMemory, paper

DAY = date(2026, 11, 21)


def morning(counter: CounterInMemory) -> None:
    """Sold before the shift, a float of 1,000, and everything that moves cash."""
    counter.sell(999)
    begin_shift(counter.till, BeginShift(1000, cashier="林"))
    counter.sell(300, tenders=(TenderRequest("card", 200), TenderRequest("cash", 500)))
    void(counter.till, Void(counter.sell(125).sale_id))
    back = counter.sell(80, 20)
    refund(counter.till, Refund(back.sale_id, lines=((2, None),)))
    move_cash(counter.till, MoveCash(500, "change", "林"))
    move_cash(counter.till, MoveCash(-1200, "bank", "林", "王"))


def test_what_should_be_in_the_drawer(counter: CounterInMemory) -> None:
    morning(counter)
    done = close_shift(counter.till, CloseShift(480, cashier="陳"))
    assert (done.taken, done.given_back, done.moved_in, done.moved_out) == (100 + 125 + 100, 125 + 20, 500, 1200)
    assert (done.expected, done.counted, done.difference) == (480, 480, 0)
    assert (done.opened.opened_by, done.closed_by) == ("林", "陳")
    counter.sell(50)
    assert cash_shifts(counter.till, DAY) == (done,)


def test_frames_say_it_all_and_move_no_point(counter: CounterInMemory) -> None:
    morning(counter)
    close_shift(counter.till, CloseShift(count=((100, 4), (10, 5)), cashier="陳"))
    opened, put_in, taken_out, closed = (frame for frame in counter.frames if frame.kind.value in {
        "shift_opened", "cash_moved", "shift_closed"})  # fmt: skip
    shift = opened.body["shift"]
    assert opened.body == {
        "shift": shift, "number": 1, "cashier": "林", "currency": "TWD", "opening": 1000, "count": [],
    }  # fmt: skip
    assert put_in.body["amount"] == 500
    assert taken_out.body == {
        "shift": shift, "amount": -1200, "reason": "bank", "cashier": "林", "approved_by": "王",
    }  # fmt: skip
    assert closed.body == {
        "shift": shift, "number": 1, "cashier": "陳", "currency": "TWD", "opening": 1000, "taken": 325,
        "given_back": 145, "moved_in": 500, "moved_out": 1200, "expected": 480, "counted": 450, "difference": -30,
        "count": [[100, 4], [10, 5]],
    }  # fmt: skip
    assert not any(frame.entries for frame in (opened, put_in, taken_out, closed))


def test_the_open_shift_does_not_tell_what_should_be_there(counter: CounterInMemory) -> None:
    morning(counter)
    shift = current_shift(counter.till)
    assert shift is not None
    assert (shift.number, shift.opening, [move.amount for move in shift.moves]) == (1, 1000, [500, -1200])
    assert not hasattr(shift, "expected")


def test_one_shift_at_a_time_and_numbers_count_up(counter: CounterInMemory) -> None:
    assert current_shift(counter.till) is None
    for command in (lambda: move_cash(counter.till, MoveCash(1, "x")), lambda: close_shift(counter.till, CloseShift())):
        with pytest.raises(Refusal, match="shift_not_open"):
            command()
    begin_shift(counter.till, BeginShift())
    with pytest.raises(Refusal, match="shift_is_open"):
        begin_shift(counter.till, BeginShift())
    close_shift(counter.till, CloseShift(0))
    with pytest.raises(Refusal, match="shift_not_open"):
        close_shift(counter.till, CloseShift(0))
    assert begin_shift(counter.till, BeginShift(5)).number == 2


def test_repeated_keys_write_once(counter: CounterInMemory) -> None:
    begun = begin_shift(counter.till, BeginShift(100, key="a"))
    assert begin_shift(counter.till, BeginShift(100, key="a")) == begun
    moved = move_cash(counter.till, MoveCash(5, "change", key="b"))
    assert move_cash(counter.till, MoveCash(5, "change", key="b")) == moved
    done = close_shift(counter.till, CloseShift(105, key="c"))
    frames = len(counter.frames)
    assert close_shift(counter.till, CloseShift(105, key="c")) == done
    assert (done.difference, len(counter.frames)) == (0, frames)


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (MoveCash(0, "change"), "cash_move_zero"),
        (MoveCash(5, "  "), "cash_reason_invalid"),
        (MoveCash(5, "x" * 81), "cash_reason_invalid"),
        (MoveCash(10**14, "change"), "amount_invalid"),
    ],
)
def test_what_cannot_be_moved(counter: CounterInMemory, command: MoveCash, kind: str) -> None:
    begin_shift(counter.till, BeginShift())
    with pytest.raises(Refusal, match=kind):
        move_cash(counter.till, command)


@pytest.mark.parametrize("count", [((0, 1),), ((100, -1),), ((100, 100_001),)])
def test_what_cannot_be_counted(counter: CounterInMemory, count: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(Refusal, match="count_invalid"):
        begin_shift(counter.till, BeginShift(count=count))
    with pytest.raises(Refusal, match="amount_invalid"):
        begin_shift(counter.till, BeginShift(-1))


def test_a_shift_over_midnight_is_on_both_days(counter: CounterInMemory) -> None:
    begin_shift(counter.till, BeginShift(100))
    counter.sell(50)
    counter.clock.instant = AT + timedelta(days=1)
    counter.sell(70)
    done = close_shift(counter.till, CloseShift(220))
    assert done.difference == 0
    both = (cash_shifts(counter.till, DAY), cash_shifts(counter.till, DAY + timedelta(days=1)))
    assert both == ((done,), (done,))


def test_reports_say_what_was_counted_and_nothing_before(counter: CounterInMemory) -> None:
    morning(counter)
    rows = paper(shift_report(counter.till, ReportKind.X).document)
    at = rows.index("錢櫃班別 1（林）")
    assert rows[at + 1 : at + 5] == ["  零用金 | 1,000", "  放入 | 500", "  取出 | -1,200", "  這一班還沒清點"]
    close_shift(counter.till, CloseShift(450))
    report = shift_report(counter.till, ReportKind.Z)
    rows = paper(report.document)
    at = rows.index("錢櫃班別 1（林）")
    assert rows[at + 4 : at + 7] == ["  錢櫃應有 | 480", "  清點 | 450", "  差額 | -30"]
    (shift,) = counter.frames[-1].body["figures"]["shifts"]
    assert (shift["expected"], shift["counted"], shift["difference"]) == (480, 450, -30)


def test_without_shifts_reports_are_as_ever(counter: CounterInMemory) -> None:
    counter.sell(100)
    report = shift_report(counter.till, ReportKind.Z)
    assert "shifts" not in counter.frames[-1].body["figures"]
    assert not any("班別" in row for row in paper(report.document))


def test_counting_closes_the_day_anew(counter: CounterInMemory) -> None:
    begin_shift(counter.till, BeginShift(100))
    shift_report(counter.till, ReportKind.Z)
    done: CashShift = close_shift(counter.till, CloseShift(100))
    again = shift_report(counter.till, ReportKind.Z)
    assert (done.difference, again.number, again.instead_of) == (0, 2, 1)
    assert [frame.kind for frame in counter.frames].count(FrameKind.DAY_CLOSED) == 2


def test_coins_and_notes_of_a_currency() -> None:
    assert denominations(Currency("TWD", 0, "NT$"))[:3] == (2000, 1000, 500)
    assert denominations(Currency("TWD", 2, "NT$"))[-1] == 100
    assert denominations(Currency("USD", 2, "$"))[-3:] == (10, 5, 1)
    assert denominations(Currency("XYZ", 2, "?")) == ()
