"""Rounds of a terminal that is one of several lanes: it brings the server what the others could not."""

import logging
import time
from collections.abc import Callable

import msgspec

from sync.client.process import Round
from sync.client.relay.hearsay import Hearsay
from sync.protocol.messages import FRAMES_PER_PUSH_MAX, PUSH_TEXT_BYTES_MAX, Profile, PushRequest
from sync.protocol.server import GroupServer
from sync.protocol.signing import lanes_statement, verified
from sync.protocol.steps import LanesRequest
from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.ports.lanes import Lane, LaneBatch, LaneName, LaneStore
from terminal.ports.sync import SyncReport

ROSTER_SECONDS = 120.0

# After these the server has the batch, apart from the others, for a person to look at.
_KEPT_APART = frozenset({"terminal_revoked", "epoch_frozen"})
_UNREACHED = frozenset({"server_unreachable", "server_certificate_wrong"})

_log = logging.getLogger(__name__)
_profiles = msgspec.json.Decoder(tuple[Profile, ...])


@record
class Membership:
    """Which terminal this is, of which store, and the key by which it knows the server."""

    terminal: str
    store: str
    server_key: bytes


class CarryingRound:
    """A ``Round`` with the store's lanes around it: their list before, their batches after."""

    def __init__(
        self,
        inner: Round,
        server: GroupServer,
        lanes: LaneStore,
        membership: Membership,
        hearsay: Hearsay,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self._inner = inner
        self._server = server
        self._lanes = lanes
        self._membership = membership
        self._hearsay = hearsay
        self._seconds = seconds
        self._asked_at: float | None = None

    @property
    def interval_seconds(self) -> int:
        """How long the server lets a terminal without news wait."""
        return self._inner.interval_seconds

    @property
    def trouble(self) -> Refusal | None:
        """What a person should hear of although the last round did its work."""
        return self._inner.trouble

    def run_once(self) -> SyncReport:
        """One round. Raises what the round raises; trouble with other lanes' batches is logged."""
        # The list comes before the pull: what it says is posted, the pull then brings.
        roster = self._roster() if self._is_due() else None
        report = self._inner.run_once()
        if roster is not None:
            self._lanes.take_roster(roster)
            for lane in roster:
                self._hearsay.settle_durable(lane.name, lane.durable)
        self._carry()
        return report

    def _is_due(self) -> bool:
        wanted = self._hearsay.take_roster_wanted()
        if wanted or self._asked_at is None or self._seconds() - self._asked_at >= ROSTER_SECONDS:
            return True
        waiting = self._lanes.waiting(1)
        return bool(waiting) and waiting[0].last_seq > self._hearsay.durable(waiting[0].name)

    def _roster(self) -> tuple[Lane, ...] | None:
        try:
            answer = self._server.lanes(LanesRequest(self._membership.terminal))
        except Refusal as refusal:
            if refusal.kind in _UNREACHED:
                raise
            _log.warning("the server does not list the lanes: %s", refusal)
            return None
        statement = lanes_statement(answer.store, answer.lanes)
        signature = bytes.fromhex(answer.signature)
        if answer.store != self._membership.store or not verified(self._membership.server_key, signature, statement):
            _log.warning("the list of lanes is not signed by the server")
            return None
        self._asked_at = self._seconds()
        return tuple(
            Lane(lane.terminal, lane.epoch, bytes.fromhex(lane.public_key), lane.durable, lane.posted)
            for lane in answer.lanes
            if lane.terminal != self._membership.terminal
        )

    def _carry(self) -> None:
        skipped: set[LaneName] = set()
        while batches := self._lanes.waiting(PUSH_TEXT_BYTES_MAX, skipped):
            name, taken = batches[0].name, _joined(batches)
            if taken[-1].last_seq <= self._hearsay.durable(name):
                skipped.add(name)  # so it says; the server's next list decides
                continue
            try:
                standing = self._server.push(self._request(taken))
                self._lanes.mark_uploaded(name, standing.durable)
                if standing.durable < batches[0].last_seq:
                    skipped.add(name)  # it should not be, and the next round is soon enough
            except Refusal as refusal:
                _log.warning("batches of lane %s are not taken: %s", name, refusal)
                if refusal.kind in _UNREACHED:
                    return
                if refusal.kind in _KEPT_APART:
                    self._lanes.mark_uploaded(name, taken[-1].last_seq)
                else:
                    skipped.add(name)

    def _request(self, batches: tuple[LaneBatch, ...]) -> PushRequest:
        """One push of several batches: the last one's signature covers the chain through all of them."""
        first, last = batches[0], batches[-1]
        profiles = {
            profile.member: profile
            for batch in batches
            if batch.profiles
            for profile in _profiles.decode(batch.profiles)
        }
        return PushRequest(
            terminal=first.terminal_id,
            epoch=first.epoch,
            first=first.first_seq,
            previous=first.previous_hash.hex(),
            frames=tuple(frame.decode() for batch in batches for frame in batch.frames),
            signature=last.signature.hex(),
            profiles=tuple(profiles.values())[:FRAMES_PER_PUSH_MAX],
            carrier=self._membership.terminal,
        )


def _joined(batches: tuple[LaneBatch, ...]) -> tuple[LaneBatch, ...]:
    """So many of them, one after the other, as one push may hold."""
    taken = [batches[0]]
    frames = len(batches[0].frames)
    for batch in batches[1:]:
        frames += len(batch.frames)
        if frames > FRAMES_PER_PUSH_MAX:
            break
        taken.append(batch)
    return tuple(taken)
