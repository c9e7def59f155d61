"""The till first: work that can wait steps back from the processor."""

import os
import sys
import threading
from contextlib import suppress

NICENESS = 19


def step_back() -> None:
    """Lowers the priority of this thread for good, where the system has one for each."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)
