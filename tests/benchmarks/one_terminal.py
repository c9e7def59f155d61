"""How fast one terminal sends what it made while the line was down: a real journal, a real round, a real server."""

import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sync.client.http import HttpServer
from sync.client.keys import read_keys
from sync.client.round import SyncRound
from sync.protocol.messages import PushRequest, Standing
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart
from terminal.ports.clock import SystemClock
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import NewFrame
from terminal.store.store import open_replica_store, open_terminal_store
from tests.benchmarks.first_sync import serving

FRAMES = 20_000
_CLOCK = SystemClock()


@dataclass(frozen=True, slots=True)
class PushFigures:
    """So many frames were durable at the server after so many seconds."""

    frames: int
    seconds: float

    @property
    def frames_per_second(self) -> float:
        """How many in a second."""
        return self.frames / self.seconds


class Watched(HttpServer):
    """A server that remembers when it last said that frames are durable: what a round does after that is no push."""

    last_answer_at = 0.0

    def push(self, request: PushRequest) -> Standing:
        """Pushes."""
        standing = super().push(request)
        self.last_answer_at = time.perf_counter()
        return standing


def measure_push(postgres_url: str, frames: int = FRAMES) -> PushFigures:
    """Fills a terminal's journal with sales, then times how long a round takes until the server has them all."""
    with serving(postgres_url, 1_000) as group:
        home, secrets = group.terminal("sender")
        made = _fill_journal(home, secrets, frames)
        keys = read_keys(home, secrets)
        with (
            closing(open_replica_store(home, secrets)) as replica,
            closing(Watched(group.url, _CLOCK.now, keys.newest_first)) as server,
        ):
            started = time.perf_counter()
            report = SyncRound(server, replica, keys, lambda _seconds: None).run_once()
        if report.durable < made:
            raise SystemExit(f"only {report.durable} of {made} frames arrived")
        return PushFigures(report.pushed, server.last_answer_at - started)


def _fill_journal(home: Path, secrets: MemorySecrets, frames: int) -> int:
    """Sales of four lines to members of this store, written in one go; gives the last frame's number."""
    now = _CLOCK.now()
    with closing(open_terminal_store(home, secrets)) as store, store.unit_of_work() as unit:
        programme, identity = unit.programme(), unit.identity()
        day = programme.store(identity.store).business_day(now)
        seq = 0
        for number in range(frames):
            seq = unit.append(NewFrame(FrameKind.SALE, now, day, programme.digest, *_sale(number, identity.brand)))
        unit.commit()
    return seq


def _sale(number: int, brand: str) -> tuple[dict[str, object], tuple[Entry, ...]]:
    sale, member = f"sale-{number:09}", f"member-{number % 500:09}"
    lines = [{"sku": f"tea-{place}", "category": "drink", "quantity": "2", "amount": 130} for place in range(4)]
    body: dict[str, object] = {
        "sale": sale,
        "number": f"{number:04}",
        "currency": "TWD",
        "time": "14:00",
        "lines": lines,
        "paid": [["cash", 520]],
        "subtotal": 520,
        "redeemed": 0,
        "redeemed_amount": 0,
        "total": 520,
        "tenders": [{"type": "cash", "amount": 520}],
        "change": 0,
        "earned": 52,
        "member": member,
    }
    earned_on = _CLOCK.now().date()
    part = LotPart(sale, brand, 52, None, earned_on)
    return body, (Entry(member, EntryKind.ACCRUE, 52, (part,), spend_minor=520, visits=1),)
