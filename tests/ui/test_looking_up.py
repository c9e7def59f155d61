"""A member of elsewhere at the window: the cashier goes on, and the member is shown when they arrive."""

from datetime import UTC, datetime

import pytest

from terminal.domain.errors import Refusal
from terminal.usecases.identify import MemberCard
from terminal.usecases.looking_up import Asked
from tests.ui.fakes import HeldRunner
from ui.qt.screens.sample_shop import GOLD_PHONE, SampleShop
from ui.viewmodels.commands import Command
from ui.viewmodels.looking_up import LOOKS_MAX
from ui.viewmodels.till import Till

ASKED = Asked("phone", "00", datetime(2026, 11, 21, tzinfo=UTC))


class ShopElsewhere(SampleShop):
    """Carries nobody before they have arrived; ``answers`` are what each look says."""

    def __init__(self, *answers: bool | None) -> None:
        super().__init__()
        self.answers = list(answers)
        self.here = False
        self.looks = 0

    def identify(self, text: str) -> MemberCard:
        if not self.here:
            raise Refusal("member_unknown", member=text)
        return super().identify(text)

    def ask_for(self, text: str) -> Asked | None:
        return ASKED if self.answers else None

    def has_arrived(self, asked: Asked) -> bool | None:
        self.looks += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        self.here = bool(answer)
        return answer


def window(shop: ShopElsewhere) -> tuple[Till, HeldRunner]:
    runner = HeldRunner()
    return Till(shop, runner, shop.shop()), runner


def type_phone(till: Till) -> None:
    for digit in GOLD_PHONE:
        till.digit(digit)


def test_the_member_is_shown_when_they_arrive() -> None:
    shop = ShopElsewhere(None, None, True)
    till, runner = window(shop)
    type_phone(till)
    runner.finish()
    assert till.selling.unknown_phone == GOLD_PHONE
    runner.finish_all()
    assert not till.selling.unknown_phone
    assert till.member is not None
    assert shop.looks == 3


def test_other_jobs_get_their_turn_between_looks() -> None:
    shop = ShopElsewhere(None)
    till, runner = window(shop)
    type_phone(till)
    runner.finish()
    runner.finish()
    category = till.desk.shop.brand.menu[0]
    till.tap_item(category.items[0], category)
    assert len(runner.jobs) == 2
    runner.finish()
    runner.finish()
    assert till.desk.bill.quote is not None


def test_nobody_looks_for_ever() -> None:
    shop = ShopElsewhere(None)
    till, runner = window(shop)
    type_phone(till)
    runner.finish_all()
    assert shop.looks == LOOKS_MAX
    assert till.selling.unknown_phone == GOLD_PHONE


@pytest.mark.parametrize("answers", [(), (False,)])
def test_somebody_whom_nobody_knows_stays_unknown(answers: tuple[bool, ...]) -> None:
    shop = ShopElsewhere(*answers)
    till, runner = window(shop)
    type_phone(till)
    runner.finish_all()
    assert till.selling.unknown_phone == GOLD_PHONE
    assert shop.looks == len(answers)


def test_whoever_is_no_longer_wanted_is_not_shown() -> None:
    shop = ShopElsewhere(None, True)
    till, runner = window(shop)
    type_phone(till)
    runner.finish()
    till.press(Command.NO_MEMBER)
    runner.finish_all()
    assert till.selling.member is None
    assert till.selling.is_walk_in
