"""Plays every cell and prints the table; exit code 1 when something was lost, doubled or waited for.

Here, and not in the tests, a window or a sale that took 100 ms counts too; leave the machine alone meanwhile.

Arguments are words that a cell must have: ``tcp``, ``hung``, ``during``.
"""

import logging
import os
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.devices.matrix.cells import CELLS, Result, play
from tests.devices.matrix.table import show

PAUSE_MAX_S = 0.1


def main(words: list[str]) -> int:
    """The whole matrix, or the cells that ``words`` name."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    logging.disable(logging.CRITICAL)
    from PySide6.QtWidgets import QApplication

    from tests.devices.matrix.heartbeat import Heartbeat

    heart = Heartbeat(QApplication([]))
    results: list[Result] = []
    for cell in CELLS:
        if set(words) <= {cell.fault.value, cell.when.value, cell.wire.value}:
            with TemporaryDirectory() as folder:
                results.append(heart.while_working(partial(play, cell, Path(folder), heart)))
    show(results, heart.longest_gap_s)
    longest_s = max(heart.longest_gap_s, *(result.longest_sale_s for result in results))
    return int(any(result.verdict for result in results) or longest_s >= PAUSE_MAX_S)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
