"""No rule gives less than nothing, takes more than there is, or passes a limit that head office set."""

from collections import defaultdict
from fractions import Fraction

from hypothesis import given, settings

from terminal.domain.ledger import EntryKind
from terminal.domain.lines import POINTS_DISCOUNT
from tests.unit.domain.laws.happenings import histories
from tests.unit.domain.laws.rich_group import DOCUMENT
from tests.unit.domain.laws.world import Sale, World

CAMPAIGNS = {f"campaign/{campaign['code']}": campaign for campaign in DOCUMENT["campaigns"]}


@settings(max_examples=120)
@given(histories())
def test_nothing_is_below_zero_and_no_discount_above_its_line(world: World) -> None:
    for sale in world.sales:
        quoted = sale.quoted
        for line in quoted.lines:
            assert line.gross >= line.net >= 0 and line.due >= line.net and line.tax >= 0
            assert all(amount >= 0 for _, amount in line.discounts)
        assert sum(amount for line in quoted.lines for _, amount in line.discounts) <= quoted.subtotal
        assert 0 <= quoted.total == sum(tender.amount for tender in quoted.sold.tenders)
        assert quoted.settled.change == sum(tender.amount for tender in quoted.settled.paid) - quoted.total
        assert min(quoted.earned, quoted.redeemed, quoted.tax, quoted.redeemed_amount) >= 0
        for award in quoted.awards:
            assert award.points >= 0 and award.qualifying >= 0 and award.qualifying <= award.points
            assert all(tally.count >= 0 for tally in award.tallies if not tally.key.startswith("mission/"))
            assert all(voucher.uses > 0 for voucher in award.vouchers)
        given_points = sum(entry.points for entry in quoted.entries if entry.kind is not EntryKind.REDEEM)
        assert given_points == sum(award.points for award in quoted.awards)
        assert all(entry.points >= 0 or entry.kind is EntryKind.REDEEM for entry in quoted.entries)


@settings(max_examples=300)
@given(histories())
def test_points_pay_no_more_than_the_member_has_and_the_brand_allows(world: World) -> None:
    assert "overdrawn" not in {note for note in world.notes if not any(sale.refunds for sale in world.sales)}
    for sale in world.sales:
        rule = world.rules.brand_at(world.rules.store(sale.sold.store)).redemption
        paid = sum(points for source, points in sale.sold.spent if source == POINTS_DISCOUNT)
        assert rule is not None
        if not paid:
            continue
        assert paid <= sale.quoted.limit.points
        assert paid % rule.block == 0 and paid >= rule.minimum
        assert rule.maximum is None or paid <= rule.maximum
        payable = sum(line.before_points for line in sale.quoted.lines if rule.items.takes(line))
        bill = sum(line.before_points for line in sale.quoted.lines)
        amount = sale.quoted.redeemed_amount
        assert Fraction(amount) == Fraction(paid * rule.amount, rule.points) <= payable * rule.share_of_bill
        assert amount <= bill - rule.leave and bill >= rule.minimum_bill
        parts = [part for entry in sale.quoted.entries if entry.kind is EntryKind.REDEEM for part in entry.parts]
        assert sum(part.points for part in parts) == sale.quoted.redeemed
        assert all(part.open_on(sale.frame.day) for part in parts)
        rewarded = {brand for reward in world.rules.brands["tea"].rewards.values() for brand in reward.accepts}
        assert {part.brand for part in parts} <= {*rule.accepts, *rewarded}


@settings(max_examples=120)
@given(histories())
def test_no_campaign_or_coupon_passes_its_limits(world: World) -> None:
    by_day: dict[tuple[str, str, object], int] = defaultdict(int)
    for sale in world.sales:
        _check_caps_of_sale(sale)
        for award in sale.quoted.awards:
            by_day[sale.sold.member_id or "", award.source, sale.frame.day] += award.points
    together = any(account.alias_of or account.household for account in world.accounts.values())
    if any(sale.refunds for sale in world.sales) or together:
        return  # what is taken back gives room again, and two who merged had a limit each
    for (_, source, _), points in by_day.items():
        cap = CAMPAIGNS.get(source, {}).get("cap_per_day")
        assert cap is None or points <= cap
        assert points <= CAMPAIGNS.get(source, {}).get("cap_per_member", points)
    for state in world.states().values():
        for code, coupon in DOCUMENT["coupons"].items():
            assert state.progress.count(f"coupon/{code}") <= coupon.get("per_member", 0)
            days = {sale.frame.day for sale in world.sales}
            assert all(state.progress.count(f"coupon/{code}@{day}") <= coupon.get("per_day", 0) for day in days)
        assert all(voucher.uses >= 0 for voucher in state.progress.vouchers.values())
        assert state.progress.count("reward/bag") <= 2


def _check_caps_of_sale(sale: Sale) -> None:
    groups: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for award in sale.quoted.awards:
        campaign = CAMPAIGNS.get(award.source)
        if campaign and award.points:
            groups[campaign.get("group", "")].append((award.source, award.points))
            assert award.points <= campaign.get("cap_per_sale", award.points)
    assert sum(points for _, points in groups["summed"]) <= 90
    for alone in ("best", "first", "newest"):
        assert len(groups[alone]) <= 1
    for award in sale.quoted.awards:
        assert award.source != "rule/mugs" or award.points <= 20
