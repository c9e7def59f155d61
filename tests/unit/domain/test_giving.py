"""What is given: points and numbered vouchers, explained in words."""

import pytest

from resources.language import LANGUAGES, vocabulary
from terminal.domain.benefits import AmountOff
from terminal.domain.coupons import Coupon, Validity
from terminal.domain.giving import VOUCHERS_MAX, GivenCoupon, Giving, Occurrence, award_for
from terminal.domain.text import LocalText
from tests.unit.domain.samples import DAY

NAME = LocalText("名", "Name")
KINDS = {
    code: Coupon(code, (), NAME, AmountOff(50), validity=Validity(days=30), uses=uses)
    for code, uses in (("tea", 1), ("cake", 3))
}
BOTH = Giving(7, coupons=(GivenCoupon("tea", 2), GivenCoupon("cake")))


def occurrence(times: int, member_id: str | None = None) -> Occurrence:
    return Occurrence("gift/g", "sale", DAY, NAME, "gift_given", times, member_id=member_id)


def test_vouchers_are_numbered_helping_by_helping() -> None:
    given = award_for(BOTH, occurrence(2), KINDS)
    assert [(held.voucher_id, held.coupon, held.uses) for held in given.vouchers] == [
        ("sale.gift/g.1", "tea", 1),
        ("sale.gift/g.2", "tea", 1),
        ("sale.gift/g.3", "cake", 3),
        ("sale.gift/g.4", "tea", 1),
        ("sale.gift/g.5", "tea", 1),
        ("sale.gift/g.6", "cake", 3),
    ]
    assert given.points == 14


@pytest.mark.parametrize("times", [0, 1, 2])
def test_fewer_helpings_are_the_beginning_of_more(times: int) -> None:
    fewer, more = (award_for(BOTH, occurrence(often), KINDS) for often in (times, times + 1))
    assert more.vouchers[: len(fewer.vouchers)] == fewer.vouchers
    assert (fewer.points, more.points) == (7 * times, 7 * times + 7)


def test_steps_add_up_to_the_points_of_whoever_buys() -> None:
    mine = award_for(BOTH, occurrence(2), KINDS)
    assert sum(step.points or 0 for step in mine.steps) == mine.points
    assert [step.data["count"] for step in mine.steps[1:]] == [4, 2]
    other = award_for(BOTH, occurrence(2, "r"), KINDS)
    assert (other.points, [step.points for step in other.steps]) == (14, [None])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ["mission_done", "gift_given", "referral_joined", "referral_thanked"])
def test_what_is_given_has_words_with_and_without_points(language: str, code: str) -> None:
    words = vocabulary(language)["explain"]
    assert {code, f"{code}_plain"} <= set(words)
    assert "points" not in words[f"{code}_plain"]


def test_one_rule_gives_no_more_vouchers_for_a_bill_than_a_till_can_hold() -> None:
    flood = Giving(coupons=(GivenCoupon("tea", 100),))
    fewer, more = (award_for(flood, occurrence(times), KINDS) for times in (3, 10**6))
    assert len(fewer.vouchers) == VOUCHERS_MAX
    assert more.vouchers == fewer.vouchers
    assert more.steps[-1].data["count"] == VOUCHERS_MAX
