"""Wrong clocks, by Debian's libfaketime: one file says how far off the clocks of the processes are that name it."""

import os
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.chaos.packages import install

_LIBRARIES = Path("/usr/lib")
_NAME = "faketime/libfaketime.so.1"
_DAY = 86_400
# Under the library, the kernel's sleep until an instant fails, which is how Python sleeps.
_SLEEP = """import select
import time


def sleep(seconds):
    select.select((), (), (), seconds)


time.sleep = sleep
"""


class WrongClock:
    """A clock that can be set while processes go by it."""

    def __init__(self, library: Path, file: Path) -> None:
        self.jumps = 0
        self._library = library
        self._file = file
        self._code = file.with_suffix(".python")
        self._code.mkdir()
        (self._code / "sitecustomize.py").write_text(_SLEEP, encoding="utf-8")
        self._write(0)

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes a process go by this clock; how long something takes is not changed."""
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",  # a second after a jump everybody has noticed; more often is slow
            "FAKETIME_DISABLE_SHM": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "NO_FAKE_STAT": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, (str(self._code), os.environ.get("PYTHONPATH")))),
        }

    def jump(self, seconds: int) -> None:
        """Sets the clock so much after the right time."""
        self.jumps += 1
        self._write(seconds)

    def jump_to_1970(self) -> None:
        """An empty battery."""
        self.jump(_DAY - int(time.time()))

    def mend(self) -> None:
        """The right time again."""
        self._write(0)

    def _write(self, seconds: int) -> None:
        work = self._file.with_suffix(".new")
        work.write_text(f"{seconds:+d}\n", encoding="ascii")
        os.replace(work, self._file)


@cache
def find_library() -> Path | None:
    """libfaketime, installed where it is missing and that is allowed; ``None`` where it cannot be had."""
    if found := _found():
        return found
    install("libfaketime")
    return _found()


def _found() -> Path | None:
    return next(iter(sorted(_LIBRARIES.glob(f"*/{_NAME}")) or sorted(_LIBRARIES.glob(_NAME))), None)
