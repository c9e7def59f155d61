"""States that are kept between looks are always what folding from scratch gives."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from terminal.domain.frames import CHAIN_START, Frame, FrameKind, chain, encode_frame
from terminal.domain.ledger import Entry, EntryKind
from terminal.ports.lanes import Lane, LaneBatch
from terminal.ports.replica import BEFORE_ALL
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import MemberProfile, MemberRecord
from terminal.store import journal, members
from terminal.store.replica import StoredReplica
from terminal.store.states import FoldedState, MemberStates, ServerWord
from terminal.store.store import TerminalStore, create_terminal_store, open_replica_store
from terminal.store.unit_of_work import StoredUnitOfWork
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import DAY

RUNS = count()
STEPS = st.tuples(
    st.sampled_from(("sell", "refund", "leave", "look", "look", "page", "alias", "enrol", "hear", "hold", "release")),
    st.booleans(),
    st.integers(1, 90),
)


def from_scratch(unit: StoredUnitOfWork, member_id: str) -> MemberRecord | None:
    nothing_kept = members.Own("t1", MemberStates(), keep_states=False)
    return members.member_record(unit._connection, nothing_kept, members.ids_of(unit._connection, member_id))


class Counter:
    """Two members of one terminal, seen from two threads: one that works, one that may hold on to an old view."""

    def __init__(self, store: TerminalStore, replica: StoredReplica) -> None:
        self.store, self.replica = store, replica
        run = next(RUNS)
        self.ids = (f"a{run}", f"b{run}")
        self.phone = f"+8869{run:08d}"
        self.lots = count()
        self.elder = ThreadPoolExecutor(1)
        self.held: StoredUnitOfWork | None = None
        self.lane = Lane(f"lane{run}", 1, bytes(32))
        self.replica.lanes.take_roster([self.lane])
        self.lane_hash = CHAIN_START
        self.page("page", self.ids[0], 80)

    def step(self, step: str, first: bool, points: int) -> None:
        member_id = self.ids[not first]
        if step in ("sell", "refund", "leave"):
            self.write(self.entry(step, member_id, points), commit=step != "leave")
        elif step == "look":
            self.look_everywhere()
        elif step == "enrol":
            with self.store.view() as unit:
                if unit.find_member("phone", self.phone):
                    return
            facts.enrol(self.store, MemberProfile(self.ids[1], "B", self.phone))
        elif step == "hear":
            self.hear(member_id, points)
        elif step == "hold" and self.held is None:
            self.held = self.elder.submit(self.open_view).result()
        elif step == "release":
            self.release()
        else:
            self.page(step, member_id, points)

    def entry(self, step: str, member_id: str, points: int) -> Entry:
        if step == "refund":
            return Entry(member_id, EntryKind.REVERSE, -points, visits=-1)
        return facts.accrue(member_id, points, f"{member_id}-{next(self.lots)}", spend=points)

    def write(self, entry: Entry, commit: bool) -> None:
        with self.store.unit_of_work() as unit:
            unit.append(facts.adjustment(entry))
            self.look(unit)
            if commit:
                unit.commit()

    def hear(self, member_id: str, points: int) -> None:
        """Another lane has done something, or the server has posted it."""
        (heard,) = (lane.heard for lane in self.replica.lanes.lanes())
        if points % 3 == 0:
            self.replica.lanes.take_roster([replace(self.lane, durable=heard, posted=heard)])
            return
        entry = self.entry("sell" if points % 2 else "refund", member_id, points)
        frame = Frame(self.lane.terminal_id, 1, heard + 1, FrameKind.ADJUSTMENT, "", DAY, "xinyi", "", {}, (entry,))
        frames = (encode_frame(frame),)
        batch = LaneBatch(*self.lane.name, heard + 1, frames, self.lane_hash, chain(self.lane_hash, frames[0]), b"")
        self.lane_hash = batch.chain_hash
        self.replica.lanes.add(batch, (frame,))

    def page(self, step: str, member_id: str, points: int) -> None:
        if step == "alias":
            self.replica.apply_page([facts.alias(self.ids[1], self.ids[0])], 1, BEFORE_ALL)
        elif step == "page":
            applied = {"t1": self.replica.head().position} if points % 2 else {}
            if points % 5 == 0:
                applied |= {lane.terminal_id: (1, lane.heard) for lane in self.replica.lanes.lanes()}
            row = facts.server_member(member_id, points, self.phone, applied, number=1)
            self.replica.apply_page([row], 1, BEFORE_ALL)

    def open_view(self) -> StoredUnitOfWork:
        view = self.store.view().__enter__()
        view.identity()
        view.link()  # now both files are seen as they are at this instant
        return view

    def release(self) -> None:
        if self.held is not None:
            self.elder.submit(self.held.__exit__, None, None, None).result()
            self.held = None

    def look_everywhere(self) -> None:
        with self.store.view() as unit:
            self.look(unit)
        if self.held is not None:
            self.elder.submit(self.look, self.held).result()

    def look(self, unit: StoredUnitOfWork) -> None:
        for member_id in self.ids:
            assert unit.member(member_id) == from_scratch(unit, member_id)

    def close(self) -> None:
        self.release()
        self.elder.shutdown()


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TerminalStore, StoredReplica]]:
    home: Path = tmp_path_factory.mktemp("home") / "home"
    secrets = MemorySecrets()
    store = create_terminal_store(home, facts.IDENTITY, secrets, facts.GROUP_KEY, facts.OPENING)
    replica = open_replica_store(home, secrets)
    yield store, replica
    replica.close()
    store.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(STEPS, min_size=12, max_size=40))
def test_a_kept_state_is_what_folding_from_scratch_gives(
    doors: tuple[TerminalStore, StoredReplica], steps: list[tuple[str, bool, int]]
) -> None:
    counter = Counter(*doors)
    try:
        for step in steps:
            counter.step(*step)
        counter.look_everywhere()
    finally:
        counter.close()


def test_only_newer_frames_are_read_again(terminal_on_disk: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    frames_of = journal.frames_of
    terminal_on_disk.replica.apply_page([facts.server_member("m1", 100)], 1, BEFORE_ALL)
    for points in range(1, 6):
        facts.append(terminal_on_disk.store, facts.accrue("m1", points, f"lot{points}"))

    def counted(*of: Any) -> list[Frame]:
        frames = list(frames_of(*of))
        asked.extend(frame.seq for frame in frames)
        return frames

    monkeypatch.setattr(journal, "frames_of", counted)
    for _ in range(2):
        with terminal_on_disk.store.view() as unit:
            known = unit.member("m1")
            assert known is not None and known.state.balance(DAY) == 115
    assert asked == [2, 3, 4, 5, 6]
    facts.append(terminal_on_disk.store, facts.accrue("m1", 50, "newer"))
    with terminal_on_disk.store.view() as unit:
        known = unit.member("m1")
        assert known is not None and known.state.balance(DAY) == 165
    assert asked == [2, 3, 4, 5, 6, 7]


def test_only_so_many_states_are_kept_the_latest_looked_at() -> None:
    states, nothing_said = MemberStates(kept_max=2), ServerWord(None, None)
    for member_id in ("m1", "m2", "m1", "m3"):
        states.keep(FoldedState((member_id,), nothing_said, facts.server_member(member_id).state))
    assert states.kept(("m1",), None) and states.kept(("m3",), None)
    assert states.kept(("m2",), None) is None
