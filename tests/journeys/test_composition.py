"""The composition root: what it puts together holds."""

from datetime import UTC, datetime
from fractions import Fraction

import pytest

from devices.printer.simulator import VirtualPrinter
from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.ports.clock import SetClock
from terminal.store.store import TerminalStore
from terminal.store.unit_of_work import StoredUnitOfWork
from terminal.usecases.enrol_member import EnrolMember
from terminal.usecases.sell import Sell, sell
from tests.journeys.shop import PHONE, PROGRAMME, Shop
from ui.compose.actions import CounterActions
from ui.compose.peripherals import device_settings
from ui.compose.printing import printing
from ui.compose.trial import trial_till
from ui.viewmodels.actions import TillActions

BILL = (Line("ruby", "", "", Fraction(1), 65),)
CLOCK = SetClock(datetime(2026, 11, 21, 6, 32, tzinfo=UTC))


def test_receipts_reach_the_paper() -> None:
    with trial_till(PROGRAMME, "xinyi", CLOCK) as till, VirtualPrinter.tcp() as printer:
        store = till.store
        assert isinstance(store, TerminalStore)
        with store.unit_of_work() as unit:
            unit.set_setting("printer", printer.url)
            unit.commit()
        assert device_settings(store).printer_port == printer.url
        with printing(store) as print_now:
            for _ in range(2):
                sell(till, Sell(None, BILL))
                print_now()
        assert printer.receipts == 2
        with store.view() as unit:
            assert unit.job_counts() == {"complete": 2}


def test_without_a_printer_there_is_no_printing() -> None:
    with trial_till(PROGRAMME, "xinyi", CLOCK) as till:
        assert isinstance(till.store, TerminalStore)
        with pytest.raises(Refusal, match="printer_not_set"), printing(till.store):
            pytest.fail("nothing can print")


def test_the_screens_actions_are_the_use_cases() -> None:
    with trial_till(PROGRAMME, "xinyi", CLOCK) as till:
        actions: TillActions = CounterActions(till, "林小姐")
        assert (actions.shop().store.code, actions.shop().next_number, actions.shop().cashier) == (
            "xinyi",
            "0001",
            "林小姐",
        )
        member = actions.enrol_member(EnrolMember(PHONE)).member_id
        command = Sell(PHONE, BILL)
        assert actions.quote(command).figures.due == actions.sell(command).figures.due == 65
        assert actions.identify(PHONE).member_id == member
        assert len(actions.member_ledger(PHONE).rows) == 1
        assert actions.reprint().number == "0001"
        assert actions.link().print_jobs == {"queued": 2}
        assert actions.shop().next_number == "0002"


def test_a_full_disk_refuses_the_sale_and_the_batch_goes_on(counter: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    before = counter.state()

    def full(_: StoredUnitOfWork) -> None:
        raise Refusal("disk_full")

    with monkeypatch.context() as patched:
        patched.setattr(StoredUnitOfWork, "commit", full)
        assert counter.refused("sell", lines=[{"sku": "ruby", "price": 65}]) == ("disk_full", {})
    assert counter.state() == before
    assert counter.done("sell", lines=[{"sku": "ruby", "price": 65}])["number"] == "0001"
