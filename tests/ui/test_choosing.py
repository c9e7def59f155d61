"""The arrow keys in a list."""

import pytest

from ui.viewmodels.choosing import around, within
from ui.viewmodels.commands import Command


@pytest.mark.parametrize(
    ("chosen", "command", "ringed", "ended"),
    [
        (None, Command.DOWN, 0, 0),
        (None, Command.UP, 2, 0),
        (2, Command.DOWN, 0, 2),
        (0, Command.UP, 2, 0),
        (1, Command.UP, 0, 0),
    ],
)
def test_a_list_goes_around_or_ends(chosen: int | None, command: Command, ringed: int, ended: int) -> None:
    assert around(chosen, command.step, 3) == ringed
    assert within(chosen, command.step, 3) == ended


def test_in_an_empty_list_nothing_is_chosen() -> None:
    assert around(None, Command.DOWN.step, 0) is None
