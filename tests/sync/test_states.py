"""A state as a document: what was written is what is read, and what an older server wrote is read too."""

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.protocol.states import decode_state, encode_state
from terminal.domain.ledger import LotPart, MemberState, Reservation
from terminal.domain.progress import Activity, HeldTier, Progress, Tally, Voucher

DAYS = st.dates(date(1970, 1, 1), date(2400, 1, 1))
TEXTS = st.text(min_size=1, max_size=12)
COUNTS = st.integers(-(2**53), 2**53)
LOTS = st.builds(LotPart, TEXTS, TEXTS, st.integers(1, 2**53), DAYS | st.none(), DAYS, st.integers(0, 24))
RESERVATIONS = st.builds(Reservation, TEXTS, TEXTS, DAYS, st.lists(LOTS, max_size=3).map(tuple), st.booleans())
BASES = st.lists(st.tuples(TEXTS, COUNTS, COUNTS, COUNTS), max_size=3).map(tuple)


@st.composite
def progresses(draw: st.DrawFn) -> Progress:
    tiers = draw(st.lists(st.builds(HeldTier, TEXTS, DAYS, DAYS | st.none(), BASES), max_size=3))
    tallies = draw(st.lists(st.builds(Tally, TEXTS, COUNTS, DAYS | st.none()), max_size=4))
    vouchers = draw(st.lists(st.builds(Voucher, TEXTS, TEXTS, COUNTS, DAYS, DAYS), max_size=3))
    return Progress(
        tuple(draw(st.lists(st.builds(Activity, DAYS, COUNTS, COUNTS, COUNTS), max_size=4))),
        {tally.key: tally for tally in tallies},
        {voucher.voucher_id: voucher for voucher in vouchers},
        {held.key: held for held in tiers},
    )


STATES = st.builds(
    MemberState,
    st.just("m"),
    st.lists(LOTS, max_size=4).map(tuple),
    st.integers(0, 2**53),
    COUNTS,
    COUNTS,
    DAYS | st.none(),
    progresses(),
    st.dictionaries(TEXTS, st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=3),
    st.lists(RESERVATIONS, max_size=3).map(tuple),
)


@given(STATES)
def test_a_state_comes_back_as_it_was(state: MemberState) -> None:
    assert decode_state("m", encode_state(state)) == state


def test_a_state_of_an_older_server_is_read() -> None:
    written = b'{"lots":[["l","tea",5,null,"2026-11-21"]],"spend":7,"visits":1,"applied":{"t":[1,2]}}'
    lot = LotPart("l", "tea", 5, None, date(2026, 11, 21))
    assert decode_state("m", written) == MemberState("m", (lot,), 0, 7, 1, applied={"t": (1, 2)})


def test_anything_else_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_state("m", b'{"progress":{"tallies":[["a","b",null]]}}')
