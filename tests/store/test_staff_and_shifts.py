"""What every store promises of staff, and of the frames about the cash drawer."""

from dataclasses import replace
from datetime import timedelta

from terminal.domain.frames import FrameKind
from terminal.domain.staff import Colleague, Credential, Role
from terminal.ports.staff import StaffEvent, StaffNote, StaffRecord
from terminal.ports.store import NewFrame, StoredRefund, StoredSale, UnitOfWork
from tests.store.conftest import Terminal
from tests.store.facts import DAY, IDENTITY, NOW

LIN = StaffRecord(Colleague("lin", "林", Role.CASHIER), Credential(b"salt", b"digest"))
WANG = StaffRecord(Colleague("wang", "王", Role.MANAGER), Credential(b"s", b"d", 3, NOW + timedelta(minutes=5)))


def test_staff_are_kept_in_their_order(terminal: Terminal) -> None:
    changed = replace(WANG, credential=Credential(b"s", b"d"))
    with terminal.store.unit_of_work() as unit:
        unit.put_staff(WANG)
        unit.put_staff(LIN)
        assert unit.staff() == (WANG, LIN)
        unit.put_staff(changed)
        unit.commit()
    with terminal.store.unit_of_work() as unit:
        assert unit.staff() == (changed, LIN)
        unit.remove_staff("wang")
        unit.remove_staff("nobody")
        unit.commit()
    with terminal.store.view() as unit:
        assert unit.staff() == (LIN,)


def test_who_is_kept_from_signing_in_is_not_forgotten(terminal: Terminal) -> None:
    away = replace(LIN, is_active=False)
    with terminal.store.unit_of_work() as unit:
        unit.put_staff(LIN)
        unit.put_staff(WANG)
        unit.put_staff(away)
        unit.commit()
    with terminal.store.view() as unit:
        assert unit.staff() == (away, WANG)


def test_another_role_is_kept_in_place(terminal: Terminal) -> None:
    promoted = replace(LIN, colleague=replace(LIN.colleague, role=Role.MANAGER))
    with terminal.store.unit_of_work() as unit:
        unit.put_staff(LIN)
        unit.put_staff(WANG)
        unit.put_staff(promoted)
        unit.note_staff(StaffNote(NOW, StaffEvent.MADE_MANAGER, "林"))
        unit.commit()
    with terminal.store.view() as unit:
        assert unit.staff() == (promoted, WANG)
        assert [note.event for note in unit.staff_notes(9)] == [StaffEvent.MADE_MANAGER]


def test_the_trail_is_read_newest_first(terminal: Terminal) -> None:
    notes = (
        StaffNote(NOW, StaffEvent.ADDED, "王"),
        StaffNote(NOW + timedelta(minutes=1), StaffEvent.APPROVED, "王", "void", "林"),
    )
    with terminal.store.unit_of_work() as unit:
        for note in notes:
            unit.note_staff(note)
        unit.commit()
    with terminal.store.view() as unit:
        assert tuple(unit.staff_notes(9)) == notes[::-1]
        assert tuple(unit.staff_notes(1)) == notes[1:]


def frame(unit: UnitOfWork, kind: FrameKind, body: dict[str, object]) -> int:
    return unit.append(NewFrame(kind, NOW, DAY, "digest", body))


def book(unit: UnitOfWork, sale_id: str, cash: int, card: int = 0) -> None:
    paid = [["cash", cash], ["card", card]] if card else [["cash", cash]]
    body: dict[str, object] = {
        "sale": sale_id, "number": unit.next_sale_number(DAY), "total": cash + card, "lines": [], "tenders": [],
        "paid": paid,
    }  # fmt: skip
    seq = frame(unit, FrameKind.SALE, body)
    unit.add_sale(
        StoredSale(sale_id, str(body["number"]), NOW, DAY, None, body, "digest", IDENTITY.terminal_id), seq, None
    )


def give_back(unit: UnitOfWork, sale_id: str, cash: int) -> None:
    tenders = [{"type": "cash", "amount": cash}, {"type": "card", "amount": 7}]
    refund_id = f"r-{sale_id}"
    body: dict[str, object] = {
        "refund": refund_id, "sale": sale_id, "refunded": cash + 7, "lines": [], "tenders": tenders,
    }  # fmt: skip
    seq = frame(unit, FrameKind.REFUND, body)
    unit.add_refund(StoredRefund(refund_id, sale_id, body), seq, DAY, None)


def test_cash_is_summed_between_two_frames(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        book(unit, "before", 1000)
        opened = frame(unit, FrameKind.SHIFT_OPENED, {"shift": "a"})
        book(unit, "s1", 100, card=50)
        book(unit, "s2", 30)
        give_back(unit, "s2", 30)
        closed = frame(unit, FrameKind.SHIFT_CLOSED, {"shift": "a"})
        book(unit, "s3", 8)
        give_back(unit, "s1", 5)
        unit.commit()
    with terminal.store.view() as unit:
        kept = tuple(unit.cash_frames())
        assert [(each.kind, each.position, each.at, each.day) for each in kept] == [
            (FrameKind.SHIFT_CLOSED, (1, closed), NOW, DAY),
            (FrameKind.SHIFT_OPENED, (1, opened), NOW, DAY),
        ]
        assert unit.cash_between((1, opened), (1, closed)) == (130, 30)
        assert unit.cash_between((1, opened), None) == (138, 35)
        assert unit.cash_between((1, closed), None) == (8, 5)
