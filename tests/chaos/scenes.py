"""The scenes: what goes wrong in each, while real baskets are sold; then everything is healed, and proved."""

import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import CalledProcessError

from tests.chaos import disks
from tests.chaos.clocks import WrongClock, find_library
from tests.chaos.cluster import Cluster
from tests.chaos.disks import small_disk
from tests.chaos.harm import Act, Harm
from tests.chaos.node import Timing
from tests.chaos.packages import find_or_install
from tests.chaos.proving import Verdict, prove
from tests.chaos.proxy import BAD, CALM
from tests.chaos.selling import Selling
from tests.chaos.site import ChaosSite, Setting, open_chaos_site

ACTS = 30
FEW_ACTS = 10
_LANES = ("market", "market", "corner")
_SALES_BEFORE = 3


class Skipped(Exception):
    """The scene cannot be played on this machine; says why."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a scene is played."""

    folder: Path
    seed: str
    acts: int = ACTS


@dataclass
class Outcome:
    """What a scene did and what came of it."""

    verdict: Verdict
    done: Counter[str] = field(default_factory=Counter)


Hurting = Callable[[ChaosSite, Harm, Selling], None]


def kills(plan: Plan) -> Outcome:
    """Processes are killed and stopped at random instants."""
    return _play(plan, Setting(plan.seed), lambda harm: harm.of_processes())


def network(plan: Plan) -> Outcome:
    """Lines cut, delay, truncate, corrupt and repeat, and are pulled; processes are killed now and then."""
    return _play(plan, Setting(plan.seed), lambda harm: harm.of_lines() * 2 + harm.kill_others(), bad_lines=True)


def terminal_disk(plan: Plan) -> Outcome:
    """A terminal's disk is full again and again; its till is killed meanwhile."""
    with _disk(plan.folder / "terminal-1") as disk:
        return _play(plan, Setting(plan.seed), lambda harm: harm.of_disk(disk, harm.kill_tills()), count=plan.acts // 2)


def server_disk(plan: Plan) -> Outcome:
    """The disk of a server with an SQLite file is full again and again; it and sync processes are killed meanwhile."""
    with _disk(plan.folder / "server") as disk:
        return _play(
            plan, Setting(plan.seed), lambda harm: harm.of_disk(disk, harm.kill_others()), count=plan.acts // 2
        )


def clocks(plan: Plan) -> Outcome:
    """The tills' clocks jump about, and tills are killed; the sales say no time of their own."""
    library = find_library()
    if library is None:
        raise Skipped("libfaketime is missing and could not be installed")
    clock = WrongClock(library, plan.folder / "clock")
    setting = Setting(plan.seed, till=clock.environment, machine_clock=True)
    return _play(plan, setting, lambda harm: harm.of_clock(clock) * 2 + harm.kill_tills(), heal=clock.mend)


def storm(plan: Plan) -> Outcome:
    """Everything at once, over three terminals of which two are neighbours."""
    with _disk(plan.folder / "terminal-1") as disk:
        return _play(
            plan,
            Setting(plan.seed, stores=_LANES),
            lambda harm: harm.of_processes() + harm.of_lines() + harm.of_disk(disk, harm.kill_tills()) * 2,
            bad_lines=True,
        )


def leader(plan: Plan) -> Outcome:
    """The server's database is a cluster, whose leader is killed during the rush, on bad lines."""
    programs = find_or_install()
    if programs is None:
        raise Skipped("patroni, etcd and PostgreSQL cannot be installed here")
    with tempfile.TemporaryDirectory(prefix="sp-") as place:
        Path(place).chmod(0o755)  # the nodes run as another user
        cluster = Cluster(Path(place) / "cluster", programs, Timing(ttl=20))
        try:
            cluster.start()
            return _play_over(cluster, plan)
        finally:
            cluster.destroy()


def _play_over(cluster: Cluster, plan: Plan) -> Outcome:
    def hurt(site: ChaosSite, harm: Harm, selling: Selling) -> None:
        harm.befall(harm.kill_others(), plan.acts // 4, selling)
        killed = cluster.kill_leader()
        harm.done["leaders"] += 1
        harm.befall(harm.kill_tills() + harm.of_lines(), plan.acts // 4, selling)
        cluster.wait_for_leader(other_than=killed)
        selling.wait_for_sales(_SALES_BEFORE)
        cluster.restart_node(killed.name)
        cluster.wait_until_healthy()

    return _play_with(plan, Setting(plan.seed, database=cluster.url), hurt)


def _play(
    plan: Plan,
    setting: Setting,
    acts: Callable[[Harm], Sequence[Act]],
    *,
    count: int | None = None,
    bad_lines: bool = False,
    heal: Act | None = None,
) -> Outcome:
    def hurt(site: ChaosSite, harm: Harm, selling: Selling) -> None:
        for terminal in site.terminals if bad_lines else ():
            terminal.line.weather = BAD
        harm.befall(acts(harm), count or plan.acts, selling)
        if heal:
            heal()

    return _play_with(plan, setting, hurt)


def _play_with(plan: Plan, setting: Setting, hurt: Hurting) -> Outcome:
    chance = random.Random(f"{plan.seed}/acts")
    with open_chaos_site(plan.folder, setting) as site:
        harm = Harm(site, chance)
        with Selling(site, chance) as selling:
            selling.wait_for_sales(_SALES_BEFORE)
            hurt(site, harm, selling)
        _heal(site)
        for terminal in site.terminals:
            terminal.close_counter()
        return Outcome(prove(site, selling.sold), harm.done + _counted(site))


def _heal(site: ChaosSite) -> None:
    for terminal in site.terminals:
        terminal.line.weather = CALM
        terminal.line.mend()
    site.watch()


def _counted(site: ChaosSite) -> Counter[str]:
    counted: Counter[str] = Counter()
    for terminal in site.terminals:
        done = terminal.line.done
        counted.update(
            cuts=done.cuts,
            delays=done.delays,
            truncated=done.truncated,
            corrupted=done.corrupted,
            repeated=done.repeated,
            **terminal.refused,
            restarts=terminal.restarts,
            ended=terminal.ended,
        )
    return counted


@contextmanager
def _disk(folder: Path) -> Iterator[disks.Disk]:
    if reason := disks.why_not():
        raise Skipped(reason)
    try:
        mounted = small_disk(folder)
        with mounted as disk:
            yield disk
    except CalledProcessError as error:
        if error.cmd[0] == "mount":
            raise Skipped("no disk may be mounted here") from error
        raise


SCENES: Mapping[str, Callable[[Plan], Outcome]] = {
    "kills": kills,
    "network": network,
    "terminal_disk": terminal_disk,
    "server_disk": server_disk,
    "clocks": clocks,
    "storm": storm,
    "leader": leader,
}
WITH_CLUSTER = frozenset({"leader"})
SMALL = ("kills", "network")
