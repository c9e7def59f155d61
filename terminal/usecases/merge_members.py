"""Two members who are one person: noted here, carried out by the group server, until when both stay as they are."""

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.identifiers import mask_phone
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.merging import MergeReason
from terminal.domain.records import record
from terminal.ports.store import MemberRecord, NewFrame, UnitOfWork
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.members import find_member, use_token
from terminal.usecases.noted_merges import MergeState, merges_of
from terminal.usecases.till import Counter, Till, counter_of


@record
class MergeMembers:
    """``member`` is to become another name of ``into``, who stays. ``reason`` is one of ``MergeReason``."""

    member: str
    into: str
    reason: str
    approved_by: str = ""
    key: str | None = None


@record
class MergeNoted:
    """A committed wish; ``balance`` is what the two have together."""

    member_id: str
    into_id: str
    balance: int


def merge_members(till: Till, command: MergeMembers) -> MergeNoted:
    """Notes the merge. No point moves before the server has posted it.

    Raises ``Refusal``: ``member_unknown``, ``merge_reason_unknown``, ``merge_itself``, ``merge_in_household``,
    ``merge_into_nameless``, ``merge_noted_already``.
    """
    if command.reason not in set(MergeReason):
        raise Refusal("merge_reason_unknown", reason=command.reason[:40], known=", ".join(MergeReason))
    with till.store.unit_of_work() as unit:
        noted = kept_answer(unit, "merge_members", command.key, MergeNoted)
        if noted is None:
            counter = counter_of(till, unit)
            member, into = (find_member(unit, text, counter.now) for text in (command.member, command.into))
            _check(unit, member, into)
            noted = _note(unit, counter, member, into, command)
            for text in (command.member, command.into):
                use_token(unit, text, counter.now)
            keep_answer(unit, "merge_members", command.key, noted)
            unit.commit()
        return noted


def _check(unit: UnitOfWork, member: MemberRecord, into: MemberRecord) -> None:
    if member.member_id == into.member_id:
        raise Refusal("merge_itself")
    for each in (member, into):
        if each.pool is not None:
            raise Refusal("merge_in_household", member=mask_phone(each.phone) or each.member_id)
    if member.name and not into.name:
        raise Refusal("merge_into_nameless")
    pair = {member.member_id, into.member_id}
    waiting = (one for one in merges_of(unit, member.member_id) if one.state is MergeState.NOTED)
    if any({one.member.member_id, one.into.member_id} == pair for one in waiting):
        raise Refusal("merge_noted_already")


def _note(
    unit: UnitOfWork, counter: Counter, member: MemberRecord, into: MemberRecord, command: MergeMembers
) -> MergeNoted:
    """A frame with an entry for each that moves nothing: by it both ledgers show the merge, and how far it has come."""
    body = {
        "member": member.member_id,
        "into": into.member_id,
        "reason": command.reason,
        "approved_by": command.approved_by,
    }
    entries = tuple(Entry(each.member_id, EntryKind.ADJUST, 0) for each in (member, into))
    unit.append(NewFrame(FrameKind.MEMBERS_MERGED, counter.now, counter.day, counter.programme.digest, body, entries))
    balance = member.state.balance(counter.day) + into.state.balance(counter.day)
    return MergeNoted(member.member_id, into.member_id, balance)
