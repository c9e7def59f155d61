"""Whether Qt's Python binding keeps count. A till runs for weeks; one lost reference in each call would end it."""

import sys

from PySide6.QtCore import QObject

from terminal.domain.errors import Broken

CALLS = 200


def check_binding() -> None:
    """Raises ``Broken`` when calls lose references to ``None``, as PySide6 6.12.0 does before Python 3.12."""
    probe = QObject()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        probe.setObjectName("probe")
    if sys.getrefcount(None) <= before - CALLS // 2:
        raise Broken("this PySide6 loses references on this Python and would abort; install PySide6-Essentials 6.11")
