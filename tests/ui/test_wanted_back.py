"""How much of each line comes back: never more than is left, and one key takes all of a line and gives it up again."""

from fractions import Fraction

import pytest

from terminal.usecases.past_sales import PastLine
from ui.viewmodels.wanted_back import WantedBack


def line(number: int, left: int | Fraction, *, whole_only: bool = False) -> PastLine:
    return PastLine(number, f"line {number}", Fraction(3), Fraction(left), 300, 100, whole_only)


def test_never_more_than_is_left_nor_less_than_none() -> None:
    tea = line(1, 2)
    wanted = WantedBack([tea])
    for pieces, count in ((1, 1), (5, 2), (-1, 1), (-9, 0)):
        wanted.change(tea, pieces)
        assert wanted.of(tea) == count
    assert not wanted and wanted.lines() == ()


def test_a_line_without_pieces_comes_back_whole() -> None:
    ham = line(1, Fraction(7, 20), whole_only=True)
    wanted = WantedBack([ham, line(2, 1)])
    wanted.change(ham, 1)
    assert (wanted.of(ham), wanted.lines()) == (Fraction(7, 20), ((1, None),))


def test_a_part_is_asked_for_by_its_count() -> None:
    tea, cake = line(1, 2), line(2, 1)
    wanted = WantedBack([tea, cake])
    wanted.change(cake, 1)
    wanted.change(tea, 1)
    assert wanted.lines() == ((1, Fraction(1)), (2, None))


def test_all_that_is_left_and_none_of_it_again() -> None:
    wanted = WantedBack([line(1, 2), line(2, 0), line(3, 1)])
    wanted.toggle_all()
    assert wanted.lines() == ((1, None), (3, None))
    wanted.toggle_all()
    assert not wanted


@pytest.mark.parametrize(("left", "whole_only"), [(1, False), (Fraction(1, 3), True)])
def test_the_only_line_that_is_left_is_obvious_where_it_comes_back_at_once(
    left: int | Fraction, whole_only: bool
) -> None:
    rest = line(2, left, whole_only=whole_only)
    assert WantedBack([line(1, 0), rest]).obvious == rest
    assert WantedBack([line(1, 1), rest]).obvious is None
    assert WantedBack([line(1, 2)]).obvious is None


@pytest.mark.parametrize("whole_only", [False, True])
def test_a_line_that_is_over_can_be_touched(whole_only: bool) -> None:
    over = line(1, 0, whole_only=whole_only)
    wanted = WantedBack([over, line(2, 1)])
    wanted.change(over, wanted.pieces_of_touch(over))
    assert not wanted
