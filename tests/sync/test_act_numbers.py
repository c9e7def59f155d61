"""The numbers of what the office does."""

from datetime import timedelta

from sync.server.storage.act_numbers import ActNumbers
from tests.sync.world import START


def test_numbers_rise_also_when_the_clock_stands_or_goes_back() -> None:
    line = ActNumbers()
    at = [START, START, START, START - timedelta(days=1), START + timedelta(milliseconds=1)]
    given = [line.after(instant) for instant in at * 1000]
    assert given == sorted(set(given))


def test_a_line_that_begins_anew_is_above_an_older_one() -> None:
    before = ActNumbers().after(START)
    assert before < ActNumbers().after(START + timedelta(milliseconds=1)) < 2**53
