"""Answers that come when they are no longer wanted, and keys pressed before theirs has come."""

import pytest

from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_shop import GOLD_PHONE, SampleShop
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import StageName
from ui.viewmodels.till import Till


def stage_name(till: Till) -> StageName:
    return till.stage.name


@pytest.fixture
def runner() -> HeldRunner:
    return HeldRunner()


@pytest.fixture
def till(runner: HeldRunner) -> Till:
    shop = SampleShop()
    return Till(shop, runner, shop.shop())


def items(till: Till, *skus: str) -> None:
    category = till.desk.shop.brand.menu[0]
    for sku in skus:
        till.tap_item(next(item for item in category.items if item.sku == sku), category)


def test_a_quote_for_an_older_bill_is_dropped(till: Till, runner: HeldRunner) -> None:
    items(till, "ruby", "boba")
    runner.finish(1)
    assert till.bill.due == "140"
    runner.finish(0)
    assert till.bill.due == "140"


def test_a_member_found_after_the_phone_was_cleared_is_dropped(till: Till, runner: HeldRunner) -> None:
    for digit in GOLD_PHONE:
        till.digit(digit)
    till.press(Command.CLEAR)
    runner.finish_all()
    assert till.member is None


def test_the_second_press_of_a_sale_under_way_does_nothing(till: Till, runner: HeldRunner) -> None:
    items(till, "ruby")
    runner.finish_all()
    for _ in range(3):
        till.press(Command.EXACT_CASH)
    assert len(runner.jobs) == 1


def test_enter_pressed_before_the_quote_arrives_waits_for_it(till: Till, runner: HeldRunner) -> None:
    items(till, "ruby")
    till.press(Command.TENDER)
    till.press(Command.ENTER)
    assert stage_name(till) is StageName.TENDERING
    runner.finish_all()
    assert stage_name(till) is StageName.COMPLETED


def test_selling_twice_is_impossible_by_key(till: Till, runner: HeldRunner) -> None:
    items(till, "ruby")
    first = till.desk.bill.command().key
    items(till, "boba")
    assert till.desk.bill.command().key == first
    till.desk.bill.clear()
    assert till.desk.bill.command().key != first
