"""The sales of the shop in memory, kept well enough for the real use-cases to find them and to give them back."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Protocol, Self, cast

from terminal.domain.ledger import apply
from terminal.domain.programme import Programme
from terminal.ports.clock import SetClock
from terminal.ports.printing import ReceiptDocument
from terminal.ports.store import (
    HeldReservation,
    LinkState,
    MemberRecord,
    NewFrame,
    Store,
    StoredRefund,
    StoredSale,
    TerminalIdentity,
)
from terminal.usecases.till import Till
from ui.viewmodels.past_actions import PastActions


class ShopInMemory(Protocol):
    """What of the shop its store reads and writes."""

    language: str
    online: bool
    number: int
    programme: Programme
    members: dict[str, MemberRecord]

    @property
    def identity(self) -> TerminalIdentity:
        """Which terminal it is."""
        ...

    def print_it(self, document: ReceiptDocument) -> int:
        """Queues a document; gives its job."""
        ...


@dataclass
class SampleStore:
    """Sales and refunds. Fulfils of ``terminal.ports.store`` what past sales need, and no more."""

    shop: ShopInMemory
    now: datetime
    sales: dict[str, StoredSale] = field(default_factory=dict)
    refunds: list[tuple[date, StoredRefund]] = field(default_factory=list)

    def unit_of_work(self) -> "SampleUnit":
        """One transaction."""
        return SampleUnit(self)

    view = unit_of_work

    def actions(self) -> PastActions:
        """The real use-cases over it."""
        return PastActions(Till(cast(Store, self), SetClock(self.now)))


class SampleUnit:
    """A copy that is put back by ``commit``, and only by that."""

    def __init__(self, store: SampleStore) -> None:
        self._store, self._shop = store, store.shop
        self._members, self._number = dict(store.shop.members), store.shop.number
        self._sales, self._refunds = dict(store.sales), list(store.refunds)
        self._documents: list[ReceiptDocument] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """What was not committed is forgotten."""

    def commit(self) -> None:
        """Puts everything back."""
        self._shop.members, self._shop.number = self._members, self._number
        self._store.sales, self._store.refunds = self._sales, self._refunds
        for document in self._documents:
            self._shop.print_it(document)

    def identity(self) -> TerminalIdentity:
        """Which terminal this is."""
        return self._shop.identity

    def programme(self, _digest: str | None = None) -> Programme:
        """There is one."""
        return self._shop.programme

    def setting(self, name: str) -> str | None:
        """The language; everything else is as it comes."""
        return self._shop.language if name == "language" else None

    def link(self) -> LinkState:
        """As the shop says."""
        return LinkState(self._shop.online, self._store.now, 0, None)

    def member(self, member_id: str) -> MemberRecord | None:
        """By id."""
        return next((record for record in self._members.values() if record.member_id == member_id), None)

    def find_member(self, kind: str, value: str) -> str | None:
        """By phone."""
        record = self._members.get(value) if kind == "phone" else None
        return record.member_id if record else None

    def append(self, frame: NewFrame) -> int:
        """The members' states move on."""
        for entry in frame.entries:
            record = self.member(entry.member_id)
            if record is not None:
                state, _ = apply(record.state, entry, frame.day)
                self._members[record.phone] = replace(record, state=state)
        return 1

    def next_sale_number(self, _day: date) -> str:
        """The next one."""
        return f"{self._number:04}"

    def add_sale(self, sale: StoredSale, _seq: int, _key: str | None) -> None:
        """One more."""
        self._number += 1
        self._sales[sale.sale_id] = sale

    def sale(self, sale_id: str) -> StoredSale | None:
        """By id."""
        return self._sales.get(sale_id)

    def sale_by_number(self, number: str, day: date) -> StoredSale | None:
        """By number."""
        return next((sale for sale in self.sales_on(day) if int(sale.number) == int(number)), None)

    def sales_on(self, day: date) -> tuple[StoredSale, ...]:
        """Of a day, oldest first."""
        return tuple(sale for sale in self._sales.values() if sale.day == day)

    def sales_of(self, member_id: str, limit: int) -> tuple[StoredSale, ...]:
        """Of a member, newest first."""
        return tuple([sale for sale in reversed(self._sales.values()) if sale.member_id == member_id][:limit])

    def last_sale_at(self) -> datetime | None:
        """Nobody asks here."""
        return None

    def refunds_of(self, sale_id: str) -> tuple[StoredRefund, ...]:
        """Of a sale, oldest first."""
        return tuple(refund for _, refund in self._refunds if refund.sale_id == sale_id)

    def add_refund(self, refund: StoredRefund, _seq: int, day: date, _key: str | None) -> None:
        """One more."""
        self._refunds.append((day, refund))

    def add_print_job(self, document: ReceiptDocument, *_: Any) -> int:
        """Printed with the commit."""
        self._documents.append(document)
        return len(self._documents)

    def add_kick(self) -> int:
        """No drawer moves in a picture."""
        return 0

    def identifier_hash(self, kind: str, value: str) -> str:
        """Good enough to tell two apart."""
        return f"{kind}:{value}"

    def coupon_uses(self, _number: str) -> int:
        """Nobody counts."""
        return 0

    def redeemed_here(self, _member_id: str, _day: date) -> int:
        """Nothing."""
        return 0

    def redeemed_unsent(self) -> int:
        """Nothing."""
        return 0

    def reservations(self) -> tuple[HeldReservation, ...]:
        """None."""
        return ()

    def answer_for(self, _key: str) -> None:
        """Nothing is asked twice."""

    def keep_answer(self, _key: str, _answer: object) -> None:
        """Nothing is asked twice."""

    def is_token_used(self, _token: str) -> bool:
        """Nobody has."""
        return False
