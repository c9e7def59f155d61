"""A measured screen: the till's own process shows everything in its size, and starts again where that does not fit."""

import os
import subprocess
import sys
from pathlib import Path

from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from tests.journeys.display import until
from tests.journeys.window_shop import open_server
from ui.compose.terminals import enrol, save_settings
from ui.qt.design.scale import FACTOR, FITTED
from ui.secrets import FILE_VARIABLE, FileSecrets


def environment_of(process: int) -> dict[str, str]:
    """What a process was last started with."""
    lines = Path(f"/proc/{process}/environ").read_bytes().decode().split("\0")
    return dict(line.split("=", 1) for line in lines if "=" in line)


def test_what_is_too_large_for_the_screen_is_shown_as_large_as_it_fits(tmp_path: Path) -> None:
    home, kept = tmp_path / "terminal", tmp_path / "secrets.json"
    home.mkdir(mode=0o700)
    kept.touch(mode=0o600)
    kept.write_text("{}")
    secrets = FileSecrets(kept)
    with open_server(tmp_path, MemorySecrets()) as server:
        enrol(home, secrets, server.url, server.enrol_code("xinyi"), SystemClock())
    save_settings(home, secrets, {"screen_mm_per_100px": "13.3"})  # everything would be twice as large
    environment = {**os.environ, FILE_VARIABLE: str(kept), "QT_QPA_PLATFORM": "offscreen"}  # a screen of 800 by 800
    environment.pop(FITTED, None)
    command = [sys.executable, "-m", "ui.cli.main", "terminal", "run", "--home", str(home)]
    with subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL) as window:
        try:
            until(lambda: FITTED in environment_of(window.pid))
            assert environment_of(window.pid)[FITTED] == "0.78"
            assert environment_of(window.pid)[FACTOR] == "1.99"  # of the start before; this one takes the smaller
        finally:
            window.terminate()
            window.wait()
