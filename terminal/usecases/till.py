"""What every use-case works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record

if TYPE_CHECKING:
    from datetime import date, datetime

    from terminal.domain.programme import Brand, Programme
    from terminal.domain.programme import Store as StoreRules
    from terminal.ports.clock import Clock
    from terminal.ports.signing import Signer
    from terminal.ports.store import Store, TerminalIdentity, UnitOfWork
    from terminal.ports.sync import SyncProcess


@record
class Till:
    """The local store and the clock: all a use-case needs of the outside.

    ``sync`` is the sync process where a command may wait for it; without one, nobody is looked up elsewhere.
    ``signer`` signs what receipts let people claim; without one, they let them claim nothing.
    """

    store: Store
    clock: Clock
    sync: SyncProcess | None = None
    signer: Signer | None = None


@record
class Counter:
    """Where and when a command is carried out: this terminal, the bundle in force, the instant, the business day.

    ``by_machine`` is what the machine's clock says, where a command is told when it happened.
    """

    identity: TerminalIdentity
    programme: Programme
    store: StoreRules
    brand: Brand
    now: datetime
    day: date
    by_machine: datetime
    signer: Signer | None = None


def counter_of(till: Till, unit: UnitOfWork) -> Counter:
    """The counter this till stands at. Raises ``Refusal``: ``programme_missing``, ``store_unknown``."""
    identity, programme, now = unit.identity(), unit.programme(), till.clock.now()
    store = programme.store(identity.store)
    brand, day = programme.brand_at(store), store.business_day(now)
    return Counter(identity, programme, store, brand, now, day, till.clock.by_machine(), till.signer)


def new_id() -> str:
    """A UUIDv7: unique everywhere, and in the order of this machine's clock for whoever reads a list of them."""
    from uuid_utils.compat import uuid7

    return str(uuid7())
