"""Points of a receipt that somebody claimed and whose goods came back, at tills that did not know of each other.

A till takes back what was claimed at itself and says so in the refund's frame. Everything else is found here, in
whatever order claim and refunds arrive: all that frames say of one claim lies in one row, and what is due is a function
of all of it together, less what has been settled. The row is the lock, so that of two who post a claim and its refund
at once the second sees the first.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, update
from sqlalchemy.dialects import postgresql, sqlite

from sync.server.accounts.accounts import load_accounts
from sync.server.accounts.desk import Desk, canonical
from sync.server.posting.checking import STUMBLING
from sync.server.posting.counter_entries import book_counter_entries
from sync.server.programmes.claim_shape import read_claimed, read_given_back
from sync.server.programmes.shelf import ProgrammeShelf
from sync.server.storage.tables import claims
from terminal.domain.claimed import BODY, Claimed
from terminal.domain.errors import Refusal
from terminal.domain.frames import Frame, decode_frame, encode_frame
from terminal.domain.ledger import MemberState
from terminal.domain.programme import BelowZero, RefundRule
from terminal.domain.refunds.claims import ClaimGivenBack, claim_entries, claim_reversal, taken_beyond, taken_of_claim
from terminal.domain.refunds.clawback import Taken

TAKEN_BACK: Final = "claim_taken_back"
_FRAMES_MAX: Final = 200
"""More than this of one receipt is nothing that tills do; the rest is not kept."""

Settled = tuple[int, int]
Back = tuple[Frame, ClaimGivenBack]


@dataclass(slots=True)
class Said:
    """What frames say of one claim, and what the server has settled: points and qualifying ones, by the claim's lot."""

    frames: list[Frame] = field(default_factory=list)
    settled: dict[str, Settled] = field(default_factory=dict)

    def claimed(self) -> list[Claimed]:
        """What was claimed: once, unless two tills took it."""
        found = (read_claimed(frame) for frame in self.frames)
        return sorted((claim for read in found if read for claim in [read[1]]), key=lambda claim: claim.lot_id)

    def given_back(self) -> list[Back]:
        """The refunds, the one that left least last."""
        found = ((frame, read_given_back(frame)) for frame in self.frames)
        backs = [(frame, back) for frame, back in found if back]
        return sorted(backs, key=lambda back: (-back[1].left, back[0].terminal, back[0].epoch, back[0].seq))


def settle_claims(connection: Connection, desk: Desk, shelf: ProgrammeShelf, frames: Iterable[Frame]) -> None:
    """Keeps what ``frames``, which are posted, say of claims; takes back what their refunds leave nobody's.

    The case is noted beside the refund (``claim_taken_back``).
    """
    heard: dict[str, list[Frame]] = {}
    for frame in frames:
        if BODY in frame.body:
            for number in _numbers(frame):
                heard.setdefault(number, []).append(_brief(frame))
    for number in sorted(heard):
        said = locked(connection, number)
        said.frames += heard[number][: max(_FRAMES_MAX - len(said.frames), 0)]
        backs = said.given_back()
        for place, claim in enumerate(said.claimed() if backs else ()):
            _settle(connection, desk, shelf, said, (claim, place, backs))
        connection.execute(update(claims).where(claims.c.number == number).values(document=_written(said)))


def _numbers(frame: Frame) -> tuple[str, ...]:
    claimed, back = read_claimed(frame), read_given_back(frame)
    return (claimed[0],) if claimed else back.numbers if back else ()


def _brief(frame: Frame) -> Frame:
    """What is kept of it: of a refund no entries, for they are booked."""
    body = {name: frame.body[name] for name in ("member", "sale", BODY) if name in frame.body}
    return replace(frame, body=body, entries=() if read_given_back(frame) else frame.entries)


def _settle(
    connection: Connection,
    desk: Desk,
    shelf: ProgrammeShelf,
    said: Said,
    case: tuple[Claimed, int, Sequence[Back]],
) -> None:
    claim, place, backs = case
    lot_id, (frame, last) = claim.lot_id, backs[-1]
    settled = [said.settled.get(lot_id, (0, 0)), *(back.taken.get(lot_id, (0, 0)) for _, back in backs)]
    taken = _taken(connection, shelf, claim, [back for _, back in backs])
    taken = taken_beyond(taken, sum(points for points, _ in settled), sum(qualifying for _, qualifying in settled))
    if taken.nothing:
        return
    rule = RefundRule(below_zero=BelowZero.ZERO if last.stops_at_zero else BelowZero.NEGATIVE)
    reversal = claim_reversal(claim, taken, rule, _wallets(connection, claim), desk.now().date())
    act = (TAKEN_BACK, claim.member_id, str(frame.body.get("sale") or ""))
    entries = list(claim_entries(claim, taken, reversal))
    book_counter_entries(connection, desk, act, entries, (frame.terminal, frame.epoch, frame.seq, place))
    before = settled[0]
    said.settled[lot_id] = (before[0] + taken.points, before[1] + taken.qualifying)


def _taken(connection: Connection, shelf: ProgrammeShelf, claim: Claimed, backs: Sequence[ClaimGivenBack]) -> Taken:
    left, by_share = [back.left for back in backs], backs[-1].by_share
    try:
        return taken_of_claim(claim, shelf.get(connection, claim.programme), by_share, left)
    except (*STUMBLING, Refusal):
        return taken_of_claim(claim, None, by_share, left)


def _wallets(connection: Connection, claim: Claimed) -> Mapping[str, MemberState]:
    """Where the points of the accounts that the claim names are now."""
    names = {entry.member_id for entry in claim.entries}
    loaded = {account.member_id: account for account in load_accounts(connection, names, ())}
    accounts = {name: canonical(loaded, name) for name in names if name in loaded}
    return {
        name: loaded[account.household].state if account.household else account.state
        for name, account in accounts.items()
    }


def locked(connection: Connection, number: str) -> Said:
    """What is known of the claim with that number, whom nobody else settles until the transaction ends."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    new = insert(claims).values(number=number, document=_written(Said()))
    kept = new.on_conflict_do_update(index_elements=[claims.c.number], set_={"document": claims.c.document})
    document: dict[str, Any] = msgspec.json.decode(connection.execute(kept.returning(claims.c.document)).scalar_one())
    return Said(
        frames=[decode_frame(frame.encode()) for frame in document["frames"]],
        settled={lot_id: (points, qualifying) for lot_id, (points, qualifying) in document["settled"].items()},
    )


def _written(said: Said) -> bytes:
    frames = [encode_frame(frame).decode() for frame in said.frames]
    return msgspec.json.encode({"frames": frames, "settled": said.settled})
