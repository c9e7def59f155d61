"""The programmes that frames name, each parsed once for as long as frames keep naming it."""

import threading
from collections import OrderedDict

from sqlalchemy import Connection, select

from sync.programme.compiler import read_bundle
from sync.server.storage.tables import programmes
from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme

KEPT_MAX = 32


class ProgrammeShelf:
    """Parsed bundles by digest, those asked for last; any thread may ask."""

    def __init__(self, kept_max: int = KEPT_MAX) -> None:
        self._kept_max = kept_max
        self._kept: OrderedDict[str, Programme] = OrderedDict()
        self._lock = threading.Lock()

    def has(self, connection: Connection, digest: str) -> bool:
        """Whether the programme with that digest was published here."""
        with self._lock:
            if digest in self._kept:
                return True
        found = connection.execute(select(programmes.c.version).where(programmes.c.digest == digest))
        return found.first() is not None

    def get(self, connection: Connection, digest: str) -> Programme | None:
        """The programme with that digest; ``None`` when it was never published here or this version cannot read it."""
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        document = connection.execute(select(programmes.c.document).where(programmes.c.digest == digest)).scalar()
        if document is None:
            return None
        try:
            programme = read_bundle(document)
        except Refusal:
            return None
        with self._lock:
            self._kept[digest] = programme
            while len(self._kept) > self._kept_max:
                self._kept.popitem(last=False)
        return programme
