"""The simulator finds every kind of bug that it was made for."""

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.simulation import planted
from tests.simulation.plan import plan
from tests.simulation.run import Outcome, run
from tests.simulation.site import Site

SEEDS = 3


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """A planted bug makes the programme log a lot."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    ("plant", "first", "kinds"),
    [
        (planted.own_entries_forgotten, 1, {"diverged"}),
        (planted.own_entries_laid_twice, 1, {"diverged"}),
        (planted.feed_paged_on_a_sequence, 1, {"diverged"}),
        (planted.intake_stores_what_it_has, 4, {"doubled", "lost"}),
        (planted.posting_does_not_move_on, 1, {"doubled", "diverged"}),
        (planted.unanswered_pushes_are_numbered_anew, 8, {"doubled"}),
        (planted.restored_server_is_believed_to_have_all, 5, {"lost"}),
        (planted.reservations_end_by_time, 152, {"reserved_overdraft"}),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_planted_bug_is_found(
    plant: Callable[[pytest.MonkeyPatch], None],
    first: int,
    kinds: set[str],
    site: Site,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plant(monkeypatch)
    found = _first_found(site, range(first, first + SEEDS))
    assert found is not None
    assert kinds & {finding.kind for finding in found.findings}


def _first_found(site: Site, seeds: range) -> Outcome | None:
    outcomes = (run(site, plan(seed)) for seed in seeds)
    return next((outcome for outcome in outcomes if outcome.findings), None)
