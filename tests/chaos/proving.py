"""After everything was healed: is every sale there once, everywhere, and does everybody say the same of everyone?"""

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from sqlalchemy import func, select

from sync.server.storage.frame_blocks import unpack_frames
from sync.server.storage.tables import batches, epochs, quarantine, terminals
from terminal.domain.errors import Broken
from terminal.domain.frames import FrameKind, decode_frame
from terminal.ports.printing import JobState
from terminal.ports.replica import FrameBatch
from terminal.store.store import open_replica_store, open_terminal_store
from tests.chaos.processes import wait_until
from tests.chaos.site import ChaosSite, ChaosTerminal
from ui.cli.demo.accounts import FrameCount, compare, read_journal, sync_everything
from ui.cli.demo.baskets import Basket
from ui.cli.demo.processes import run
from ui.cli.server_home import OpenServer, open_server

_QUIET_SECONDS = 180
_PRINTED = {JobState.COMPLETE, JobState.SENT_UNCONFIRMED}
_NOT_OF_DATA = {"disk"}  # a small disk is small, and nothing is wrong with it
_SHOWN = 5
_Place = tuple[int, int]


@dataclass
class Verdict:
    """What is wrong, in figures and in words."""

    sales: int = 0
    frames: int = 0
    lost: int = 0
    doubled: int = 0
    diverged: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        """Whether nothing is."""
        return not (self.lost or self.doubled or self.diverged or self.findings)

    def differs(self, what: str) -> None:
        """Something does not agree."""
        self.diverged += 1
        self.findings.append(what)


def prove(site: ChaosSite, sold: Mapping[ChaosTerminal, Sequence[Basket]]) -> Verdict:
    """Syncs until nothing new comes, then compares everything; tills and sync processes have ended."""
    verdict = Verdict(sales=sum(map(len, sold.values())))
    count = _quiet(site)
    verdict.frames = count.written
    if not count.written == count.durable == count.posted:
        verdict.differs(f"frames: {count}")
    with open_server(site.server.home, site.server.database, site.keys.secrets) as server:
        for terminal, baskets in sold.items():
            _prove_terminal(site, server, terminal, baskets, verdict)
        _prove_server(server, verdict)
    proof, _ = compare(site)
    for disagreement in proof.disagreements[:_SHOWN]:
        verdict.findings.append(str(disagreement))
    verdict.diverged += len(proof.disagreements)
    if not proof.disagreements and not proof.balances_equal:
        verdict.differs("points earned and redeemed do not explain what is left")
    return verdict


def _quiet(site: ChaosSite) -> FrameCount:
    found: list[FrameCount] = []
    said: list[str] = []

    def quiet() -> bool:
        try:
            found.append(sync_everything(site))
        except Broken as broken:
            said.append(str(broken))
        return bool(found)

    try:
        wait_until(quiet, _QUIET_SECONDS, "sync to come to rest")
    except TimeoutError as error:
        raise Broken(f"{error}: {said[-1]}") from error
    return found[-1]


def _prove_terminal(
    site: ChaosSite, server: OpenServer, terminal: ChaosTerminal, baskets: Sequence[Basket], verdict: Verdict
) -> None:
    journal = list(read_journal(terminal.home, site.keys.secrets))
    frames = _by_place(journal)
    sales = [decode_frame(frame).body for frame in frames.values() if decode_frame(frame).kind is FrameKind.SALE]
    prove_sales(terminal.name, Counter(sale["key"] for sale in sales), baskets, verdict)
    with closing(open_terminal_store(terminal.home, site.keys.secrets)) as store, store.view() as unit:
        jobs = {state: count for state, count in unit.job_counts().items() if count}
    if sum(jobs.values()) != len(sales) or not set(jobs) <= _PRINTED:
        verdict.differs(f"{terminal.name}: {len(sales)} sales, receipts {jobs}")
    with closing(open_replica_store(terminal.home, site.keys.secrets)) as replica:
        identity, parked = replica.identity(), replica.parked()
    if parked:
        verdict.differs(f"{terminal.name}: set aside {[(refusal.kind, refusal.data) for refusal in parked]}")
    stored = _stored(server, identity.terminal_id)
    missing = [place for place, frame in frames.items() if stored.get(place) != frame]
    if missing or len(stored) != len(frames):
        verdict.lost += len(missing)
        verdict.findings.append(f"{terminal.name}: {len(stored)} frames at the server; not as written: {missing[:5]}")
    _prove_health(site, terminal, verdict)


def prove_sales(name: str, written: Counter[str], baskets: Sequence[Basket], verdict: Verdict) -> None:
    """What was answered against the keys of the sales in the journal."""
    answered = Counter(f"basket-{basket.basket_id}" for basket in baskets)
    lost, doubled = answered - written, written - answered
    verdict.lost += lost.total()
    verdict.doubled += doubled.total()
    if lost or doubled:
        verdict.findings.append(f"{name}: not in the journal {sorted(lost)}, too often {sorted(doubled)}")


def _prove_health(site: ChaosSite, terminal: ChaosTerminal, verdict: Verdict) -> None:
    answer = run(["terminal", "doctor", "--json", "--home", str(terminal.home)], site.keys.handed_over, site.log)
    ill = [each for each in answer["findings"] if not each["well"] and each["check"] not in _NOT_OF_DATA]
    if ill:
        verdict.differs(f"{terminal.name}: {ill}")


def _prove_server(server: OpenServer, verdict: Verdict) -> None:
    frozen = select(func.count()).select_from(epochs).where(epochs.c.frozen_at.is_not(None))
    revoked = select(func.count()).select_from(terminals).where(terminals.c.revoked_at.is_not(None))
    kept = select(func.count()).select_from(quarantine)
    with server.database.read() as connection:
        for name, question in {"frozen": frozen, "revoked": revoked, "quarantine": kept}.items():
            if count := connection.execute(question).scalar_one():
                verdict.differs(f"server: {count} {name}")


def _by_place(journal: Sequence[FrameBatch]) -> dict[_Place, bytes]:
    return {
        (batch.epoch, batch.first_seq + place): frame for batch in journal for place, frame in enumerate(batch.frames)
    }


def _stored(server: OpenServer, terminal: str) -> dict[_Place, bytes]:
    with server.database.read() as connection:
        rows = connection.execute(select(batches).where(batches.c.terminal == terminal)).all()
    return {
        (row.epoch, row.first + place): frame for row in rows for place, frame in enumerate(unpack_frames(row.frames))
    }
