"""What a lane answers the others: frames of its own, signed as they leave, and what it heard of everybody else."""

from collections.abc import Iterator

import msgspec

from sync.client.keys import TerminalKeys
from sync.client.profiles import profile_message
from sync.client.relay.exchange import Ask, Head, Tell, Unit, Voice
from sync.client.relay.hearsay import Hearsay
from sync.protocol.messages import FRAMES_PER_PUSH_MAX, PUSH_TEXT_BYTES_MAX
from sync.protocol.signing import batch_statement, profiles_statement
from terminal.ports.lanes import LaneBatch, LaneStore
from terminal.ports.replica import ReplicaStore

UNITS_MAX = 200
TELL_BYTES_MAX = PUSH_TEXT_BYTES_MAX


class Answering:
    """Answers with what the stores hold; it writes nothing."""

    def __init__(
        self, store: ReplicaStore, lanes: LaneStore, keys: TerminalKeys, voice: Voice, hearsay: Hearsay
    ) -> None:
        self._store = store
        self._lanes = lanes
        self._keys = keys
        self._voice = voice
        self._hearsay = hearsay

    def answer(self, sealed: bytes) -> bytes:
        """The sealed answer to a sealed ``Ask``. Raises ``Refusal``: ``lane_message_wrong``, ``lane_unknown``."""
        asking, ask = self._voice.hear(sealed, Ask)
        self._hearsay.note_durable(asking, ask.durable)
        heard = next((lane.heard for lane in self._lanes.lanes() if lane.name == asking), 0)
        if (ask.own.terminal, ask.own.epoch) == asking and ask.own.seq > heard:
            self._hearsay.note_news(asking[0])
        own, durable = own_head(self._store, self._voice.terminal)
        return self._voice.say(own.epoch, Tell(own, durable, _first_of(self._units(ask.heads))))

    def _units(self, heads: tuple[Head, ...]) -> Iterator[Unit]:
        for head in heads:
            if head.terminal == self._voice.terminal:
                yield from self._own_units(head)
        for head in heads:
            if head.terminal != self._voice.terminal:
                kept = self._lanes.batches_after((head.terminal, head.epoch), head.seq, TELL_BYTES_MAX)
                yield from map(_unit, kept)

    def _own_units(self, head: Head) -> Iterator[Unit]:
        after = (head.epoch, head.seq)
        batch = self._store.unsent(after, FRAMES_PER_PUSH_MAX, PUSH_TEXT_BYTES_MAX)
        if batch is None or batch.epoch != head.epoch:
            return
        key, terminal = self._keys.of_epoch(batch.epoch), self._voice.terminal
        statement = batch_statement(terminal, batch.epoch, batch.last_seq, batch.chain_hash)
        profiles, signature = b"", b""
        if batch.profiles:
            profiles = msgspec.json.encode([profile_message(profile) for profile in batch.profiles])
            signature = key.sign(profiles_statement(terminal, batch.epoch, profiles))
        yield Unit(
            terminal=terminal,
            epoch=batch.epoch,
            first=batch.first_seq,
            previous=batch.previous_hash.hex(),
            frames=tuple(frame.decode() for frame in batch.frames),
            signature=key.sign(statement).hex(),
            profiles=profiles.decode(),
            profiles_signature=signature.hex(),
        )


def own_head(store: ReplicaStore, terminal: str) -> tuple[Head, int]:
    """Where the own journal ends, and up to where the server has that epoch of it."""
    (epoch, seq), durable = store.head().position, store.progress().durable
    return Head(terminal, epoch, seq), durable[1] if durable[0] == epoch else 0


def _first_of(units: Iterator[Unit]) -> tuple[Unit, ...]:
    """So many of them as one message may hold."""
    taken: list[Unit] = []
    size = 0
    for unit in units:
        size += len(unit.profiles) + sum(map(len, unit.frames))
        if taken and (size > TELL_BYTES_MAX or len(taken) == UNITS_MAX):
            break
        taken.append(unit)
    return tuple(taken)


def _unit(batch: LaneBatch) -> Unit:
    return Unit(
        terminal=batch.terminal_id,
        epoch=batch.epoch,
        first=batch.first_seq,
        previous=batch.previous_hash.hex(),
        frames=tuple(frame.decode() for frame in batch.frames),
        signature=batch.signature.hex(),
        profiles=batch.profiles.decode(),
        profiles_signature=batch.profiles_signature.hex(),
    )
