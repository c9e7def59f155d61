"""The office's lists on a till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.usecases.adjust import Adjust, AdjustDone, adjust
from terminal.usecases.exceptions import Exceptional, exceptions, mark_seen
from terminal.usecases.member_list import (
    DirectoryPart,
    MemberFile,
    MemberPage,
    MemberRow,
    directory_part,
    member_file,
    member_page,
    members_named,
)
from terminal.usecases.merge_members import MergeMembers, MergeNoted, merge_members
from terminal.usecases.points_ledger import FrameFile, LedgerPage, frame_file, points_ledger

if TYPE_CHECKING:
    from collections.abc import Sequence

    from terminal.ports.office import EntryFilter, EntryPlace, Seen
    from terminal.usecases.till import Till


@record
class RecordsAtCounter:
    """Implements ``ui.viewmodels.office.records.RecordActions``."""

    till: Till

    def points_ledger(self, wanted: EntryFilter, after: EntryPlace | None) -> LedgerPage:
        """The entries behind ``after``, newest first."""
        return points_ledger(self.till, wanted, after)

    def frame_file(self, place: EntryPlace) -> FrameFile:
        """The frame that an entry is in."""
        return frame_file(self.till, place)

    def member_page(self, after: str | None) -> MemberPage:
        """The members behind ``after``, newest first."""
        return member_page(self.till, after)

    def members_named(self, member_ids: Sequence[str]) -> tuple[MemberRow, ...]:
        """The members with these ids."""
        return members_named(self.till, member_ids)

    def directory_part(self, after: str | None) -> DirectoryPart:
        """What some thousands of members behind ``after`` can be found by."""
        return directory_part(self.till, after)

    def member_file(self, member_id: str) -> MemberFile:
        """What is known of a member."""
        return member_file(self.till, member_id)

    def adjust(self, command: Adjust) -> AdjustDone:
        """Points put right by hand."""
        return adjust(self.till, command)

    def merge_members(self, command: MergeMembers) -> MergeNoted:
        """Two members who are one person."""
        return merge_members(self.till, command)

    def exceptions(self) -> tuple[Exceptional, ...]:
        """What waits for a person."""
        return exceptions(self.till)

    def mark_seen(self, key: str, by: str) -> Seen:
        """Remembers who looked at it."""
        return mark_seen(self.till, key, by)
