"""What is known of one member, in words."""

from dataclasses import dataclass

from terminal.domain.identifiers import local_phone
from terminal.usecases.member_list import MemberFile
from ui.viewmodels.desk import Desk
from ui.viewmodels.words import clock_time, money, month_day, points, signed, whole_day

MOVEMENTS_MAX = 50


@dataclass(frozen=True, slots=True)
class FileFace:
    """An opened member. Name and phone are whole: somebody asked for them."""

    name: str
    phone: str
    balance: str
    figures: tuple[tuple[str, str], ...]
    lots: tuple[tuple[str, str], ...]
    vouchers: tuple[tuple[str, str], ...]
    movements: tuple[tuple[str, str, str], ...]
    owes: str


def file_face(desk: Desk, file: MemberFile) -> FileFace:
    """``file`` in words."""
    words, card, zone = desk.words, file.card, desk.shop.store.time_zone
    never = words.say("lot_never")
    lots = ((whole_day(lot.expires_on) if lot.expires_on else never, points(lot.points)) for lot in file.lots)
    vouchers = (
        (words.coupon(voucher.coupon), words.say("voucher_until", day=whole_day(voucher.valid_until)))
        for voucher in card.vouchers
    )
    movements = (
        (
            f"{month_day(row.day)} {clock_time(row.at, zone)}",
            words.say(f"entry_{row.entry.kind}"),
            signed(row.entry.points),
        )
        for row in reversed(file.movements[-MOVEMENTS_MAX:])
    )
    return FileFace(
        name=card.name or words.say("member_nameless"),
        phone=local_phone(card.phone),
        balance=points(card.balance),
        figures=tuple(_figures(desk, file)),
        lots=tuple(lots),
        vouchers=tuple(vouchers),
        movements=tuple(movements),
        owes=words.say("member_owes", points=points(file.deficit)) if file.deficit else "",
    )


def _figures(desk: Desk, file: MemberFile) -> list[tuple[str, str]]:
    words, card, person = desk.words, file.card, file.person
    shown = [
        ("tier", words.name(card.tier.name)),
        ("tier_until", whole_day(card.tier_until) if card.tier_until else ""),
        ("pending", signed(card.pending) if card.pending else ""),
        ("visit_count", points(card.visits)),
        ("last_visit", whole_day(card.last_visit) if card.last_visit else ""),
        ("spend", money(desk.currency, file.spend_minor)),
        ("birthday", month_day(person.birthday) if person.birthday else ""),
        ("since", whole_day(person.enrolled_on) if person.enrolled_on else ""),
        ("household", words.say("member_household_shared") if file.household else ""),
        ("id", card.member_id),
    ]
    return [(words.say(f"file_{key}"), text) for key, text in shown if text]
