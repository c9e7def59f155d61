"""One history run from beginning to end."""

import shutil
import traceback
from dataclasses import dataclass

from tests.simulation.chance import Draws, drawing
from tests.simulation.healing import check_end, heal
from tests.simulation.history import History
from tests.simulation.operations import carry_out
from tests.simulation.site import Site, room
from tests.simulation.world import Finding, World


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a history: a line for each step, and the findings."""

    history: History
    told: tuple[str, ...]
    findings: tuple[Finding, ...]


def run(site: Site, history: History) -> Outcome:
    """Runs a history up to its first finding, else to its end and until everybody agrees."""
    folder = room()
    draws = Draws(history.seed)
    told: list[str] = []
    try:
        with drawing(draws):
            world = World(site, folder, draws)
            try:
                _live(world, history, told)
            finally:
                world.close()
        return Outcome(history, tuple(told), tuple(world.findings))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _live(world: World, history: History, told: list[str]) -> None:
    try:
        for step in history.steps:
            told.append(f"{step}: {carry_out(world, step)}")
            if world.findings:
                return
        heal(world)
        if not world.findings:
            check_end(world)
    except Exception as error:
        # Whatever the programme did not expect is a finding of its own, with the place it came from.
        place = traceback.extract_tb(error.__traceback__)[-1]
        told.append(traceback.format_exc())
        world.find("diverged", f"{type(error).__name__}: {error} ({place.filename}:{place.lineno} {place.name})")
