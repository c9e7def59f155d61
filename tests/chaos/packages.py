"""The programs of a cluster, from Debian's packages: found, or installed where that is allowed without asking."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PACKAGES = ("patroni", "etcd-server", "postgresql-15")
_VERSIONS = Path("/usr/lib/postgresql")
_SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"
_INSTALL_SECONDS = 600


@dataclass(frozen=True, slots=True)
class Programs:
    """Where they are; ``postgres`` is the folder of PostgreSQL's own programs."""

    patroni: str
    etcd: str
    postgres: Path


def find() -> Programs | None:
    """The programs, when all are there."""
    patroni, etcd = (shutil.which(name, path=_SYSTEM_PATH) for name in ("patroni", "etcd"))
    versions = sorted(_VERSIONS.glob("*/bin/postgres"), key=lambda found: int(found.parts[-3]))
    if patroni is None or etcd is None or not versions:
        return None
    return Programs(patroni, etcd, versions[-1].parent)


def find_or_install() -> Programs | None:
    """The programs; ``None`` where they are missing and apt, the rights to use it or its packages are too.

    ``SETUP_SYSTEM=skip`` leaves the system alone.
    """
    found = find()
    if found is None:
        install(*_PACKAGES)
    return found or find()


def install(*packages: str) -> None:
    """Installs packages where that is allowed without asking; else, and when it fails, nothing happens."""
    apt = _apt()
    if apt is None or os.environ.get("SETUP_SYSTEM") == "skip":
        return
    for action in (["update"], ["install", "--no-install-recommends", *packages]):
        try:
            subprocess.run(
                [*apt, *action], stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_INSTALL_SECONDS
            )
        except subprocess.TimeoutExpired:
            return


def _apt() -> list[str] | None:
    """How apt-get is called without being asked anything."""
    if shutil.which("apt-get", path=_SYSTEM_PATH) is None:
        return None
    call = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", "-qq", "-y"]
    if os.geteuid() == 0:
        return call
    may = shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode
    return ["sudo", "-n", *call] if may == 0 else None
