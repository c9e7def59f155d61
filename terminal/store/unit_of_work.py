"""One transaction on the local store: the port, put together from its parts."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, identifier_hash
from terminal.domain.records import record
from terminal.ports.replica import WantedMember
from terminal.ports.signing import is_signed
from terminal.ports.store import (
    ClosedDay,
    HeldReservation,
    LedgerRow,
    LinkState,
    MemberProfile,
    MemberRecord,
    NewFrame,
    StoredRefund,
    StoredSale,
    TerminalIdentity,
)
from terminal.store import (
    erased,
    journal,
    lane_rows,
    link,
    lookups,
    members,
    notes,
    sales,
    tokens,
)
from terminal.store.conversions import parse_instant
from terminal.store.office import StoredOffice
from terminal.store.programmes import Programmes, bundle_in_force
from terminal.store.unit_parts import StoredDrawer, StoredFigures, StoredParkedBills, StoredPrintJobs, StoredStaff

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from types import TracebackType

    from terminal.domain.programme import Programme
    from terminal.store.connection import Connection
    from terminal.store.engine import Connections
    from terminal.store.states import Ids, MemberStates


@record
class Known:
    """What an open store keeps from one unit of work to the next."""

    programmes: Programmes
    states: MemberStates
    group_key: bytes
    server_key: bytes | None = None


class StoredUnitOfWork(StoredPrintJobs, StoredParkedBills, StoredStaff, StoredFigures, StoredDrawer):
    """Implements ``terminal.ports.store.UnitOfWork`` on this thread's connection."""

    def __init__(self, connections: Connections, known: Known, *, reading: bool) -> None:
        self._connections, self._known = connections, known
        self._reading = reading
        self._wrote = False
        self._held: Connection | None = None
        self._known_ids: dict[str, Ids] = {}

    def __enter__(self) -> Self:
        connection = self._connections.here()
        connection.begin(reading=self._reading)
        self._held = connection
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._held is not None:
            connection, self._held = self._held, None
            connection.rollback()

    @property
    def _connection(self) -> Connection:
        if self._held is None:
            raise Broken("this unit of work is not open")
        if not self._held.in_transaction():
            self._held.begin(reading=True)  # after the commit
        return self._held

    @property
    def _writable(self) -> Connection:
        if self._reading:
            raise Broken("this unit of work only reads")
        self._wrote = True
        return self._connection

    @cached_property
    def _identity(self) -> TerminalIdentity:
        return journal.read_identity(self._connection)

    @cached_property
    def _settings(self) -> dict[str, str]:
        return notes.read_settings(self._connection)

    def _ids(self, member_id: str) -> Ids:
        if member_id not in self._known_ids:
            ids = members.ids_of(self._connection, member_id)
            self._known_ids |= {member_id: ids, ids[0]: ids}
        return self._known_ids[member_id]

    def commit(self) -> None:
        """Makes everything durable; afterwards the unit only reads. Raises ``Refusal("disk_full")``, nothing kept."""
        self._writable.commit()
        self._reading, self._wrote = True, False

    def identity(self) -> TerminalIdentity:
        """Who this terminal is."""
        return self._identity

    def bundle(self) -> tuple[bytes, str, int]:
        """The programme in force as it came, with its digest and version, for another store to keep."""
        return bundle_in_force(self._connection)

    def programme(self, digest: str | None = None) -> Programme:
        """The bundle in force, or the one with that hash. Raises ``Refusal("programme_missing")``."""
        return self._known.programmes.get(self._connection, digest)

    def link(self) -> LinkState:
        """What sync last knew, and what waits to be sent."""
        return link.read_state(self._connection)

    def member(self, member_id: str) -> MemberRecord | None:
        """The member as known here."""
        own = members.Own(self._identity.terminal_id, self._known.states, keep_states=not self._wrote)
        return members.member_record(self._connection, own, self._ids(member_id))

    def find_member(self, kind: str, value: str) -> str | None:
        """The canonical id of the member with that identifier."""
        found = members.find(self._connection, kind, value)
        return self._ids(found)[0] if found else None

    def add_member(self, profile: MemberProfile) -> None:
        """Keeps the personal data of a member enrolled here."""
        members.add(self._writable, profile)
        self._known_ids.clear()

    def identifier_hash(self, kind: str, value: str) -> str:
        """The keyed hash under which an identifier may leave this store."""
        return identifier_hash(self._known.group_key, kind, value)

    def signed_by_group(self, statement: bytes, signature: bytes) -> bool:
        """Whether the group's server signed ``statement``."""
        return is_signed(self._known.server_key, statement, signature)

    def is_token_used(self, token: str) -> bool:
        """Whether that code was taken here."""
        return tokens.is_used(self._connection, token)

    def use_token(self, token: str, until: datetime, now: datetime) -> None:
        """Takes a code, and remembers it ``until``."""
        tokens.use(self._writable, token, until, now)

    def append(self, frame: NewFrame) -> int:
        """Appends to the journal and indexes the entries; gives the seq."""
        return journal.append(self._writable, self._identity, frame)

    def next_sale_number(self, day: date) -> str:
        """The next receipt number of ``day``."""
        return sales.next_number(self._connection, day)

    def add_sale(self, sale: StoredSale, seq: int, key: str | None) -> None:
        """Indexes the frame ``seq`` as this sale."""
        sales.add(self._writable, self._identity.epoch, sale, seq, key)

    def sale(self, sale_id: str) -> StoredSale | None:
        """The sale with that id."""
        return sales.by_id(self._connection, sale_id)

    def sale_by_number(self, number: str, day: date) -> StoredSale | None:
        """The sale of ``day`` with that receipt number."""
        return sales.by_number(self._connection, number, day)

    def last_sale(self) -> StoredSale | None:
        """The newest sale."""
        return sales.last(self._connection)

    def last_sale_at(self) -> datetime | None:
        """When the newest sale was made."""
        return sales.last_at(self._connection)

    def sales_on(self, day: date) -> tuple[StoredSale, ...]:
        """The sales of ``day``, oldest first."""
        return sales.on_day(self._connection, day)

    def sales_of(self, member_id: str, limit: int) -> tuple[StoredSale, ...]:
        """The latest sales to a member, newest first."""
        return sales.of_member(self._connection, self._ids(member_id), limit)

    def refunds_on(self, day: date) -> tuple[StoredRefund, ...]:
        """The refunds made on ``day``, oldest first."""
        return sales.refunds_on(self._connection, day)

    def add_refund(self, refund: StoredRefund, seq: int, day: date, key: str | None) -> None:
        """Indexes the frame ``seq`` as this refund."""
        sales.add_refund(self._writable, self._identity.epoch, refund, seq, day, key)

    def refunds_of(self, sale_id: str) -> tuple[StoredRefund, ...]:
        """The refunds of a sale, oldest first."""
        return sales.refunds_of(self._connection, sale_id)

    def coupon_uses(self, number: str) -> int:
        """How often the bearer coupon with that number was used here, less what refunds gave back."""
        return sales.coupon_uses(self._connection, number)

    def use_claim(self, number: str, seq: int) -> None:
        """Counts a claim as used."""
        sales.use_claim(self._writable, self._identity.epoch, seq, number)

    def claim_frames(self, number: str) -> tuple[Frame, ...]:
        """The frames made here that the claim was used by."""
        return sales.claim_frames(self._connection, number)

    def terminal_key(self, terminal: str, epoch: int) -> bytes | None:
        """The public key of that epoch, of this terminal or of another of its store."""
        if terminal == self._identity.terminal_id:
            return journal.key_of_epoch(self._connection, epoch)
        return lane_rows.key_of(self._connection, terminal, epoch)

    def closed_days(self) -> tuple[ClosedDay, ...]:
        """What closed days, newest first."""
        return tuple(
            ClosedDay(parse_instant(frame.at), frame.body) for frame in journal.read_closings(self._connection)
        )

    def answer_for(self, key: str) -> Mapping[str, Any] | None:
        """The answer once given to the command with this key."""
        return notes.answer_for(self._connection, key)

    def keep_answer(self, key: str, answer: Mapping[str, Any]) -> None:
        """Keeps the answer to the command with this key."""
        notes.keep_answer(self._writable, key, answer)

    def redeemed_here(self, member_id: str, day: date) -> int:
        """Points redeemed for the member on that business day: at this terminal, and at other lanes as far as heard."""
        ids = self._ids(member_id)
        return journal.redeemed_on(self._connection, ids, day) + lane_rows.redeemed_on(self._connection, ids, day)

    def redeemed_unsent(self) -> int:
        """Points this terminal redeemed, for anyone, in frames that the server does not hold yet."""
        return journal.redeemed_after(self._connection, link.read_progress(self._connection).durable)

    def reservations(self) -> tuple[HeldReservation, ...]:
        """All that is set aside for this terminal, as far as it has not given it back."""
        terminal = self._identity.terminal_id
        found: list[HeldReservation] = []
        for member_id in members.with_reservations(self._connection):
            record = self.member(member_id)
            mine = (held for held in record.state.reserved if held.terminal == terminal) if record else ()
            found.extend(HeldReservation(member_id, held) for held in mine)
        return tuple(found)

    def ledger(self, member_id: str) -> tuple[LedgerRow, ...]:
        """The member's entries made on this terminal, oldest first."""
        return members.ledger(self._connection, self._identity.terminal_id, self._ids(member_id))

    def office(self) -> StoredOffice:
        """What the store manager's pages read."""
        own = members.Own(self._identity.terminal_id, self._known.states, keep_states=not self._wrote)
        return StoredOffice(self._connection, own, lambda: self._writable)

    def erased_to_forget(self) -> tuple[str, ...]:
        """The ids of members who were erased and not forgotten here yet."""
        return erased.to_forget(self._connection)

    def forget_person(self, member_id: str) -> None:
        """Drops the personal data that this terminal itself wrote down of an erased member."""
        erased.forget(self._writable, member_id)
        self._known_ids.clear()

    def want_member(self, kind: str, value: str, asked_at: datetime) -> None:
        """Asks the sync process for a member."""
        lookups.want(self._writable, WantedMember(kind, value, asked_at))

    def member_answer(self, kind: str, value: str, asked_at: datetime) -> bool | None:
        """Whether the member so asked for has arrived; ``None`` while there is no answer."""
        return lookups.answer_to(self._connection, kind, value, asked_at)

    def setting(self, name: str) -> str | None:
        """The value set for an option, if any."""
        return self._settings.get(name)

    def set_setting(self, name: str, value: str) -> None:
        """Sets an option."""
        notes.write_setting(self._writable, name, value)
        self._settings[name] = value
