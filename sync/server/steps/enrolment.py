"""Enrolment: a one-time code makes a terminal of a public key."""

import hashlib
import secrets
import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import uuid_utils
from sqlalchemy import Connection, Row, func, select, update

from sync.protocol.messages import EnrolAnswer, EnrolRequest
from sync.server.intake.storing import new_epoch
from sync.server.keys import ServerKeys
from sync.server.programmes.programmes import Published, programme_answer, require_latest
from sync.server.storage.database import Database, insert_new
from sync.server.storage.tables import enrol_codes, epochs, stores, terminals
from terminal.domain.errors import Refusal
from terminal.domain.records import record

CODE_VALID = timedelta(hours=24)
GUESSES_PER_MINUTE = 30
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CODE_LENGTH = 12


@record
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
        code, expires_at = _random_code(), self._now() + valid
        with self._database.write() as connection:
            require_latest(connection).programme.store(store)
            row = {"code_hash": _hash(code), "store": store, "expires_at": expires_at}
            connection.execute(enrol_codes.insert().values(**row))
        return EnrolCode(_typed(code), store, expires_at)

    def new_code_again(self, terminal: str, valid: timedelta = CODE_VALID) -> EnrolCode:
        """A code that lets the machine which shows it go on as ``terminal``, in the next epoch with a new key.

        It is for a terminal that was cloned, revoked and found again, or lost its keys. Raises
        ``Refusal("terminal_unknown")``.
        """
        code, expires_at = _random_code(), self._now() + valid
        with self._database.write() as connection:
            store = connection.execute(
                select(terminals.c.store).where(terminals.c.terminal == terminal)
            ).scalar_one_or_none()
            if store is None:
                raise Refusal("terminal_unknown", terminal=terminal)
            row = {"code_hash": _hash(code), "store": store, "expires_at": expires_at, "again": terminal}
            connection.execute(enrol_codes.insert().values(**row))
        return EnrolCode(_typed(code), str(store), expires_at)

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
            if request.terminal and request.terminal != code.again:
                raise Refusal("enrol_code_other")
            published = require_latest(connection)
            name = code.terminal
            if name is None:
                if code.expires_at < self._now():
                    raise Refusal("enrol_code_expired")
                name = code.again
                if name:
                    _let_in_again(connection, name, public_key, request.epoch)
                else:
                    name = self._make_terminal(connection, code, public_key, published)
                used = update(enrol_codes).where(enrol_codes.c.code_hash == code.code_hash)
                connection.execute(used.values(public_key=public_key, terminal=name))
            elif code.public_key != public_key:
                raise Refusal("enrol_code_used")
            return self._answer(connection, name, public_key, published)

    def _make_terminal(self, connection: Connection, code: Row[Any], key: bytes, published: Published) -> str:
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
        return name

    def _answer(self, connection: Connection, name: str, key: bytes, published: Published) -> EnrolAnswer:
        terminal = connection.execute(select(terminals).where(terminals.c.terminal == name)).one()
        opened = select(epochs.c.epoch).where(epochs.c.terminal == name, epochs.c.public_key == key)
        epoch = connection.execute(opened).scalar_one()
        earlier = select(epochs.c.epoch, epochs.c.durable).where(epochs.c.terminal == name, epochs.c.epoch < epoch)
        before = connection.execute(earlier.order_by(epochs.c.epoch.desc()).limit(1)).one_or_none()
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
            epoch=epoch,
            before=(before.epoch, before.durable) if before else (0, 0),
        )


def _let_in_again(connection: Connection, terminal: str, key: bytes, journal_epoch: int) -> None:
    """Gives the terminal an epoch above all that were heard of, and above what the machine's own journal is in."""
    # The terminal's row is the lock of all its epochs.
    connection.execute(select(terminals.c.epoch).where(terminals.c.terminal == terminal).with_for_update())
    opened = select(func.max(epochs.c.epoch)).where(epochs.c.terminal == terminal)
    epoch = max(connection.execute(opened).scalar_one(), journal_epoch) + 1
    connection.execute(epochs.insert().values(**new_epoch(terminal, epoch, key)))
    connection.execute(
        update(terminals).where(terminals.c.terminal == terminal).values(epoch=epoch, public_key=key, revoked_at=None)
    )


def _random_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def _typed(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, _CODE_LENGTH, 4))


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
