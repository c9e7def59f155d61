"""Posting without a database: who is booked, in which order it is told, and what is shown to a person."""

import json
from dataclasses import replace
from datetime import date

import pytest

from sync.protocol.frame_shape import read_frame
from sync.protocol.messages import IdentifierHash
from sync.server.accounts.account import Account
from sync.server.accounts.books import Books
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, FrameKind, canonical_json, encode_frame
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState
from terminal.domain.merging import add_states
from terminal.domain.progress import HeldTier, Tally, Voucher, progress_of

DAY = date(2026, 11, 21)
PHONE = "a" * 64
CARD = "b" * 64
PART = {"lot": "l", "brand": "b", "points": 5, "expires": None, "earned": "2026-11-21"}


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
    return Books("main", accounts)


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


def test_what_a_bare_member_had_goes_to_the_household_of_the_one_they_turn_out_to_be() -> None:
    first = replace(account("first", phone=PHONE), household="pool")
    kept = books(first, account("pool", 40))
    kept.post(sale(1, "second", 7))
    kept.post(enrolment(2, "second", phone=PHONE))
    told = {one.member_id: one for one in kept.changed()}
    assert (told["pool"].state.total, told["first"].state.total, told["first"].state.visits) == (47, 0, 1)
    assert told["pool"].state.applied == told["first"].state.applied == {"t1": (1, 2)}


def test_an_entry_of_a_households_member_is_booked_in_two_shares() -> None:
    first = replace(account("first", phone=PHONE), household="pool", cells=("elsewhere",))
    kept = books(first, replace(account("pool", 40), cells=("elsewhere",)))
    kept.post(sale(1, "first", 7))
    shares = [(one.member_id, one.named, one.entry.points, one.entry.spend_minor, one.place) for one in kept.entries]
    assert shares == [("first", "first", 0, 100, 1), ("pool", "first", 7, 0, 1)]
    assert {one.member_id: one.cells for one in kept.changed()} == dict.fromkeys(
        ("first", "pool"), ("elsewhere", "main")
    )


def test_whom_a_keyed_hash_names_gets_the_entry() -> None:
    kept = books(account("first", phone=PHONE))
    lot = LotPart("l", "chawu", 5, None, DAY)
    kept.post(frame(1, FrameKind.SALE, {"sale": "s"}, Entry(f"phone:{PHONE}", EntryKind.BONUS, 5, (lot,))))
    kept.post(frame(2, FrameKind.SALE, {"sale": "s"}, Entry(f"card:{CARD}", EntryKind.BONUS, 5, (lot,))))
    assert [(one.member_id, one.named) for one in kept.entries] == [("first", "first")]
    assert [(case.seq, case.code) for case in kept.exceptions] == [(2, "referrer_unknown")]


def test_added_states_keep_everything_of_both() -> None:
    applied = {"t1": (1, 5), "t2": (1, 1)}
    one = MemberState("a", (LotPart("x", "chawu", 5, None, DAY),), 0, 10, 1, date(2026, 1, 1), applied=applied)
    other = MemberState(
        "b", (LotPart("x", "chawu", 2, None, DAY),), 3, 20, 2, DAY, applied={"t1": (1, 3), "t3": (2, 1)}
    )
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
    return [{"member": "m", "kind": "accrue", "points": 5, "parts": [PART], **changes}]


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
        document(entries=entry(member="phone:" + "g" * 64)),
        document(entries=entry(member="m" * 65)),
        document(day="0001-01-02"),
        document(entries=entry(counts_on="9999-12-31")),
        document(entries=entry(qualifying=2**60)),
        document(entries=entry(parts=[{**PART, "idle_months": -1}])),
        document(entries=entry(parts=[{**PART, "earned": "9999-12-31", "idle_months": 9}])),
        document(entries=entry(progress=[])),
        document(entries=entry(progress={"activity": [["2026-11-21", 5, 1, 1]]})),
        document(entries=entry(progress={"tallies": [["stamps", "many", None]]})),
        document(entries=entry(progress={"tallies": [["k" * 201, 1, None]]})),
        document(entries=entry(progress={"tallies": [[f"k{place}", 1, None] for place in range(501)]})),
        document(entries=entry(progress={"vouchers": [["v", "c", 1, "2026-11-21"]]})),
        document(entries=entry(progress={"tiers": [["gold", "soon", None, []]]})),
        document(entries=entry(progress={"tiers": [["gold", "2026-11-21", None, [["w", 1, 1]]]]})),
        document(body={"identifiers": [{"kind": "phone", "hash": "short"}]}),
        document().replace(b'"xinyi"', b'"\\ud83d"'),
        document(v=2),
    ],
)
def test_a_frame_that_rows_or_arithmetic_could_not_hold_is_not_read(stored: bytes) -> None:
    with pytest.raises(Broken):
        read_frame(stored, "t1", 1, 1)


def test_an_entry_with_everything_an_entry_can_say_is_read() -> None:
    said = Entry(
        "phone:" + PHONE,
        EntryKind.BONUS,
        5,
        (LotPart("l", "b", 5, DAY, DAY, 6),),
        qualifying=-3,
        counts_on=date(1970, 1, 1),
        progress=progress_of(
            [Tally("mission/茶/steps", 2, DAY)],
            [Voucher("v", "c", -1, DAY, DAY)],
            [HeldTier("gold", DAY, None, (("w", 1, 2, 3),))],
        ),
    )
    made = frame(1, FrameKind.SALE, {"sale": "s"}, said)
    assert read_frame(encode_frame(made), "t1", 1, 1) == made


def test_a_frame_that_is_one_is_read() -> None:
    assert read_frame(document(), "t1", 1, 1) == sale(1, "first", 5)
