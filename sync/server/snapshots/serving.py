"""Handing out the snapshots that have been made."""

from sync.protocol.steps import PieceRequest, SnapshotAnswer, SnapshotRequest
from sync.server.database import Database
from sync.server.keys import ServerKeys
from terminal.domain.errors import Refusal


def newest_snapshot(database: Database, keys: ServerKeys, request: SnapshotRequest) -> SnapshotAnswer:
    """See ``GroupServer.snapshot``."""
    raise Refusal("snapshot_missing")


def piece_of(database: Database, request: PieceRequest) -> bytes:
    """See ``GroupServer.snapshot_piece``."""
    raise Refusal("snapshot_missing")
