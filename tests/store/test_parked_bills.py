"""Bills set aside: in the store until they are taken up, and in no frame."""

from dataclasses import replace
from datetime import timedelta

from terminal.ports.parked import ParkedBill
from terminal.store.store import TerminalStore, open_terminal_store
from tests.store.conftest import Disk, Terminal
from tests.store.facts import NOW

BILL = ParkedBill("p1", NOW, "林小姐", "m1", 185, {"lines": [{"name": ["紅玉", "Ruby"], "quantity": 2}]})


def test_the_oldest_comes_first_and_the_same_again_takes_its_own_place(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        unit.put_parked_bill(replace(BILL, park_id="p2", parked_at=NOW + timedelta(minutes=1), member=None))
        unit.put_parked_bill(BILL)
        unit.put_parked_bill(replace(BILL, due=200))
        unit.commit()
    with terminal.store.view() as unit:
        assert [(bill.park_id, bill.due) for bill in unit.parked_bills()] == [("p1", 200), ("p2", 185)]
        assert unit.parked_bill_count() == 2


def test_nothing_is_set_aside_without_a_commit(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        unit.put_parked_bill(BILL)
    with terminal.store.view() as unit:
        assert unit.parked_bills() == ()


def test_it_outlives_the_process_and_leaves_no_frame(disk: Disk, stored: TerminalStore) -> None:
    frames = stored.verify_chain().frames
    with stored.unit_of_work() as unit:
        unit.put_parked_bill(BILL)
        unit.commit()
    stored.close()
    opened = open_terminal_store(disk.home, disk.secrets)
    with opened.view() as unit:
        assert unit.parked_bills() == (BILL,)
    with opened.unit_of_work() as unit:
        unit.remove_parked_bill("p1")
        unit.commit()
    with opened.view() as unit:
        assert unit.parked_bill_count() == 0
    assert opened.verify_chain().frames == frames
    opened.close()
