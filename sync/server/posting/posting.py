"""Posting: stored frames become ledger rows, member states and feed numbers, in one transaction for many.

It does everything that a balance rests on, and nothing else: entries and whose they are (enrolments, aliases, who is
named by a phone), what the entries show by themselves (overdrafts, vouchers used too often), and what was given twice
or for nothing by tills that did not know of each other (referral bonuses, claimed points of goods that came back),
because taking it back is an entry too. Whatever is only for people to look at is the audit's: see
``sync.server.auditing.auditing``. It takes far longer, and no balance waits for it.

How far a terminal's epoch is posted moves in the same transaction as what was posted, so a crash at any instant
repeats a portion or does not, and never books a frame twice. Terminals of one cell are posted together: their members
are the same people, and each is read, written and told to the feed once.

Members are locked in the order of their ids, whoever posts; the numbers of the feed are taken last, so that they become
visible in order and nobody waits for them longer than it takes to write them down.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from operator import attrgetter
from typing import Final

import msgspec
from sqlalchemy import Connection, update

from sync.protocol.frame_shape import read_movements
from sync.protocol.messages import IdentifierHash, Profile
from sync.server.accounts.account import Account
from sync.server.accounts.accounts import announce, load_accounts, write_accounts
from sync.server.accounts.books import Books, PostingException
from sync.server.accounts.cases import keep_cases
from sync.server.accounts.desk import Desk
from sync.server.accounts.ledger_rows import ledger_row
from sync.server.accounts.shape import enrolled_identifiers, named_identifier
from sync.server.keys import ServerKeys
from sync.server.posting.claims import settle_claims
from sync.server.posting.merges import put_down_merges
from sync.server.posting.portions import (
    EVERYTHING,
    POSTED,
    Claim,
    Overtaken,
    Portion,
    Share,
    are_next,
    move_on,
    read_portions,
    together,
    waiting,
)
from sync.server.posting.referrals import take_back_beyond_maximum, take_back_repeated, thanks_a_referrer
from sync.server.programmes.shelf import ProgrammeShelf
from sync.server.reservations.escrow import Escrow
from sync.server.storage.bulk import insert_rows
from sync.server.storage.database import Database
from sync.server.storage.frame_blocks import batch_context, unpack_frames
from sync.server.storage.tables import batches, ledger
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind

_account_of: Final = attrgetter("member_id")
_profiles_decoder = msgspec.json.Decoder(tuple[Profile, ...])


class Posting:
    """Posts what intake has stored. Several processes and threads may post at once."""

    def __init__(self, database: Database, keys: ServerKeys, now: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._shelf = ProgrammeShelf()
        self._desk = Desk(database, keys, now, by="posting")
        self._escrow = Escrow(self._desk, self._shelf)

    def post_all(self) -> int:
        """Posts until nothing is left; gives the number of frames."""
        total = 0
        while claims := self.waiting():
            total += sum(self.post_together(group) for group in self.together(claims))
        return total

    def waiting(self, share: Share = EVERYTHING) -> list[Claim]:
        """The (terminal, epoch) pairs of ``share`` with frames to post: of each terminal the oldest epoch not done."""
        with self._database.read() as connection:
            return waiting(connection, POSTED, share)

    def together(self, claims: Sequence[Claim]) -> list[list[Claim]]:
        """The claims in groups that ``post_together`` takes."""
        with self._database.read() as connection:
            return together(connection, POSTED, claims)

    def post_portion(self, terminal: str, epoch: int) -> int:
        """Posts the next few batches of one terminal's epoch; gives the number of frames."""
        return self.post_together([(terminal, epoch)])

    def post_together(self, claims: Sequence[Claim]) -> int:
        """Posts the next few batches of each of these, all of one cell, in one transaction.

        Gives the number of frames: none when another process has just posted any of them.
        """
        try:
            return self._database.write_again(lambda connection: self._post(connection, claims))
        except Overtaken:
            return 0

    def _post(self, connection: Connection, claims: Sequence[Claim]) -> int:
        portions = read_portions(connection, POSTED, claims)
        if not portions:
            return 0
        frames, unreadable = _read(portions)
        accounts = load_accounts(connection, *concerned(frames))
        if not are_next(connection, POSTED, portions):
            raise Overtaken
        books = Books(portions[0].cell, accounts)
        profiles = self._profiles(portions)
        for case in unreadable:
            books.note(case)
        for frame in frames:
            books.post(frame, _profile_of(frame, profiles) if frame.kind is FrameKind.MEMBER_ENROLLED else None)
        return self._keep(connection, portions, frames, books)

    def _keep(self, connection: Connection, portions: Sequence[Portion], frames: Sequence[Frame], books: Books) -> int:
        # In the order of the key, for neighbours in an index are written together.
        insert_rows(connection, ledger, [ledger_row(posted) for posted in sorted(books.entries, key=_account_of)])
        keep_cases(connection, books.exceptions, self._now())
        _forget_profiles(connection, portions)
        changed = [self._sealed(account, books) for account in books.changed()]
        write_accounts(connection, changed, books.new_identifiers)
        put_down_merges(connection, self._desk, books.merged)
        self._take_back(connection, books)
        settle_claims(connection, self._desk, self._shelf, frames)
        self._escrow.tend(connection, books.entries)
        posted = move_on(connection, POSTED, portions)
        announce(connection, changed)
        return posted

    def _take_back(self, connection: Connection, books: Books) -> None:
        """What was given for bringing somebody along and should not have been."""
        for member_id in books.referred_again:
            take_back_repeated(connection, self._desk, member_id)
        for posted in books.entries:
            if posted.entry.progress and thanks_a_referrer(posted):
                programme = self._shelf.get(connection, posted.frame.programme)
                if programme:
                    take_back_beyond_maximum(connection, self._desk, programme, posted)

    def _sealed(self, account: Account, books: Books) -> Account:
        profile = books.new_profiles.get(account.member_id)
        if profile is None:
            return account
        return replace(account, sealed_profile=self._keys.seal(profile, account.member_id))

    def _profiles(self, portions: Sequence[Portion]) -> dict[tuple[str, str], Profile]:
        """The personal data that came with the frames, by terminal and member."""
        found: dict[tuple[str, str], Profile] = {}
        for portion in portions:
            for row in portion.batches:
                if row.profiles:
                    context = batch_context(portion.terminal, portion.epoch, row.first)
                    opened = _profiles_decoder.decode(self._keys.unseal(row.profiles, context))
                    found.update({(portion.terminal, profile.member): profile for profile in opened})
        return found


def _read(portions: Sequence[Portion]) -> tuple[list[Frame], list[PostingException]]:
    """The frames in order, and a case for each that cannot be read."""
    frames: list[Frame] = []
    unreadable: list[PostingException] = []
    for portion in portions:
        terminal, epoch = portion.terminal, portion.epoch
        for row in portion.batches:
            for seq, frame_bytes in enumerate(unpack_frames(row.frames), start=row.first):
                try:
                    frames.append(read_movements(frame_bytes, terminal, epoch, seq))
                except Broken as broken:
                    data = {"reason": str(broken)[:500]}
                    unreadable.append(PostingException(terminal, epoch, seq, 0, "frame_unreadable", None, data))
    return frames, unreadable


def concerned(frames: Sequence[Frame]) -> tuple[set[str], set[IdentifierHash]]:
    """The members that the frames name by id, and whom they name by what they are known by."""
    members: set[str] = set()
    named: set[IdentifierHash] = set()
    for member_id in {entry.member_id for frame in frames for entry in frame.entries}:
        identifier = named_identifier(member_id)
        if identifier is None:
            members.add(member_id)
        else:
            named.add(identifier)
    for frame in frames:
        if frame.kind is FrameKind.MEMBER_ENROLLED:
            named.update(enrolled_identifiers(frame))
            if frame.body.get("member"):
                members.add(frame.body["member"])
        elif frame.kind is FrameKind.MEMBERS_MERGED:
            members.update((frame.body["member"], frame.body["into"]))
    return members, named


def _forget_profiles(connection: Connection, portions: Sequence[Portion]) -> None:
    """The members have the personal data now; intake keeps frames only."""
    for portion in portions:
        for row in portion.batches:
            if row.profiles:
                here = (batches.c.terminal == portion.terminal) & (batches.c.epoch == portion.epoch)
                connection.execute(update(batches).where(here, batches.c.first == row.first).values(profiles=None))


def _profile_of(frame: Frame, profiles: dict[tuple[str, str], Profile]) -> bytes | None:
    return sealable_profile(frame, profiles.get((frame.terminal, str(frame.body.get("member")))))


def sealable_profile(frame: Frame, profile: Profile | None) -> bytes | None:
    """The personal data of the member that ``frame`` enrols, as they are kept.

    Who only earned by phone so far has not joined on any day; who is completed joined when the till says.
    """
    if profile is None:
        return None
    joined = profile.enrolled_on if frame.body.get("completes") else frame.day
    enrolled_on = None if frame.body.get("pending") else joined
    return msgspec.json.encode(msgspec.structs.replace(profile, enrolled_on=enrolled_on))
