"""The till first: work that can wait steps back from the processor."""

import os
import sys
import threading
from contextlib import suppress

NICENESS = 19


def step_back() -> None:
    """Lowers the priority of this thread for good, where the system has one for each."""
    if sys.platform == "linux":
        thread = threading.get_native_id()
        with suppress(OSError):  # where that is forbidden, it stays as it is
            os.setpriority(os.PRIO_PROCESS, thread, NICENESS)
            # However nice, it would keep the rest of its turn when the till wakes up; this way it gives way at once.
            os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
