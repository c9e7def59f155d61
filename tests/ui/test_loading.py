"""Qt's binding is compiled once, and does not stay between us and Python's imports."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import builtins
plain, seen = builtins.compile, []

def counting(source, filename, *rest, **more):
    seen.append(str(filename))
    return plain(source, filename, *rest, **more)

builtins.compile = counting
from ui.qt.loading import load_qt
load_qt()
print(len([name for name in seen if name.startswith("shibokensupport")]), builtins.compile is counting)
"""


def started(cache: Path) -> tuple[int, str]:
    """How many modules of the binding a start compiles, and whether others compile as before."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(cache), "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ran = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment, check=True)
    compiled, is_left = ran.stdout.split()
    return int(compiled), is_left


def kept_in(cache: Path) -> Path:
    (kept,) = cache.rglob("*.binding")
    return kept


def test_the_second_start_compiles_nothing_of_it(tmp_path: Path) -> None:
    first, is_left = started(tmp_path)
    assert first > 5
    assert is_left == "True"
    assert started(tmp_path) == (0, "True")


def test_half_a_file_is_as_good_as_none(tmp_path: Path) -> None:
    first, _ = started(tmp_path)
    kept = kept_in(tmp_path)
    whole = kept.read_bytes()
    kept.write_bytes(whole[: len(whole) // 2])
    assert started(tmp_path)[0] == first
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    nowhere = tmp_path / "file"
    nowhere.touch()
    assert started(nowhere / "folder") == started(nowhere / "folder") != (0, "True")


def test_a_module_that_is_imported_afterwards_is_not_read_for_its_style(tmp_path: Path) -> None:
    (tmp_path / "later.py").write_text("said = 'PySide6'", encoding="utf-8")
    program = (
        "import linecache\nfrom ui.qt.loading import load_qt\nload_qt()\nimport later\nprint(list(linecache.cache))"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=True)
    assert "later.py" not in ran.stdout


def test_the_patterns_of_the_binding_are_compiled_when_they_are_used() -> None:
    program = """
import re
plain, seen = re.compile, []

def counting(pattern, flags=0):
    seen.append(pattern)
    return plain(pattern, flags)

re.compile = counting
from ui.qt.loading import load_qt
load_qt()
from shibokensupport.signature.lib.pyi_generator import Formatter
towers = lambda: sum(pattern == Formatter.brace_pat for pattern in seen)
print(towers(), Formatter.split("a[b]")[1], towers(), re.compile is counting)
from PySide6.QtCore import QObject
try:
    QObject().setObjectName(3)
except TypeError as trouble:
    print("QtCore.QObject.setObjectName(name: str" in str(trouble))
"""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=environment, check=False)
    assert ran.stdout.splitlines() == ["0 a[b] 1 True", "True"], ran.stderr
