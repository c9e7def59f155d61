"""What a process of the server counts, and the figures of the database beside it, as Prometheus reads them.

With ``PROMETHEUS_MULTIPROC_DIR`` in the environment the processes of one server share a folder, and each answers for
all of them.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import field

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from terminal.domain.records import record

SHARED_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_GROUPS = (1, 2, 4, 8, 16, 32, 64)


class Metrics:
    """The counters of one process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.pushes = self._counter("pushes", "Pushes by what became of them.", "outcome")
        self.frames_durable = self._counter("frames_durable", "Frames stored for ever.")
        self.frames_posted = self._counter("frames_posted", "Frames posted to members' balances.")
        self.frames_audited = self._counter("frames_audited", "Frames calculated again.")
        self.portions_failed = self._counter("portions_failed", "Portions that could not be dealt with.", "stage")
        self.members_pulled = self._counter("members_pulled", "Members sent in pages.")
        self.snapshot_bytes = self._counter("snapshot_bytes", "Bytes of snapshots sent.")
        self.commit_group = self._histogram("commit_group_pushes", "Pushes stored with one commit.", _GROUPS)
        self.requests = self._histogram("request_seconds", "Requests by step and status.", _SECONDS, "step", "status")

    def render(self, figures: "Figures") -> bytes:
        """The counters of all processes, and the database's figures."""
        shown = self._registry
        if SHARED_FOLDER_VARIABLE in os.environ:
            shown = CollectorRegistry()
            MultiProcessCollector(shown)  # type: ignore[no-untyped-call]  # registers itself; it has no types
        own = CollectorRegistry()
        own.register(_FiguresCollector(figures))
        return generate_latest(shown) + generate_latest(own)

    def _counter(self, name: str, documentation: str, *labels: str) -> Counter:
        return Counter(f"stillpoint_{name}", documentation, labels, registry=self._registry)

    def _histogram(self, name: str, documentation: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"stillpoint_{name}", documentation, labels, registry=self._registry, buckets=buckets)


@record
class Figures:
    """What the database says."""

    backlog: int
    unaudited: int
    posting_rate: float
    quarantined: Mapping[str, int] = field(default_factory=dict)
    exceptions: Mapping[str, int] = field(default_factory=dict)


class _FiguresCollector(Collector):
    def __init__(self, figures: Figures) -> None:
        self._figures = figures

    def collect(self) -> Iterable[Metric]:
        figures = self._figures
        plain: tuple[tuple[str, str, float], ...] = (
            ("stillpoint_backlog_frames", "Frames stored and not yet posted.", figures.backlog),
            ("stillpoint_unaudited_frames", "Frames posted and not yet calculated again.", figures.unaudited),
            ("stillpoint_posting_frames_per_second", "How fast the backlog drains.", figures.posting_rate),
        )
        for name, documentation, value in plain:
            yield GaugeMetricFamily(name, documentation, value)
        yield _by("stillpoint_quarantined", "Pushes in quarantine.", "reason", figures.quarantined)
        yield _by("stillpoint_exceptions", "Cases that posting noted.", "code", figures.exceptions)


def _by(name: str, documentation: str, label: str, counts: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, documentation, labels=[label])
    for value, count in counts.items():
        family.add_metric([value], count)
    return family
