"""What can be done to a site from outside. Each act ends by itself; what it did is counted."""

import random
import signal
import threading
from collections import Counter
from collections.abc import Callable, Sequence

from tests.chaos.clocks import WrongClock
from tests.chaos.disks import Disk
from tests.chaos.selling import Selling
from tests.chaos.site import ChaosSite, ChaosTerminal

Act = Callable[[], None]
PAUSE_SECONDS = (0.02, 0.5)
_STOPPED_SECONDS = (0.1, 2.0)
_FULL_SECONDS = (0.3, 2.5)
_CUT_SECONDS = (0.1, 1.5)
_WRONG_SECONDS = (1.1, 2.5)
_JUMP_SECONDS = 40 * 86_400
_YEAR_SECONDS = 366 * 86_400


class Harm:
    """Acts on one site, all drawn from ``chance``; ``done`` counts them by kind."""

    def __init__(self, site: ChaosSite, chance: random.Random) -> None:
        self.done: Counter[str] = Counter()
        self._site = site
        self._chance = chance
        self._waiting = threading.Event()

    def befall(self, acts: Sequence[Act], count: int, selling: Selling) -> None:
        """``count`` of the acts in random order, each about as often, with short pauses; meanwhile sales go on."""
        order = list(acts) * (count // len(acts) + 1)
        self._chance.shuffle(order)
        for act in order[:count]:
            self._wait(PAUSE_SECONDS)
            act()
            selling.raise_failure()
            self._site.watch()
        selling.wait_for_sales(1)

    def of_processes(self) -> list[Act]:
        """``kill -9`` and a stop with a later continuation, of tills, sync processes and the server."""
        acts: list[Act] = [self._kill_server, self._stop_server]
        for terminal in self._site.terminals:
            acts += [self._on(terminal, each) for each in (self._kill_till, self._stop_till, self._kill_sync)]
            acts.append(self._on(terminal, self._stop_sync))
        return acts

    def of_lines(self) -> list[Act]:
        """A line that is pulled and put back."""
        return [self._on(terminal, self._pull_line) for terminal in self._site.terminals]

    def of_disk(self, disk: Disk, meanwhile: Sequence[Act] = ()) -> list[Act]:
        """A disk that fills up and is given room again; now and then something else happens meanwhile."""

        def fill() -> None:
            disk.fill()
            self.done["fills"] += 1
            try:
                self._wait(_FULL_SECONDS)
                if meanwhile and self._chance.random() < 0.5:
                    self._chance.choice(meanwhile)()
                    self._wait(_FULL_SECONDS)
            finally:
                disk.free()

        return [fill]

    def of_clock(self, clock: WrongClock) -> list[Act]:
        """A clock that jumps back and forth, to 1970, and to the right time."""

        def jump_by(seconds: int) -> None:
            self.done["jumps"] += 1
            clock.jump(seconds)
            self._wait(_WRONG_SECONDS)

        def near() -> None:
            jump_by(self._chance.randint(-_JUMP_SECONDS, _JUMP_SECONDS))

        def far() -> None:
            jump_by(self._chance.choice((-2, 2)) * _YEAR_SECONDS)

        def empty_battery() -> None:
            self.done["jumps"] += 1
            clock.jump_to_1970()
            self._wait(_WRONG_SECONDS)

        return [near, near, far, empty_battery, clock.mend]

    def kill_tills(self) -> list[Act]:
        """``kill -9`` of tills."""
        return [self._on(terminal, self._kill_till) for terminal in self._site.terminals]

    def kill_others(self) -> list[Act]:
        """``kill -9`` of sync processes and the server."""
        return [self._kill_server, *(self._on(terminal, self._kill_sync) for terminal in self._site.terminals)]

    def _on(self, terminal: ChaosTerminal, act: Callable[[ChaosTerminal], None]) -> Act:
        return lambda: act(terminal)

    def _kill_till(self, terminal: ChaosTerminal) -> None:
        self.done["kills"] += 1
        terminal.till.kill()

    def _kill_sync(self, terminal: ChaosTerminal) -> None:
        self.done["kills"] += 1
        terminal.restart_sync()

    def _kill_server(self) -> None:
        self.done["kills"] += 1
        self._site.server.kill()
        self._wait(PAUSE_SECONDS)

    def _stop_till(self, terminal: ChaosTerminal) -> None:
        self._stop(terminal.till.send)

    def _stop_sync(self, terminal: ChaosTerminal) -> None:
        self._stop(terminal.sync.send)

    def _stop_server(self) -> None:
        self._stop(self._site.server.send)

    def _stop(self, send: Callable[[signal.Signals], None]) -> None:
        self.done["stops"] += 1
        send(signal.SIGSTOP)
        self._wait(_STOPPED_SECONDS)
        send(signal.SIGCONT)

    def _pull_line(self, terminal: ChaosTerminal) -> None:
        terminal.line.pull()
        self._wait(_CUT_SECONDS)
        terminal.line.mend()

    def _wait(self, bounds: tuple[float, float]) -> None:
        self._waiting.wait(self._chance.uniform(*bounds))
