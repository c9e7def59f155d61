"""One round of sync: push until the server has everything, pull until there is nothing more, take a newer programme.

Every step may be interrupted anywhere and is simply done again: the server knows what it has, the replica knows how
far it has come, and what is applied twice changes nothing.
"""

from collections.abc import Callable

import msgspec

from sync.client.first_sync import FirstSync, is_far_behind
from sync.client.keys import FIRST_EPOCH, TerminalKeys
from sync.client.profiles import member_profile, profile_message
from sync.programme.compiler import read_bundle
from sync.programme.signing import verify
from sync.protocol.messages import (
    FRAMES_PER_PUSH_MAX,
    PUSH_TEXT_BYTES_MAX,
    MemberMessage,
    ProgrammeRequest,
    PullAnswer,
    PullRequest,
    PushRequest,
    Standing,
    StatusRequest,
)
from sync.protocol.server import GroupServer
from sync.protocol.signing import batch_statement
from sync.protocol.states import decode_state
from sync.protocol.steps import FramesRequest
from terminal.domain.errors import Refusal
from terminal.ports.replica import FrameBatch, MemberRow, Position, ReplicaStore
from terminal.ports.sync import SyncReport

DEFAULT_INTERVAL_SECONDS = 15
POSTING_PAUSES_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
RESTARTS_MAX = 2


class SyncRound:
    """Implements ``Synchroniser``.

    ``pause`` waits for some seconds: what was just pushed is posted a moment later, and is worth a short wait.
    ``trouble`` is what a person should hear of although the last round did its work.
    """

    def __init__(
        self,
        server: GroupServer,
        store: ReplicaStore,
        keys: TerminalKeys,
        pause: Callable[[float], None],
    ) -> None:
        self._server = server
        self._store = store
        self._keys = keys
        self._pause = pause
        self._terminal = store.identity().terminal_id
        self.interval_seconds = DEFAULT_INTERVAL_SECONDS
        self.trouble: Refusal | None = None
        self._handed_over: set[int] = set()

    def run_once(self) -> SyncReport:
        """One whole round. Raises ``Refusal``; what was done until then stays done."""
        pushed = self._push()
        pulled, page = self._pull()
        self._take_programme(page.programme_version)
        progress, head = self._store.progress(), self._store.head()
        return SyncReport(pushed, pulled, head.position[1], progress.durable[1], progress.posted[1])

    def _push(self) -> int:
        pushed, opening, restarts = 0, FIRST_EPOCH, RESTARTS_MAX
        while batch := self._store.unsent(self._store.progress().durable, FRAMES_PER_PUSH_MAX, PUSH_TEXT_BYTES_MAX):
            if batch.first_seq == 1 and batch.epoch > opening:
                opening = batch.epoch
                self._go_back_if_restored()
                continue
            try:
                self._record(self._server.push(self._signed(batch)))
            except Refusal as refusal:
                restarts -= self._get_over(refusal, batch, restarts)
            else:
                pushed += len(batch.frames)
        return pushed

    def _get_over(self, refusal: Refusal, batch: FrameBatch, restarts: int) -> int:
        """Finds the place from which to push on; gives how many of ``restarts`` that took. Else raises ``refusal``."""
        posted = self._store.progress().posted
        if refusal.kind == "epoch_frozen" and batch.epoch < self._store.identity().epoch:
            # The server keeps them for the office to decide on; this machine goes on in a later epoch.
            self._store.record_push((batch.epoch, batch.last_seq), posted)
            return 0
        if refusal.kind == "epoch_frozen":
            self._hand_over_acknowledged(batch.epoch)
        if refusal.kind not in {"push_gap", "push_epoch_unknown"} or restarts == 0:
            raise refusal
        # A server restored from a copy has less than it once said: it gets the frames again.
        if refusal.kind == "push_epoch_unknown":
            self._compare(self._server.status(StatusRequest(self._terminal)).standing)
        else:
            self._store.record_push((batch.epoch, _whole(refusal.data.get("durable"))), posted)
        return 1

    def _go_back_if_restored(self) -> None:
        """Before an epoch is opened the server must have all of the one before: restored from a copy, it may not."""
        try:
            standing = self._server.status(StatusRequest(self._terminal)).standing
        except Refusal as refusal:
            if refusal.kind != "terminal_revoked":
                raise
            return  # what it pushes is kept in quarantine
        self._compare(standing)

    def _signed(self, batch: FrameBatch) -> PushRequest:
        statement = batch_statement(self._terminal, batch.epoch, batch.last_seq, batch.chain_hash)
        return PushRequest(
            terminal=self._terminal,
            epoch=batch.epoch,
            first=batch.first_seq,
            previous=batch.previous_hash.hex(),
            frames=tuple(frame.decode() for frame in batch.frames),
            signature=self._keys.of_epoch(batch.epoch).sign(statement).hex(),
            profiles=tuple(profile_message(profile) for profile in batch.profiles),
        )

    def _record(self, standing: Standing) -> None:
        durable = (standing.epoch, standing.durable)
        self._store.record_push(durable, (standing.epoch, standing.posted))
        self._check_not_behind(durable)

    def _compare(self, standing: Standing) -> None:
        """Between rounds either side may have been restored from a copy."""
        durable = (standing.epoch, standing.durable)
        self._check_not_behind(durable)
        if durable < self._store.progress().durable:
            self._store.record_push(durable, (standing.epoch, standing.posted))

    def _check_not_behind(self, durable: Position) -> None:
        """A journal that ends before what the server holds of it was restored from a copy, or is one."""
        head = self._store.head().position
        if head < durable:
            self._hand_over(head, durable)
            raise Refusal("journal_behind_server", here=head[1], there=durable[1])

    def _hand_over(self, head: Position, durable: Position) -> None:
        """Before this machine stops: what nobody else may have any more goes to the server, once, for the office.

        A server that was put back from an older copy may lack what it once had of an epoch that is over by now.
        """
        if durable[0] != head[0] and self._lacks(head):
            self._push_aside(head[0])

    def _hand_over_acknowledged(self, epoch: int) -> None:
        """The same for a machine whose epoch is frozen: what it is refused is kept, but not what came before."""
        standing = self._server.status(StatusRequest(self._terminal)).standing
        known = self._store.progress().durable
        if known[0] != epoch:
            return
        is_here = standing.epoch == epoch
        if standing.durable < known[1] if is_here else self._lacks(known):
            self._push_aside(epoch)

    def _lacks(self, place: Position) -> bool:
        """Whether the server has not got the frame at ``place``."""
        epoch, seq = place
        if epoch in self._handed_over or seq == 0:
            return False
        return not self._server.frames(FramesRequest(self._terminal, epoch, seq - 1)).frames

    def _push_aside(self, epoch: int) -> None:
        if epoch in self._handed_over:
            return
        sent: Position = (epoch, 0)
        while batch := self._store.unsent(sent, FRAMES_PER_PUSH_MAX, PUSH_TEXT_BYTES_MAX):
            try:
                self._server.push(self._signed(batch))
            except Refusal as refusal:
                if refusal.kind != "epoch_frozen":  # which says that they are kept
                    raise
            sent = (batch.epoch, batch.last_seq)
        self._handed_over.add(epoch)

    def _pull(self) -> tuple[int, PullAnswer]:
        snapshot = FirstSync(self._server, self._store, self._keys.server)
        pulled = snapshot.take() if self._store.cursor() == 0 else 0
        patience = list(POSTING_PAUSES_SECONDS)
        fresh = False
        restarts = RESTARTS_MAX
        while True:
            page = self._page(fresh)
            if page is None or (not fresh and self._is_foreign(page)):
                if restarts == 0:
                    raise Refusal("replica_differs")
                restarts -= 1
                pulled += (taken := snapshot.take())
                fresh = not taken
                continue
            cursor = self._store.cursor()
            if not fresh and is_far_behind(cursor, page) and (taken := snapshot.take(beyond=cursor)):
                pulled += taken
                continue
            self._apply(page, fresh)
            fresh = False
            pulled += len(page.members)
            self.interval_seconds = page.interval_seconds
            if page.more:
                continue
            if page.standing.posted >= page.standing.durable or not patience:
                self.trouble = snapshot.trouble
                return pulled, page
            self._pause(patience.pop(0))

    def _page(self, fresh: bool) -> PullAnswer | None:
        """The next page; ``None`` when this terminal was away for longer than the server remembers who was erased."""
        try:
            progress = self._store.progress()
            page = self._server.pull(PullRequest(self._terminal, 0 if fresh else progress.cursor, progress.since))
        except Refusal as refusal:
            if refusal.kind != "cursor_forgotten" or fresh:
                raise
            return None
        self._compare(page.standing)
        return page

    def _apply(self, page: PullAnswer, fresh: bool) -> None:
        rows = tuple(member_row(message) for message in page.members)
        posted = (page.standing.epoch, page.standing.posted)
        since = page.newest if fresh or self._store.cursor() == 0 else None
        self._store.apply_page(rows, page.cursor, posted, fresh=fresh, since=since)

    def _is_foreign(self, page: PullAnswer) -> bool:
        """Whether the replica cannot have come from this server's feed: it is then pulled anew."""
        if self._store.cursor() > page.newest:
            return True
        return not page.more and not page.members and self._store.member_count() != page.members_total

    def _take_programme(self, version: int) -> None:
        current = self._store.programme_version()
        if version <= current:
            return
        answer = self._server.programme(ProgrammeRequest(self._terminal))
        bundle, signature = answer.document.encode(), bytes.fromhex(answer.signature)
        verify(bundle, signature, self._keys.server)
        programme = read_bundle(bundle)
        if programme.version <= current:
            raise Refusal("programme_version_old", version=programme.version, current=current)
        self._store.add_programme(bundle, programme.digest, programme.version, signature)


def member_row(message: MemberMessage) -> MemberRow:
    """A member as the replica takes them over. Raises ``Refusal("server_answer_not_understood")``."""
    try:
        state = decode_state(message.member, message.state)
    except msgspec.MsgspecError as error:
        raise Refusal("server_answer_not_understood", status=200, content=str(error)) from error
    return MemberRow(
        member_id=message.member,
        number=message.number,
        state=state,
        alias_of=message.alias_of,
        profile=member_profile(message.member, message.profile) if message.profile else None,
        household=message.household,
        erased=message.erased,
    )


def _whole(value: object) -> int:
    if isinstance(value, int) and value >= 0:
        return value
    raise Refusal("server_answer_not_understood", status=409, content="push_gap")
