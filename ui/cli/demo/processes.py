"""The demo's processes: each is the real command in a process of its own."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

STOP_SECONDS = 20
COMMAND = "ui.cli.main"


class ProcessGone(Exception):
    """The process ended before it answered."""


class Process:
    """One ``stillpoint`` command that can be started, asked, stopped and killed.

    ``secrets`` are handed over through an inherited pipe, never through the disk or the environment; with ``None`` the
    process uses the machine's keyring. ``environment`` is what it has beside this process's own. ``module`` is what
    runs the command.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        secrets: Mapping[str, bytes] | None,
        log: Path,
        environment: Mapping[str, str] | None = None,
        module: str = COMMAND,
    ) -> None:
        self.arguments = list(arguments)
        self._secrets = secrets
        self._log = log
        self._environment = environment or {}
        self._module = module
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Starts the command."""
        environment = {**os.environ, **self._environment}
        descriptors: tuple[int, ...] = ()
        if self._secrets is not None:
            descriptor = _pipe_with(self._secrets)
            descriptors = (descriptor,)
            environment["STILLPOINT_SECRETS_FD"] = str(descriptor)
        with self._log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self._module, *self.arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                pass_fds=descriptors,
                text=True,
                encoding="utf-8",
            )
        for descriptor in descriptors:
            os.close(descriptor)

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def answer(self) -> dict[str, Any]:
        """The next line it prints, a JSON object. Raises ``ProcessGone``."""
        line = self._running().stdout.readline()  # type: ignore[union-attr]  # opened as a pipe above
        if not line.endswith("\n"):
            raise ProcessGone(f"{self.arguments[:2]} ended; see {self._log}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, command: Mapping[str, Any]) -> dict[str, Any]:
        """Sends one line and gives the answer. Raises ``ProcessGone``."""
        channel = self._running().stdin
        try:
            channel.write(json.dumps(command, ensure_ascii=False) + "\n")  # type: ignore[union-attr]  # a pipe
            channel.flush()  # type: ignore[union-attr]  # a pipe
        except (BrokenPipeError, ValueError) as error:
            raise ProcessGone(str(error)) from error
        return self.answer()

    def kill(self) -> None:
        """``kill -9``, from any thread; whoever speaks to the process next finds it gone."""
        self.send(signal.SIGKILL)

    def send(self, name: signal.Signals) -> None:
        """Sends it a signal while it runs, from any thread."""
        process = self._process
        if process is not None:
            process.send_signal(name)

    def stop(self) -> int:
        """Ends it as an operator would and gives its exit code."""
        process = self._running()
        _close(process.stdin)
        process.send_signal(signal.SIGTERM)
        return self._reap(process)

    def wait(self) -> int:
        """Waits, for as long as it takes, until it ends by itself."""
        process = self._running()
        process.wait()
        return self._reap(process)

    def finish(self) -> int:
        """Closes its input and waits for its own end."""
        process = self._running()
        _close(process.stdin)
        return self._reap(process)

    def _running(self) -> subprocess.Popen[str]:
        if self._process is None:
            raise ProcessGone("not started")
        return self._process

    def _reap(self, process: subprocess.Popen[str]) -> int:
        try:
            code = process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            code = process.wait()
        _close(process.stdin)
        _close(process.stdout)
        self._process = None
        return code


def run(
    arguments: Sequence[str],
    secrets: Mapping[str, bytes] | None,
    log: Path,
    environment: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Runs a command to its end and gives the one JSON object it prints."""
    process = Process(arguments, secrets, log, environment)
    process.start()
    try:
        return process.answer()
    finally:
        process.finish()


def _close(stream: IO[str] | None) -> None:
    if stream:
        with suppress(OSError):  # what was still to be written to a killed process is asked for again
            stream.close()


def _pipe_with(secrets: Mapping[str, bytes]) -> int:
    reading, writing = os.pipe()
    with os.fdopen(writing, "w", encoding="utf-8") as pipe:
        json.dump({name: secret.hex() for name, secret in secrets.items()}, pipe)
    return reading
