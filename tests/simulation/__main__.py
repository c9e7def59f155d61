"""``python -m tests.simulation``: many seeds on all cores, or one history again."""

import argparse
import logging
import multiprocessing
import os
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from tests.simulation.history import History, read_history
from tests.simulation.plan import plan
from tests.simulation.run import Outcome, run
from tests.simulation.shrink import shrink
from tests.simulation.site import Site, build_site
from tests.simulation.world import KINDS

_site: list[Site] = []


def main() -> int:
    """Exit code 1 when anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many histories to run")
    parser.add_argument("--seed", type=int, default=1, help="the first seed")
    parser.add_argument("--replay", type=Path, help="runs the history in this file and tells every step")
    parser.add_argument("--shrink", type=int, default=3, help="how many failing histories to make shorter")
    parser.add_argument("--failures", type=Path, default=Path("build/simulation"), help="where failing histories go")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    _site.append(build_site())
    try:
        if arguments.replay:
            return _replay(arguments.replay)
        return _run_many(range(arguments.seed, arguments.seed + arguments.seeds), arguments)
    finally:
        shutil.rmtree(_site[0].folder)


def _replay(file: Path) -> int:
    outcome = run(_site[0], read_history(file))
    _say("\n".join([*outcome.told, *map(str, outcome.findings)]))
    return 1 if outcome.findings else 0


def _run_many(seeds: range, arguments: argparse.Namespace) -> int:
    began = time.monotonic()
    found: Counter[str] = Counter()
    operations, shrunk = 0, 0
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as pool:
        for outcome in pool.imap_unordered(_run_seed, seeds, chunksize=4):
            operations += len(outcome.history.steps)
            found.update(finding.kind for finding in outcome.findings)
            if outcome.findings:
                _tell(outcome, arguments.failures, shorter=shrunk < arguments.shrink)
                shrunk += 1
    figures = " ".join(f"{kind}={found[kind]}" for kind in KINDS)
    _say(f"seeds={len(seeds)} operations={operations} {figures} seconds={time.monotonic() - began:.0f}")
    return 1 if found else 0


def _run_seed(seed: int) -> Outcome:
    return run(_site[0], plan(seed))


def _tell(outcome: Outcome, failures: Path, *, shorter: bool) -> None:
    alike = {finding.likeness for finding in outcome.findings}

    def still_fails(history: History) -> bool:
        return bool(alike & {finding.likeness for finding in run(_site[0], history).findings})

    history = shrink(outcome.history, still_fails) if shorter else outcome.history
    again = run(_site[0], history)
    failures.mkdir(parents=True, exist_ok=True)
    file = failures / f"{history.seed}.txt"
    text = history.text(map(str, again.findings or outcome.findings))
    file.write_text(text, encoding="utf-8")
    _say(f"{text}replay: python -m tests.simulation --replay {file}\n")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
