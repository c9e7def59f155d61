"""Tiers with terms, and members after sales over the years."""

from datetime import date
from typing import Any

from terminal.domain.customers import customer_of
from terminal.domain.facts import Person
from terminal.domain.ledger import Entry, EntryKind, MemberState, apply
from terminal.domain.programme import Programme
from terminal.domain.progress import progress_of
from terminal.domain.tiers import upgrade
from tests.unit.domain.samples import document, programme

YEAR: dict[str, Any] = {"clock": "months", "months": 12}
Visit = tuple[date, int]


def rules(gold: dict[str, Any], black: dict[str, Any] | None = None, **changes: object) -> Programme:
    """The sample programme with these keys of its upper tiers."""
    tiers = document()["tiers"]
    plain = {key: value for key, value in tiers[1].items() if key != "qualify"}
    top = {**tiers[2], "qualify": {"spend": 50_000, "window": "12 months"}} if black is None else {**tiers[2], **black}
    return programme(tiers=[tiers[0], {**plain, **gold}, top], **changes)


def sale(day: date, spend: int, points: int = 0) -> tuple[Entry, date]:
    return Entry("m", EntryKind.ACCRUE, 0, spend_minor=spend, visits=1, qualifying=points), day


def fold(*history: tuple[Entry, date], state: MemberState | None = None) -> MemberState:
    state = state or MemberState("m")
    for entry, day in history:
        state, _ = apply(state, entry, day)
    return state


def bought(made: Programme, *sales: Visit) -> MemberState:
    """A member after sales at tills that upgrade."""
    state = MemberState("m")
    for day, spend in sales:
        facts = customer_of(made, state, Person(), day).facts
        held = upgrade(made, facts, day, (spend, 1, spend))
        progress = progress_of(tiers=(held,) if held else ())
        entry = Entry("m", EntryKind.ACCRUE, 0, spend_minor=spend, visits=1, qualifying=spend, progress=progress)
        state, _ = apply(state, entry, day)
    return state
