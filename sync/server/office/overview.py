"""What the operator of a group server asks of it, apart from the protocol."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select, update

from sync.server.programmes.programmes import latest_version
from sync.server.storage.database import Database
from sync.server.storage.tables import epochs, exceptions, households, ledger, members, quarantine, terminals
from terminal.domain.errors import Refusal
from terminal.domain.records import record


@record
class TerminalLine:
    """A terminal as the operator sees it. ``clock_skew_seconds`` is how far its clock was ahead when last heard."""

    terminal: str
    store: str
    number: int
    epoch: int
    durable: int
    posted: int
    audited: int
    frozen: bool
    revoked: bool
    seen_at: datetime | None
    clock_skew_seconds: int | None


@record
class Overview:
    """The server in figures. ``points`` is the sum of all ledger entries."""

    programme_version: int
    members: int
    points: int
    entries: int
    exceptions: dict[str, int]
    quarantined: int
    terminals: tuple[TerminalLine, ...]


def overview(database: Database) -> Overview:
    """The figures, from one state of the database."""
    with database.read() as connection:
        code = exceptions.c.code
        noted = select(code, func.count().label("cases")).group_by(code).order_by(code)
        rows = connection.execute(
            select(terminals, epochs.c.durable, epochs.c.posted, epochs.c.audited, epochs.c.frozen_at)
            .join(epochs, (epochs.c.terminal == terminals.c.terminal) & (epochs.c.epoch == terminals.c.epoch))
            .order_by(terminals.c.store, terminals.c.number)
        ).all()
        pool = select(households.c.household).where(households.c.household == members.c.member).exists()
        people = select(func.count()).select_from(members).where(members.c.alias_of.is_(None), ~pool)
        return Overview(
            programme_version=latest_version(connection),
            members=connection.execute(people).scalar_one(),
            points=int(connection.execute(select(func.coalesce(func.sum(ledger.c.points), 0))).scalar_one()),
            entries=connection.execute(select(func.count()).select_from(ledger)).scalar_one(),
            exceptions={row.code: row.cases for row in connection.execute(noted)},
            quarantined=connection.execute(select(func.count()).select_from(quarantine)).scalar_one(),
            terminals=tuple(
                TerminalLine(
                    terminal=row.terminal,
                    store=row.store,
                    number=row.number,
                    epoch=row.epoch,
                    durable=row.durable,
                    posted=row.posted,
                    audited=row.audited,
                    frozen=row.frozen_at is not None,
                    revoked=row.revoked_at is not None,
                    seen_at=row.seen_at,
                    clock_skew_seconds=row.clock_skew_seconds,
                )
                for row in rows
            ),
        )


def revoke(database: Database, terminal: str, now: Callable[[], datetime]) -> None:
    """From now on what the terminal pushes goes to quarantine. Raises ``Refusal("terminal_unknown")``."""
    with database.write() as connection:
        found = connection.execute(select(terminals.c.terminal).where(terminals.c.terminal == terminal)).one_or_none()
        if found is None:
            raise Refusal("terminal_unknown", terminal=terminal)
        connection.execute(
            update(terminals)
            .where(terminals.c.terminal == terminal, terminals.c.revoked_at.is_(None))
            .values(revoked_at=now())
        )
