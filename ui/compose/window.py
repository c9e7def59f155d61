"""The till's window on an enrolled terminal: its use-cases, its devices, and the sync process beside it."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from contextlib import closing, contextmanager
from functools import partial
from importlib import import_module
from threading import Thread
from typing import TYPE_CHECKING

from terminal.ports.clock import Clock, SystemClock
from terminal.ports.secrets import MemorySecrets, SecretStore
from terminal.store.home import Home
from terminal.usecases.till import Till
from ui.compose.actions import CounterActions
from ui.compose.counter_peripherals import CounterPeripherals
from ui.compose.first_run_record import FirstRunRecord
from ui.compose.peripherals import customer_screen, device_settings
from ui.compose.signing import DeviceSigner
from ui.compose.sync_process import FollowedHome
from ui.compose.terminals import open_store
from ui.compose.training_ground import TrainingGround
from ui.qt.design.scale import prepare
from ui.secrets import PIPE_VARIABLE, open_secrets
from ui.viewmodels.screen_setup import SCREEN_OPTION

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from terminal.store.store import TerminalStore
    from ui.qt.application import Counter
    from ui.viewmodels.first_run import Begun

STOP_SECONDS = 10.0
RESTART_SECONDS = 30.0


def _leave() -> None:
    """Somebody else runs sync."""


def run_window(home: Path, cashier: str = "", *, with_sync: bool = True) -> int:
    """Opens the window and returns its exit code; on a home that is no terminal's yet, the wizard comes first.

    Raises what ``open_store`` raises.
    """
    from ui.qt.loading import load_qt

    load_qt()
    from ui.qt.application import run
    from ui.qt.rescaling import AGAIN

    secrets = open_secrets()
    begun = _first_step(home)
    if begun is not None and not _first_run(home, secrets, begun):
        return 0
    sync = SyncProcess(home, secrets)
    tend = sync.keep_running if with_sync else _leave
    with closing(open_store(home, secrets)) as store, open_counter(home, store, secrets, cashier, tend) as counter:
        _scale_screen(store)
        try:
            code = run(home, counter)
        finally:
            sync.stop()
    if code == AGAIN:
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    return code


@contextmanager
def open_counter(
    home: Path,
    store: TerminalStore,
    secrets: SecretStore,
    cashier: str = "",
    tend: Callable[[], None] = _leave,
    clock: Clock | None = None,
) -> Iterator[Counter]:
    """What the window stands on, for the open store of a home."""
    from ui.compose.care import HomeCare
    from ui.qt.application import Counter

    clock = clock or SystemClock()
    actions = CounterActions(Till(store, clock, FollowedHome(home), DeviceSigner(home, secrets)), cashier, home=home)
    record, training = FirstRunRecord(home), TrainingGround(actions, clock)
    try:
        yield Counter(
            actions,
            CounterPeripherals(device_settings(store), store.print_queue(), partial(device_settings, store)),
            tend,
            partial(customer_screen, store),
            HomeCare(home, secrets, store, clock),
            record.close if record.is_open() else None,
            training,
            can_start_again=not isinstance(secrets, MemorySecrets),
            shown=partial(_begin_behind, tend),
        )
    finally:
        training.end()


def _begin_behind(tend: Callable[[], None]) -> None:
    """What works for the window and need not come before it. What was made until now stays, and is no garbage."""
    gc.freeze()
    gc.enable()
    Thread(target=_load, name="loading", daemon=True).start()
    tend()


def _load() -> None:
    """What a sale will want: use-cases, view-models and screens, and what receipts are drawn with."""
    from pkgutil import iter_modules

    import terminal.usecases
    import ui.viewmodels
    from ui.compose import days, records  # noqa: F401  # what the office asks
    from ui.compose.printing import load_typefaces
    from ui.qt import stages

    for room in (terminal.usecases, ui.viewmodels):
        for module in iter_modules(room.__path__, f"{room.__name__}."):
            import_module(module.name)
    stages.load()
    load_typefaces()


def _scale_screen(store: TerminalStore) -> None:
    """Everything in its real size, where somebody measured the screen."""
    with store.view() as unit:
        chosen = unit.setting(SCREEN_OPTION)
    if chosen is not None:
        prepare(float(chosen))


def _first_step(home: Path) -> Begun | None:
    """Where the first run begins or goes on; nearly always there is none, and nothing is loaded for it."""
    if Home(home).marker.exists() and not FirstRunRecord(home).is_open():
        return None
    from ui.compose.first_run import first_step

    return first_step(home)


def _first_run(home: Path, secrets: SecretStore, begun: Begun) -> bool:
    """Opens the wizard; whether the home is a terminal's when it closes."""
    from ui.compose.first_run import FirstRunHome
    from ui.qt.first_run_application import run_first

    gc.enable()
    Home(home).make()
    return run_first(home, FirstRunHome(home, secrets, SystemClock()), begun)


class SyncProcess:
    """``stillpoint terminal sync --follow`` as a child, started again when it has ended, though not at once."""

    def __init__(self, home: Path, secrets: SecretStore, seconds: Callable[[], float] = time.monotonic) -> None:
        self._home, self._secrets, self._seconds = home, secrets, seconds
        self._started_at = float("-inf")
        self._process: subprocess.Popen[bytes] | None = None

    def keep_running(self) -> None:
        """Starts the process unless it runs."""
        now = self._seconds()
        is_running = self._process is not None and self._process.poll() is None
        if not is_running and now - self._started_at >= RESTART_SECONDS:
            self._started_at = now
            self._process = self._start()

    def stop(self) -> None:
        """Ends the process and waits for it."""
        if self._process is None or self._process.poll() is not None:
            return
        from subprocess import TimeoutExpired

        self._process.terminate()
        try:
            self._process.wait(STOP_SECONDS)
        except TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        import subprocess

        command = [sys.executable, "-m", "ui.cli.main", "terminal", "sync", "--follow", "--home", str(self._home)]
        if not isinstance(self._secrets, MemorySecrets):
            return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        reader, writer = os.pipe()
        with os.fdopen(writer, "w", encoding="utf-8") as pipe:
            json.dump({name: secret.hex() for name, secret in self._secrets.kept.items()}, pipe)
        try:
            environment = {**os.environ, PIPE_VARIABLE: str(reader)}
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=environment,
                pass_fds=(reader,),
            )
        finally:
            os.close(reader)
