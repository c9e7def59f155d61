"""What brands owe each other adds up to what was redeemed, per pair and period, whatever comes back when."""

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from hypothesis import given, settings

from terminal.domain.ledger import EntryKind
from terminal.domain.money import Rounding, round_fraction
from terminal.domain.settlement import Share, owed_for, redemption_shares, returned_shares, worth_of
from tests.unit.domain.laws.happenings import histories
from tests.unit.domain.laws.world import Sale, World


class Row(NamedTuple):
    """A share of a redemption as it is kept: between whom, when, in which currency."""

    earned: str
    spent: str
    period: str
    currency: str
    share: Share


def left_of(shares: Sequence[Share]) -> tuple[Share, ...]:
    points: dict[str, int] = defaultdict(int)
    amounts: dict[str, int] = defaultdict(int)
    for share in shares:
        points[share.brand] += share.points
        amounts[share.brand] += share.amount
    return tuple(Share(brand, points[brand], amounts[brand]) for brand in sorted(points))


def settled(world: World, sale: Sale) -> list[Row]:
    """The rows of a sale and of what was given back of it, one after the other."""
    store = world.rules.store(sale.sold.store)
    brand = world.rules.brand_at(store)
    worth = worth_of(sale.sold.lines, sale.sold.spent)
    redemption = redemption_shares(sale.frame.entries, worth, store.brand)
    rows: list[Row] = []
    for frame in (sale.frame, *(frame for frame, _ in sale.refunds)):
        left = left_of([row.share for row in rows])
        shares = returned_shares(redemption, left, frame.entries) if rows else redemption
        period, currency = f"{frame.day:%Y-%m}", brand.currency.code
        rows += [Row(share.brand, store.brand, period, currency, share) for share in shares]
    return rows


def explained_worth(sale: Sale) -> int:
    """What points bought, by the steps that the cashier was shown."""
    codes = {"points_redeemed", "reward_taken"}
    return -sum(step.amount or 0 for step in sale.quoted.explain if step.code in codes)


@settings(max_examples=120)
@given(histories())
def test_every_redemption_is_shared_to_the_last_unit_and_given_back_the_same_way(world: World) -> None:
    for sale in world.sales:
        rows = settled(world, sale)
        worth, points = explained_worth(sale), sale.quoted.redeemed
        redemption = redemption_shares(sale.frame.entries, worth, world.rules.store(sale.sold.store).brand)
        assert (sum(share.amount for share in redemption), sum(share.points for share in redemption)) == (worth, points)
        taken: dict[str, int] = defaultdict(int)
        for row in world.rows:
            if row.frame is sale.frame and row.entry.kind is EntryKind.REDEEM:
                for move in row.moves:
                    taken[move.brand] -= move.points
        assert {share.brand: share.points for share in redemption} == taken
        left = left_of([row.share for row in rows])
        standing = points - sum(result.returned for _, result in sale.refunds)
        assert sum(share.points for share in left) == standing
        assert sum(share.amount for share in left) == (-(-worth * standing // points) if points else 0)
        assert all(share.points >= 0 and share.amount >= 0 for share in left)


@settings(max_examples=120)
@given(histories())
def test_what_is_owed_in_a_period_is_what_was_redeemed_in_it_less_what_came_back(world: World) -> None:
    amounts: dict[tuple[str, str, str, str], int] = defaultdict(int)
    redeemed: dict[tuple[str, str, str], int] = defaultdict(int)
    for sale in world.sales:
        rows = settled(world, sale)
        for row in rows:
            amounts[row.earned, row.spent, row.period, row.currency] += row.share.amount
        spent_at, currency = world.rules.store(sale.sold.store).brand, sale.frame.body["currency"]
        worth, points = explained_worth(sale), sale.quoted.redeemed
        redeemed[spent_at, f"{sale.frame.day:%Y-%m}", currency] += worth
        standing, before = points, worth
        for frame, result in sale.refunds:
            standing -= result.returned
            now = -(-worth * standing // points) if points else 0
            redeemed[spent_at, f"{frame.day:%Y-%m}", currency] += now - before
            before = now
    of_all_pairs: dict[tuple[str, str, str], int] = defaultdict(int)
    for (earned, spent, period, currency), amount in amounts.items():
        of_all_pairs[spent, period, currency] += amount
        _check_owed(world, (earned, spent), amount, currency)
    for where, amount in redeemed.items():
        assert of_all_pairs[where] == amount


def _check_owed(world: World, pair: tuple[str, str], amount: int, currency: str) -> None:
    here = world.rules.currencies[currency]
    owed = owed_for(world.rules.settlement, pair, amount, (here, world.rules.currency))
    rate = {("tea", "noodles"): Fraction(1, 3)}.get(pair, Fraction(0) if pair[0] == pair[1] else Fraction(4, 5))
    in_dollars = Fraction(amount) if currency == "TWD" else Fraction(amount, 100) * Fraction(63, 2)
    assert owed.amount == amount
    assert owed.owed == round_fraction(amount * rate, Rounding.HALF_UP)
    assert owed.owed_in_group == round_fraction(in_dollars * rate, Rounding.HALF_UP)
