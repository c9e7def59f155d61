"""Enrolment: a one-time code makes a terminal of a public key."""

import hashlib
import secrets
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import uuid_utils
from sqlalchemy import Connection, Row, select, update

from sync.protocol.messages import EnrolAnswer, EnrolRequest
from sync.server.database import Database, insert_new
from sync.server.intake import new_epoch
from sync.server.keys import ServerKeys
from sync.server.programmes import Published, programme_answer, require_latest
from sync.server.tables import enrol_codes, epochs, stores, terminals
from terminal.domain.errors import Refusal

CODE_VALID = timedelta(hours=24)
GUESSES_PER_MINUTE = 30
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12


@dataclass(frozen=True, slots=True)
class EnrolCode:
    """A code to be typed at a terminal, once."""

    code: str
    store: str
    expires_at: datetime


class Enrolment:
    """Gives codes and takes them back."""

    def __init__(self, database: Database, keys: ServerKeys, now: Callable[[], datetime]) -> None:
        self._database = database
        self._keys = keys
        self._now = now
        self._guesses = _Guesses(now)

    def new_code(self, store: str, valid: timedelta = CODE_VALID) -> EnrolCode:
        """A new code for a terminal of ``store``; only its hash is kept. Raises ``Refusal("store_unknown")``."""
        code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
        expires_at = self._now() + valid
        with self._database.write() as connection:
            require_latest(connection).programme.store(store)
            row = {"code_hash": _hash(code), "store": store, "expires_at": expires_at}
            connection.execute(enrol_codes.insert().values(**row))
        return EnrolCode("-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4)), store, expires_at)

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """The terminal of that code and key; the same one again when the answer was lost on its way."""
        self._guesses.require_room()
        public_key = bytes.fromhex(request.public_key)
        with self._database.write() as connection:
            code = connection.execute(
                select(enrol_codes).where(enrol_codes.c.code_hash == _hash(request.code)).with_for_update()
            ).one_or_none()
            if code is None:
                self._guesses.count()
                raise Refusal("enrol_code_wrong")
            published = require_latest(connection)
            if code.terminal is None:
                name = self._make_terminal(connection, code, public_key, published)
            elif code.public_key == public_key:
                name = code.terminal
            else:
                raise Refusal("enrol_code_used")
            row = connection.execute(select(terminals).where(terminals.c.terminal == name)).one()
            return self._answer(row, published)

    def _make_terminal(self, connection: Connection, code: Row[Any], key: bytes, published: Published) -> str:
        if code.expires_at < self._now():
            raise Refusal("enrol_code_expired")
        store = published.programme.store(code.store)
        name = str(uuid_utils.uuid7())
        insert_new(connection, stores, [{"store": code.store, "terminals": 0}])
        count = update(stores).where(stores.c.store == code.store).values(terminals=stores.c.terminals + 1)
        number = connection.execute(count.returning(stores.c.terminals)).scalar_one()
        connection.execute(
            terminals.insert().values(
                terminal=name,
                number=number,
                store=code.store,
                brand=store.brand,
                cell=store.cell,
                public_key=key,
                epoch=1,
                enrolled_at=self._now(),
            )
        )
        connection.execute(epochs.insert().values(**new_epoch(name, 1, key)))
        used = update(enrol_codes).where(enrol_codes.c.code_hash == code.code_hash)
        connection.execute(used.values(public_key=key, terminal=name))
        return name

    def _answer(self, terminal: Row[Any], published: Published) -> EnrolAnswer:
        return EnrolAnswer(
            terminal=terminal.terminal,
            number=terminal.number,
            store=terminal.store,
            brand=terminal.brand,
            group=published.programme.group,
            cell=terminal.cell,
            server_key=self._keys.signing.public.hex(),
            group_key=self._keys.group.hex(),
            programme=programme_answer(published),
        )


class _Guesses:
    """Wrong codes of the last minute, in this process."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._wrong: deque[datetime] = deque(maxlen=GUESSES_PER_MINUTE)

    def count(self) -> None:
        with self._lock:
            self._wrong.append(self._now())

    def require_room(self) -> None:
        with self._lock:
            full = len(self._wrong) == GUESSES_PER_MINUTE
            if full and self._now() - self._wrong[0] < timedelta(minutes=1):
                raise Refusal("too_many_guesses", retry_after_seconds=60)


def _hash(code: str) -> str:
    """Codes have 60 random bits, so a plain hash keeps them. Typed with or without dashes, O for 0, I and L for 1."""
    plain = code.upper().replace("-", "").replace(" ", "").translate(str.maketrans("OIL", "011"))
    return hashlib.sha256(plain.encode()).hexdigest()
