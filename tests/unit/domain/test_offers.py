"""What a cashier is told of a member who comes to the counter."""

from datetime import date

from terminal.domain.facts import Person
from terminal.domain.offers import Offering, offers_on
from tests.unit.domain.life import NAME, Life, line
from tests.unit.domain.samples import programme


def test_gifts_then_coupons_by_their_end_then_missions_by_what_is_missing() -> None:
    def coupon(days: int) -> dict[str, object]:
        return {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": days}}

    def card(goal: int, **more: object) -> dict[str, object]:
        return {
            "mission": "stamps",
            "name": {"zh-TW": str(goal), "en": str(goal)},
            "goal": goal,
            "gives": {"points": 1},
            **more,
        }

    made = programme(
        coupons={"late": coupon(30), "soon": coupon(3), "elsewhere": {**coupon(30), "brands": ["noodles"]}},
        missions={
            "ten": card(10),
            "five": card(5),
            "never": card(7, items={"skus": ["x"]}),
            "money": {"mission": "spend", "name": NAME, "goal": 900, "gives": {"points": 1}},
        },
        gifts={
            "hello": {
                "gift": "welcome",
                "name": NAME,
                "gives": {"coupons": [{"coupon": "late", "count": 2}, "soon", "elsewhere"]},
            },
            "birthday": {"gift": "birthday", "name": NAME, "gives": {"points": 1}},
            "bill": {"gift": "purchase", "name": NAME, "every": 10_000, "gives": {"points": 1}},
        },
    )
    life = Life(made, Person(birthday=date(1990, 12, 1)))
    brand = made.brand("tea")
    offering = Offering(brand.gifts, brand.missions, brand.coupons)

    def told(after: int) -> list[tuple[str, object]]:
        steps = offers_on(offering, life.state.progress.vouchers, life.facts(after), life.day(after))
        data = [dict(step.data) for step in steps]
        return [
            (step.code, {key: str(value) for key, value in each.items()})
            for step, each in zip(steps, data, strict=True)
        ]

    assert told(0) == [("offer_gift", {"name": "名"})]
    life.buys(line(100, quantity=3))
    assert told(0) == [
        ("offer_coupon_until", {"coupon": "名", "count": "1", "until": "2026-11-24"}),
        ("offer_coupon_until", {"coupon": "名", "count": "2", "until": "2026-12-21"}),
        ("mission_step", {"name": "5", "have": "3", "goal": "5"}),
        ("mission_step", {"name": "10", "have": "3", "goal": "10"}),
        ("mission_spent", {"name": "名", "spent": "100", "spend_goal": "900"}),
    ]
    assert [code for code, _ in told(10)] == [
        "offer_gift",
        "offer_coupon_until",
        "mission_step",
        "mission_step",
        "mission_spent",
    ]


def test_a_coupon_that_was_used_is_not_offered() -> None:
    coupon = {"name": NAME, "benefit": {"kind": "amount", "amount": 50}, "valid": {"days": 30}}
    gift = {"gift": "welcome", "name": NAME, "gives": {"coupons": ["drink"]}}
    made = programme(coupons={"drink": coupon}, gifts={"hello": gift})
    life = Life(made)
    life.buys(100)
    (held,) = life.state.progress.vouchers.values()
    vouchers = {held.voucher_id: held._replace(uses=0)}
    offering = Offering(coupons=made.brand("tea").coupons)
    assert offers_on(offering, vouchers, life.facts(), life.day()) == ()


def test_who_was_recommended_is_told_until_both_were_rewarded() -> None:
    made = programme(referral={"member": {"points": 30}, "first_bill": False, "when": {"minimum": 100}})
    life = Life(made, Person(enrolled_on=date(2026, 11, 1), referrer="r"))

    def told() -> list[str]:
        return [
            step.code for step in offers_on(Offering(referral=made.brand("tea").referral), {}, life.facts(), life.day())
        ]

    assert told() == ["offer_referral"]
    life.buys(99)
    assert told() == ["offer_referral"]
    life.buys(100)
    assert told() == []
