"""What is known of one member, in words."""

from terminal.domain.frames import FrameKind
from terminal.domain.identifiers import local_phone
from terminal.domain.ledger import EntryKind
from terminal.domain.records import record
from terminal.ports.store import LedgerRow
from terminal.usecases.member_list import MemberFile
from terminal.usecases.noted_merges import NotedMerge
from ui.viewmodels.desk import Desk
from ui.viewmodels.words import Words, clock_time, masked, money, points, signed

MOVEMENTS_MAX = 50


@record
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
    merging: str = ""


def file_face(desk: Desk, file: MemberFile) -> FileFace:
    """``file`` in words."""
    words, card, zone = desk.words, file.card, desk.shop.store.time_zone
    never = words.say("lot_never")
    lots = ((words.whole_day(lot.expires_on) if lot.expires_on else never, points(lot.points)) for lot in file.lots)
    vouchers = (
        (words.coupon(voucher.coupon), words.say("voucher_until", day=words.whole_day(voucher.valid_until)))
        for voucher in card.vouchers
    )
    movements = (
        (
            f"{words.month_day(row.day)} {clock_time(row.at, zone)}",
            _what(words, row, file.reasons.get((row.epoch, row.seq), "")),
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
        merging="\n".join(_waiting(words, card.member_id, merge) for merge in file.merges),
    )


def _what(words: Words, row: LedgerRow, reason: str) -> str:
    kind = words.say(entry_key(row.kind, row.entry.kind))
    return words.say("entry_for_reason", kind=kind, why=reason) if reason else kind


def entry_key(frame: FrameKind | None, kind: EntryKind) -> str:
    """What the language files call an entry: one of a merge moves nothing, and is no adjustment to whoever reads it."""
    return "entry_merged" if frame is FrameKind.MEMBERS_MERGED else f"entry_{kind}"


def _waiting(words: Words, member_id: str, merge: NotedMerge) -> str:
    """A merge that was noted, as the file of either of the two says it."""
    is_kept = merge.into.member_id == member_id
    face = merge.member if is_kept else merge.into
    who = masked(face.name, face.phone) or words.member_by_id(face.member_id)
    return words.say("merge_waiting_from" if is_kept else "merge_waiting_into", who=who)


def _figures(desk: Desk, file: MemberFile) -> list[tuple[str, str]]:
    words, card, person = desk.words, file.card, file.person
    shown = [
        ("tier", words.name(card.tier.name)),
        ("tier_until", words.whole_day(card.tier_until) if card.tier_until else ""),
        ("pending", signed(card.pending) if card.pending else ""),
        ("visit_count", points(card.visits)),
        ("last_visit", words.whole_day(card.last_visit) if card.last_visit else ""),
        ("spend", money(desk.currency, file.spend_minor)),
        ("birthday", words.month_day(person.birthday) if person.birthday else ""),
        ("since", words.whole_day(person.enrolled_on) if person.enrolled_on else ""),
        ("household", words.say("member_household_shared") if file.household else ""),
        ("id", card.member_id),
    ]
    return [(words.say(f"file_{key}"), text) for key, text in shown if text]
