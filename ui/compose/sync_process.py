"""The sync process of a home, as commands see it that wait for what it fetches."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from terminal.domain.records import record

if TYPE_CHECKING:
    from pathlib import Path


@record
class FollowedHome:
    """Implements ``terminal.ports.sync.SyncProcess``."""

    home: Path

    def is_running(self) -> bool:
        """Whether a sync process has this home."""
        from sync.client.process import is_followed

        return is_followed(self.home)

    def now(self) -> datetime:
        """The machine's time."""
        return datetime.now(UTC)

    def wait(self, seconds: float) -> None:
        """Sleeps."""
        time.sleep(seconds)
