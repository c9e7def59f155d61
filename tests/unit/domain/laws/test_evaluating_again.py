"""Evaluating twice is evaluating once, looking changes nothing, and what is applied already is not applied again."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from terminal.domain.earning import awards_of
from terminal.domain.errors import Refusal
from terminal.domain.frames import Frame
from terminal.domain.ledger import MemberState, apply
from terminal.domain.refunds import refund
from tests.unit.domain.laws.happenings import AT_TILLS, STORES, WHO, bills, histories
from tests.unit.domain.laws.world import World


def answered(world: World, store: str, name: str | None, asked: dict[str, Any]) -> object:
    """The quote, or what is said when there is none."""
    try:
        return world.ask(store, name, **asked)
    except Refusal as refusal:
        return refusal.kind, refusal.data


@settings(max_examples=120)
@given(histories(most=5), st.sampled_from(STORES), WHO, bills())
def test_a_quote_is_the_same_again_and_writes_nothing(
    world: World, store: str, name: str | None, asked: dict[str, Any]
) -> None:
    before = deepcopy((world.accounts, world.frames, world.rows))
    assert answered(world, store, name, asked) == answered(world, store, name, asked)
    assert (world.accounts, world.frames, world.rows) == before


@settings(max_examples=80)
@given(histories())
def test_what_a_frame_tells_gives_the_same_awards_again(world: World) -> None:
    for sale in world.sales:
        purchase = sale.sold.purchase(world.rules)
        again = awards_of(world.rules, purchase) if purchase else ()
        assert again == sale.quoted.awards
        assert replace(sale.sold, moment=sale.quoted.sold.moment) == sale.quoted.sold


@settings(max_examples=80)
@given(histories())
def test_calculating_a_refund_changes_nothing_and_is_the_same_again(world: World) -> None:
    for sale in world.sales:
        asked = (world.rules, sale.sold, tuple(sale.steps), None, world.day, world.touched(sale))
        before = deepcopy((asked[1:], world.accounts))
        try:
            assert refund(*asked) == refund(*asked)
        except Refusal as refusal:
            assert refusal.kind in {"already_refunded", "refund_whole_only", "clawback_above_balance"}
        assert (asked[1:], world.accounts) == before


def overlaid(state: MemberState, frames: list[Frame], terminal: str) -> MemberState:
    """As a till sees a member: the server's word, with those of its own frames laid over it that are not in there."""
    for frame in frames:
        if frame.terminal == terminal and (frame.epoch, frame.seq) > state.applied.get(terminal, (0, 0)):
            mine = [entry for entry in frame.entries if entry.member_id == state.member_id]
            for entry in mine:
                state, _ = apply(state, entry, frame.day)
            if mine:
                state = replace(state, applied={**state.applied, terminal: (frame.epoch, frame.seq)})
    return state


@settings(max_examples=80)
@given(histories(kinds=AT_TILLS), st.data())
def test_a_till_counts_every_frame_once_however_many_the_server_has(world: World, data: st.DataObject) -> None:
    posted = data.draw(st.integers(0, len(world.frames)))
    server = World(world.rules)
    for frame in world.frames[:posted]:
        server.book(frame)
    for terminal in STORES:
        own = [frame for frame in world.frames[posted:] if frame.terminal == terminal]
        expected = server.fork()
        for frame in own:
            expected.book(frame)
        for name, state in server.states().items():
            seen = overlaid(state, world.frames, terminal)
            assert seen == expected.states()[name]
            assert overlaid(seen, world.frames, terminal) == seen
    for name, state in world.states().items():
        assert all(overlaid(state, world.frames, terminal) == state for terminal in STORES), name
