"""A small group set up from nothing: a server on a port, and two terminals of two brands with virtual devices."""

import signal
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from devices.printer.simulator import VirtualPrinter
from devices.scanner.simulator import VirtualScanner
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets, SecretStore
from ui.cli.demo.cable import Cable
from ui.cli.demo.phones import Phones
from ui.cli.demo.processes import Process, run
from ui.cli.demo.terminal import DemoTerminal
from ui.cli.demo.wording import demo_language
from ui.cli.server_home import make_keys, server_keys
from ui.compose.terminals import enrol, save_settings
from ui.secrets import open_secrets

PROGRAMME = "cj_programme.yaml"
SYNC_INTERVAL_SECONDS = 2
PAGES_KEPT = 3
SERIAL_BRAND = "corner"
STORES = ("market", "corner")


@record
class Keys:
    """Where the demo's keys are kept. ``handed_over`` are those that child processes get by a pipe."""

    secrets: SecretStore
    in_memory: bool

    @property
    def handed_over(self) -> Mapping[str, bytes] | None:
        """All secrets, live, when they are only in memory."""
        return self.secrets.kept if isinstance(self.secrets, MemorySecrets) else None


def find_keys() -> Keys:
    """The machine's keyring, or memory for this run where no keyring daemon answers."""
    secrets = open_secrets()
    try:
        secrets.read("demo/probe")
    except Refusal:
        return Keys(MemorySecrets(), True)
    return Keys(secrets, isinstance(secrets, MemorySecrets))


class DemoServer:
    """The group server, in a process of its own; restarted, it comes back on the same port.

    Without ``database``, a PostgreSQL URL, it keeps an SQLite file in its home.
    """

    def __init__(self, home: Path, keys: Keys, database: str | None = None) -> None:
        self.home = home
        self.database = database
        self._environment = {"STILLPOINT_DATABASE": database} if database else None
        self._log = home / "processes.log"
        self._keys = keys
        self._process: Process | None = None
        self.url = ""

    def initialise(self) -> None:
        """Makes keys and database, and publishes the programme."""
        make_keys(self.home, self._keys.secrets)
        with as_file(files("resources") / "demo" / PROGRAMME) as programme:
            self._run("publish", str(programme))

    def enrol_code(self, store: str) -> str:
        """A one-time code for a terminal of that store."""
        return str(self._run("enrol-code", "--store", store)["code"])

    def start(self) -> None:
        """Starts serving; back from the call, it listens."""
        port = urlsplit(self.url).port or 0
        arguments = ["server", "run", "--json", "--home", str(self.home), "--port", str(port)]
        arguments += ["--interval", str(SYNC_INTERVAL_SECONDS)]
        self._process = Process(arguments, self._keys.handed_over, self._log, self._environment)
        self._process.start()
        self.url = str(self._process.answer()["url"])

    def kill(self) -> None:
        """``kill -9``."""
        if self._process:
            self._process.kill()
            self._process.finish()

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.alive

    def send(self, name: signal.Signals) -> None:
        """Sends it a signal while it runs."""
        if self._process:
            self._process.send(name)

    def stop(self) -> None:
        """Stops serving."""
        if self._process and self._process.alive:
            self._process.stop()

    def settlement(self) -> Mapping[str, Any]:
        """What the brands owe each other, as the office reads it."""
        return self._run("settlement")

    def _run(self, command: str, *arguments: str) -> Mapping[str, Any]:
        line = ["server", command, "--json", "--home", str(self.home), *arguments]
        return run(line, self._keys.handed_over, self._log, self._environment)


@record
class Site:
    """The whole group: its folder, its keys, its server and its terminals."""

    home: Path
    keys: Keys
    server: DemoServer
    terminals: tuple[DemoTerminal, ...]

    @property
    def log(self) -> Path:
        """Where short-lived commands write their troubles."""
        return self.home / "processes.log"


@contextmanager
def open_site(home: Path, keys: Keys, stores: Sequence[str]) -> Iterator[Site]:
    """A running group in ``home``, with a terminal in each of ``stores``; stopped after the block."""
    server = DemoServer(_folder(home / "server"), keys)
    server.initialise()
    with ExitStack() as stack:
        server.start()
        stack.callback(server.stop)
        terminals = tuple(
            _open_terminal(stack, _folder(home / f"terminal-{number}"), keys, server, store)
            for number, store in enumerate(stores, start=1)
        )
        for terminal in terminals:
            terminal.start()
            stack.callback(terminal.stop)
        yield Site(home, keys, server, terminals)


def _open_terminal(stack: ExitStack, home: Path, keys: Keys, server: DemoServer, store: str) -> DemoTerminal:
    cable = Cable(server.url)
    stack.callback(cable.close)
    identity = enrol(home, keys.secrets, cable.url, server.enrol_code(store), SystemClock())
    # One printer on the network, the other on a serial line: both kinds of connection are exercised.
    make_printer = VirtualPrinter.pty if identity.brand == SERIAL_BRAND else VirtualPrinter.tcp
    printer = stack.enter_context(make_printer(pages_kept=PAGES_KEPT))
    scanner = stack.enter_context(VirtualScanner())
    settings = {"language": demo_language(), "printer": printer.url, "scanner": scanner.url}
    save_settings(home, keys.secrets, settings)
    phones = Phones(server_keys(server.home, keys.secrets).signing.sign)
    return DemoTerminal(store, home, cable, printer, scanner, keys.handed_over, phones=phones)


def _folder(path: Path) -> Path:
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path
