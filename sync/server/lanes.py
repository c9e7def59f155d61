"""The terminals of a store, told to each other."""

from sync.protocol.steps import LanesAnswer, LanesRequest
from sync.server.database import Database
from sync.server.keys import ServerKeys


def lanes_of_store(database: Database, keys: ServerKeys, request: LanesRequest) -> LanesAnswer:
    """See ``GroupServer.lanes``."""
    raise NotImplementedError
