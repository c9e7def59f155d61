"""A disk of its own for a folder, which can be filled to the last byte and given room again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

DISK_BYTES = 48 * 1024 * 1024
_FILLER = "filler"
_PORTION = b"\0" * 65_536


class Disk:
    """A small file system at ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.fills = 0

    def fill(self) -> None:
        """Takes all the room there is."""
        self.fills += 1
        with suppress(OSError), (self.folder / _FILLER).open("ab", buffering=0) as filler:
            for size in (len(_PORTION), 512, 1):
                with suppress(OSError):  # until it is full
                    while filler.write(_PORTION[:size]):
                        pass

    def free(self) -> None:
        """Gives the room back."""
        (self.folder / _FILLER).unlink(missing_ok=True)


def why_not() -> str | None:
    """Why no disk can be had here, if that is so."""
    return None if os.geteuid() == 0 else "only root may mount a disk"


@contextmanager
def small_disk(folder: Path) -> Iterator[Disk]:
    """Mounts one for the length of the block. Raises ``CalledProcessError`` where that is not allowed."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    options = f"size={DISK_BYTES},mode=0700"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True, capture_output=True)
    disk = Disk(folder)
    try:
        yield disk
    finally:
        disk.free()
        subprocess.run(["umount", "--lazy", folder], check=False, capture_output=True)
