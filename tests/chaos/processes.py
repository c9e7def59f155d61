"""Processes of a cluster's nodes: they outlive whoever starts them, and are found again by what they left behind."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

_LOOK_SECONDS = 0.05
_ENVIRONMENT = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
SERVICE_USER = "postgres"


def service_user() -> str | None:
    """Whom to run the nodes as: PostgreSQL refuses root. ``None`` stays who one is."""
    return SERVICE_USER if os.geteuid() == 0 else None


def hand_over(path: Path) -> None:
    """Gives a file or folder to the user the nodes run as."""
    user = service_user()
    if user:
        owner = pwd.getpwnam(user)
        os.chown(path, owner.pw_uid, owner.pw_gid)


@dataclass
class Daemon:
    """One program of a node. ``<name>.pid`` in its folder says which process it is."""

    name: str
    folder: Path
    command: Sequence[str]
    _child: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts it, apart from this process; what it says goes to ``<name>.log``."""
        if self.pid() is not None:
            return
        user = service_user()
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self._child = subprocess.Popen(
                self.command,
                cwd=self.folder,
                env={**_ENVIRONMENT, "HOME": str(self.folder)},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                user=user,
                group=pwd.getpwnam(user).pw_gid if user else None,
                extra_groups=[] if user else None,
                start_new_session=True,
            )
        self._file.write_text(f"{self._child.pid} {_started(self._child.pid)}", encoding="utf-8")

    def pid(self) -> int | None:
        """Its process, while it runs; another one that got the same number since is none."""
        try:
            number, started = self._file.read_text(encoding="utf-8").split()
        except (OSError, ValueError):
            return None
        return int(number) if _started(int(number)) == started else None

    def send(self, name: signal.Signals) -> None:
        """Sends it a signal, when it runs."""
        number = self.pid()
        if number is not None:
            _signal(number, name)

    def reap(self) -> None:
        """After its end: leaves nothing of it in the table of processes."""
        if self._child is not None:
            self._child.wait()

    @property
    def _file(self) -> Path:
        return self.folder / f"{self.name}.pid"


def kill_all_in(folder: Path) -> None:
    """Kills every process that works in ``folder``, until there is none: a server's children may still be forking."""
    while numbers := list(_working_in(folder)):
        for number in numbers:
            _signal(number, signal.SIGKILL)
        time.sleep(_LOOK_SECONDS)


def wait_until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Looks again and again. Raises ``TimeoutError`` with ``what`` was waited for."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds:g} s for {what}")
        time.sleep(_LOOK_SECONDS)


def _working_in(folder: Path) -> Iterable[int]:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder and _started(int(process.name)):
                yield int(process.name)
        except OSError:
            continue  # it has ended, or is somebody else's


def _started(number: int) -> str:
    """When the process began, in the kernel's ticks; empty when it has ended, also while nobody has noticed."""
    try:
        text = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = text.rpartition(")")[2].split()
    return "" if fields[0] in {"Z", "X"} else fields[19]


def _signal(number: int, name: signal.Signals) -> None:
    try:
        os.kill(number, name)
    except ProcessLookupError:
        return
