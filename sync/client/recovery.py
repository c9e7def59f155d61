"""A journal that lacks frames the server has: they are fetched back, and it goes on in an epoch above all others."""

from contextlib import closing
from pathlib import Path

from sync.client.enrolment import open_next_epoch
from sync.protocol.server import GroupServer
from sync.protocol.steps import FramesAnswer, FramesRequest
from terminal.domain.errors import Refusal
from terminal.domain.frames import CHAIN_START
from terminal.domain.records import record
from terminal.ports.clock import Clock
from terminal.ports.replica import JournalHead
from terminal.ports.secrets import SecretStore
from terminal.store.store import TerminalStore, open_replica_store, open_terminal_store


@record
class Recovered:
    """``frames`` were fetched back; the journal is in ``epoch``, which was opened now or, ``new`` being false, before.

    ``complete`` is false where the server could not be asked: the frames can be fetched later.
    """

    epoch: int
    frames: int
    new: bool
    complete: bool


def recover(server: GroupServer, home: Path, secrets: SecretStore, clock: Clock) -> Recovered:
    """Fetches what the server has of this terminal and the journal lacks; in a new epoch if that was numbered there.

    Repeated, it fetches what is still missing. Raises ``Refusal``: ``frames_not_ours``, ``epoch_frozen``,
    ``server_unreachable`` and its kin, and what opening the store raises.
    """
    with closing(open_terminal_store(home, secrets)) as store:
        with store.view() as unit:
            epoch = unit.identity().epoch
        fetched = _fetch(server, store)
    behind = fetched.newest > epoch or fetched.by_epoch.get(epoch, 0) > 0
    if behind:
        epoch = open_next_epoch(home, secrets, clock, fetched.newest).epoch
    _remember(home, secrets, fetched)
    return Recovered(epoch, sum(fetched.by_epoch.values()), behind, True)


def go_on_restored(server: GroupServer, home: Path, secrets: SecretStore, clock: Clock) -> Recovered:
    """Makes a home fresh from a backup fit to sell: with its missing frames if the server can be asked, in a new epoch.

    The new epoch does not wait for the server. Raises ``Refusal``: ``epoch_frozen``, ``terminal_revoked``,
    ``frames_not_ours``, ``store_key_missing`` and its kin.
    """
    try:
        recovered = recover(server, home, secrets, clock)
    except Refusal as refusal:
        if refusal.kind not in _CANNOT_BE_ASKED:
            raise
        return Recovered(open_next_epoch(home, secrets, clock).epoch, 0, True, False)
    if recovered.new:
        return recovered
    return Recovered(open_next_epoch(home, secrets, clock, recovered.epoch).epoch, recovered.frames, True, True)


_CANNOT_BE_ASKED = frozenset(
    {
        "server_unreachable",
        "server_certificate_wrong",
        "server_answer_not_understood",
        "server_busy",
        "server_failed",
    }
)


@record
class _Fetched:
    by_epoch: dict[int, int]
    newest: int
    last: JournalHead | None


def _fetch(server: GroupServer, store: TerminalStore) -> _Fetched:
    with store.view() as unit:
        terminal = unit.identity().terminal_id
    heads = store.epoch_heads()
    by_epoch: dict[int, int] = {}
    last: JournalHead | None = None
    epoch = newest = 1
    while epoch <= newest:
        head = heads.get(epoch, JournalHead((epoch, 0), CHAIN_START))
        answer = server.frames(FramesRequest(terminal, epoch, head.position[1]))
        newest = answer.newest_epoch
        if answer.frames:
            last = heads[epoch] = _take_back(store, epoch, head, answer)
            by_epoch[epoch] = by_epoch.get(epoch, 0) + len(answer.frames)
        if not (answer.more and answer.frames):
            epoch += 1
    return _Fetched(by_epoch, newest, last)


def _take_back(store: TerminalStore, epoch: int, head: JournalHead, answer: FramesAnswer) -> JournalHead:
    continues = (answer.epoch, answer.first, answer.previous)
    if continues != (epoch, head.position[1] + 1, head.chain_hash.hex()):
        raise Refusal("frames_not_ours", epoch=epoch, seq=answer.first)
    return store.take_back(epoch, head, [frame.encode() for frame in answer.frames])


def _remember(home: Path, secrets: SecretStore, fetched: _Fetched) -> None:
    """What came from the server need not be sent there again, perhaps without the key that signed it."""
    if fetched.last is None:
        return
    with closing(open_replica_store(home, secrets)) as replica:
        progress = replica.progress()
        if progress.durable < fetched.last.position:
            replica.record_push(fetched.last.position, progress.posted)
