"""What another lane says is taken over when its author's signature holds, whoever brought it."""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

import msgspec

from sync.client.profiles import member_profile
from sync.client.relay.exchange import Unit, unhex
from sync.client.relay.hearsay import Hearsay
from sync.protocol.frame_shape import read_frame
from sync.protocol.messages import Profile
from sync.protocol.signing import batch_statement, profiles_statement, verified
from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import Frame, chain
from terminal.ports.lanes import Lane, LaneBatch, LaneStore
from terminal.ports.replica import ParkedRefusal, ReplicaStore
from terminal.ports.store import MemberProfile

# A person should know that a lane's identity is in two places, or that somebody changes what lanes say.
_FOR_A_PERSON = frozenset({"lane_forked", "lane_signature_wrong"})

_log = logging.getLogger(__name__)
_profiles = msgspec.json.Decoder(tuple[Profile, ...])


class Taking:
    """Keeps units of other lanes."""

    def __init__(self, store: ReplicaStore, lanes: LaneStore, hearsay: Hearsay, now: Callable[[], datetime]) -> None:
        self._store = store
        self._lanes = lanes
        self._hearsay = hearsay
        self._now = now
        self._terminal = store.identity().terminal_id

    def take(self, unit: Unit, carrier: str) -> int:
        """Keeps what is new of it; gives the number of new frames, 0 for what is refused as well."""
        if unit.terminal == self._terminal:
            return 0
        try:
            return self._take(unit)
        except Refusal as refusal:
            _log.warning("a batch that lane %s brought is refused: %s", carrier, refusal)
            if refusal.kind == "lane_unknown":
                self._hearsay.want_roster()
            self._park(refusal, carrier)
            return 0

    def _take(self, unit: Unit) -> int:
        lane = next((lane for lane in self._lanes.lanes() if lane.name == unit.name), None)
        if lane is None:
            raise Refusal("lane_unknown", terminal=unit.terminal, epoch=unit.epoch)
        batch = _verified(unit, lane)
        return self._lanes.add(batch, tuple(_readable(batch)), _members(unit))

    def _park(self, refusal: Refusal, carrier: str) -> None:
        if refusal.kind not in _FOR_A_PERSON:
            return
        same = (refusal.kind, refusal.data["terminal"], refusal.data["epoch"])
        parked = ((known.kind, known.data.get("terminal"), known.data.get("epoch")) for known in self._store.parked())
        if same not in parked:
            self._store.park(ParkedRefusal(self._now(), refusal.kind, {**refusal.data, "carrier": carrier}))


def _verified(unit: Unit, lane: Lane) -> LaneBatch:
    frames = tuple(frame.encode() for frame in unit.frames)
    previous = unhex(unit.previous)
    head = previous
    for frame in frames:
        head = chain(head, frame)
    batch = LaneBatch(
        terminal_id=unit.terminal,
        epoch=unit.epoch,
        first_seq=unit.first,
        frames=frames,
        previous_hash=previous,
        chain_hash=head,
        signature=unhex(unit.signature),
        profiles=unit.profiles.encode(),
        profiles_signature=unhex(unit.profiles_signature),
    )
    said = batch_statement(unit.terminal, unit.epoch, batch.last_seq, head)
    known = profiles_statement(unit.terminal, unit.epoch, batch.profiles)
    if not verified(lane.public_key, batch.signature, said) or (
        batch.profiles and not verified(lane.public_key, batch.profiles_signature, known)
    ):
        raise Refusal("lane_signature_wrong", terminal=unit.terminal, epoch=unit.epoch, seq=batch.last_seq)
    return batch


def _readable(batch: LaneBatch) -> Iterator[Frame]:
    """What is signed is kept and carried whatever it says; what cannot be booked is left for the server to judge."""
    for seq, payload in enumerate(batch.frames, start=batch.first_seq):
        try:
            yield read_frame(payload, batch.terminal_id, batch.epoch, seq)
        except Broken as broken:
            _log.warning("frame %s/%s/%s cannot be booked: %s", batch.terminal_id, batch.epoch, seq, broken)


def _members(unit: Unit) -> tuple[MemberProfile, ...]:
    if not unit.profiles:
        return ()
    try:
        return tuple(member_profile(profile.member, profile) for profile in _profiles.decode(unit.profiles))
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Refusal("lane_message_wrong", reason="profiles") from error
