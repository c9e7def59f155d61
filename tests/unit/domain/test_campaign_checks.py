"""What a programme may not say about earning, conditions and campaigns: refused with the place and the reason."""

from typing import Any

import pytest

from resources.language import LANGUAGES, sentence
from terminal.domain.errors import Refusal
from tests.unit.domain.occasions import campaign_document
from tests.unit.domain.samples import programme

DOUBLE = {"kind": "multiplier", "times": 2}
PER_AMOUNT = {"kind": "amount", "per": 100, "points": 5}
RULE = "brands__tea__earning__0__"
AT_RULE = "brands.tea.earning[0]"


def with_campaigns(*documents: dict[str, Any], policy: str = "sum", **changes: Any) -> dict[str, Any]:
    return {"campaigns": list(documents), "stacking": [{"code": "g", "policy": policy}], **changes}


def one(**keys: Any) -> dict[str, Any]:
    document = campaign_document("c", keys.pop("effect", DOUBLE), **keys)
    return with_campaigns({key: value for key, value in document.items() if value is not None})


def two(policy: str, first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    return with_campaigns(
        campaign_document("one", DOUBLE, group="g", **first),
        campaign_document("two", DOUBLE, group="g", **second),
        policy=policy,
    )


def started(day: str, until: str = "2026-11-30", **keys: Any) -> dict[str, Any]:
    return {"from": day, "until": until, **keys}


YEN = {"currencies__JPY": {"exponent": 0, "symbol": "¥", "rate": "0.2"}}

REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({RULE + "when": {"brands": ["te"]}}, f"{AT_RULE}.when.brands[0]", "reference_unknown"),
    ({RULE + "when": {"stores": ["tea", "tee"]}}, f"{AT_RULE}.when.stores[1]", "reference_unknown"),
    ({RULE + "when": {"regions": ["north"]}}, f"{AT_RULE}.when.regions[0]", "reference_to_nothing"),
    ({RULE + "when": {"tiers": ["silver"]}}, f"{AT_RULE}.when.tiers[0]", "reference_unknown"),
    ({RULE + "cap_per_sale": 50, RULE + "cap_per_day": 49}, f"{AT_RULE}.cap_per_day", "below_minimum"),
    ({RULE + "cap_per_day": 50, RULE + "cap_per_year": 49}, f"{AT_RULE}.cap_per_year", "below_minimum"),
    ({RULE + "cap_per_sale": 0}, f"{AT_RULE}.cap_per_sale", "out_of_range"),
    ({RULE + "cap_per_member": 5}, f"{AT_RULE}.cap_per_member", "key_unknown"),
    ({"brands__tea__earning": [{"code": "i", "rule": "item", "points": 1, "per": 0}]}, f"{AT_RULE}.per", "zero"),
    (
        {
            **YEN,
            "brands__tea__abroad": {
                "JPY": {"earning": [{"code": "b", "rule": "visit", "points": 1, "when": {"tiers": ["silver"]}}]}
            },
        },
        "brands.tea.abroad.JPY.earning[0].when.tiers[0]",
        "reference_unknown",
    ),
    (one(until=None), "campaigns[0].until", "never_ends"),
    (one(endless=True), "campaigns[0].endless", "ends_and_endless"),
    (one(until="2026-10-31"), "campaigns[0].until", "ends_before_start"),
    (one(until="2026-11-31"), "campaigns[0].until", "day_invalid"),
    (one(expiry={"clock": "on", "day": "2026-11-29"}), "campaigns[0].expiry.day", "ends_before_start"),
    (one(effect={"kind": "multiplier", "times": 1}), "campaigns[0].effect.times", "multiplier_useless"),
    (one(effect={"kind": "multiplier", "times": "0.5"}), "campaigns[0].effect.times", "multiplier_useless"),
    (one(effect={"kind": "bonus", "points": 0}), "campaigns[0].effect.points", "out_of_range"),
    (one(effect={**PER_AMOUNT, "per": 0}), "campaigns[0].effect.per", "out_of_range"),
    (one(effect={"kind": "doubler"}), "campaigns[0].effect.kind", "choice_unknown"),
    (one(brands=["coffee"]), "campaigns[0].brands[0]", "reference_unknown"),
    (one(brands=["tea", "tea"]), "campaigns[0].brands[1]", "duplicate"),
    (one(when={"tiers": ["silver"]}), "campaigns[0].when.tiers[0]", "reference_unknown"),
    (one(group="h"), "campaigns[0].group", "reference_unknown"),
    (one(currency="USD"), "campaigns[0].currency", "reference_unknown"),
    (one(cap_per_day=50, cap_per_member=49), "campaigns[0].cap_per_member", "below_minimum"),
    ({**one(effect=PER_AMOUNT), **YEN}, "campaigns[0].currency", "currency_missing"),
    ({**one(when={"minimum": 100}), **YEN}, "campaigns[0].currency", "currency_missing"),
    (with_campaigns(*[campaign_document("c", DOUBLE)] * 2), "campaigns[1].code", "duplicate"),
    ({"stacking": [{"code": "g", "policy": "sum"}] * 2}, "stacking[1].code", "duplicate"),
    ({"stacking": [{"code": "g", "policy": "worst"}]}, "stacking[0].policy", "choice_unknown"),
    ({"stacking": [{"code": "g", "policy": "sum", "cap_per_sale": 0}]}, "stacking[0].cap_per_sale", "out_of_range"),
    (two("exclusive", {"priority": 1}, {"priority": 1}), "campaigns[1].priority", "campaigns_tie"),
    (
        two("exclusive", started("2026-11-01", "2026-11-11"), started("2026-11-11")),
        "campaigns[1].priority",
        "campaigns_tie",
    ),
    (two("exclusive", {"brands": ["tea"]}, {"brands": ["tea", "noodles"]}), "campaigns[1].priority", "campaigns_tie"),
    (two("newest", {}, {}), "campaigns[1].from", "campaigns_tie"),
]

TAKEN: list[dict[str, Any]] = [
    {RULE + "when": {"stores": ["tea"], "tiers": ["gold"]}},
    {RULE + "when": {"regions": ["north"]}, "stores__tea__region": "north"},
    {RULE + "cap_per_sale": 50, RULE + "cap_per_day": 50},
    one(until=None, endless=True),
    one(until="2026-11-01"),
    one(expiry={"clock": "on", "day": "2026-11-30"}),
    {**one(effect=PER_AMOUNT, currency="TWD"), **YEN},
    {**one(), **YEN},
    one(effect=PER_AMOUNT),
    two("sum", {}, {}),
    two("best", {}, {}),
    two("exclusive", {"priority": 1}, {"priority": 2}),
    two("exclusive", started("2026-11-01", "2026-11-10"), started("2026-11-11")),
    two("exclusive", {"brands": ["tea"]}, {"brands": ["noodles"]}),
    {**two("exclusive", {"currency": "TWD"}, {"currency": "JPY"}), **YEN},
    two("newest", started("2026-11-01"), started("2026-11-02")),
    two("newest", {"priority": 1}, {"priority": 2}),
]


@pytest.mark.parametrize(("changes", "path", "reason"), REFUSED)
def test_what_a_till_could_not_rely_on_is_refused(changes: dict[str, Any], path: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        programme(**changes)
    assert (refused.value.data["path"], refused.value.data["reason"]) == (path, reason)
    for language in LANGUAGES:
        assert "{" not in sentence(refused.value.kind, refused.value.data, language)


@pytest.mark.parametrize("changes", TAKEN)
def test_what_can_be_relied_on_is_taken(changes: dict[str, Any]) -> None:
    assert programme(**changes).group == "group"


def test_campaigns_run_at_the_brands_they_name() -> None:
    made = programme(**one(brands=["tea"]))
    assert [campaign.code for campaign in made.brand("tea").campaigns] == ["c"]
    assert made.brand("noodles").campaigns == ()
