"""What every use-case works on."""

from dataclasses import dataclass
from datetime import date, datetime

from uuid_utils.compat import uuid7

from terminal.domain.programme import Brand, Programme
from terminal.domain.programme import Store as StoreRules
from terminal.ports.clock import Clock
from terminal.ports.store import Store, TerminalIdentity, UnitOfWork


@dataclass(frozen=True, slots=True)
class Till:
    """The local store and the clock: all a use-case needs of the outside."""

    store: Store
    clock: Clock


@dataclass(frozen=True, slots=True)
class Counter:
    """Where and when a command is carried out: this terminal, the bundle in force, the instant, the business day."""

    identity: TerminalIdentity
    programme: Programme
    store: StoreRules
    brand: Brand
    now: datetime
    day: date


def counter_of(till: Till, unit: UnitOfWork) -> Counter:
    """The counter this till stands at. Raises ``Refusal``: ``programme_missing``, ``store_unknown``."""
    identity, programme, now = unit.identity(), unit.programme(), till.clock.now()
    store = programme.store(identity.store)
    return Counter(identity, programme, store, programme.brand_at(store), now, store.business_day(now))


def new_id() -> str:
    """A UUIDv7: unique everywhere, and in the order of this machine's clock for whoever reads a list of them."""
    return str(uuid7())
