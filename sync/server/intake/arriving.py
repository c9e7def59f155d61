"""Intake: frames become durable before anyone looks at what they say.

Chain and signature are checked over the bytes as sent. Pushes over the network pass two stages, each a thread that
takes what is waiting: one checks while the other stores, and many are stored with one commit.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from sync.protocol.messages import PushRequest, Standing
from sync.server.intake.backlog import Backlog
from sync.server.intake.stage import Stage
from sync.server.intake.storing import Outcome, Stored, Storing
from sync.server.intake.terminal_keys import KeyShelf
from sync.server.intake.verification import Arrival, Batch, Verification, json_arrival
from sync.server.keys import ServerKeys
from sync.server.metrics import Metrics
from sync.server.storage.database import Database
from terminal.domain.errors import Refusal
from terminal.domain.records import record

PUSHES_PER_COMMIT = 64
_PUSHES_PER_CHECK = 32

_log = logging.getLogger(__name__)


@record
class Incoming:
    """A push on its way in. ``read`` makes an arrival of what came, ``settle`` is told once what became of it."""

    read: Callable[[], Arrival]
    settle: Callable[[Outcome], None]


class Intake:
    """Stores pushes."""

    def __init__(
        self,
        database: Database,
        keys: ServerKeys,
        backlog: Backlog,
        metrics: Metrics,
        now: Callable[[], datetime],
    ) -> None:
        self._backlog = backlog
        self._metrics = metrics
        self._verification = Verification(KeyShelf(database, now))
        self._storing = Storing(database, keys, now)
        self._checking: Stage[Incoming] | None = None
        self._committing: Stage[tuple[Incoming, Batch]] | None = None

    def push(self, request: PushRequest) -> Standing:
        """Stores the frames that are new, here and now. Raises what ``GroupServer.push`` raises."""
        checked = self._admitted(self._verification.check([json_arrival(request)])[0])
        outcome = checked if isinstance(checked, Refusal) else self._storing.store([checked])[0]
        self._count(outcome)
        if isinstance(outcome, Stored):
            return outcome.standing
        raise outcome

    def start(self) -> None:
        """Begins to take what is submitted."""
        self._checking = Stage("checking", _PUSHES_PER_CHECK, self._check)
        self._committing = Stage("committing", PUSHES_PER_COMMIT, self._commit)
        self._checking.start()
        self._committing.start()

    def stop(self) -> None:
        """Ends when all that was submitted has its outcome."""
        if self._checking and self._committing:
            self._checking.stop()
            self._committing.stop()

    def submit(self, incoming: Incoming) -> None:
        """Takes a push; its outcome follows, from another thread, never before it has been committed."""
        assert self._checking is not None
        self._checking.put(incoming)

    def _check(self, group: Sequence[Incoming]) -> None:
        assert self._committing is not None
        read: list[tuple[Incoming, Arrival]] = []
        for incoming in group:
            try:
                read.append((incoming, incoming.read()))
            except Exception as error:
                self._settle(incoming, error)
        try:
            checked = self._verification.check([arrival for _incoming, arrival in read])
        except Exception as error:  # the database cannot be read, or a fault of ours: each is told
            for incoming, _arrival in read:
                self._settle(incoming, error)
            return
        for (incoming, _arrival), found in zip(read, checked, strict=True):
            batch = self._admitted(found)
            if isinstance(batch, Refusal):
                self._settle(incoming, batch)
            else:
                self._committing.put((incoming, batch))

    def _admitted(self, checked: Batch | Refusal) -> Batch | Refusal:
        """A batch that holds, unless there is no room for it. Only who is known here is given a time to come back."""
        if isinstance(checked, Batch):
            try:
                self._backlog.require_room(checked.envelope.count)
            except Refusal as busy:
                return busy
        return checked

    def _commit(self, group: Sequence[tuple[Incoming, Batch]]) -> None:
        self._metrics.commit_group.observe(len(group))
        outcomes = self._storing.store([batch for _incoming, batch in group])
        for (incoming, _batch), outcome in zip(group, outcomes, strict=True):
            self._settle(incoming, outcome)

    def _settle(self, incoming: Incoming, outcome: Outcome) -> None:
        try:
            self._count(outcome)
            incoming.settle(outcome)
        except Exception:
            # Nobody is there any more to be told; what was stored stays stored, and the sender asks again.
            _log.exception("an outcome could not be told")

    def _count(self, outcome: Outcome) -> None:
        if isinstance(outcome, Stored):
            self._metrics.pushes.labels("stored" if outcome.frames else "repeated").inc()
            self._metrics.frames_durable.inc(outcome.frames)
            if outcome.frames:
                self._backlog.add(outcome.frames)
        else:
            self._metrics.pushes.labels(outcome.kind if isinstance(outcome, Refusal) else "failed").inc()
