"""What each benefit takes off, checked by hand; and that none ever takes more than there is."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.benefits import (
    NOTHING_OFF,
    AmountOff,
    Benefit,
    BonusPoints,
    HandedOver,
    MultipliedPoints,
    PercentOff,
    Pick,
    UnitsOff,
    taken_off,
)
from terminal.domain.lines import PricedLine
from terminal.domain.money import Rounding

F = Fraction


def priced(*amounts: tuple[int, int | str]) -> tuple[PricedLine, ...]:
    """Lines of (amount, quantity)."""
    return tuple(PricedLine(f"sku{place}", "", "", F(count), gross) for place, (gross, count) in enumerate(amounts))


THREE = priced((130, 1), (75, 1), (180, 2))
MANY = priced((300, 3), (50, 1), (200, 1))


@pytest.mark.parametrize(
    ("benefit", "lines", "off"),
    [
        (PercentOff(F(1, 10)), THREE, {0: 13, 1: 7, 2: 18}),
        (PercentOff(F(1, 10), maximum=20), THREE, {0: 7, 1: 4, 2: 9}),
        (PercentOff(F(1, 20)), priced((335, 1)), {0: 16}),
        (PercentOff(F(1, 20), rounding=Rounding.HALF_UP), priced((335, 1)), {0: 17}),
        (PercentOff(F(1, 20), rounding=Rounding.UP), priced((321, 1)), {0: 17}),
        (PercentOff(F(1)), THREE, {0: 130, 1: 75, 2: 180}),
        (PercentOff(F(1, 1000)), THREE, {}),
        (AmountOff(50), THREE, {0: 17, 1: 10, 2: 23}),
        (AmountOff(1000), THREE, {0: 130, 1: 75, 2: 180}),
        (AmountOff(50), priced((0, 1), (0, 2)), {}),
        (UnitsOff(), THREE, {1: 75}),
        (UnitsOff(pick=Pick.DEAREST), THREE, {0: 130}),
        (UnitsOff(count=2), THREE, {1: 75, 2: 90}),
        (UnitsOff(count=2, maximum=80), THREE, {1: 75, 2: 80}),
        (UnitsOff(count=3, maximum=80), THREE, {1: 75, 2: 160}),
        (UnitsOff(count=4, maximum=80), THREE, {0: 80, 1: 75, 2: 160}),
        (UnitsOff(count=9), THREE, {0: 130, 1: 75, 2: 180}),
        (UnitsOff(count=1, every=3), THREE, {1: 75}),
        (UnitsOff(count=1, every=2), MANY, {1: 50, 0: 100}),
        (UnitsOff(count=1, every=2, times=1), MANY, {1: 50}),
        (UnitsOff(count=1, every=6), MANY, {}),
        (UnitsOff(count=1, every=2, share=F(1, 2)), MANY, {1: 25, 0: 50}),
        (UnitsOff(count=2, every=2, times=1, pick=Pick.DEAREST), MANY, {2: 200, 0: 100}),
        (UnitsOff(price=49), THREE, {1: 26}),
        (UnitsOff(count=2, price=49, pick=Pick.DEAREST), MANY, {2: 151, 0: 51}),
        (UnitsOff(price=100), priced((80, 1)), {}),
        (UnitsOff(), priced((500, "0.5"), (0, 0)), {}),
        (UnitsOff(), priced((250, "2.5")), {0: 100}),
        (UnitsOff(), priced((100, 3)), {0: 33}),
        (UnitsOff(count=3), priced((100, 3)), {0: 100}),
        (HandedOver(), THREE, {}),
        (BonusPoints(10), THREE, {}),
        (MultipliedPoints(F(2)), THREE, {}),
    ],
)
def test_what_a_benefit_takes_off(benefit: Benefit, lines: tuple[PricedLine, ...], off: dict[int, int]) -> None:
    assert benefit.off(lines, range(len(lines))).amounts == off


def test_only_the_lines_it_is_for_become_cheaper() -> None:
    assert PercentOff(F(1, 10)).off(THREE, [0, 2]).amounts == {0: 13, 2: 18}
    assert UnitsOff().off(THREE, [0, 2]).amounts == {2: 90}
    assert AmountOff(10).off(THREE, []).amounts == {}


def test_what_is_taken_is_taken_from_what_is_left() -> None:
    once = taken_off(THREE, AmountOff(100).off(THREE, range(3)), "one")
    twice = taken_off(once, PercentOff(F(1)).off(once, range(3)), "two")
    assert [line.net for line in once] == [96, 56, 133]
    assert [line.net for line in twice] == [0, 0, 0]
    assert twice[0].discounts == (("one", 34), ("two", 96))


def test_no_unit_becomes_cheaper_twice() -> None:
    lines, gone, nets = priced((130, 2), (75, 1)), NOTHING_OFF, []
    for benefit in (UnitsOff(), UnitsOff(share=F(1, 2)), UnitsOff(), UnitsOff()):
        off = benefit.off(lines, range(2), gone)
        lines, gone = taken_off(lines, off, "some"), gone.and_then(off)
        nets.append([line.net for line in lines])
    assert nets == [[65, 75], [33, 75], [33, 0], [33, 0]]


@pytest.mark.parametrize(
    ("benefit", "amount", "base", "points"),
    [
        (BonusPoints(50), 0, 0, 50),
        (BonusPoints(5, per=100), 250, 25, 10),
        (BonusPoints(5, per=100, maximum=7), 250, 25, 7),
        (MultipliedPoints(F(2)), 250, 25, 25),
        (MultipliedPoints(F(3, 2)), 250, 25, 12),
        (MultipliedPoints(F(3), maximum=30), 250, 25, 30),
        (MultipliedPoints(F(1, 2)), 250, 25, 0),
    ],
)
def test_what_points_a_benefit_gives(
    benefit: BonusPoints | MultipliedPoints, amount: int, base: int, points: int
) -> None:
    assert benefit.points_for(amount, base) == points


SHARES = st.fractions(min_value=F(1, 100), max_value=1, max_denominator=1000)
SOME = st.integers(1, 5)
BENEFITS = st.one_of(
    st.builds(PercentOff, SHARES, st.none() | st.integers(1, 500), st.sampled_from(Rounding)),
    st.builds(AmountOff, st.integers(1, 2000)),
    st.builds(UnitsOff, SOME, st.none() | SOME, st.none() | SOME, st.sampled_from(Pick), SHARES, st.none()),
    st.builds(
        UnitsOff, SOME, st.none() | SOME, st.none() | SOME, st.sampled_from(Pick), st.just(F(1)), st.integers(0, 90)
    ),
)
LINES = st.lists(
    st.tuples(st.integers(0, 500), st.sampled_from(["0", "0.5", "1", "2", "3", "2.75", "7"])), min_size=1, max_size=6
).map(lambda amounts: priced(*amounts))


@given(LINES, st.lists(BENEFITS, min_size=1, max_size=4))
def test_no_line_ever_costs_less_than_nothing(lines: tuple[PricedLine, ...], benefits: list[Benefit]) -> None:
    gone = NOTHING_OFF
    for benefit in benefits:
        off = benefit.off(lines, range(len(lines)), gone)
        gone = gone.and_then(off)
        assert all(0 < amount <= lines[place].net for place, amount in off.amounts.items())
        lines = taken_off(lines, off, "some")
    assert all(0 <= line.net <= line.gross for line in lines)
