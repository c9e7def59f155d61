"""The member's card as it reads on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.records import record
from terminal.usecases.sale_frame import OFFLINE_LIMITS
from terminal.usecases.wording import explain_text
from ui.viewmodels.coupon_face import voucher_faces
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import SEPARATOR, clock_time, money, points, signed

if TYPE_CHECKING:
    from terminal.domain.missions.awards import MissionProgress
    from terminal.domain.tiers import Way
    from terminal.usecases.identify import MemberCard
    from ui.viewmodels.desk import Desk

AND = " + "
STEPS_MAX = 6
FAVOURITES_MAX = 2
TOLD_BELOW = {"offer_coupon", "offer_coupon_until", "mission_step", "mission_spent"}


@record
class InfoRow:
    """A line of the card below the member's: something the cashier may want to mention.

    ``voucher_id`` is that of a coupon that a touch puts on the bill, or takes off it when it ``is_on_bill``.
    ``steps`` are done and to do, where they are few enough to be shown one by one. ``sku`` is an article that a touch
    puts on the bill.
    """

    title: str
    detail: str
    can_redeem: bool = False
    voucher_id: str = ""
    is_on_bill: bool = False
    steps: tuple[int, int] | None = None
    sku: str = ""


@record
class MemberFace:
    """Texts of the member's card; ``progress`` is the way to the next tier, from 0 to 1, ``None`` in the highest.

    ``missing`` is what the nearest way to it still takes; ``ways`` says it where that is more than one thing, or where
    there are other ways.
    """

    name: str
    phone: str
    tier: str
    tier_tone: Tone
    tier_until: str
    balance: str
    is_negative: bool
    redeemable: str
    offline_note: str
    next_tier: str
    missing: str
    ways: str
    progress: float | None
    facts: tuple[str, ...]
    rows: tuple[InfoRow, ...]


def member_face(desk: Desk, card: MemberCard) -> MemberFace:
    """The card of ``card`` in the desk's language."""
    words = desk.words
    ways = [_missing(desk, way) for way in card.gap.ways] if card.gap else []
    more = card.gap is not None and sum(1 for figure in card.gap.ways[0].missing if figure) > 1
    is_first_tier = card.tier.code == desk.shop.programme.tiers[0].code
    return MemberFace(
        name=mask_name(card.name) or words.say("newcomer_name" if card.is_newcomer else "member_without_name"),
        phone=mask_phone(card.phone),
        tier=words.name(card.tier.name),
        tier_tone=Tone.CALM if is_first_tier else Tone.GOLD,
        tier_until=words.say("until", day=words.whole_day(card.tier_until)) if card.tier_until else "",
        balance=points(card.balance),
        is_negative=card.balance < 0,
        redeemable=money(card.currency, card.limit.value_minor),
        offline_note=_offline_note(desk, card),
        next_tier=words.say("to_next_tier", tier=words.name(card.gap.tier.name)) if card.gap else "",
        missing=ways[0] if len(ways) == 1 and not more else "",
        ways=words.say("or").join(ways) if len(ways) > 1 or more else "",
        progress=float(card.gap.ways[0].done) if card.gap else None,
        facts=_facts(desk, card),
        rows=_rows(desk, card),
    )


def _missing(desk: Desk, way: Way) -> str:
    """What a way to the next tier still takes, all of it."""
    spend, visits, count = way.missing
    parts = [money(desk.shop.programme.currency, spend)] if spend else []
    parts += [desk.words.say("missing_visits", count=visits)] if visits else []
    parts += [desk.words.say("missing_points", count=count)] if count else []
    return AND.join(parts)


def _offline_note(desk: Desk, card: MemberCard) -> str:
    if card.is_newcomer:
        return desk.words.say("newcomer_note")
    if card.offline_since is None:
        return ""
    time = clock_time(card.offline_since, desk.shop.store.time_zone)
    if card.limit.reason in OFFLINE_LIMITS:
        limit = card.limit
        return desk.words.say("offline_note_limited", time=time, points=limit.points, reason=limit.reason.value)
    return desk.words.say("offline_note", time=time, points=card.limit.points)


def _facts(desk: Desk, card: MemberCard) -> tuple[str, ...]:
    last = (desk.words.say("last_visit", day=desk.words.month_day(card.last_visit)),) if card.last_visit else ()
    visits = (desk.words.say("visits", count=card.visits),) if card.visits else ()
    return (*last, *visits)


def _rows(desk: Desk, card: MemberCard) -> tuple[InfoRow, ...]:
    words, rows, quoted = desk.words, [], desk.bill.quote
    if quoted and quoted.figures.balance is not None:
        made = quoted.figures
        key = "after_sale_detail" if made.redeemed else "after_sale_earned"
        details = [words.say(key, earned=made.earned, redeemed=made.redeemed)]
        if brought := desk.bill.points_brought:
            details.append(words.say("goods_back_points", points=signed(brought)))
        rows.append(InfoRow(words.say("after_sale", points=points(quoted.figures.balance)), SEPARATOR.join(details)))
    rows += _offers(desk, card)
    rows += [
        InfoRow(voucher.name, voucher.note, voucher_id=voucher.voucher_id, is_on_bill=voucher.is_on_bill)
        for voucher in voucher_faces(desk, card.vouchers)
    ]
    rows += [_mission(desk, done) for done in card.missions]
    rows += _habits(desk, card)
    lot = card.next_to_expire
    if lot and lot.expires_on:
        title = words.say("expiring", points=lot.points, day=words.whole_day(lot.expires_on))
        rows.append(InfoRow(title, words.say("expiring_detail"), can_redeem=card.limit.points > 0))
    if card.pending:
        rows.append(InfoRow(words.say("pending_points", points=signed(card.pending)), words.say("pending_detail")))
    if card.reserved:
        detail = words.say("reserved_here_detail")
        rows.append(InfoRow(words.say("reserved_here", points=points(card.reserved)), detail))
    if card.reserved_elsewhere > 0:
        detail = words.say("reserved_elsewhere_detail")
        rows.append(InfoRow(words.say("reserved_elsewhere", points=points(card.reserved_elsewhere)), detail))
    if card.balance < 0:
        rows.append(InfoRow(words.say("overdrawn"), words.say("overdrawn_detail")))
    return tuple(rows)


def _habits(desk: Desk, card: MemberCard) -> list[InfoRow]:
    """What they like, as far as it is on the menu, and what they took the last time; nothing while that is unknown."""
    if desk.habits is None or desk.habits[0] != card.member_id:
        return []
    words, habits = desk.words, desk.habits[1]
    menu = {item.sku: item for category in desk.shop.brand.menu for item in category.items}
    rows = [
        InfoRow(
            words.say("favourite", item=words.name(menu[liked.sku].name)),
            words.say("favourite_detail", times=liked.times, amount=money(desk.currency, menu[liked.sku].price)),
            sku=liked.sku,
        )
        for liked in habits.favourites
        if liked.sku in menu
    ][:FAVOURITES_MAX]
    if habits.last_day is not None:
        rows.append(InfoRow(words.say("last_time", day=words.month_day(habits.last_day)), words.listed(habits.items)))
    return rows


def _offers(desk: Desk, card: MemberCard) -> list[InfoRow]:
    """What to tell the member besides their coupons and missions, which have rows of their own."""
    steps = [step for step in card.offers if step.code not in TOLD_BELOW]
    return [InfoRow(explain_text(step, card.currency, desk.words.language), "") for step in steps]


def _mission(desk: Desk, done: MissionProgress) -> InfoRow:
    words, mission, have = desk.words, done.mission, max(done.have, 0)
    if mission.kind.spending:
        progress = f"{money(desk.currency, have)} / {money(desk.currency, done.goal)}"
    else:
        progress = f"{points(have)} / {points(done.goal)}"
    details = [words.say("mission_gives_points", points=mission.gives.points)] if mission.gives.points else []
    for given in mission.gives.coupons:
        details.append(words.say("mission_gives_coupon", coupon=words.coupon(given.coupon)))
    details += [words.say("until", day=words.whole_day(done.until))] if done.until else []
    is_short = not mission.kind.spending and done.goal <= STEPS_MAX
    return InfoRow(
        f"{words.name(mission.name)} {progress}",
        SEPARATOR.join(details),
        steps=(min(have, done.goal), done.goal) if is_short else None,
    )
