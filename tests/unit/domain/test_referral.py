"""Referral: who is rewarded when, and only once."""

from datetime import date, timedelta
from typing import Any

import pytest

from terminal.domain.bills import Quote
from terminal.domain.errors import Refusal
from terminal.domain.facts import Person
from terminal.domain.programme import Programme
from tests.unit.domain.life import NAME, Life, given_by
from tests.unit.domain.samples import DAY, programme

NO_POINTS: dict[str, Any] = {f"brands__{brand}__earning": [] for brand in ("tea", "noodles")}


def rules(**more: Any) -> Programme:
    """The published rules of a restaurant group: 30 for the new member, 20 for who brought them, from 200 on."""
    made = {"member": {"points": 30}, "referrer": {"points": 20}, "when": {"minimum": 200}, **more}
    drink = {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": 30}}
    return programme(referral=made, coupons={"drink": drink}, **NO_POINTS)


def newcomer(made: Programme, joined_before: int | None = 0, referrer: str | None = "r") -> Life:
    joined = None if joined_before is None else DAY - timedelta(days=joined_before)
    return Life(made, Person(enrolled_on=joined, referrer=referrer))


def both(quoted: Quote) -> tuple[int, int]:
    """What the new member and the referrer get."""
    return given_by(quoted.awards, "referral/member")[0], given_by(quoted.awards, "referral/referrer")[0]


@pytest.mark.parametrize(
    ("more", "joined_before", "amount", "given"),
    [
        ({}, 0, 200, (30, 20)),
        ({}, 30, 200, (30, 20)),  # the thirtieth day after joining is in time
        ({}, 31, 200, (0, 0)),
        ({}, 0, 199, (0, 0)),
        ({}, None, 200, (0, 0)),
        ({"days": 0}, 1, 200, (0, 0)),
        ({"brands": ["noodles"]}, 0, 200, (0, 0)),
        ({"until": "2026-11-20"}, 0, 200, (0, 0)),
        ({"from": "2026-11-22"}, 0, 200, (0, 0)),
        ({"member": {}}, 0, 200, (0, 20)),
        ({"joined": {"from": "2026-11-01", "until": "2026-11-11"}}, 10, 200, (30, 20)),
        ({"joined": {"from": "2026-11-01", "until": "2026-11-11"}}, 9, 200, (0, 0)),
        ({"joined": {"from": "2026-11-01", "until": "2026-11-11"}}, 20, 200, (30, 20)),
        ({"joined": {"from": "2026-11-01", "until": "2026-11-11"}}, 21, 200, (0, 0)),
    ],
)
def test_who_is_rewarded(more: dict[str, Any], joined_before: int | None, amount: int, given: tuple[int, int]) -> None:
    assert both(newcomer(rules(**more), joined_before).buys(amount)) == given


def test_only_the_very_first_bill_counts_unless_the_first_that_fits_does() -> None:
    first = newcomer(rules())
    assert [both(first.buys(amount)) for amount in (120, 200)] == [(0, 0), (0, 0)]
    fitting = newcomer(rules(first_bill=False))
    assert [both(fitting.buys(amount)) for amount in (120, 120, 200, 200)] == [(0, 0), (0, 0), (30, 20), (0, 0)]


def test_once_for_ever() -> None:
    life = newcomer(rules(first_bill=False))
    assert both(life.buys(200)) == (30, 20)
    assert life.state.progress.tallies["referral"].until is None
    assert [both(life.buys(200, after=after)) for after in (1, 30)] == [(0, 0)] * 2


@pytest.mark.parametrize("referrer", [None, "m"])
def test_nobody_refers_themselves(referrer: str | None) -> None:
    assert both(newcomer(rules(), referrer=referrer).buys(200)) == (0, 0)


def test_the_referrer_has_an_entry_that_says_whom_they_brought() -> None:
    quoted = newcomer(rules(referrer_maximum={"count": 3, "per": "month"}), referrer="phone:0a1b2c").buys(200)
    (entry,) = [entry for entry in quoted.entries if entry.member_id == "phone:0a1b2c"]
    assert entry.points == 20
    assert {key: (tally.count, tally.until) for key, tally in entry.progress.tallies.items()} == {
        "referred/m": (1, DAY + timedelta(days=366)),
        "referred@2026-11": (1, date(2026, 11, 30)),
    }


@pytest.mark.parametrize(("per", "key", "until"), [("year", "2026", date(2026, 12, 31)), ("ever", "ever", None)])
def test_a_referrer_is_counted_by_period(per: str, key: str, until: date | None) -> None:
    quoted = newcomer(rules(referrer_maximum={"count": 3, "per": per})).buys(200)
    (entry,) = [entry for entry in quoted.entries if entry.member_id == "r"]
    assert entry.progress.tallies[f"referred@{key}"].until == until


def test_what_the_referrer_gets_is_explained_without_being_points_of_the_bill() -> None:
    quoted = newcomer(rules(referrer={"points": 20, "coupons": ["drink"]})).buys(200)
    joined, thanked = quoted.explain
    assert (joined.code, joined.points) == ("referral_joined", 30)
    assert (thanked.code, thanked.points, thanked.data["given"]) == ("referral_thanked", None, 20)
    assert quoted.earned == 30
    (held,) = [voucher for award in quoted.awards for voucher in award.vouchers]
    assert held.voucher_id == "s0.referral/referrer.1"


def test_a_refund_takes_both_back_and_lets_it_be_earned_again() -> None:
    life = newcomer(rules(first_bill=False))
    quoted = life.buys(150, 60)
    assert life.brings_back(quoted, 1) == 30
    assert life.facts().count("referral") == 0
    assert both(life.buys(200)) == (30, 20)


@pytest.mark.parametrize(
    ("more", "path", "reason"),
    [
        ({"member": {}, "referrer": {}}, "referral.referrer", "gives_nothing"),
        ({"brands": ["tee"]}, "referral.brands[0]", "reference_unknown"),
        ({"referrer": {"coupons": ["dring"]}}, "referral.referrer.coupons[0]", "reference_unknown"),
        ({"from": "2026-12-01", "until": "2026-11-30"}, "referral.until", "ends_before_start"),
        ({"joined": {"from": "2026-12-01", "until": "2026-11-30"}}, "referral.joined.until", "ends_before_start"),
        ({"referrer_maximum": {"count": 0}}, "referral.referrer_maximum.count", "out_of_range"),
    ],
)
def test_bundles_that_cannot_be_meant(more: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules(**more)
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)
