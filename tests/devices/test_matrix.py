"""No fault of a printer delays a sale, loses a receipt silently, or prints one twice unmarked."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.devices.matrix.cells import CELLS, Cell, Result, play
from tests.devices.matrix.heartbeat import Heartbeat
from tests.devices.matrix.table import show

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pseudo-terminals are made on Linux and macOS")


@pytest.fixture(scope="module")
def heart(qapp: QApplication) -> Iterator[Heartbeat]:
    """A window that watches over all cells."""
    made = Heartbeat(qapp)
    yield made
    made.close()


@pytest.fixture(scope="module")
def results(heart: Heartbeat) -> Iterator[list[Result]]:
    """What the cells came to, shown at the end (``pytest -s``)."""
    found: list[Result] = []
    yield found
    show(found, heart.longest_gap_s)


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: f"{cell.wire.value}, {cell.fault.value} {cell.when.value}")
def test_the_matrix(cell: Cell, results: list[Result], heart: Heartbeat, tmp_path: Path) -> None:
    result = heart.while_working(lambda: play(cell, tmp_path, heart))
    results.append(result)
    assert result.verdict == ""
