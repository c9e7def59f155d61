"""What there is to do of terminals' stored frames, stage by stage: posting up to what is durable, auditing up to that.

Nothing is locked while a portion is worked on, because intake must be able to add to it. A stage moves on at the end
of its transaction, and only from where the portion began: whoever finds that another was faster keeps nothing.
"""

import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column, Connection, Row, and_, bindparam, func, select, tuple_, update

from sync.server.storage.tables import batches, epochs, terminals
from terminal.domain.records import record

FRAMES_PER_PORTION: Final = 1_000
# The more at once, the fewer members are read and written again; but SQLite has one writer, and intake waits for it.
FRAMES_TOGETHER: Final = 25_000
FRAMES_TOGETHER_ON_SQLITE: Final = 4_000
Claim = tuple[str, int]


class Overtaken(Exception):
    """Another process has done the same frames meanwhile."""


@record
class Stage:
    """How far it is (``done``, a column of an epoch), how far it may go, and by what several processes share it."""

    done: Column[Any]
    until: Column[Any]
    shared_by: Column[Any]


# Whoever posts has the members of a cell to themselves until they commit; the audit of one terminal waits for no other.
POSTED: Final = Stage(epochs.c.posted, epochs.c.durable, terminals.c.cell)
AUDITED: Final = Stage(epochs.c.audited, epochs.c.posted, epochs.c.terminal)


@record
class Share:
    """What one of ``of`` processes looks after, by a stable hash of the names of what is shared."""

    index: int = 0
    of: int = 1

    def has(self, name: str) -> bool:
        """Whether what is called so is in it."""
        return zlib.crc32(name.encode()) % self.of == self.index


EVERYTHING: Final = Share()


@record
class Portion:
    """The next batches of one terminal's epoch, from ``before`` (exclusive) to ``last``."""

    terminal: str
    epoch: int
    cell: str
    brand: str
    before: int
    batches: Sequence[Row[int, int, bytes, bytes | None, datetime]]

    @property
    def last(self) -> int:
        """The seq of the last frame."""
        return int(self.batches[-1].last)


def waiting(connection: Connection, stage: Stage, share: Share = EVERYTHING) -> list[Claim]:
    """The (terminal, epoch) pairs of ``share`` with something to do: of each terminal the oldest epoch not done."""
    rows = connection.execute(
        select(epochs.c.terminal, func.min(epochs.c.epoch), stage.shared_by)
        .join(terminals, terminals.c.terminal == epochs.c.terminal)
        .where(stage.done < stage.until)
        .group_by(epochs.c.terminal, stage.shared_by)
        .order_by(epochs.c.terminal)
    )
    return [(terminal, epoch) for terminal, epoch, name in rows if share.has(name)]


def together(connection: Connection, stage: Stage, claims: Sequence[Claim]) -> list[list[Claim]]:
    """The claims in groups whose portions may share a transaction: of one cell, and not too much at once."""
    rows = connection.execute(
        select(terminals.c.cell, epochs.c.terminal, epochs.c.epoch, (stage.until - stage.done).label("frames"))
        .join(epochs, epochs.c.terminal == terminals.c.terminal)
        .where(stage.done < stage.until)
        .order_by(terminals.c.cell, epochs.c.terminal)
    )
    wanted = set(claims)
    most = FRAMES_TOGETHER_ON_SQLITE if connection.dialect.name == "sqlite" else FRAMES_TOGETHER
    groups: list[list[Claim]] = []
    cell, frames = None, 0
    for row in rows:
        claim = (row.terminal, row.epoch)
        if claim not in wanted:
            continue
        if row.cell != cell or frames >= most:
            groups.append([])
            cell, frames = row.cell, 0
        groups[-1].append(claim)
        frames += min(row.frames, FRAMES_PER_PORTION)
    return groups


def read_portions(connection: Connection, stage: Stage, claims: Sequence[Claim]) -> list[Portion]:
    """The next portion of each claim that has something left."""
    rows = connection.execute(
        select(epochs.c.terminal, epochs.c.epoch, stage.done, stage.until, terminals.c.cell, terminals.c.brand)
        .join(terminals, terminals.c.terminal == epochs.c.terminal)
        .where(tuple_(epochs.c.terminal, epochs.c.epoch).in_(claims), stage.done < stage.until)
        .order_by(epochs.c.terminal, epochs.c.epoch)
    ).all()
    portions = []
    for terminal, epoch, done, until, cell, brand in rows:
        stored = connection.execute(
            select(batches.c.first, batches.c.last, batches.c.frames, batches.c.profiles, batches.c.received_at)
            .where(
                batches.c.terminal == terminal,
                batches.c.epoch == epoch,
                batches.c.first.between(done + 1, done + FRAMES_PER_PORTION),
                batches.c.last <= until,
            )
            .order_by(batches.c.first)
        ).all()
        if stored:
            portions.append(Portion(terminal, epoch, cell, brand, done, stored))
    return portions


def are_next(connection: Connection, stage: Stage, portions: Sequence[Portion]) -> bool:
    """Whether nobody has done any of the portions yet."""
    claims = [(portion.terminal, portion.epoch) for portion in portions]
    rows = connection.execute(
        select(epochs.c.terminal, epochs.c.epoch, stage.done).where(
            tuple_(epochs.c.terminal, epochs.c.epoch).in_(claims)
        )
    )
    reached = {(terminal, epoch): done for terminal, epoch, done in rows}
    return all(reached[portion.terminal, portion.epoch] == portion.before for portion in portions)


def move_on(connection: Connection, stage: Stage, portions: Sequence[Portion]) -> int:
    """The portions are done: gives the number of their frames. Raises ``Overtaken`` when another was faster."""
    statement = (
        update(epochs)
        .where(
            and_(epochs.c.terminal == bindparam("of"), epochs.c.epoch == bindparam("in_epoch")),
            stage.done == bindparam("before"),
        )
        .values({stage.done.name: bindparam("last")})
    )
    for portion in portions:
        place = {"of": portion.terminal, "in_epoch": portion.epoch, "before": portion.before, "last": portion.last}
        if connection.execute(statement, place).rowcount != 1:
            raise Overtaken
    return sum(portion.last - portion.before for portion in portions)
