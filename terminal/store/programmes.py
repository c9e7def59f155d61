"""Programme bundles, parsed once per store."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme
from terminal.store.statements import Statement

if TYPE_CHECKING:
    from terminal.store.connection import Connection

_BUNDLE = Statement("programmes.BUNDLE")
_IN_FORCE = Statement("programmes.IN_FORCE")
_DOCUMENT = Statement("programmes.DOCUMENT")


class Programmes:
    """The bundles this store has parsed, by digest. A digest names the same bundle for ever."""

    def __init__(self) -> None:
        self._parsed: dict[str, Programme] = {}

    def get(self, connection: Connection, digest: str | None) -> Programme:
        """The bundle with ``digest``, or the one in force. Raises ``Refusal("programme_missing")``."""
        if digest is None:
            digest = _IN_FORCE.scalar(connection)
        if digest is None:
            raise Refusal("programme_missing")
        if digest not in self._parsed:
            self._parsed[digest] = _read(connection, digest)
        return self._parsed[digest]


def bundle_in_force(connection: Connection) -> tuple[bytes, str, int]:
    """The bundle in force as it came, with its digest and version. Raises ``Refusal("programme_missing")``."""
    rows = _BUNDLE.rows(connection)
    if not rows:
        raise Refusal("programme_missing")
    return rows[0].document, rows[0].digest, rows[0].version


def _read(connection: Connection, digest: str) -> Programme:
    document = _DOCUMENT.scalar(connection, digest=digest)
    if document is None:
        raise Refusal("programme_missing", digest=digest)
    return Programme.from_document(json.loads(document), digest)
