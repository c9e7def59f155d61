"""Points set aside for a terminal."""

from collections.abc import Callable
from datetime import datetime

from sync.protocol.steps import ReserveAnswer, ReserveRequest
from sync.server.database import Database
from sync.server.keys import ServerKeys


def reserve_points(
    database: Database, keys: ServerKeys, request: ReserveRequest, now: Callable[[], datetime]
) -> ReserveAnswer:
    """See ``GroupServer.reserve``."""
    raise NotImplementedError
