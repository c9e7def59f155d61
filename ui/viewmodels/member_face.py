"""The member's card as it reads on the screen."""

from dataclasses import dataclass

from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.tiers import TierGap
from terminal.usecases.identify import MemberCard
from ui.viewmodels.desk import Desk
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import clock_time, money, month_day, points, signed

SEPARATOR = " ・ "


@dataclass(frozen=True, slots=True)
class InfoRow:
    """A line of the card below the member's: something the cashier may want to mention."""

    title: str
    detail: str
    can_redeem: bool = False


@dataclass(frozen=True, slots=True)
class MemberFace:
    """Texts of the member's card; ``progress`` is the way to the next tier, from 0 to 1, ``None`` in the highest."""

    name: str
    phone: str
    tier: str
    tier_tone: Tone
    balance: str
    is_negative: bool
    redeemable: str
    offline_note: str
    next_tier: str
    missing: str
    progress: float | None
    facts: tuple[str, ...]
    rows: tuple[InfoRow, ...]


def member_face(desk: Desk, card: MemberCard) -> MemberFace:
    """The card of ``card`` in the desk's language."""
    words = desk.words
    is_first_tier = card.tier.code == desk.shop.programme.tiers[0].code
    return MemberFace(
        name=mask_name(card.name) or words.say("member_without_name"),
        phone=mask_phone(card.phone),
        tier=words.name(card.tier.name),
        tier_tone=Tone.CALM if is_first_tier else Tone.GOLD,
        balance=points(card.balance),
        is_negative=card.balance < 0,
        redeemable=money(card.currency, card.limit.value_minor),
        offline_note=_offline_note(desk, card),
        next_tier=words.say("to_next_tier", tier=words.name(card.gap.tier.name)) if card.gap else "",
        missing=_missing(desk, card.gap) if card.gap else "",
        progress=float(card.gap.ways[0].done) if card.gap else None,
        facts=_facts(desk, card),
        rows=_rows(desk, card),
    )


def _missing(desk: Desk, gap: TierGap) -> str:
    """What the nearest way to the next tier still takes."""
    spend, visits, count = gap.ways[0].missing
    parts = [money(desk.shop.programme.currency, spend)] if spend else []
    parts += [desk.words.say("missing_visits", count=visits)] if visits else []
    parts += [points(count)] if count else []
    return SEPARATOR.join(parts)


def _offline_note(desk: Desk, card: MemberCard) -> str:
    if card.offline_since is None:
        return ""
    time = clock_time(card.offline_since, desk.shop.store.time_zone)
    return desk.words.say("offline_note", time=time, points=card.limit.points)


def _facts(desk: Desk, card: MemberCard) -> tuple[str, ...]:
    last = (desk.words.say("last_visit", day=month_day(card.last_visit)),) if card.last_visit else ()
    return (*last, desk.words.say("visits", count=card.visits))


def _rows(desk: Desk, card: MemberCard) -> tuple[InfoRow, ...]:
    words, rows, quoted = desk.words, [], desk.bill.quote
    if quoted and quoted.figures.balance is not None:
        made = quoted.figures
        detail = words.say("after_sale_detail", earned=made.earned, redeemed=made.redeemed)
        rows.append(InfoRow(words.say("after_sale", points=points(quoted.figures.balance)), detail))
    lot = card.next_to_expire
    if lot and lot.expires_on:
        title = words.say("expiring", points=lot.points, day=lot.expires_on.strftime("%Y/%m/%d"))
        rows.append(InfoRow(title, words.say("expiring_detail"), can_redeem=card.limit.points > 0))
    if card.pending:
        rows.append(InfoRow(words.say("pending_points", points=signed(card.pending)), words.say("pending_detail")))
    if card.balance < 0:
        rows.append(InfoRow(words.say("overdrawn"), words.say("overdrawn_detail")))
    return tuple(rows)
