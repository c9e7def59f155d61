"""Sales that do not depend on each other come to the same in any order, whichever terminal's frames arrive first."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.frames import Frame
from terminal.domain.ledger import MemberState
from terminal.domain.tiers import standing
from tests.unit.domain.laws.happenings import AT_TILLS, bills, happens, histories, sells
from tests.unit.domain.laws.rich_group import group
from tests.unit.domain.laws.world import World

PLACES = {"ann": ("tea-north", "noodles", "bakery"), "ben": ("tea-south", "tea-abroad")}
NO_OFFICE = ("sale", "sale", "sale", "back", "all", "void")


class Plan(NamedTuple):
    """A bill that somebody wants, and whether it is brought back as soon as it is made."""

    name: str
    store: str
    asked: dict[str, Any]
    back: bool


@st.composite
def plans(draw: st.DrawFn, name: str) -> list[Plan]:
    places = st.sampled_from(PLACES[name])
    return [Plan(name, draw(places), draw(bills()), draw(st.booleans())) for _ in range(draw(st.integers(1, 3)))]


def interleaved(data: st.DataObject, first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """Both, each in its own order, mixed at random."""
    turns = data.draw(st.permutations([True] * len(first) + [False] * len(second)))
    left, right = iter(first), iter(second)
    return [next(left) if turn else next(right) for turn in turns]


def carried_out(order: Sequence[Plan]) -> World:
    world = World(group("recompute", "negative"))
    for name in PLACES:
        world.adjust("tea-north" if name == "ann" else "tea-south", name, 300)
    for plan in order:
        sale = sells(world, plan.store, plan.name, plan.asked)
        if sale and plan.back:
            world.give_back(sale, [(1, None)])
    return world


@settings(max_examples=80)
@given(plans("ann"), plans("ben"), st.data())
def test_the_order_of_sales_of_different_members_does_not_matter(
    anns: list[Plan], bens: list[Plan], data: st.DataObject
) -> None:
    one, other = carried_out([*anns, *bens]), carried_out(interleaved(data, anns, bens))
    assert other.states() == one.states()
    assert {sale.sold.sale_id: sale.quoted for sale in other.sales} == {
        sale.sold.sale_id: sale.quoted for sale in one.sales
    }


class Apart(NamedTuple):
    """A member's world, and the frames that two terminals which could not talk wrote for them after it."""

    world: World
    here: list[Frame]
    there: list[Frame]


@st.composite
def apart(draw: st.DrawFn) -> Apart:
    world = draw(histories(most=4, kinds=AT_TILLS))
    frames = []
    for store in ("tea-north", "noodles"):
        alone = world.fork()
        alone.sales = []
        for _ in range(draw(st.integers(1, 4))):
            happens(draw, alone, NO_OFFICE, (store,), st.just("ann"))
            alone.wait(draw(st.sampled_from((0, 0, 1, 5, 20))))
        frames.append(alone.frames[len(world.frames) :])
    return Apart(world, *frames)


def meaning(state: MemberState, day: date) -> tuple[object, ...]:
    """What a member comes to on ``day``: counts that have ended by then are forgotten sooner or later."""
    progress = state.progress
    counted = (progress.activity, progress.tallies_on(day), progress.vouchers, progress.tiers)
    return (state.total, state.spend_minor, state.visits, state.last_visit, state.applied, *counted)


@settings(max_examples=100)
@given(apart(), st.data())
def test_frames_of_several_terminals_fold_to_the_same_in_any_order(case: Apart, data: st.DataObject) -> None:
    worlds = []
    for order in ([*case.here, *case.there], interleaved(data, case.here, case.there), [*case.there, *case.here]):
        folded = case.world.fork()
        for frame in order:
            folded.book(frame)
        worlds.append(folded)
    last = max((frame.day for frame in (*case.here, *case.there)), default=case.world.day)
    first = worlds[0].states()
    for other in worlds[1:]:
        for name, state in other.states().items():
            assert meaning(state, last) == meaning(first[name], last)
            for day in (case.world.day, last):
                assert standing(case.world.rules, state, day) == standing(case.world.rules, first[name], day)
