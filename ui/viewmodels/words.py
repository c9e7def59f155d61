"""The till's sentences, amounts and times in the language on the screen."""

from __future__ import annotations

import logging
from datetime import date, datetime
from typing import TYPE_CHECKING

from resources.language import DEFAULT_LANGUAGE, sentence, vocabulary, word
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.identifiers import mask_name, mask_phone
from ui.viewmodels.tone import Notice, Tone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from devices.states import DeviceStatus
    from terminal.domain.coupons import Coupon
    from terminal.domain.ledger import EntryKind
    from terminal.domain.money import Currency
    from terminal.domain.text import LocalText

MINUS = "\N{MINUS SIGN}"
SEPARATOR = " ・ "
ID_SHOWN = 8
DAYS = {"day", "birthday"}
"""What refusals call a day; they carry it as ``2026-11-08``."""
_log = logging.getLogger(__name__)


class Words:
    """What is said in one language."""

    def __init__(self, language: str = DEFAULT_LANGUAGE) -> None:
        self.language = language
        self.coupons: Mapping[str, Coupon] = {}

    def say(self, key: str, **data: object) -> str:
        """The sentence ``key`` of section ``till`` with ``data`` put in."""
        return sentence(key, data, self.language, section="till")

    def whole_day(self, day: date) -> str:
        """A day of any year: ``2026/11/08``, ``08 Nov 2026``."""
        return self._day("whole_day", day)

    def whole_month(self, day: date) -> str:
        """The month of a day: ``2026 年 11 月``, ``Nov 2026``."""
        return self._day("whole_month", day)

    def month_day(self, day: date) -> str:
        """A day of this season: ``11/08``, ``08 Nov``."""
        return self._day("month_day", day)

    def day_and_time(self, instant: datetime, zone: ZoneInfo) -> str:
        """A day of this season and the time on the shop's wall: ``11/08 14:32``."""
        return f"{self.month_day(instant.astimezone(zone).date())} {clock_time(instant, zone)}"

    def _day(self, key: str, day: date) -> str:
        data = {"year": str(day.year), "month": f"{day:%m}", "day": f"{day:%d}"}
        return sentence(key, data, self.language, section="date")

    def tender(self, code: str) -> str:
        """What a tender type is called."""
        return word(code, self.language, "tender")

    def listed(self, items: Sequence[str]) -> str:
        """Several names one after the other."""
        return self.say("and_then").join(items)

    def name(self, text: LocalText) -> str:
        """A name of the programme."""
        return text.in_language(self.language)

    def member_by_id(self, member_id: str) -> str:
        """Somebody of whom no name and no phone is known here."""
        return self.say("member_by_id", id=member_id[-ID_SHOWN:])

    def coupon(self, code: str) -> str:
        """What a kind of coupon is called; its code where the programme does not know it any more."""
        kind = self.coupons.get(code)
        return self.name(kind.name) if kind else code

    def device(self, status: DeviceStatus) -> str:
        """What happened to a device, and what to do."""
        return sentence(f"{status.device}_{status.detail}", {}, self.language)

    def job_reason(self, kind: str) -> str:
        """Why a print job is held or was cancelled, in a few words where there are some."""
        short = f"state_{kind.removeprefix('printer_')}"
        known = short in vocabulary(self.language)["till"]
        return self.say(short) if known else sentence(kind, {}, self.language)

    def ledger_kind(self, kind: EntryKind, frame: FrameKind | None) -> str:
        """What the points ledger calls an entry; one of a merge moves nothing, and nobody adjusted anything."""
        return self.say("ledger_kind_merged" if frame is FrameKind.MEMBERS_MERGED else f"ledger_kind_{kind}")

    def merge_reason(self, code: str) -> str:
        """Why two members were merged; a code of another version has no words here."""
        key = f"merge_reason_{code}"
        return self.say(key) if key in vocabulary(self.language)["till"] else code

    def error(self, error: Exception) -> Notice:
        """The notice for a refusal, or for a fault of ours (which is logged in full)."""
        if isinstance(error, Refusal):
            return Notice(Tone.RED, sentence(error.kind, self._named(error), self.language))
        _log.error("an action failed", exc_info=error)
        return Notice(Tone.RED, sentence("internal_error", {}, self.language))

    def refused(self, kind: str) -> str:
        """What a refusal means of which only the kind is known; a newer server's may have no sentence here."""
        known = vocabulary(self.language)
        section = next((name for name in ("refused", "error") if kind in known[name]), None)
        return sentence(kind, {}, self.language, section) if section else self.say("refused_unknown")

    def _named(self, refusal: Refusal) -> dict[str, object]:
        """What the refusal says, its days as people write them, and the coupon it is about by its name."""
        data: dict[str, object] = dict(refusal.data)
        for name in DAYS & data.keys():
            data[name] = self.whole_day(date.fromisoformat(str(data[name])))
        coupon = self.coupons.get(str(data.get("coupon")))
        return {**data, "coupon": coupon.name} if coupon else data


def masked(name: str, phone: str) -> str:
    """Who it is, where anybody may look: ``林○華 0912-***-678``."""
    return " ".join(text for text in (mask_name(name), mask_phone(phone)) if text)


def masked_briefly(name: str, phone: str) -> str:
    """The same in as few signs as will do: the name, or the phone of who has none."""
    return mask_name(name) or mask_phone(phone)


def money(currency: Currency, amount_minor: int) -> str:
    """An amount with its symbol: ``NT$ 1,284``, ``− NT$ 50``."""
    sign = f"{MINUS} " if amount_minor < 0 else ""
    return f"{sign}{currency.symbol} {currency.format(abs(amount_minor))}"


def figure(currency: Currency, amount_minor: int) -> str:
    """An amount without symbol, with a real minus sign: ``1,284``, ``−50``."""
    return currency.format(amount_minor).replace("-", MINUS)


def points(count: int) -> str:
    """Points with thousands separators and a real minus sign."""
    return f"{count:,}".replace("-", MINUS)


def signed(count: int) -> str:
    """Points that came or went: ``+67``, ``−500``, ``0``."""
    return f"+{count:,}" if count > 0 else points(count)


def shortened(text: str, length_max: int) -> str:
    """``text`` as there is room for it."""
    return text if len(text) <= length_max else text[: length_max - 1] + "…"


def clock_time(instant: datetime, zone: ZoneInfo) -> str:
    """The time of day on the shop's wall: ``14:32``."""
    return instant.astimezone(zone).strftime("%H:%M")


def typed_day(day: date) -> str:
    """A day as the fields take it, in every language: ``2026/11/08``."""
    return day.strftime("%Y/%m/%d")
