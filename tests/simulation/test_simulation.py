"""A few histories from end to end; ``make simulate`` runs thousands."""

from pathlib import Path

import pytest

from tests.simulation.history import History, Step, read_history
from tests.simulation.plan import plan
from tests.simulation.run import run
from tests.simulation.shrink import shrink
from tests.simulation.site import Site

SEEDS = 12
MERGED_AT_TILLS = (14, 16)
"""Histories in which tills merge members."""


@pytest.mark.parametrize("seed", [*range(1, SEEDS + 1), *MERGED_AT_TILLS])
def test_whatever_happens_one_truth_is_left(seed: int, site: Site) -> None:
    outcome = run(site, plan(seed))
    assert outcome.findings == (), "\n".join(outcome.told)


def test_a_seed_always_gives_the_same_history(site: Site) -> None:
    first, second = run(site, plan(2)), run(site, plan(2))
    assert first.told == second.told


def test_a_history_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "history.txt"
    file.write_text(plan(3).text(["lost: something"]), encoding="utf-8")
    assert read_history(file) == plan(3)


def test_a_failing_history_is_made_as_short_as_it_can_be() -> None:
    steps = tuple(Step(number, "sell", {"lane": number % 3, "cut": "0:torn:3"}) for number in range(40))
    tried: list[int] = []

    def fails(history: History) -> bool:
        tried.append(len(history.steps))
        return {7, 31} <= {step.number for step in history.steps}

    shortest = shrink(History(1, steps), fails)
    assert [str(step) for step in shortest.steps] == ["7 sell lane=1", "31 sell lane=1"]
    assert len(tried) < 100
