"""A spoiled programme is refused with the place and the reason, or it works: bills on it are answered or refused."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from sync.server.posting.checking import sale_exceptions
from terminal.domain.errors import Refusal
from terminal.domain.lines import POINTS_DISCOUNT, Line
from terminal.domain.programme import Programme
from tests.unit.domain.laws.happenings import AT_TILLS, COUPONS, REWARDS, STORES, happens, sells
from tests.unit.domain.laws.rich_group import DOCUMENT, MEMBERS
from tests.unit.domain.laws.spoiling import ADDED, Path, changed_at, spoiled
from tests.unit.domain.laws.world import World, attempt

ENDLESS_SECONDS = 60


@contextmanager
def no_hang() -> Iterator[None]:
    """Ends what would never end; nothing here takes a thousandth of that."""

    def ring(*_: object) -> None:
        raise AssertionError("it never ends")

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(ENDLESS_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def taken(document: dict[str, Any]) -> Programme | None:
    """The programme, if it is one; else it is refused with the place and the reason."""
    try:
        return Programme.from_document(document, "digest")
    except Refusal as refusal:
        assert refusal.kind == "programme_invalid"
        assert refusal.data["reason"]
        assert isinstance(refusal.data["path"], str)
        return None


@settings(max_examples=250)
@given(spoiled(), st.data())
def test_a_spoiled_programme_is_refused_or_works(document: dict[str, Any], data: st.DataObject) -> None:
    with no_hang():
        rules = taken(document)
        event("refused" if rules is None else "taken")
        if rules is None:
            return
        world = World(rules)
        for name in MEMBERS:
            for store in rules.stores:
                attempt(partial(world.adjust, store, name, 200))
        for _ in range(data.draw(st.integers(1, 5))):
            happens(data.draw, world, AT_TILLS, tuple(rules.stores))  # type: ignore[arg-type]  # draws as a DrawFn does
        for sale in world.sales:
            assert sale_exceptions(sale.frame, sale.sold, rules) == ()
            redemption = rules.brand_at(rules.store(sale.sold.store)).redemption
            paid = sum(points for source, points in sale.sold.spent if source == POINTS_DISCOUNT)
            assert redemption is None or sale.quoted.redeemed_amount * redemption.points == paid * redemption.amount
            attempt(partial(world.give_back, sale))
        assert sum(state.total for state in world.states().values()) == sum(row.entry.points for row in world.rows)


BILLS = (
    (Line("sku0", "", "cake", Fraction(3), 300), Line("sku1", "", "any", Fraction(5, 4), 1)),
    (Line("sku2", "", "mug", Fraction(2), 1999), Line("sku3", "", "any", Fraction(0), 40)),
)


@pytest.mark.parametrize("unusual", ADDED, ids=lambda unusual: ".".join(map(str, unusual[0])))
def test_every_unusual_part_is_refused_or_works(unusual: tuple[Path, Any]) -> None:
    document = deepcopy(DOCUMENT)
    changed_at(document, *deepcopy(unusual))
    with no_hang():
        rules = taken(document)
        for name in MEMBERS if rules else ():
            world = World(rules)  # type: ignore[arg-type]  # nobody without rules
            for store, lines in product(STORES, BILLS):
                sale = sells(
                    world, store, name, {"lines": lines, "redeem": "max", "coupons": COUPONS, "rewards": REWARDS}
                )
                assert sale is not None
                assert sale_exceptions(sale.frame, sale.sold, world.rules) == ()
                world.wait(1)
            for sale in world.sales:
                world.give_back(sale, [(1, Fraction(1))])
                world.give_back(sale)
