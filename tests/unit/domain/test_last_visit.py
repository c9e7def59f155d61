"""The last visit: a bill that comes back whole was none."""

from datetime import date

import pytest

from terminal.domain.ledger import Entry, EntryKind, MemberState, apply

MAY, JULY = date(2026, 5, 1), date(2026, 7, 1)


def visited(state: MemberState, day: date) -> MemberState:
    return apply(state, Entry("m", EntryKind.ACCRUE, 0, spend_minor=10, visits=1), day)[0]


def undone(state: MemberState, day: date, today: date) -> MemberState:
    entry = Entry("m", EntryKind.REVERSE, 0, spend_minor=-10, visits=-1, counts_on=day)
    return apply(state, entry, today)[0]


@pytest.mark.parametrize(
    ("days", "taken_back", "last"),
    [
        ((MAY, JULY), (JULY,), MAY),
        ((MAY, JULY), (MAY,), JULY),
        ((JULY,), (JULY,), None),
        ((JULY, JULY), (JULY,), JULY),
        ((MAY, JULY), (MAY, JULY), None),
    ],
)
def test_a_visit_taken_back_leaves_the_one_before(
    days: tuple[date, ...], taken_back: tuple[date, ...], last: date | None
) -> None:
    state = MemberState("m")
    for day in days:
        state = visited(state, day)
    for day in taken_back:
        state = undone(state, day, JULY)
    assert state.last_visit == last


def test_a_visit_that_only_an_older_state_knew_stays_until_it_is_taken_back() -> None:
    state = MemberState("m", visits=3, last_visit=JULY)
    assert undone(state, MAY, JULY).last_visit == JULY
    assert undone(state, JULY, JULY).last_visit is None
