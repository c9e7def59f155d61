"""Points that come back: until when they can be spent again, and that none is lost or made."""

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.ledger import LotPart, MemberState, apply
from terminal.domain.programme import Programme
from terminal.domain.refunds import RefundedLine, refund, void
from terminal.domain.sold import SoldBill
from tests.unit.domain.samples import bill, lot, member, moment, programme

BOUGHT = date(2026, 1, 10)
THIRD = [date(2026, 3, 20), date(2026, 3, 21), date(2026, 3, 26)]


def rules(**refunds: Any) -> Programme:
    return programme(
        brands__tea__redemption={"points": 1, "amount": 1, "accepts": ["tea", "noodles"]},
        brands__tea__refund=refunds,
        brands__tea__earning=[],
    )


def three_lots(count: int = 4) -> MemberState:
    """The published ones: as many points each until 20, 21 and 26 March."""
    return member(*(lot(f"l{place}", count, expires=last, earned=BOUGHT) for place, last in enumerate(THIRD)))


def spends(made: Programme, state: MemberState, points: int) -> tuple[SoldBill, MemberState]:
    quoted = bill((10, 10), state, redeem=points, rules=made, moment=moment(BOUGHT))
    for entry in quoted.entries:
        state, _ = apply(state, entry, BOUGHT)
    return quoted.sold, state


def comes_back(
    made: Programme, sold: SoldBill, state: MemberState, day: date, line: int | None = None, after: int | None = None
) -> MemberState:
    already = [[RefundedLine(after, Fraction(1), 0)]] if after else []
    wanted = None if line is None else [(line, None)]
    for entry in refund(made, sold, already, wanted, day, {"m": state}).entries:
        state, _ = apply(state, entry, day)
    return state


def open_until(state: MemberState) -> dict[date | None, int]:
    found: dict[date | None, int] = {}
    for part in state.lots:
        found[part.expires_on] = found.get(part.expires_on, 0) + part.points
    return found


LATEST = {"returned_expiry": "latest"}
DAYS = {"returned_days": 7}


@pytest.mark.parametrize(
    ("rule", "day", "until"),
    [
        # Published: twelve points of three last days come back with the latest of them …
        ({**LATEST, **DAYS}, date(2026, 1, 21), {THIRD[2]: 12}),
        # … or seven days after the return, where that is later.
        ({**LATEST, **DAYS}, date(2026, 3, 24), {date(2026, 3, 31): 12}),
        ({**LATEST, **DAYS}, date(2026, 3, 19), {THIRD[2]: 12}),
        ({**LATEST, **DAYS}, date(2026, 3, 20), {date(2026, 3, 27): 12}),
        (LATEST, date(2026, 3, 24), {THIRD[2]: 12}),
        (DAYS, date(2026, 1, 21), dict.fromkeys(THIRD, 4)),
        (DAYS, date(2026, 3, 14), {THIRD[1]: 8, THIRD[2]: 4}),
        (DAYS, date(2026, 4, 1), {date(2026, 4, 8): 12}),  # what has run out can be spent again
        ({}, date(2026, 4, 1), dict.fromkeys(THIRD, 4)),
    ],
)
def test_until_when_points_that_come_back_can_be_spent(
    rule: dict[str, Any], day: date, until: dict[date | None, int]
) -> None:
    made = rules(**rule)
    sold, state = spends(made, three_lots(), 12)
    assert open_until(comes_back(made, sold, state, day)) == until


def test_a_void_gives_every_point_its_own_day_again() -> None:
    made = rules(**LATEST, **DAYS)
    sold, state = spends(made, three_lots(), 12)
    for entry in void(made, sold, BOUGHT, {"m": state}).entries:
        state, _ = apply(state, entry, BOUGHT)
    assert state.lots == three_lots().lots


def test_brands_keep_the_points_they_gave_and_points_for_ever_stay_so() -> None:
    made = rules(**LATEST)
    held = member(
        lot("a", 5, "tea", THIRD[0], BOUGHT), lot("b", 5, "noodles", THIRD[1], BOUGHT), lot("c", 5, "tea", None, BOUGHT)
    )
    sold, state = spends(made, held, 12)
    state = comes_back(made, sold, state, BOUGHT)
    assert [(part.lot_id, part.brand, part.points, part.expires_on) for part in state.lots] == [
        ("c", "tea", 5, None),
        (f"{sold.sale_id}.returned.noodles.ever", "noodles", 5, None),
        (f"{sold.sale_id}.returned.tea.ever", "tea", 5, None),
    ]


def test_points_that_live_by_visits_go_back_to_their_lots() -> None:
    made = rules(**LATEST, **DAYS)
    idle = LotPart("idle", "tea", 6, date(2026, 7, 10), BOUGHT, 6)
    held = member(idle, lot("dated", 6, expires=THIRD[0], earned=BOUGHT))
    sold, state = spends(made, held, 12)
    state = comes_back(made, sold, state, BOUGHT)
    assert {part.lot_id: (part.points, part.idle_months) for part in state.lots} == {"idle": (6, 6), "dated": (6, 0)}


@given(
    points=st.integers(1, 20),
    latest=st.booleans(),
    least=st.integers(0, 40),
    first=st.integers(0, 90),
    later=st.integers(0, 30),
    count=st.integers(1, 7),
)
def test_parts_bring_back_every_point_once(
    points: int, latest: bool, least: int, first: int, later: int, count: int
) -> None:
    made = rules(returned_expiry="latest" if latest else "own", returned_days=least)
    before = three_lots(count)
    spent = min(points, before.total)
    sold, state = spends(made, before, spent)
    assert state.total == before.total - spent
    day = BOUGHT + timedelta(days=first)
    half = comes_back(made, sold, state, day, line=1)
    parts = comes_back(made, sold, half, day + timedelta(days=later), after=1)
    whole = comes_back(made, sold, state, day)
    assert parts.total == whole.total == before.total
    if not later:
        assert parts.lots == whole.lots
    returned = [part for part in parts.lots if ".returned." in part.lot_id]
    at_least = day + timedelta(days=least) if least else THIRD[0]
    assert all(part.expires_on is not None and part.expires_on >= at_least for part in returned)
