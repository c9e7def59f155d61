"""A group as real processes that can be hurt: a group server, tills (``till batch``), sync processes on bad lines."""

import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devices.printer.simulator import VirtualPrinter
from devices.scanner.simulator import VirtualScanner
from resources.language import DEFAULT_LANGUAGE
from terminal.domain.errors import Broken
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from tests.chaos.processes import wait_until
from tests.chaos.proxy import BadLine
from ui.cli.demo.processes import Process, ProcessGone
from ui.cli.demo.site import PAGES_KEPT, STORES, DemoServer, Keys, Site
from ui.cli.demo.terminal import DemoTerminal
from ui.compose.terminals import enrol, save_settings

# What a cashier hears while the disk gives no room; nothing was written, and asking again is right.
PASSING = frozenset({"disk_full", "disk_failing", "store_busy", "store_unreachable"})
_ANSWER_SECONDS = 180
_BREATH_SECONDS = 0.1
_START_SECONDS = 120
_ON_THE_WAY = ("queued", "sending")
# What a command says of time: instead of when, and a birthday that by the machine's clock is still to come.
_NOT_IN_1970 = ("at", "birthday")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a site differs from the plain one. ``till`` is what tills have in their environment."""

    seed: str
    stores: Sequence[str] = STORES
    database: str | None = None
    till: Mapping[str, str] | None = None
    machine_clock: bool = False


class ChaosTerminal(DemoTerminal):
    """A terminal whose cashier asks again until a sale is answered, whatever happens to the till meanwhile."""

    def __init__(
        self, home: Path, line: BadLine, devices: tuple[VirtualPrinter, VirtualScanner], keys: Keys, setting: Setting
    ) -> None:
        super().__init__(home.name, home, line, *devices, keys.handed_over)
        self.line = line
        self.refused: Counter[str] = Counter()
        self.ended = 0  # how often the sync process ended by itself
        self.over = threading.Event()
        self._machine_clock = setting.machine_clock
        log = home.parent / f"{home.name}.log"
        self.till = Process(["till", "batch", "--print", "--home", str(home)], keys.handed_over, log, setting.till)
        self.sync = _Heard(["terminal", "sync", "--follow", "--home", str(home)], keys.handed_over, log)

    def watch(self) -> None:
        """Starts the sync process again when it has ended, as the system's own watcher would."""
        if not self.sync.alive:
            self.ended += 1
            self.restart_sync()

    def close_counter(self) -> None:
        """Waits until no receipt is on its way, then ends both processes."""
        wait_until(self._printed, _ANSWER_SECONDS, f"{self.name}'s receipts")
        self.stop()

    def _printed(self) -> bool:
        jobs = self._ask({"op": "link_state"})["print_jobs"]
        return not any(jobs.get(state) for state in _ON_THE_WAY)

    def _ask(self, command: Mapping[str, Any], scan: str | None = None) -> dict[str, Any]:
        left_out = _NOT_IN_1970 if self._machine_clock else ()
        asked = {name: value for name, value in command.items() if name not in left_out}
        for _ in range(round(_ANSWER_SECONDS / _BREATH_SECONDS)):
            try:
                answer = self.till.ask(asked)
            except ProcessGone:
                self.restarts += 1
                with suppress(ProcessGone):  # what was killed has no last word
                    self.till.finish()
                self.till.start()
                continue
            if answer["ok"] or answer["error"]["kind"] not in PASSING:
                return answer
            self.refused[answer["error"]["kind"]] += 1
            self.over.wait(_BREATH_SECONDS)
        raise Broken(f"{self.name} does not answer {asked.get('key')}")


class _Heard(Process):
    """A process whose output is read, so that it never waits for a reader."""

    def start(self) -> None:
        """Starts it, and somebody who listens."""
        super().start()
        threading.Thread(target=self._listen, name="listener", daemon=True).start()

    def _listen(self) -> None:
        with suppress(OSError, ValueError, ProcessGone):  # until it is killed
            while True:
                self.answer()


class ChaosServer(DemoServer):
    """A server that is started again until it listens: its disk or its database may be away."""

    def start_again(self) -> None:
        """Starts it when it does not run. Raises ``TimeoutError``."""

        def listens() -> bool:
            self.clear()
            try:
                self.start()
            except (ProcessGone, KeyError):
                return False
            return True

        if not self.alive:
            wait_until(listens, _START_SECONDS, "the server to listen")

    def clear(self) -> None:
        """Ends what is left of it."""
        with suppress(ProcessGone):  # it is killed already
            self.kill()


@dataclass(frozen=True, slots=True)
class ChaosSite(Site):
    """The site, with what can be done to its parts."""

    server: ChaosServer
    terminals: tuple[ChaosTerminal, ...]

    def watch(self) -> None:
        """Starts again what has ended."""
        self.server.start_again()
        for terminal in self.terminals:
            terminal.watch()


@contextmanager
def open_chaos_site(home: Path, setting: Setting) -> Iterator[ChaosSite]:
    """A running group in ``home``; folders that are there, disks of their own among them, are used."""
    keys = Keys(MemorySecrets(), True)
    server = ChaosServer(_folder(home / "server"), keys, setting.database)
    server.initialise()
    with ExitStack() as stack:
        server.start()
        stack.callback(server.clear)
        terminals = tuple(
            _open_terminal(stack, _folder(home / f"terminal-{number}"), keys, server, store, setting)
            for number, store in enumerate(setting.stores, start=1)
        )
        for terminal in terminals:
            terminal.start()
            stack.callback(_kill, terminal)
        yield ChaosSite(home, keys, server, terminals)


def _open_terminal(
    stack: ExitStack, home: Path, keys: Keys, server: ChaosServer, store: str, setting: Setting
) -> ChaosTerminal:
    line = BadLine(server.url, f"{setting.seed}/{home.name}")
    stack.callback(line.close)
    enrol(home, keys.secrets, line.url, server.enrol_code(store), SystemClock())
    printer = stack.enter_context(VirtualPrinter.tcp(pages_kept=PAGES_KEPT))
    scanner = stack.enter_context(VirtualScanner())
    save_settings(home, keys.secrets, {"language": DEFAULT_LANGUAGE, "printer": printer.url})
    return ChaosTerminal(home, line, (printer, scanner), keys, setting)


def _kill(terminal: ChaosTerminal) -> None:
    terminal.over.set()
    for process in (terminal.till, terminal.sync):
        process.kill()
        with suppress(ProcessGone):  # what was killed has no last word
            process.finish()


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
