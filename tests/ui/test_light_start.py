"""What the window's start does without: libraries that a till needs later, or never, cost time and memory then."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from terminal.ports.secrets import MemorySecrets
from terminal.store.store import create_terminal_store, open_replica_store
from tests.store import facts
from ui.cli.main import HOME_VARIABLE, window_home

HEAVY = {
    "the command line": ("typer", "click", "rich", "pydantic", "ui.cli.commands"),
    "head office and the group server": ("yaml", "jsonschema", "fastapi", "starlette", "uvicorn", "psycopg", "alembic"),
    "the network": ("httpx", "zeroconf", "zstandard", "sync.client.http", "sync.client.synchroniser"),
    "the library that statements are written with": ("sqlalchemy", "asyncio"),
    "devices": ("escpos", "serial", "usb", "barcode", "qrcode", "PIL", "devices.supervisor"),
    "the office": ("numpy", "pyqtgraph", "xlsxwriter", "openpyxl", "reportlab", "ui.qt.office.day_page"),
    "what a bill without lines and without a member does without": (
        "terminal.usecases.sell",
        "terminal.domain.pricing.price",
        "msgspec",
        "ui.viewmodels.customer",
        "ui.viewmodels.giving_back",
        "ui.viewmodels.office.office",
        "ui.qt.screens.member_panel",
        "ui.qt.screens.found_list",
    ),
    "snapshots, signatures, phones": ("cryptography", "terminal.store.page_writer", "phonenumbers"),
}
PROGRAM = """
import sys
from PySide6.QtWidgets import QApplication

def look(application):
    application.processEvents()
    print([type(window).__name__ for window in application.topLevelWidgets() if window.isVisible()])
    print([name for name in names if name in sys.modules])
    return 0

_, home, *names = sys.argv
QApplication.exec = look
sys.argv = ["stillpoint", "terminal", "run", "--home", home]
from ui.cli.main import main
main()
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """Which windows there are once the command has shown them, and which of the heavy modules it has imported."""
    folder, secrets = tmp_path_factory.mktemp("till"), MemorySecrets()
    create_terminal_store(folder / "home", facts.IDENTITY, secrets, facts.GROUP_KEY, facts.OPENING).close()
    with closing(open_replica_store(folder / "home", secrets)) as replica:
        replica.add_programme(*facts.programme_bundle(1), 1, b"signature")
    keys = folder / "keys.json"
    keys.write_text(json.dumps({name: secret.hex() for name, secret in secrets.kept.items()}), encoding="utf-8")
    keys.chmod(0o600)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "STILLPOINT_SECRETS_FILE": str(keys)}
    command = [sys.executable, "-c", PROGRAM, str(folder / "home"), *(name for part in HEAVY.values() for name in part)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert ran.returncode == 0, ran.stderr
    windows, heavy = ran.stdout.splitlines()
    return windows, heavy


def test_the_window_is_shown_and_nothing_heavy_was_imported_for_it(shown: tuple[str, str]) -> None:
    assert shown == ("['TillWindow']", "[]")


@pytest.mark.parametrize(
    ("line", "home"),
    [
        ("terminal run --home till", "till"),
        ("--home till terminal run", "till"),
        ("terminal run", "of-environment"),
        ("terminal run --help", None),
        ("terminal run --home", None),
        ("terminal sync --home till", None),
        ("", None),
    ],
)
def test_only_the_line_that_opens_a_window_goes_past_the_library_of_commands(line: str, home: str | None) -> None:
    found = window_home(line.split(), {HOME_VARIABLE: "of-environment"})
    assert found == (None if home is None else Path(home))


def test_without_a_home_or_with_a_file_for_one_the_library_says_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert window_home(["terminal", "run"], {}) is None
    assert window_home(["terminal", "run", "--home", str(file)], {}) is None
