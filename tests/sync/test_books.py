"""Posting without a database: who is booked, in which order it is told, and what is shown to a person."""

import json
from datetime import date

import pytest

from sync.protocol.messages import IdentifierHash
from sync.server.books import Account, Books, add_states
from sync.server.shape import read_frame
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind, canonical_json, encode_frame
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState

DAY = date(2026, 11, 21)
PHONE = "a" * 64
CARD = "b" * 64


def frame(seq: int, kind: FrameKind, body: dict[str, object], *entries: Entry) -> Frame:
    return Frame("t1", 1, seq, kind, "2026-11-21T06:00:00+00:00", DAY, "xinyi", "", body, entries)


def enrolment(seq: int, member: str, **hashes: str) -> Frame:
    named = [{"kind": kind, "hash": value} for kind, value in hashes.items()]
    return frame(seq, FrameKind.MEMBER_ENROLLED, {"member": member, "identifiers": named})


def sale(seq: int, member: str, points: int) -> Frame:
    lot = LotPart(f"lot{seq}", "chawu", points, None, DAY)
    return frame(seq, FrameKind.SALE, {"sale": f"s{seq}"}, Entry(member, EntryKind.ACCRUE, points, (lot,), 100, 1))


def account(member: str, points: int = 0, **hashes: str) -> Account:
    lots = (LotPart("old", "chawu", points, None, DAY),) if points else ()
    named = tuple(IdentifierHash(kind, value) for kind, value in hashes.items())
    return Account(MemberState(member, lots), identifiers=named, cells=("main",))


def books(*accounts: Account) -> Books:
    return Books("main", accounts, frozenset())


def test_an_alias_is_told_before_the_member_it_names() -> None:
    kept = books(account("first", 10, phone=PHONE))
    kept.post(sale(1, "first", 5))
    kept.post(enrolment(2, "second", phone=PHONE))
    kept.post(sale(3, "second", 7))
    told = kept.changed()
    assert [(one.member_id, one.alias_of) for one in told] == [("second", "first"), ("first", None)]
    assert told[1].state.total == 22
    assert told[1].state.applied == {"t1": (1, 3)}


def test_what_a_bare_member_had_goes_to_the_one_they_turn_out_to_be() -> None:
    kept = books(account("first", 10, phone=PHONE))
    kept.post(sale(1, "second", 7))
    kept.post(enrolment(2, "second", phone=PHONE, card=CARD))
    alias, member = kept.changed()
    assert (alias.alias_of, alias.state) == ("first", MemberState("second"))
    assert (member.state.total, member.state.visits, member.state.spend_minor) == (17, 1, 100)
    assert kept.new_identifiers == {IdentifierHash("card", CARD): "first"}
    assert [case.code for case in kept.exceptions] == ["member_unknown"]


def test_added_states_keep_everything_of_both() -> None:
    applied = {"t1": (1, 5), "t2": (1, 1)}
    one = MemberState("a", (LotPart("x", "chawu", 5, None, DAY),), 0, 10, 1, date(2026, 1, 1), applied)
    other = MemberState("b", (LotPart("x", "chawu", 2, None, DAY),), 3, 20, 2, DAY, {"t1": (1, 3), "t3": (2, 1)})
    both = add_states(one, other)
    assert (both.member_id, both.total, both.deficit, both.spend_minor, both.visits) == ("a", 4, 3, 30, 3)
    assert both.last_visit == DAY
    assert both.applied == {"t1": (1, 5), "t2": (1, 1), "t3": (2, 1)}


def test_a_member_who_has_identifiers_is_never_merged_only_shown() -> None:
    kept = books(account("first", phone=PHONE), account("second", card=CARD))
    kept.post(enrolment(1, "second", phone=PHONE))
    assert [(case.code, case.member_id) for case in kept.exceptions] == [("identifier_taken", "second")]
    assert all(one.alias_of is None for one in kept.changed())


def test_the_first_profile_stays() -> None:
    kept = books(account("first", phone=PHONE))
    kept.post(enrolment(1, "second", phone=PHONE), b"second's")
    kept.post(enrolment(2, "third", phone=PHONE), b"third's")
    assert kept.new_profiles == {"first": b"second's"}


def test_an_overdraft_is_booked_and_shown() -> None:
    kept = books(account("first", 10, phone=PHONE))
    kept.post(frame(1, FrameKind.SALE, {"sale": "s"}, Entry("first", EntryKind.REDEEM, -30)))
    (entry,) = kept.entries
    assert (sum(move.points for move in entry.moves), entry.deficit_change) == (-10, 20)
    assert [(case.code, dict(case.data)) for case in kept.exceptions] == [("overdrawn", {"points": 20})]


def document(**changes: object) -> bytes:
    return canonical_json({**json.loads(encode_frame(sale(1, "first", 5))), **changes})


def entry(**changes: object) -> list[object]:
    part = {"lot": "l", "brand": "b", "points": 5, "expires": None, "earned": "2026-11-21"}
    return [{"member": "m", "kind": "accrue", "points": 5, "parts": [part], **changes}]


@pytest.mark.parametrize(
    "stored",
    [
        b"",
        b"[]",
        b"[" * 100_000,
        b"\xff",
        document(seq=2),
        document(terminal="t2"),
        document(kind="unheard_of"),
        document(day="tomorrow"),
        document(body=[]),
        document(entries=entry(points="5")),
        document(entries=entry(points=6)),
        document(entries=entry(points=2**60)),
        document(entries=entry(points=-4)),
        document(entries=entry(member="")),
        document(entries=entry(member="a\x00b")),
        document(entries=entry(kind="gift")),
        document(body={"identifiers": [{"kind": "phone", "hash": "short"}]}),
        document().replace(b'"xinyi"', b'"\\ud83d"'),
        document(v=2),
    ],
)
def test_a_frame_that_rows_or_arithmetic_could_not_hold_is_not_read(stored: bytes) -> None:
    with pytest.raises(Broken):
        read_frame(stored, "t1", 1, 1)


def test_a_frame_that_is_one_is_read() -> None:
    assert read_frame(document(), "t1", 1, 1) == sale(1, "first", 5)
