"""Settlement always adds up to the redemptions, whatever is spent and given back in whichever order."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.domain.lines import PricedLine
from terminal.domain.money import Currency, Rounding
from terminal.domain.settlement import (
    PairRate,
    SettlementRule,
    Share,
    owed_for,
    redemption_shares,
    returned_shares,
    worth_of,
)

DAY = date(2026, 11, 21)
TWD = Currency("TWD", 0, "NT$")
JPY = Currency("JPY", 0, "¥", Fraction(21, 100))


def parts(**points: int) -> tuple[LotPart, ...]:
    return tuple(LotPart(f"lot-{brand}", brand, held, None, DAY) for brand, held in points.items() if held)


def redeemed(points: int, **by_brand: int) -> Entry:
    return Entry("m", EntryKind.REDEEM, -points, parts(**by_brand))


def returned(**by_brand: int) -> Entry:
    return Entry("m", EntryKind.RETURN, sum(by_brand.values()), parts(**by_brand))


def test_the_worth_is_what_points_and_rewards_took_off() -> None:
    line = PricedLine("a", "", "", Fraction(1), 500, (("cashier", 50), ("points", 30), ("reward/cup", 20)))
    other = PricedLine("b", "", "", Fraction(1), 100, (("coupon/x", 10), ("points", 5)))
    assert worth_of((line, other), (("points", 350), ("reward/cup", 100))) == 55
    assert worth_of((line, other), (("points", 350),)) == 35
    assert worth_of((line, other), ()) == 0


@pytest.mark.parametrize(
    ("entry", "worth", "shares"),
    [
        (redeemed(100, tea=100), 10, [Share("tea", 100, 10)]),
        (redeemed(300, tea=200, noodles=100), 10, [Share("noodles", 100, 3), Share("tea", 200, 7)]),
        # Of equal remainders the first brand by its code gets the unit.
        (redeemed(20, tea=10, noodles=10), 1, [Share("noodles", 10, 1), Share("tea", 10, 0)]),
        # What no lot had is the spending brand's own.
        (redeemed(100, tea=60), 10, [Share("bakery", 40, 4), Share("tea", 60, 6)]),
        (redeemed(100, bakery=50), 10, [Share("bakery", 100, 10)]),
        (Entry("m", EntryKind.ADJUST, -50), 10, []),
    ],
)
def test_shares_of_a_redemption(entry: Entry, worth: int, shares: list[Share]) -> None:
    assert list(redemption_shares((entry,), worth, "bakery")) == shares


def test_a_refund_gives_back_what_its_points_bought() -> None:
    shares = redemption_shares((redeemed(300, tea=200, noodles=100),), 10, "bakery")
    back = returned_shares(shares, shares, (returned(tea=100),))
    # 200 of 300 points are left, worth 10 × 200 ⁄ 300 = 6.67, up: 7, shared 100 : 100.
    assert back == (Share("noodles", 0, 1), Share("tea", -100, -4))
    left = (Share("noodles", 100, 4), Share("tea", 100, 3))
    assert returned_shares(shares, left, (returned(tea=100, noodles=100),)) == (
        Share("noodles", -100, -4),
        Share("tea", -100, -3),
    )


def test_nobody_gets_back_more_than_is_left() -> None:
    shares = redemption_shares((redeemed(100, tea=100),), 10, "bakery")
    assert returned_shares(shares, shares, (returned(tea=500, noodles=7),)) == (Share("tea", -100, -10),)
    assert returned_shares((), (), (returned(tea=5),)) == ()


BRANDS = ("bakery", "noodles", "tea")
POINTS = st.fixed_dictionaries({brand: st.integers(0, 300) for brand in BRANDS})


def added(shares: tuple[Share, ...], more: tuple[Share, ...]) -> tuple[Share, ...]:
    totals = {share.brand: [0, 0] for share in (*shares, *more)}
    for share in (*shares, *more):
        totals[share.brand][0] += share.points
        totals[share.brand][1] += share.amount
    return tuple(Share(brand, *total) for brand, total in sorted(totals.items()))


@given(POINTS, st.integers(0, 50), st.integers(0, 10_000), st.lists(POINTS, max_size=5))
def test_shares_add_up_to_the_redemption_after_every_refund(
    by_brand: dict[str, int], missing: int, worth: int, refunds: list[dict[str, int]]
) -> None:
    points = sum(by_brand.values()) + missing
    if points == 0:
        return
    shares = redemption_shares((redeemed(points, **by_brand),), worth, "bakery")
    assert (sum(share.points for share in shares), sum(share.amount for share in shares)) == (points, worth)
    left = shares
    for refund in refunds:
        left = added(left, returned_shares(shares, left, (returned(**refund),)))
        standing = sum(share.points for share in left)
        assert sum(share.amount for share in left) == -(-worth * standing // points)
        assert all(share.points >= 0 and share.amount >= 0 for share in left)
    all_of_it = {share.brand: share.points for share in left}
    left = added(left, returned_shares(shares, left, (returned(**all_of_it),)))
    assert all((share.points, share.amount) == (0, 0) for share in left)


@given(POINTS, POINTS, st.integers(0, 10_000))
def test_giving_back_in_parts_is_giving_back_at_once(first: dict[str, int], second: dict[str, int], worth: int) -> None:
    spent = {brand: first[brand] + second[brand] + 10 for brand in BRANDS}
    shares = redemption_shares((redeemed(sum(spent.values()), **spent),), worth, "bakery")
    in_parts = added(shares, returned_shares(shares, shares, (returned(**first),)))
    in_parts = added(in_parts, returned_shares(shares, in_parts, (returned(**second),)))
    both = {brand: first[brand] + second[brand] for brand in BRANDS}
    assert in_parts == added(shares, returned_shares(shares, shares, (returned(**both),)))


@pytest.mark.parametrize(
    ("rule", "pair", "amount", "owed"),
    [
        (SettlementRule(), ("tea", "noodles"), 1001, 1001),
        (SettlementRule(Fraction(3, 5)), ("tea", "noodles"), 1001, 601),
        (SettlementRule(Fraction(1, 2)), ("tea", "noodles"), 1001, 501),
        (SettlementRule(Fraction(1, 2), Rounding.DOWN), ("tea", "noodles"), 1001, 500),
        (SettlementRule(Fraction(1, 2), Rounding.HALF_EVEN), ("tea", "noodles"), 1001, 500),
        (SettlementRule(Fraction(1, 2)), ("tea", "tea"), 1001, 0),
        (SettlementRule(pairs=(PairRate("tea", "noodles", Fraction(1, 4)),)), ("tea", "noodles"), 1000, 250),
        (SettlementRule(pairs=(PairRate("tea", "noodles", Fraction(1, 4)),)), ("noodles", "tea"), 1000, 1000),
        (SettlementRule(Fraction(1, 2)), ("tea", "noodles"), -1001, -500),
    ],
)
def test_what_is_owed_for_a_period(rule: SettlementRule, pair: tuple[str, str], amount: int, owed: int) -> None:
    assert owed_for(rule, pair, amount, (TWD, TWD)).owed == owed


def test_the_groups_currency_is_rounded_once_from_the_exact_figure() -> None:
    # 333 yen × 1⁄2 = 166.5 → 167 yen; 333 × 0.21 × 1⁄2 = 34.965 → 35 dollars, not 167 × 0.21 = 35.07.
    found = owed_for(SettlementRule(Fraction(1, 2)), ("tea", "noodles"), 333, (JPY, TWD))
    assert (found.amount, found.owed, found.owed_in_group) == (333, 167, 35)
