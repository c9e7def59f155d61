"""The terminals of a store, told to each other."""

from sqlalchemy import select

from sync.protocol.signing import lanes_statement
from sync.protocol.steps import LaneKey, LanesAnswer, LanesRequest
from sync.server.keys import ServerKeys
from sync.server.storage.database import Database
from sync.server.storage.tables import epochs, terminals


def lanes_of_store(database: Database, keys: ServerKeys, request: LanesRequest) -> LanesAnswer:
    """See ``GroupServer.lanes``."""
    with database.read() as connection:
        store = connection.execute(
            select(terminals.c.store).where(terminals.c.terminal == request.terminal)
        ).scalar_one()
        rows = connection.execute(
            select(epochs)
            .join(terminals, (terminals.c.terminal == epochs.c.terminal) & (terminals.c.epoch == epochs.c.epoch))
            .where(terminals.c.store == store, terminals.c.revoked_at.is_(None), epochs.c.frozen_at.is_(None))
            .order_by(epochs.c.terminal)
        ).all()
    lanes = tuple(LaneKey(row.terminal, row.epoch, row.public_key.hex(), row.durable, row.posted) for row in rows)
    return LanesAnswer(store, lanes, keys.signing.sign(lanes_statement(store, lanes)).hex())
