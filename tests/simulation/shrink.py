"""The shortest history that still fails, found by leaving out steps and faults for as long as the failure stays."""

from collections.abc import Callable

from tests.simulation.history import History, Step

_FAULTS = ("cut", "server_cut", "fates", "pages", "server_pages", "posts", "paper", "redeem")


def shrink(history: History, still_fails: Callable[[History], bool]) -> History:
    """Delta debugging: ever smaller portions of the steps are left out, then what goes wrong within them."""
    history = _fewer_steps(history, still_fails)
    simpler = _fewer_faults(history, still_fails)
    return _fewer_steps(simpler, still_fails) if simpler != history else history


def _fewer_steps(history: History, still_fails: Callable[[History], bool]) -> History:
    size = max(len(history.steps) // 2, 1)
    while True:
        start = 0
        while start < len(history.steps):
            smaller = history.of((*history.steps[:start], *history.steps[start + size :]))
            if still_fails(smaller):
                history = smaller
            else:
                start += size
        if size == 1:
            return history
        size = max(size // 2, 1)


def _fewer_faults(history: History, still_fails: Callable[[History], bool]) -> History:
    for place in range(len(history.steps)):
        for simpler in _simpler(history.steps[place]):
            steps = list(history.steps)
            steps[place] = simpler
            if still_fails(history.of(steps)):
                history = history.of(steps)
                break
    return history


def _simpler(step: Step) -> list[Step]:
    faults = [name for name in _FAULTS if name in step.values]
    bare = step
    for name in faults:
        bare = bare.without(name)
    return [bare, *(step.without(name) for name in faults)] if faults else []
