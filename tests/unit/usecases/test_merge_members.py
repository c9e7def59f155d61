"""Two members noted as one person: a frame, and no point moves."""

from typing import Any

import pytest

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import EntryKind, MemberState
from terminal.ports.replica import MemberRow
from terminal.ports.store import MemberProfile
from terminal.usecases.identify import identify
from terminal.usecases.merge_members import MergeMembers, merge_members
from tests.unit.usecases.counter import PHONE, CounterInMemory

OTHER = "0987654321"


@pytest.fixture
def pair(counter: CounterInMemory) -> tuple[str, str]:
    """One person, twice: 100 points and 20."""
    return counter.enrol(name="林志華", points=100), counter.enrol(OTHER, name="林志華", points=20)


def test_it_is_noted_and_no_point_moves(counter: CounterInMemory, pair: tuple[str, str]) -> None:
    noted = merge_members(counter.till, MergeMembers(PHONE, OTHER, "new_phone", "王店長"))
    assert (noted.member_id, noted.into_id, noted.balance) == (*pair, 120)
    frame = counter.frames[-1]
    assert frame.kind is FrameKind.MEMBERS_MERGED
    assert frame.body == {"member": pair[0], "into": pair[1], "reason": "new_phone", "approved_by": "王店長"}
    assert [(entry.member_id, entry.kind, entry.points) for entry in frame.entries] == [
        (pair[0], EntryKind.ADJUST, 0),
        (pair[1], EntryKind.ADJUST, 0),
    ]
    assert (counter.balance(), counter.balance(OTHER)) == (100, 20)
    assert identify(counter.till, PHONE).member_id == pair[0]


def test_no_personal_data_is_in_the_frame(counter: CounterInMemory, pair: tuple[str, str]) -> None:
    merge_members(counter.till, MergeMembers(PHONE, OTHER, "enrolled_twice"))
    text = str(counter.frames[-1])
    assert not any(said in text for said in ("林", "912345678", "987654321"))


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("merge_itself", {"into": PHONE}),
        ("merge_reason_unknown", {"reason": "林先生換電話"}),
        ("merge_reason_unknown", {"reason": ""}),
        ("member_unknown", {"member": "0911222333"}),
        ("member_unknown", {"into": "0911222333"}),
        ("merge_into_nameless", {"into": "0933444555"}),
    ],
)
def test_what_cannot_be_merged_is_refused(
    counter: CounterInMemory, pair: tuple[str, str], kind: str, changes: dict[str, Any]
) -> None:
    counter.enrol("0933444555")
    before = counter.store.files.journal
    with pytest.raises(Refusal) as refused:
        merge_members(counter.till, MergeMembers(**{"member": PHONE, "into": OTHER, "reason": "new_card", **changes}))
    assert refused.value.kind == kind
    assert counter.store.files.journal is before


def test_who_is_in_a_household_stays_who_they_are(counter: CounterInMemory, pair: tuple[str, str]) -> None:
    profile = MemberProfile(pair[1], "林志華", "+886987654321")
    paired = MemberRow(pair[1], 2, MemberState(pair[1]), profile=profile, household="pool")
    counter.replica.apply_page([MemberRow("pool", 1, MemberState("pool")), paired], 2, (0, 0))
    for member, into in ((PHONE, OTHER), (OTHER, PHONE)):
        with pytest.raises(Refusal) as refused:
            merge_members(counter.till, MergeMembers(member, into, "new_phone"))
        assert (refused.value.kind, refused.value.data["member"]) == ("merge_in_household", "0987-***-321")


def test_the_same_key_notes_it_once(counter: CounterInMemory, pair: tuple[str, str]) -> None:
    command = MergeMembers(PHONE, OTHER, "new_phone", key="m")
    assert merge_members(counter.till, command) == merge_members(counter.till, command)
    assert [frame.kind for frame in counter.frames].count(FrameKind.MEMBERS_MERGED) == 1


def test_a_nameless_member_may_become_another_name_of_one_with_a_name(
    counter: CounterInMemory, pair: tuple[str, str]
) -> None:
    nameless = counter.enrol("0933444555", points=5)
    noted = merge_members(counter.till, MergeMembers(nameless, PHONE, "enrolled_twice"))
    assert (noted.into_id, noted.balance) == (pair[0], 105)
