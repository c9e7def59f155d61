"""A terminal to look after, for pictures of screens and for tests: it is as it is told to be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from terminal.domain.errors import Refusal
from terminal.ports.printing import ReceiptDocument
from terminal.ports.sync import Watch
from terminal.settings.options import checked
from ui.qt.screens.sample_shop import NOW
from ui.viewmodels.care import Facts

SAMPLE_FACTS = Facts(
    terminal="0199f3a2-6c1e-7d1b-9a52-3f1c2b7d9e10",
    number=2,
    store="xinyi",
    epoch=1,
    frames=18_402,
    version="0.1.0",
    programme=7,
    programme_digest="5d41402abc4b2a76b9719d911017c592",
    server="https://points.example.com",
    last_success=NOW - timedelta(seconds=12),
    unsent=0,
    oldest_unsent=None,
    refusal="",
    members=1_204_331,
    database_bytes=612_000_000,
    free_bytes=84_300_000_000,
    relay=True,
    neighbours=("0199f3a2-71aa-7c30-8f11-9d20c1a4e6b7",),
    parked=(),
    print_jobs={"complete": 214, "held": 0},
    home="/var/lib/stillpoint",
    now=NOW,
)


@dataclass(frozen=True)
class SampleFinding:
    """Fulfils ``Finding``."""

    check: str
    well: bool
    data: Mapping[str, object] = field(default_factory=dict)


SAMPLE_FINDINGS = (
    SampleFinding("disk", True, {"free_bytes": 84_300_000_000}),
    SampleFinding("schema", True),
    SampleFinding("pages", True),
    SampleFinding("chain", True, {"frames": 18_402}),
    SampleFinding("counts", True),
)


@dataclass
class SampleCare:
    """Fulfils ``Care``. ``asked`` is what was asked of it, ``refuses`` why what takes its time does not work."""

    chosen: dict[str, str] = field(default_factory=dict)
    known: Facts = SAMPLE_FACTS
    findings: Sequence[SampleFinding] = SAMPLE_FINDINGS
    refuses: Refusal | None = None
    asked: list[str] = field(default_factory=list)
    printed: list[ReceiptDocument] = field(default_factory=list)

    def settings(self) -> Mapping[str, str]:
        """What was chosen."""
        return dict(self.chosen)

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Notes them."""
        self.chosen |= {name: checked(name, value) for name, value in settings.items()}

    def facts(self) -> Facts:
        """What it was told."""
        return self.known

    def clock_difference(self, watch: Watch) -> timedelta:
        """A second behind."""
        self._ask("clock")
        return timedelta(seconds=-1)

    def sync_now(self, watch: Watch) -> None:
        """Notes it."""
        self._ask("sync")

    def examine(self, watch: Watch) -> Sequence[SampleFinding]:
        """What it was told to find."""
        self._ask("examine")
        return self.findings

    def back_up(self, watch: Watch) -> str:
        """Notes it."""
        self._ask("back_up")
        return "/var/lib/stillpoint/backups/2026-11-21-143200"

    def print_note(self, document: ReceiptDocument) -> None:
        """Notes it."""
        self.printed.append(document)

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.refuses is not None:
            raise self.refuses
