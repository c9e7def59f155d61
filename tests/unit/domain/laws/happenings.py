"""What may happen in a group, drawn at random: bills, refunds, days that pass, merges, households, in any order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any, Final

from hypothesis import strategies as st

from terminal.domain.lines import CashierDiscount, Line
from terminal.domain.programme import Programme
from terminal.domain.tenders import TenderRequest
from tests.unit.domain.laws.rich_group import BELOW_ZERO, DOCUMENT, MEMBERS, ROUNDINGS, group
from tests.unit.domain.laws.world import Sale, World, attempt

STORES: Final = tuple(DOCUMENT["stores"])
COUPONS: Final = tuple(DOCUMENT["coupons"])
REWARDS: Final = tuple(DOCUMENT["rewards"])
WAITS: Final = (0, 0, 1, 1, 3, 8, 30)
Pieces = tuple[tuple[int, Fraction], ...]


def switches(
    rounding: Sequence[str] = ROUNDINGS, below_zero: Sequence[str] = BELOW_ZERO, tier_use: Sequence[str] = ()
) -> st.SearchStrategy[Programme]:
    """The group with one setting of its refund switches."""
    return st.builds(
        group,
        st.sampled_from(rounding),
        st.sampled_from(below_zero),
        st.sampled_from(("return", "keep")),
        st.sampled_from(("return", "keep")),
        st.sampled_from(tier_use or ("next_sale", "same_sale")),
    )


ANY_SWITCHES: Final = switches()
_DISCOUNTS: Final = st.one_of(
    st.none(),
    st.builds(CashierDiscount, share=st.just(Fraction(1, 10)), reason=st.just("scratched")),
    st.builds(CashierDiscount, amount=st.integers(1, 20), reason=st.just("scratched")),
)
LINES: Final = st.builds(
    lambda place, category, pieces, price, discount: Line(
        f"sku{place}", "", category, pieces, int(pieces * price), discount
    ),
    st.integers(0, 3),
    st.sampled_from(("any", "cake", "mug", "tobacco")),
    st.sampled_from((Fraction(1), Fraction(1), Fraction(2), Fraction(3), Fraction(5, 4))),
    st.sampled_from((0, 1, 19, 50, 99, 150, 333, 700)),
    st.one_of(st.none(), st.none(), _DISCOUNTS),
)
TENDERS: Final = st.sampled_from(
    (
        (),
        (),
        (TenderRequest("cash", 10_000),),
        (TenderRequest("stored_value", 40), TenderRequest("cash")),
        (TenderRequest("stored_value"),),
        (TenderRequest("card", 1), TenderRequest("cash")),
    )
)


@st.composite
def bills(draw: st.DrawFn) -> dict[str, Any]:
    """What a bill asks for besides its store and member; half of them are plain."""
    asked: dict[str, Any] = {"lines": tuple(draw(st.lists(LINES, min_size=1, max_size=3)))}
    asked["redeem"] = draw(st.sampled_from((0, "max", "max", 30, 60)))
    if draw(st.sampled_from((True, True, False))):
        asked["coupons"] = tuple(draw(st.lists(st.sampled_from(COUPONS), max_size=3)))
        asked["rewards"] = tuple(draw(st.lists(st.sampled_from(REWARDS), max_size=2)))
        asked["tenders"] = draw(TENDERS)
        asked["discount"] = draw(_DISCOUNTS)
    return asked


def sells(world: World, store: str, name: str | None, asked: Mapping[str, Any]) -> Sale | None:
    """The sale of that bill, without the coupons and rewards that are refused on it, or plain if it must be."""
    plain = {"lines": asked["lines"], "redeem": "max"}

    def works(key: str, one: str) -> bool:
        return attempt(lambda: world.ask(store, name, **plain, **{key: (one,)}))

    def usable(key: str) -> tuple[str, ...]:
        return tuple(one for one in asked.get(key, ()) if works(key, one))

    possible = {**asked, "coupons": usable("coupons"), "rewards": usable("rewards")}
    first = {**possible, "coupons": possible["coupons"][:1], "redeem": "max", "discount": None}
    for tried in (possible, first, {**first, "rewards": (), "tenders": ()}, plain):
        before = len(world.sales)
        if attempt(partial(world.sell, store, name, **tried)):
            return world.sales[before]
    return None


def sell_apart(world: World, stores: Sequence[str], name: str | None, asked: Mapping[str, Any]) -> None:
    """Two tills that cannot talk sell to one member, each by what it knew before."""
    other = world.fork()
    sells(world, stores[0], name, asked)
    sale = sells(other, stores[1], name, asked)
    if sale:
        world.post(sale.frame.terminal, sale.frame.kind, sale.frame.body, sale.frame.entries)
        world.sales.append(replace(sale, frame=world.frames[-1]))


@st.composite
def pieces_of(draw: st.DrawFn, sale: Sale) -> Pieces:
    """Some of a sale's lines, each with a part of its quantity."""
    lines = list(enumerate(sale.sold.lines, start=1))
    found = draw(st.lists(st.sampled_from(lines), min_size=1, max_size=3, unique_by=lambda line: line[0]))
    wholes = ((number, Fraction(draw(st.integers(1, max(int(line.quantity), 1))))) for number, line in found)
    return tuple(wholes)


WHO: Final = st.sampled_from((*MEMBERS, *MEMBERS[:2], None))


AT_TILLS: Final = ("sale",) * 6 + ("back",) * 4 + ("all", "void", "adjust", "wait", "wait")
EVERYTHING: Final = (*AT_TILLS, "merge", "join")
WITHOUT_A_LINE: Final = (*EVERYTHING, "apart", "apart", "merge")


def happens(
    draw: st.DrawFn,
    world: World,
    kinds: Sequence[str] = EVERYTHING,
    stores: Sequence[str] = STORES,
    who: st.SearchStrategy[str | None] = WHO,
) -> None:
    """One thing more happens in ``world``: of these ``kinds``, bills at these ``stores`` of some of ``who``."""
    kind = draw(st.sampled_from(kinds))
    if kind == "sale":
        sells(world, draw(st.sampled_from(stores)), draw(who), draw(bills()))
    elif kind == "apart" and len(stores) > 1:
        apart = draw(st.lists(st.sampled_from(stores), min_size=2, max_size=2, unique=True))
        sell_apart(world, apart, draw(who), draw(bills()))
    elif kind in {"back", "all", "void"} and world.sales:
        sale = world.sales[draw(st.integers(0, len(world.sales) - 1))]
        if kind == "void":
            attempt(lambda: world.void(sale))
        else:
            pieces = draw(pieces_of(sale)) if kind == "back" else None
            attempt(lambda: world.give_back(sale, pieces))
    elif kind == "adjust":
        name, points = draw(st.sampled_from(MEMBERS)), draw(st.sampled_from((-50, -7, 40, 150, 400)))
        attempt(lambda: world.adjust(draw(st.sampled_from(STORES)), name, points))
    elif kind in {"merge", "join"}:
        name, other = draw(st.sampled_from(MEMBERS)), draw(st.sampled_from(MEMBERS))
        attempt(lambda: world.merge(name, other) if kind == "merge" else world.join(name, "home"))
    world.wait(draw(st.sampled_from(WAITS)) if kind == "wait" else 0)


@st.composite
def histories(
    draw: st.DrawFn,
    rules: st.SearchStrategy[Programme] = ANY_SWITCHES,
    most: int = 9,
    kinds: Sequence[str] = EVERYTHING,
) -> World:
    """A world after some of everything; members begin with points of different brands."""
    world = World(draw(rules))
    for name, store in zip(MEMBERS, STORES, strict=False):
        if draw(st.booleans()):
            world.adjust(store, name, 300)
    for _ in range(draw(st.integers(0, most))):
        happens(draw, world, kinds)
    return world
