"""What the use-cases need of the local store.

A ``Store`` gives units of work. Inside one, everything is read from one consistent view and written to the journal's
file in one transaction; nothing is kept unless ``commit`` is called, and leaving the block rolls back the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, Self

from terminal.domain.facts import NOBODY_KNOWN, Person
from terminal.domain.records import record
from terminal.ports.figures import SalesFigures
from terminal.ports.parked import ParkedBills
from terminal.ports.printing import PrintJobs
from terminal.ports.staff import StaffRecords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime
    from types import TracebackType

    from terminal.domain.frames import Frame, FrameKind
    from terminal.domain.ledger import Entry, MemberState, Reservation
    from terminal.domain.programme import Programme
    from terminal.ports.office import OfficeRecords


@record
class TerminalIdentity:
    """Who this terminal is. ``number`` is its number in the store, printed on receipts."""

    terminal_id: str
    number: int
    store: str
    brand: str
    group: str
    epoch: int
    server_url: str


@record
class LinkState:
    """What the sync process last knew: whether its last attempt reached the server, and when one last did (UTC)."""

    reached: bool
    last_success_at: datetime | None
    unsent_frames: int
    oldest_unsent_at: datetime | None
    refusal: str | None = None


@record
class MemberRecord:
    """A member as this terminal knows them: personal data beside the points they have here.

    ``member_id`` is the canonical id (aliases resolved). ``state`` has this terminal's own unposted entries laid over
    the server's. ``confirmed`` is the balance state the server last sent, ``None`` when it knows nothing of them yet.
    ``pool`` is their household's account, which holds the points of all its members, and ``pool_confirmed`` the
    server's state of it; both are ``None`` for a member on their own. ``person`` is what conditions may ask. Of who was
    ``erased`` nothing is left but the account.
    """

    member_id: str
    name: str
    phone: str
    birthday: date | None
    state: MemberState
    confirmed: MemberState | None
    person: Person = NOBODY_KNOWN
    pool: MemberState | None = None
    pool_confirmed: MemberState | None = None
    erased: bool = False

    @property
    def wallet(self) -> MemberState:
        """What they spend from and earn into: their household's pool, or their own."""
        return self.pool or self.state

    @property
    def wallet_confirmed(self) -> MemberState | None:
        """The server's state of the wallet, ``None`` when it knows nothing of it yet."""
        return self.pool_confirmed if self.pool else self.confirmed


@record
class MemberProfile:
    """Personal data of a member enrolled here; it never enters a frame. ``phone`` is E.164.

    ``enrolled_on`` is the business day of the enrolment. ``tags`` and ``segments`` are codes that head office gave.
    """

    member_id: str
    name: str
    phone: str
    birthday: date | None = None
    card: str | None = None
    referrer: str | None = None
    enrolled_on: date | None = None
    tags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()

    def person(self) -> Person:
        """What conditions may ask of them."""
        return Person(self.birthday, self.enrolled_on, self.referrer, self.tags, self.segments)


@record
class StoredSale:
    """A committed sale. ``body`` is the frame's body; ``programme`` the hash of the bundle that computed it.

    ``entries`` are those of its frame: a refund gives points back to the lots they name.
    """

    sale_id: str
    number: str
    at: datetime
    day: date
    member_id: str | None
    body: Mapping[str, Any]
    programme: str
    terminal: str
    entries: tuple[Entry, ...] = ()


@record
class StoredRefund:
    """A committed refund of a sale; ``body`` is the frame's body."""

    refund_id: str
    sale_id: str
    body: Mapping[str, Any]


@record
class LedgerRow:
    """One entry as the ledger page shows it. ``confirmed`` once the server's state contains it."""

    at: datetime
    day: date
    kind: FrameKind
    entry: Entry
    terminal: str
    epoch: int
    seq: int
    sale_id: str | None
    confirmed: bool


@record
class HeldReservation:
    """Points that are set aside for this terminal, and whose they are: a member's or a household's."""

    member_id: str
    reservation: Reservation


@record
class ClosedDay:
    """A frame that closed a day: when it was made, and its body."""

    at: datetime
    body: Mapping[str, Any]


@record
class NewFrame:
    """A fact to append. The store gives it terminal, epoch and seq, freezes its bytes and chains it."""

    kind: FrameKind
    at: datetime
    day: date
    programme: str
    body: Mapping[str, Any]
    entries: tuple[Entry, ...] = ()


@record
class CashFrame:
    """A frame about a shift of the cash drawer: opened, closed, or cash put in or taken out. ``position`` orders it."""

    kind: FrameKind
    at: datetime
    day: date
    position: tuple[int, int]
    body: Mapping[str, Any]


class UnitOfWork(PrintJobs, ParkedBills, StaffRecords, SalesFigures, Protocol):
    """One transaction on the local store."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def commit(self) -> None:
        """Makes everything written in this unit durable; afterwards the unit can only be read.

        Raises ``Refusal("disk_full")`` with nothing kept.
        """
        ...

    def identity(self) -> TerminalIdentity:
        """Who this terminal is."""
        ...

    def programme(self, digest: str | None = None) -> Programme:
        """The bundle in force, or the one with that hash. Raises ``Refusal("programme_missing")``."""
        ...

    def link(self) -> LinkState:
        """What sync last knew, and what waits to be sent."""
        ...

    def member(self, member_id: str) -> MemberRecord | None:
        """The member with that id or with an id that became theirs; ``None`` when unknown here."""
        ...

    def find_member(self, kind: str, value: str) -> str | None:
        """The canonical id of the member with that identifier (``phone`` in E.164, ``card`` …)."""
        ...

    def add_member(self, profile: MemberProfile) -> None:
        """Keeps the personal data of a member enrolled here."""
        ...

    def identifier_hash(self, kind: str, value: str) -> str:
        """The keyed hash under which an identifier may appear in a frame."""
        ...

    def signed_by_group(self, statement: bytes, signature: bytes) -> bool:
        """Whether the group signed ``statement``: with the key of the server that this terminal enrolled at."""
        ...

    def is_token_used(self, token: str) -> bool:
        """Whether a member's code of that name was taken here."""
        ...

    def use_token(self, token: str, until: datetime, now: datetime) -> None:
        """Takes a member's code, and remembers it ``until``; those whose time is over ``now`` are forgotten."""
        ...

    def append(self, frame: NewFrame) -> int:
        """Appends to the journal and indexes the entries; gives the seq."""
        ...

    def next_sale_number(self, day: date) -> str:
        """The receipt number: counts up per terminal and business day, four digits (``0214``)."""
        ...

    def add_sale(self, sale: StoredSale, seq: int, key: str | None) -> None:
        """Indexes the frame ``seq`` as this sale, with its lines, tenders and coupons; its body is the frame's."""
        ...

    def sale(self, sale_id: str) -> StoredSale | None:
        """The sale with that id, if it was made here."""
        ...

    def sale_by_number(self, number: str, day: date) -> StoredSale | None:
        """The sale of that business day with that receipt number."""
        ...

    def last_sale(self) -> StoredSale | None:
        """The newest sale."""
        ...

    def last_sale_at(self) -> datetime | None:
        """When the newest sale was made."""
        ...

    def sales_on(self, day: date) -> Iterable[StoredSale]:
        """The sales of a business day, oldest first."""
        ...

    def sales_of(self, member_id: str, limit: int) -> tuple[StoredSale, ...]:
        """The latest sales to a member on this terminal, at most ``limit``, newest first."""
        ...

    def refunds_on(self, day: date) -> Iterable[StoredRefund]:
        """The refunds made on a business day, oldest first."""
        ...

    def add_refund(self, refund: StoredRefund, seq: int, day: date, key: str | None) -> None:
        """Indexes the frame ``seq`` as this refund, with its lines and the coupons it gives back."""
        ...

    def refunds_of(self, sale_id: str) -> tuple[StoredRefund, ...]:
        """The refunds of a sale, oldest first."""
        ...

    def coupon_uses(self, number: str) -> int:
        """How often the bearer coupon with that number was used here, less what refunds gave back."""
        ...

    def use_claim(self, number: str, seq: int) -> None:
        """Counts a claim as used by the frame ``seq``; ``coupon_uses`` knows of it then."""
        ...

    def claim_frames(self, number: str) -> tuple[Frame, ...]:
        """The frames made here that the claim with that number was used by, oldest first."""
        ...

    def terminal_key(self, terminal: str, epoch: int) -> bytes | None:
        """The public key (32 bytes) of that epoch of this terminal or of another of its store, where it is known."""
        ...

    def cash_frames(self) -> Iterable[CashFrame]:
        """The frames about shifts of the cash drawer, newest first."""
        ...

    def cash_between(self, after: tuple[int, int], before: tuple[int, int] | None) -> tuple[int, int]:
        """What sales put into the drawer and refunds took out of it between two frames; ``None`` is up to now."""
        ...

    def closed_days(self) -> Iterable[ClosedDay]:
        """What closed days (``day_closed``), newest first."""
        ...

    def answer_for(self, key: str) -> Mapping[str, Any] | None:
        """The answer once given to the command with this key, so that repeating it changes nothing."""
        ...

    def keep_answer(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keeps the answer to the command with this key; a key is used once."""
        ...

    def redeemed_here(self, member_id: str, day: date) -> int:
        """Points redeemed for the member on that business day: at this terminal, and at other lanes as far as heard."""
        ...

    def redeemed_unsent(self) -> int:
        """Points this terminal redeemed, for anyone, in frames that the server does not hold yet."""
        ...

    def reservations(self) -> tuple[HeldReservation, ...]:
        """All that is set aside for this terminal, as far as it has not given it back."""
        ...

    def ledger(self, member_id: str) -> tuple[LedgerRow, ...]:
        """The member's entries made on this terminal, oldest first."""
        ...

    def office(self) -> OfficeRecords:
        """What the store manager's pages read, and the marks they leave."""
        ...

    def erased_to_forget(self) -> tuple[str, ...]:
        """The ids of members who were erased, as far as ``forget_person`` has not been called for them."""
        ...

    def forget_person(self, member_id: str) -> None:
        """Drops the personal data that this terminal itself wrote down of an erased member."""
        ...

    def want_member(self, kind: str, value: str, asked_at: datetime) -> None:
        """Asks the sync process for a member: by keyed hash of a phone or a card, or by id."""
        ...

    def member_answer(self, kind: str, value: str, asked_at: datetime) -> bool | None:
        """Whether the member so asked for has arrived; ``None`` while there is no answer."""
        ...

    def setting(self, name: str) -> str | None:
        """The value set for an option; ``None`` where its default stands."""
        ...

    def set_setting(self, name: str, value: str) -> None:
        """Sets an option."""
        ...


class Store(Protocol):
    """The local store, open."""

    def unit_of_work(self) -> UnitOfWork:
        """One transaction, to be entered with ``with``."""
        ...

    def view(self) -> UnitOfWork:
        """A unit that only reads: it never waits for a writer and cannot commit."""
        ...

    def close(self) -> None:
        """Closes the store."""
        ...
