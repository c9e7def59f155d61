from dataclasses import replace
from datetime import date

from terminal.domain.frames import Frame, FrameKind
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from ui.cli.demo.proof import prove

DAY = date(2026, 11, 21)


def sale_frame(member_id: str, points: int, seq: int = 1) -> Frame:
    lot = LotPart(f"sale-{seq}", "chawu", points, None, DAY)
    entry = Entry(member_id, EntryKind.ACCRUE, points, (lot,), spend_minor=100 * points, visits=1)
    return Frame("t1", 1, seq, FrameKind.SALE, "2026-11-21T06:00:00Z", DAY, "xinyi", "digest", {}, (entry,))


FRAMES = (sale_frame("m1", 5, 1), sale_frame("m1-twin", 2, 2))
ENTRIES = [entry for frame in FRAMES for entry in frame.entries]
PHONES = {"m1": "0912", "m1-twin": "0912"}


def account() -> MemberState:
    state = MemberState("m1")
    for frame in FRAMES:
        for entry in frame.entries:
            state, _ = apply(state, entry, frame.day)
    return state


def test_equal_sides_agree() -> None:
    side = {"0912": account()}
    proof = prove([side, side], side, ENTRIES, PHONES)
    assert proof.balances_equal
    assert (proof.members, proof.points_earned, proof.points_outstanding) == (1, 7, 7)


def test_a_terminal_that_misses_a_sale_is_found() -> None:
    behind, _ = apply(MemberState("m1"), FRAMES[0].entries[0], DAY)
    proof = prove([{"0912": account()}, {"0912": behind}], {"0912": account()}, ENTRIES, PHONES)
    assert not proof.balances_equal
    (wrong,) = proof.disagreements
    assert (wrong.terminals, wrong.server, wrong.journals) == ((7, 5), 7, 7)


def test_a_member_missing_on_one_side_is_found() -> None:
    assert not prove([{"0912": account()}, {}], {"0912": account()}, ENTRIES, PHONES).balances_equal


def test_a_frame_counted_twice_by_everyone_is_found_by_the_journals() -> None:
    doubled, _ = apply(account(), replace(FRAMES[0].entries[0]), DAY)
    side = {"0912": doubled}
    assert not prove([side, side], side, ENTRIES, PHONES).balances_equal


def test_equal_points_in_other_lots_do_not_agree() -> None:
    other = replace(account(), lots=(LotPart("elsewhere", "chawu", 7, None, DAY),))
    assert not prove([{"0912": other}, {"0912": account()}], {"0912": account()}, ENTRIES, PHONES).balances_equal
