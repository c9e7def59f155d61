"""Coupons by what is scanned or typed, and what each of them does on the bill."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from terminal.domain.coupon_numbers import NUMBER_LENGTH, short_number
from terminal.domain.coupons import SOURCE, Coupon
from terminal.domain.presenting import clean
from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from terminal.domain.bills import Quote
    from terminal.domain.lines import Explain
    from terminal.domain.progress import Voucher

KIND_DIGITS = 3
TAKEN_OFF = frozenset(("coupon_used", "coupon_handed_over"))


@record
class CouponBook:
    """The ``kinds`` taken here by code, the codes taken ``elsewhere`` in the group, the member's ``vouchers``."""

    kinds: Mapping[str, Coupon] = field(default_factory=dict)
    elsewhere: Collection[str] = ()
    vouchers: tuple[Voucher, ...] = ()

    def voucher(self, text: str) -> Voucher | None:
        """The member's voucher with that id or short number."""
        said = clean(text)
        matching = (
            voucher
            for voucher in self.vouchers
            if said in (clean(voucher.voucher_id), short_number(voucher.voucher_id))
        )
        return next(matching, None)

    def is_voucher(self, text: str, voucher_id: str) -> bool:
        """Whether ``text`` names that voucher."""
        voucher = self.voucher(text)
        return voucher is not None and voucher.voucher_id == voucher_id

    def typed(self, text: str, *, is_amount: bool) -> Coupon | None:
        """The coupon that was typed. What may be an amount has to be the short number of a voucher."""
        return None if is_amount and self.voucher(text) is None else self.kind(text)

    def kind(self, text: str) -> Coupon | None:
        """Which kind ``text`` is a coupon of, as far as that can be told from it."""
        said, voucher = clean(text), self.voucher(text)
        if voucher is not None:
            return self.kinds.get(voucher.coupon)
        if is_paper(said):
            number = int(said[:KIND_DIGITS])
            return next((kind for kind in self.kinds.values() if kind.number == number), None)
        return self.kinds.get(said)

    def knows(self, text: str) -> bool:
        """Whether ``text`` is meant to be a coupon."""
        return is_paper(clean(text)) or self.kind(text) is not None or clean(text) in self.elsewhere

    def to_blame(self, named: object, texts: Sequence[str]) -> int:
        """Which of ``texts`` a refusal is about that names the coupon ``named``: the last that fits, else the last."""
        return max((place for place, text in enumerate(texts) if named in self._names(text)), default=len(texts) - 1)

    def _names(self, text: str) -> tuple[str, ...]:
        kind = self.kind(text)
        return (text, clean(text), kind.code) if kind else (text, clean(text))


def is_paper(text: str) -> bool:
    """Whether ``text`` has the form of a printed coupon's number."""
    return len(text) == NUMBER_LENGTH and text.isascii() and text.isdigit()


def effects_of(quote: Quote, texts: Sequence[str], book: CouponBook) -> dict[str, list[Explain]]:
    """What each of ``texts`` does on the bill, as the steps of its uses; none for one that is not used on it."""
    found: dict[str, list[Explain]] = {text: [] for text in texts}
    uses = list(_uses(quote, book.kinds))
    for text in sorted(texts, key=lambda text: book.kinds.get(clean(text)) is not None):  # numbers say which is meant
        voucher = book.voucher(text)
        number = voucher.voucher_id if voucher else clean(text)
        place = next((place for place, (code, said, _) in enumerate(uses) if number in (said, code)), None)
        if place is not None:
            found[text] += uses.pop(place)[2]
    return found


def _uses(quote: Quote, kinds: Mapping[str, Coupon]) -> Iterable[tuple[str, str | None, list[Explain]]]:
    """Every use with its steps. Steps stand in the order of the uses: in the bill's, and in those of points coupons."""
    taken_off = (step for step in quote.explain if step.code in TAKEN_OFF)
    points = {award.source: iter(award.steps) for award in quote.awards}
    for used in quote.sold.coupons:
        steps = points.get(f"{SOURCE}{used.coupon}", iter(())) if kinds[used.coupon].gives_points else taken_off
        yield used.coupon, used.voucher_id, [step for step in (next(steps, None),) if step is not None]
