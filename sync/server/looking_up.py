"""Finding a member that a terminal does not carry."""

from sync.protocol.steps import LookupAnswer, LookupRequest
from sync.server.database import Database
from sync.server.keys import ServerKeys


def look_up(database: Database, keys: ServerKeys, request: LookupRequest) -> LookupAnswer:
    """See ``GroupServer.lookup``."""
    raise NotImplementedError
