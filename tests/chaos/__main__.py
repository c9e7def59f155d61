"""The whole system as real processes, hurt from outside in every way at hand: ``python -m tests.chaos``.

Real baskets are sold at real tills while processes are killed and stopped, lines garble, disks are full, clocks jump
and the cluster's leader dies. At the end of each scene everything is healed, and every sale, frame, receipt and
balance is compared. Exit code 1 when anything differs. A seed does the same things again, though never at quite the
same instants.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console

from tests.chaos.scenes import ACTS, FEW_ACTS, SCENES, SMALL, WITH_CLUSTER, Outcome, Plan, Skipped

_SEEDS = 1_000_000
_FIGURES = ("kills", "stops", "cuts", "corrupted")
_console = Console(highlight=False, soft_wrap=True)


def main() -> None:
    """Plays, tells, and ends with 1 when anything differs."""
    arguments = _parser().parse_args()
    seed = random.randrange(_SEEDS) if arguments.seed is None else arguments.seed
    _console.print(f"seed={seed}")
    started = time.monotonic()
    played: list[Outcome] = []
    broken = 0
    for number in range(1, arguments.rounds + 1):
        for name in _chosen(arguments):
            outcome, failed = _play(name, f"{seed}/{number}/{name}", FEW_ACTS if arguments.small else ACTS)
            broken += failed
            played += [outcome] if outcome else []
    _console.print(_summary(played, time.monotonic() - started))
    if broken or any(not outcome.verdict.well for outcome in played):
        _console.print(f"differs with seed={seed}")
        sys.exit(1)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--seed", type=int, help="of what is done; drawn and printed without it")
    parser.add_argument("--rounds", type=int, default=1, help="how often all scenes are played")
    parser.add_argument("--no-cluster", action="store_true", help="without the scenes that need PostgreSQL and Patroni")
    parser.add_argument("--small", action="store_true", help="two scenes, and short ones")
    parser.add_argument("--scenes", nargs="+", choices=SCENES, help="only these")
    return parser


def _chosen(arguments: argparse.Namespace) -> list[str]:
    names = arguments.scenes or (SMALL if arguments.small else SCENES)
    return [name for name in names if not (arguments.no_cluster and name in WITH_CLUSTER)]


def _play(name: str, seed: str, acts: int) -> tuple[Outcome | None, bool]:
    """Plays one scene and prints its line; its outcome, when it came so far, and whether it broke off."""
    started = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="stillpoint-chaos-"))
    try:
        outcome = SCENES[name](Plan(folder, seed, acts))
    except Skipped as reason:
        _console.print(f"{name:<14} skipped: {reason}")
        _remove(folder)
        return None, False
    except Exception as error:  # the other scenes are still played
        _console.print(f"{name:<14} broke off: {type(error).__name__}: {error}; see {folder}")
        return None, True
    done = " ".join(f"{what}={count}" for what, count in sorted(outcome.done.items()) if count)
    verdict = outcome.verdict
    word = "well" if verdict.well else "DIFFERS"
    seconds = time.monotonic() - started
    _console.print(f"{name:<14} {word} sales={verdict.sales} frames={verdict.frames} {done} seconds={seconds:.0f}")
    for finding in verdict.findings:
        _console.print(f"    {finding}")
    if verdict.well:
        _remove(folder)
    else:
        _console.print(f"    kept: {folder}")
    return outcome, False


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def _summary(played: list[Outcome], seconds: float) -> str:
    done = sum((outcome.done for outcome in played), Counter[str]())
    verdicts = [outcome.verdict for outcome in played]
    figures = {
        "scenes": len(played),
        "sales": sum(verdict.sales for verdict in verdicts),
        **{what: done[what] for what in _FIGURES},
        "lost": sum(verdict.lost for verdict in verdicts),
        "doubled": sum(verdict.doubled for verdict in verdicts),
        "diverged": sum(verdict.diverged for verdict in verdicts),
        "seconds": round(seconds),
    }
    return " ".join(f"{name}={value}" for name, value in figures.items())


if __name__ == "__main__":
    main()
