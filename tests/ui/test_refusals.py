"""Everything that a sale may be refused for tells the cashier what to do now, in both languages and two lines."""

import pytest

from resources.language import vocabulary

AT_THE_COUNTER = (
    "amount_invalid",
    "coupon_below_minimum",
    "coupon_expired",
    "coupon_needs_member",
    "coupon_not_combinable",
    "coupon_not_held",
    "coupon_not_here",
    "coupon_not_yet_valid",
    "coupon_repeated",
    "coupon_unknown",
    "coupon_used_this_year",
    "coupon_used_today",
    "coupon_used_up",
    "coupon_without_effect",
    "discount_above_limit",
    "discount_invalid",
    "discount_item_excluded",
    "discount_needs_approval",
    "discount_reason_missing",
    "discount_reason_unknown",
    "disk_full",
    "identifier_unknown_form",
    "lines_empty",
    "lines_too_many",
    "member_token_expired",
    "member_token_not_signed",
    "member_token_not_yet_valid",
    "member_token_used",
    "member_unknown",
    "nothing_sold",
    "parked_gone",
    "parked_too_many",
    "phone_invalid",
    "quantity_invalid",
    "reason_invalid",
    "redeem_above_limit",
    "redeem_below_minimum",
    "redeem_not_block",
    "redeem_not_offered",
    "redeem_without_member",
    "store_busy",
    "tender_amount_invalid",
    "tender_amount_missing",
    "tender_unknown",
    "tenders_over",
    "tenders_short",
)
TOLD = (
    "details_need_member",
    "discount_needs_lines",
    "discount_not_here",
    "newcomer_earns_only",
    "newcomer_no_details",
    "newcomer_note",
    "no_coupons",
    "no_drawer",
    "not_weighed",
    "nothing_parked",
    "parked_member_gone",
    "quantity_between",
    "quantity_or_amount",
    "redeem_block",
    "redeem_limit",
    "redeem_minimum",
    "redeem_needs_lines",
    "redeem_needs_member",
    "redeem_not_here",
    "scan_unknown",
    "tender_needs_lines",
    "times_needs_number",
    "training_drawer_shut",
    "training_needs_empty_bill",
    "training_not_here",
    "training_not_practised",
)
TO_DO = ("請", "可", "照常", "先", "改", "再")
"""Chinese is written first; the English says the same."""
LENGTH_MAX = {"zh_TW": 60, "en": 140}


@pytest.mark.parametrize("language", ["zh_TW", "en"])
@pytest.mark.parametrize("kind", AT_THE_COUNTER)
def test_a_refusal_says_what_to_do(kind: str, language: str) -> None:
    _check(vocabulary(language)["error"][kind], language)


@pytest.mark.parametrize("language", ["zh_TW", "en"])
@pytest.mark.parametrize("key", TOLD)
def test_what_the_counter_says_does_too(key: str, language: str) -> None:
    _check(vocabulary(language)["till"][key], language)


def _check(sentence: str, language: str) -> None:
    assert language != "zh_TW" or any(word in sentence for word in TO_DO), sentence
    assert len(sentence) <= LENGTH_MAX[language], sentence
