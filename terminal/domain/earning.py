"""What a bill gives: every rule, campaign, mission and gift of the brand on the part of the bill that earns.

The same ``Purchase`` gives the same awards, on the till, on the group server, and years later when a part of it comes
back: what a refund takes is what the purchase gave less what the rest of it would have given.
"""

from dataclasses import replace

from terminal.domain.awards import Award, earned
from terminal.domain.campaigns import campaign_awards
from terminal.domain.coupons import UsedCoupon, coupon_awards
from terminal.domain.errors import Refusal
from terminal.domain.facts import Facts
from terminal.domain.gifts.awards import gift_awards, upgrade_awards
from terminal.domain.ledger import EntryKind
from terminal.domain.lines import EarningLine, Explain, PricedLine
from terminal.domain.missions.awards import mission_awards
from terminal.domain.money import Rounding, apportion, round_fraction, round_ratio
from terminal.domain.occasion import Moment, Occasion
from terminal.domain.pricing.tax import included_tax
from terminal.domain.programme import Brand, EarnOn, Programme, Store, TierUse
from terminal.domain.records import record
from terminal.domain.referral import referral_awards
from terminal.domain.rules.base import EarningBill
from terminal.domain.tenders import TenderPaid
from terminal.domain.tiers import upgrade

EARNED_MAX = 10**12


@record
class Purchase:
    """What a member bought, as far as it earns.

    ``lines`` carry the amounts that earn, ``spent`` is what was paid in minor units of the store's currency,
    ``tenders`` the types it was paid with.
    """

    sale_id: str
    store: Store
    moment: Moment
    facts: Facts
    lines: tuple[EarningLine, ...]
    tenders: tuple[str, ...]
    spent: int
    coupons: tuple[UsedCoupon, ...] = ()


def earning_lines(
    brand: Brand, store: Store, lines: tuple[PricedLine, ...], tenders: tuple[TenderPaid, ...]
) -> tuple[EarningLine, ...]:
    """The part of each line that earns: as the brand says, without what tenders paid that do not earn."""
    amounts = tuple([_earning_amount(brand.earn_on, store, line) for line in lines])
    earning_types = {tender.type for tender in brand.tenders if tender.earns}
    silent = sum([tender.amount for tender in tenders if tender.type not in earning_types])
    if silent:
        # The share of the bill that such a tender paid does not earn, whatever part of the bill does.
        paid = sum([tender.amount for tender in tenders])
        less = apportion(round_ratio(sum(amounts) * silent, paid, Rounding.UP), amounts)
        amounts = tuple([amount - part for amount, part in zip(amounts, less, strict=True)])
    return tuple(
        [
            EarningLine(line.sku, line.category, line.quantity, amount, line.discounted)
            for line, amount in zip(lines, amounts, strict=True)
        ]
    )


def _earning_amount(earn_on: EarnOn, store: Store, line: PricedLine) -> int:
    if earn_on is EarnOn.GROSS:
        return line.gross
    if earn_on is EarnOn.BEFORE_POINTS:
        return line.before_points
    if earn_on is EarnOn.EXCLUDING_TAX and store.tax and store.tax.included:
        return line.net - included_tax(line.net, store.tax.rate)
    return line.net


def awards_of(programme: Programme, purchase: Purchase) -> tuple[Award, ...]:
    """All that ``purchase`` gives; nothing for a purchase without lines.

    Raises ``Refusal("points_too_many")`` when the points are beyond what a ledger holds.
    """
    if not purchase.lines:
        return ()
    awards = _awards_in_tier(programme, purchase)
    reached = _upgrade(programme, purchase, awards)
    if reached and reached.steps:
        tier = reached.tiers[0].tier
        if programme.tier_use is TierUse.SAME_SALE:
            awards = _awards_in_tier(programme, replace(purchase, facts=replace(purchase.facts, tier=tier)))
        brand = programme.brand_at(purchase.store)
        gifts = upgrade_awards(brand.gifts, programme.coupons, _bill(programme, purchase), tier)
        awards = (*awards, reached, *gifts)
    elif reached:
        awards = (*awards, reached)
    if earned(awards) > EARNED_MAX:
        raise Refusal("points_too_many", maximum=EARNED_MAX)
    return awards


def base_awards(programme: Programme, purchase: Purchase) -> tuple[Award, ...]:
    """What the brand's rules give for the amounts alone: no campaign, mission or gift, which ask about the visit."""
    bill = _bill(programme, purchase)
    rules = programme.brand_at(purchase.store).earning
    return tuple(award for rule in rules if (award := rule.award(bill)) is not None)


def occasion_of(programme: Programme, purchase: Purchase) -> Occasion:
    """The circumstances of ``purchase``."""
    brand = programme.brand_at(purchase.store)
    return Occasion(
        brand=brand.code,
        store=purchase.store.code,
        region=purchase.store.region,
        currency=brand.currency.code,
        moment=purchase.moment,
        facts=purchase.facts,
        lines=purchase.lines,
        tenders=purchase.tenders,
    )


def _bill(programme: Programme, purchase: Purchase) -> EarningBill:
    tier = programme.tier(purchase.facts.tier)
    return EarningBill(purchase.sale_id, occasion_of(programme, purchase), purchase.facts, tier.name, tier.multiplier)


def _awards_in_tier(programme: Programme, purchase: Purchase) -> tuple[Award, ...]:
    brand, bill = programme.brand_at(purchase.store), _bill(programme, purchase)
    return (
        *base_awards(programme, purchase),
        *campaign_awards(brand.campaigns, programme.stacking, brand.earning, bill),
        *coupon_awards(brand.coupons, purchase.coupons, bill, brand.earning),
        *mission_awards(brand.missions, programme.coupons, bill),
        *gift_awards(brand.gifts, programme.coupons, bill),
        *referral_awards(brand.referral, programme.coupons, bill),
    )


def _upgrade(programme: Programme, purchase: Purchase, awards: tuple[Award, ...]) -> Award | None:
    spend = spend_in_group(programme, purchase.store, purchase.spent)
    qualifying = sum(award.qualifying for award in awards if award.member_id is None)
    held = upgrade(programme, purchase.facts, purchase.moment.day, (spend, 1, qualifying))
    if held is None:
        return None
    # The term of the tier they are in already, which no entry had recorded yet, is nothing to congratulate on.
    new = held.tier != purchase.facts.tier
    steps = (Explain("upgraded", data={"tier": programme.tier(held.tier).name}),) if new else ()
    return Award(f"tier/{held.tier}", kind=EntryKind.BONUS, tiers=(held,), steps=steps)


def spend_in_group(programme: Programme, store: Store, amount_minor: int) -> int:
    """What ``amount_minor`` of the store's currency is in the group's, halves up."""
    here = programme.brand_at(store).currency
    if here.code == programme.currency.code:
        return amount_minor
    return round_fraction(here.convert(amount_minor, programme.currency), Rounding.HALF_UP)
