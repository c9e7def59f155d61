"""Claimed points of goods that come back: what is kept is what the kept part of the sale earns."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import EntryKind
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.claim_points import ClaimPoints, claim_points
from terminal.usecases.exchange import Exchange, exchange
from terminal.usecases.refund import Refund, quote_refund, refund
from terminal.usecases.reprint import reprint
from terminal.usecases.sell import SaleDone, Sell
from terminal.usecases.void import Void, void
from tests.unit.usecases.counter import PHONE, CounterInMemory, lines, paper
from tests.unit.usecases.test_claim_points import OWN, code_on
from tests.unit.usecases.test_receipt_templates import CLAIMS, KEY, shop

STEPS = [{"code": "base", "rule": "amount", "per": 100, "points": 10, "full_steps": True}]
"""Ten points for each whole hundred: what a part earns is not its share of the whole."""


def claiming(**more: Any) -> CounterInMemory:
    counter = shop(CLAIMS, brands__tea__earning=STEPS, **more)
    counter.store.files.terminal_keys[OWN] = KEY.public_key().public_bytes_raw()
    return counter


def claim(counter: CounterInMemory, sale: SaleDone, phone: str = PHONE) -> int:
    return claim_points(counter.till, ClaimPoints(phone, code_on(sale))).points


def gives_back(counter: CounterInMemory, sale: SaleDone, *numbers: int) -> int:
    """Refunds these lines, or with none all that is left; gives the points taken."""
    wanted = tuple((number, None) for number in numbers) or None
    return refund(counter.till, Refund(sale.sale_id, wanted)).result.clawed_back


@pytest.mark.parametrize(
    ("steps", "taken"),
    [
        pytest.param([()], [40], id="whole"),
        pytest.param([(1,)], [20], id="a line"),
        pytest.param([(2,)], [10], id="the other line, whose hundred the others fill in part"),
        pytest.param([(1,), (2,), (3,)], [20, 20, 0], id="line by line"),
        pytest.param([(3,), ()], [10, 30], id="a line and the rest"),
    ],
)
def test_a_refund_takes_back_what_the_rest_does_not_earn(steps: Sequence[tuple[int, ...]], taken: list[int]) -> None:
    counter = claiming()
    sale, before = counter.sell(210, 150, 90), counter.balance()  # 450: 40 points
    assert claim(counter, sale) == 40
    assert [gives_back(counter, sale, *numbers) for numbers in steps] == taken
    assert counter.balance() == before + 40 - sum(taken)


@pytest.mark.parametrize(
    ("first", "claimed", "then"),
    [
        pytest.param((1,), 20, 20, id="two lines left"),
        pytest.param((1, 2), None, None, id="what is left earns nothing"),
        pytest.param((), None, None, id="nothing left"),
    ],
)
def test_a_claim_after_a_refund_gives_what_the_rest_earns(
    first: tuple[int, ...], claimed: int | None, then: int | None
) -> None:
    counter = claiming()
    sale, before = counter.sell(210, 150, 90), counter.balance()
    assert gives_back(counter, sale, *first) == 0
    if claimed is None:
        with pytest.raises(Refusal, match="claim_without_points" if first else "claim_given_back"):
            claim(counter, sale)
    else:
        assert claim(counter, sale) == claimed
        assert gives_back(counter, sale) == then
    assert counter.balance() == before


def test_the_refunds_frame_says_what_is_left_and_what_it_took() -> None:
    counter = claiming()
    sale = counter.sell(210, 150, 90)
    claim(counter, sale)
    (claimed,) = counter.frames[-1].entries
    gives_back(counter, sale, 1)
    frame = counter.frames[-1]
    assert (frame.kind, frame.body["clawed_back"]) == (FrameKind.REFUND, 20)
    (number,) = frame.body["claim"].pop("numbers")
    assert frame.body["claim"] == {"amount": 450, "left": 240, "taken": [[claimed.parts[0].lot_id, 20, 20]]}
    assert number == counter.frames[-2].body["coupons"][0][1]
    (entry,) = frame.entries
    assert (entry.member_id, entry.kind, entry.points) == (claimed.member_id, EntryKind.REVERSE, -20)
    assert (entry.qualifying, entry.counts_on) == (-20, counter.frames[-2].day)
    assert [part.lot_id for part in entry.parts] == [claimed.parts[0].lot_id]


def test_what_nobody_claimed_here_is_only_said() -> None:
    counter = claiming()
    sale = counter.sell(210, 150, 90)
    assert gives_back(counter, sale, 1) == 0
    frame = counter.frames[-1]
    assert (frame.entries, frame.body["claim"]["left"], "taken" in frame.body["claim"]) == ((), 240, False)


@pytest.mark.parametrize("brand", [{}, {"member": PHONE}])
def test_where_a_receipt_claims_nothing_the_refund_says_nothing(brand: dict[str, str]) -> None:
    counter = claiming() if brand else shop({})
    sale = counter.sell(300, **brand)
    refund(counter.till, Refund(sale.sale_id))
    assert "claim" not in counter.frames[-1].body


def test_a_quote_says_the_same_and_writes_nothing() -> None:
    counter = claiming()
    sale = counter.sell(210, 150)
    claim(counter, sale)
    balance, frames = counter.balance(), len(counter.frames)
    quoted = quote_refund(counter.till, Refund(sale.sale_id, ((1, None),)))
    assert (quoted.result.clawed_back, [step.code for step in quoted.result.explain]) == (20, ["claim_clawed_back"])
    assert (counter.balance(), len(counter.frames)) == (balance, frames)


def test_the_slip_says_what_was_taken_and_not_what_is_left_to_them() -> None:
    counter = claiming()
    sale = counter.sell(210, 150)
    claim(counter, sale)
    slip = paper(refund(counter.till, Refund(sale.sale_id)).document)
    assert "收回點數 | -30 點" in slip
    assert not [row for row in slip if str(counter.balance()) in row]


def test_a_void_takes_everything_whatever_the_switches_say() -> None:
    counter = claiming(brands__tea__refund={"below_zero": "zero"})
    before = counter.balance()
    sale = counter.sell(300)
    claim(counter, sale)
    adjust(counter.till, Adjust(PHONE, -counter.balance(), "spent"))
    assert void(counter.till, Void(sale.sale_id)).result.clawed_back == 30
    assert (before, counter.balance()) == (1000, -30)


@pytest.mark.parametrize(("switch", "taken", "waived"), [("negative", 30, 0), ("zero", 10, 20), ("refuse", 10, 20)])
def test_points_that_were_spent_follow_the_brands_switch(switch: str, taken: int, waived: int) -> None:
    counter = claiming(brands__tea__refund={"below_zero": switch})
    sale = counter.sell(300)
    claim(counter, sale)
    adjust(counter.till, Adjust(PHONE, 10 - counter.balance(), "spent"))
    done = refund(counter.till, Refund(sale.sale_id))
    assert (done.result.clawed_back, counter.balance()) == (taken, 10 - taken)
    told = {step.code: step.data for step in done.result.explain}
    assert told.get("clawback_waived", {}).get("waived", 0) == waived
    (settled,) = counter.frames[-1].body["claim"]["taken"]
    assert settled[1:] == [30, 30]  # what was let go is settled too: nobody asks for it again


def test_a_brand_that_shares_takes_the_share() -> None:
    counter = claiming(brands__tea__refund={"rounding": "share"})
    sale = counter.sell(210, 150, 90)
    claim(counter, sale)
    assert [gives_back(counter, sale, number) for number in (1, 2, 3)] == [18, 14, 8]  # of 40: 18.7, 32, 40


def test_an_exchange_takes_back_too() -> None:
    counter = claiming()
    before = counter.balance()
    sale = counter.sell(210, 150)
    claim(counter, sale)
    bill = Sell(member=PHONE, lines=lines(210))
    done = exchange(counter.till, Exchange(sale.sale_id, bill, ((1, None),)))
    earned = done.sale.figures.earned
    assert earned > 0
    assert (done.refund.result.clawed_back, counter.balance()) == (20, before + 10 + earned)


def test_a_copy_signed_in_another_epoch_is_claimed_and_given_back_all_the_same() -> None:
    counter = claiming()
    before = counter.balance()
    sale = counter.sell(300)
    journal = counter.store.files.journal
    journal.identity = replace(journal.identity, epoch=2)
    counter.store.files.terminal_keys["terminal-1", 2] = KEY.public_key().public_bytes_raw()
    copy = reprint(counter.till, sale.sale_id).document
    assert claim(counter, replace(sale, document=copy)) == 30
    with pytest.raises(Refusal, match="claim_used"):  # the first paper has another number, and is of the same sale
        claim(counter, sale)
    assert gives_back(counter, sale) == 30
    assert counter.balance() == before


def test_what_counts_towards_tiers_goes_too() -> None:
    tiers = [
        {"code": "member", "name": {"zh-TW": "會員", "en": "Member"}},
        {"code": "gold", "name": {"zh-TW": "金卡", "en": "Gold"}, "qualify": {"points": 30}},
    ]
    counter = claiming(tiers=tiers)
    sale = counter.sell(300)
    claim(counter, sale)
    gives_back(counter, sale)
    with counter.store.view() as unit:
        member_id = unit.find_member("phone", "+886912345678")
        assert member_id is not None
        record = unit.member(member_id)
    assert record is not None
    assert sum(day.points for day in record.state.progress.activity) == 0


MONEY = st.integers(1, 400)


@settings(max_examples=60, deadline=None)
@given(st.lists(MONEY, min_size=1, max_size=4), st.data())
def test_what_is_claimed_less_what_is_taken_is_what_the_kept_part_earns(
    amounts: list[int], data: st.DataObject
) -> None:
    """Wherever the claim stands among the refunds, and whatever comes back in how many steps."""
    counter = claiming()
    sale = counter.sell(*amounts)
    before = counter.balance()
    order = data.draw(st.permutations(range(1, len(amounts) + 1)))
    coming = order[: data.draw(st.integers(0, len(order)))]
    at = data.draw(st.integers(0, len(coming)))
    given_points = taken = 0
    for place in range(len(coming) + 1):
        if place == at:
            try:
                given_points = claim(counter, sale)
            except Refusal as refusal:
                assert refusal.kind in {"claim_without_points", "claim_given_back"}
        if place < len(coming):
            taken += gives_back(counter, sale, coming[place])
    kept = sum(amounts) - sum(amounts[number - 1] for number in coming)
    assert given_points - taken == (10 * (kept // 100) if given_points else 0)
    assert counter.balance() == before + given_points - taken
