"""A group in the middle of its history: server, terminals, lines, and what the simulation knows of it all."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sync.server.accounts.desk import Desk
from sync.server.posting.restored import begin_feed_anew
from sync.server.programmes.programmes import publish
from terminal.ports.clock import SetClock
from tests.simulation.actors import Server, Terminal
from tests.simulation.chance import Draws
from tests.simulation.facts import Fact, journal_of
from tests.simulation.network import Lost, Network, Refused
from tests.simulation.oracle import held_by
from tests.simulation.site import START, STORES, Site, bundle

KINDS = ("lost", "doubled", "diverged", "reserved_overdraft", "floor_exceeded")


_FIGURES = re.compile(r"[0-9a-f-]*[0-9][0-9a-f-]*")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must not be."""

    kind: str
    text: str

    @property
    def likeness(self) -> str:
        """The same for findings that differ in ids and figures only."""
        return _FIGURES.sub("#", str(self))

    def __str__(self) -> str:
        return f"{self.kind}: {self.text}"


class World:
    """The system and its surroundings during one run."""

    def __init__(self, site: Site, folder: Path, draws: Draws) -> None:
        self._site = site
        self._folder = folder
        self.draws = draws
        self.clock = SetClock(START)
        site.copy_server(folder / "server")
        self.server = Server(folder / "server", site.keys, self.clock)
        self.network = Network(self.server)
        self.terminals: dict[int, Terminal] = {}
        self.retired: list[Terminal] = []
        self.offsets: dict[int, timedelta] = {}
        self.stores_down: set[str] = set()
        self.version = 1
        self.findings: list[Finding] = []
        self.acknowledged: set[Fact] = set()
        self.excused: set[Fact] = set()
        self.suspects: set[str] = set()
        self.merged: list[tuple[str, str]] = []
        self._merged_in_copy = 0
        self._version_in_copy = 1
        self.is_forgetful = False
        self.sales: dict[int, list[str]] = {}
        self.papers: list[str] = []

    def find(self, kind: str, text: str) -> None:
        """Notes a finding, each once."""
        finding = Finding(kind, text)
        if finding not in self.findings:
            self.findings.append(finding)

    def terminal(self, name: int) -> Terminal | None:
        """The terminal with that name, started when it is first asked for; ``None`` for a clone nobody has made."""
        if name not in self.terminals and name < len(STORES):
            home = self._folder / str(name)
            secrets = self._site.copy_home(name, home)
            self.terminals[name] = Terminal(name, name, home, secrets, SetClock(START))
            self.tick()
        return self.terminals.get(name)

    def store_of(self, terminal: Terminal) -> str:
        """The store in which a terminal, or the one it is a clone of, stands."""
        return STORES[terminal.place]

    def cell_of(self, terminal: Terminal) -> str:
        """The cell of its store."""
        return "south" if self.store_of(terminal) == "gongguan" else "north"

    def tick(self, minutes: int = 0) -> None:
        """Time passes, on every clock."""
        self.clock.instant += timedelta(minutes=minutes)
        for name, terminal in self.terminals.items():
            terminal.clock.instant = self.clock.instant + self.offsets.get(name, timedelta())

    def desk(self) -> Desk:
        """Head office at work."""
        return Desk(self.server.database, self.server.keys, self.server.now, by="office", reason="simulated")

    def publish(self) -> None:
        """Head office publishes the next version of the programme."""
        publish(self.server.database, self.server.keys, bundle(self.version + 1), self.server.now)
        self.version += 1

    def acknowledge(self, terminal: Terminal) -> set[Fact]:
        """A use-case returned: whatever is in the journal now must never be lost. Gives the frames that are new."""
        fresh = set(journal_of(terminal)) - terminal.returned
        terminal.returned |= fresh
        self.acknowledged |= fresh
        return fresh

    def clone(self, terminal: Terminal, name: int) -> None:
        """A second machine with the same journal; both go on."""
        if name in self.terminals:
            return
        self.suspects.add(terminal.terminal_id)
        self.terminals[name] = terminal.clone(name, self._folder / str(name), SetClock(START))
        self.terminals[name].returned = set(terminal.returned)
        self.sales[name] = list(self.sales.get(terminal.name, ()))
        self.tick()

    def clones(self) -> list[int]:
        """The second machines of some identity."""
        return [name for name in self.terminals if name >= len(STORES)]

    def retire_clones(self) -> None:
        """Somebody has looked: of two machines with one identity the second is put away, with its journal."""
        for name in self.clones():
            self.retired.append(self.terminals.pop(name))

    def back_up(self, terminal: Terminal) -> None:
        """A copy of a home, by the programme's own means."""
        terminal.back_up(self._folder / f"{terminal.name}.copy")

    def restore(self, terminal: Terminal) -> None:
        """A terminal's disk is replaced by its copy: what only the old disk had is gone, and nobody can help it."""
        before = set(journal_of(terminal))
        terminal.restore()
        terminal.returned = set(journal_of(terminal))
        gone = before - terminal.returned
        if gone:
            self.suspects.add(terminal.terminal_id)
        held, others = held_by(self.server), self.journals()
        self.excused |= {fact for fact in gone - others if not held.has(fact) and not held.has_aside(fact)}

    def back_up_server(self) -> None:
        """A copy of the server's database."""
        self.server.back_up(self._folder / "server.copy")
        self._merged_in_copy, self._version_in_copy = len(self.merged), self.version

    def restore_server(self) -> None:
        """The server goes back to its copy; terminals bring again what they have, the rest is nobody's any more."""
        before = held_by(self.server)
        self.server.restore()
        begin_feed_anew(self.server.database)
        self.is_forgetful = True
        self.version = self._version_in_copy
        del self.merged[self._merged_in_copy :]
        after, journals = held_by(self.server), self.journals()
        for fact in self.acknowledged - journals:
            was = before.has(fact) or before.has_aside(fact)
            if was and not after.has(fact) and not after.has_aside(fact):
                self.excused.add(fact)

    def deliver(self, place: int) -> None:
        """A request that was under way arrives."""
        with suppress(Refused, Lost):  # nobody waits for the answer any more
            self.network.deliver(place)

    def journals(self) -> set[Fact]:
        """What stands in any journal of a machine that is still in use or was put away."""
        return {fact for terminal in (*self.terminals.values(), *self.retired) for fact in journal_of(terminal)}

    def close(self) -> None:
        """Ends everything."""
        for terminal in (*self.terminals.values(), *self.retired):
            terminal.close()
        self.server.close()
