"""What the office's lists ask of the core; ``ui.compose`` fills it with the use-cases."""

from collections.abc import Sequence
from typing import Protocol

from terminal.ports.office import EntryFilter, EntryPlace, Seen
from terminal.usecases.adjust import Adjust, AdjustDone
from terminal.usecases.exceptions import Exceptional
from terminal.usecases.member_list import DirectoryPart, MemberFile, MemberPage, MemberRow
from terminal.usecases.merge_members import MergeMembers, MergeNoted
from terminal.usecases.points_ledger import FrameFile, LedgerPage


class RecordActions(Protocol):
    """Each call is one use-case in its own transaction and may raise ``Refusal``. Called on the store's thread only."""

    def points_ledger(self, wanted: EntryFilter, after: EntryPlace | None) -> LedgerPage:
        """The entries behind ``after``, newest first."""
        ...

    def frame_file(self, place: EntryPlace) -> FrameFile:
        """The frame that an entry is in."""
        ...

    def member_page(self, after: str | None) -> MemberPage:
        """The members behind ``after``, newest first."""
        ...

    def members_named(self, member_ids: Sequence[str]) -> tuple[MemberRow, ...]:
        """The members with these ids."""
        ...

    def directory_part(self, after: str | None) -> DirectoryPart:
        """What some thousands of members behind ``after`` can be found by."""
        ...

    def member_file(self, member_id: str) -> MemberFile:
        """What is known of a member."""
        ...

    def adjust(self, command: Adjust) -> AdjustDone:
        """Points put right by hand."""
        ...

    def merge_members(self, command: MergeMembers) -> MergeNoted:
        """Two members who are one person."""
        ...

    def exceptions(self) -> tuple[Exceptional, ...]:
        """What waits for a person."""
        ...

    def mark_seen(self, key: str, by: str) -> Seen:
        """Remembers who looked at it."""
        ...
