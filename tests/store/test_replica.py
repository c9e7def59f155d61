"""What every store promises the sync process."""

from datetime import timedelta

from terminal.domain.frames import CHAIN_START, FrameKind, chain, decode_frame
from terminal.ports.replica import ParkedRefusal, Progress
from terminal.ports.store import LinkState
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import NOW

PLENTY = 10**9


def link(terminal: Terminal) -> LinkState:
    with terminal.store.view() as unit:
        return unit.link()


def test_a_new_terminal_has_its_opening_to_send_and_has_never_reached_anyone(terminal: Terminal) -> None:
    assert terminal.replica.identity() == facts.IDENTITY
    assert terminal.replica.progress() == Progress((0, 0), (0, 0), 0)
    assert terminal.replica.cursor() == 0
    state = link(terminal)
    assert (state.reached, state.last_success_at, state.unsent_frames) == (False, None, 1)


def test_batches_follow_each_other_and_chain(terminal: Terminal) -> None:
    for index in range(5):
        facts.append(terminal.store, facts.accrue("m1", index + 1, f"l{index}"))
    after, hash_so_far, seqs = (0, 0), CHAIN_START, []
    while batch := terminal.replica.unsent(after, limit=4, max_bytes=PLENTY):
        assert batch.previous_hash == hash_so_far
        for frame_bytes in batch.frames:
            hash_so_far = chain(hash_so_far, frame_bytes)
            seqs.append(decode_frame(frame_bytes).seq)
        assert batch.chain_hash == hash_so_far
        after = (batch.epoch, batch.last_seq)
    assert seqs == [1, 2, 3, 4, 5, 6]
    assert terminal.replica.head().position == after
    assert terminal.replica.head().chain_hash == hash_so_far


def test_a_batch_stays_under_its_bytes_but_is_never_empty(terminal: Terminal) -> None:
    for _ in range(3):
        facts.append(terminal.store)
    assert _sizes(terminal, max_bytes=1) == 1
    whole = terminal.replica.unsent((0, 0), 100, PLENTY)
    assert whole is not None
    two = sum(len(frame) for frame in whole.frames[:2])
    assert _sizes(terminal, max_bytes=two) == 2
    assert _sizes(terminal, max_bytes=two - 1) == 1


def _sizes(terminal: Terminal, max_bytes: int) -> int:
    batch = terminal.replica.unsent((0, 0), 100, max_bytes)
    assert batch is not None
    return len(batch.frames)


def test_profiles_travel_with_the_frames_that_enrol(terminal: Terminal) -> None:
    facts.enrol(terminal.store)
    facts.append(terminal.store)
    batch = terminal.replica.unsent((0, 0), 100, PLENTY)
    assert batch is not None
    assert batch.profiles == (facts.PROFILE,)
    assert not any(facts.PHONE.encode() in frame or "王小明".encode() in frame for frame in batch.frames)
    later = terminal.replica.unsent((1, 2), 100, PLENTY)
    assert later is not None and later.profiles == ()


def test_what_is_durable_no_longer_waits(terminal: Terminal) -> None:
    facts.append(terminal.store)
    facts.append(terminal.store)
    assert (link(terminal).unsent_frames, link(terminal).oldest_unsent_at) == (3, NOW)
    terminal.replica.record_push(durable=(1, 2), posted=(1, 1))
    assert link(terminal).unsent_frames == 1
    terminal.replica.record_push(durable=(1, 3), posted=(1, 3))
    assert (link(terminal).unsent_frames, link(terminal).oldest_unsent_at) == (0, None)
    assert terminal.replica.progress() == Progress((1, 3), (1, 3), 0)
    assert terminal.replica.unsent((1, 3), 100, PLENTY) is None


def test_a_page_brings_its_cursor(terminal: Terminal) -> None:
    terminal.replica.apply_page([facts.server_member("m1")], 17, (1, 1))
    assert terminal.replica.progress() == Progress((0, 0), (1, 1), 17)
    terminal.replica.apply_page([], 18, (1, 1))
    assert terminal.replica.cursor() == 18


def test_only_a_round_without_refusal_counts_as_success(terminal: Terminal) -> None:
    terminal.replica.record_attempt(reached=True, at=NOW)
    later = NOW + timedelta(hours=1)
    terminal.replica.record_attempt(reached=False, at=later, refusal="server_unreachable")
    state = link(terminal)
    assert (state.reached, state.last_success_at, state.refusal) == (False, NOW, "server_unreachable")
    terminal.replica.record_attempt(reached=True, at=later, refusal="terminal_revoked")
    state = link(terminal)
    assert (state.reached, state.last_success_at, state.refusal) == (True, NOW, "terminal_revoked")
    terminal.replica.record_attempt(reached=True, at=later)
    assert link(terminal).last_success_at == later
    assert link(terminal).refusal is None


def test_parked_refusals_wait_for_a_person(terminal: Terminal) -> None:
    refusals = tuple(ParkedRefusal(NOW, f"kind_{index}", {"seq": index}) for index in range(2))
    for refusal in refusals:
        terminal.replica.park(refusal)
    assert terminal.replica.parked() == refusals


def test_every_frame_says_what_happened(terminal: Terminal) -> None:
    facts.sell(terminal.store, "s1")
    batch = terminal.replica.unsent((0, 0), 100, PLENTY)
    assert batch is not None
    frames = [decode_frame(frame) for frame in batch.frames]
    assert [frame.kind for frame in frames] == [FrameKind.EPOCH_OPENED, FrameKind.SALE]
    assert (frames[1].terminal, frames[1].store, frames[1].day) == ("t1", "xinyi", facts.DAY)


def test_the_replica_can_say_what_it_holds(terminal: Terminal) -> None:
    assert (terminal.replica.member_count(), terminal.replica.programme_version()) == (0, 0)
    terminal.replica.apply_page([facts.server_member("m1"), facts.alias("m2", "m1")], 2, (0, 0))
    document, digest = facts.programme_bundle(3)
    terminal.replica.add_programme(document, digest, 3, b"signature")
    assert (terminal.replica.member_count(), terminal.replica.programme_version()) == (2, 3)
