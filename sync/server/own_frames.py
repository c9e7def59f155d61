"""A terminal's own frames, for a journal that was restored from a copy."""

from sync.protocol.steps import FramesAnswer, FramesRequest
from sync.server.database import Database


def own_frames(database: Database, request: FramesRequest) -> FramesAnswer:
    """See ``GroupServer.frames``."""
    raise NotImplementedError
