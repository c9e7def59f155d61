"""Programme bundles on the server: published once, signed, the highest version in force."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, select

from sync.programme.compiler import read_bundle
from sync.programme.signing import sign
from sync.programme.succession import check_succession
from sync.protocol.messages import ProgrammeAnswer
from sync.server.keys import ServerKeys
from sync.server.storage.database import Database
from sync.server.storage.tables import programmes
from terminal.domain.errors import Refusal
from terminal.domain.programme import Programme
from terminal.domain.records import record


@record
class Published:
    """A bundle as it was published. ``document`` is canonical JSON, byte for byte what was hashed and signed."""

    programme: Programme
    document: bytes
    signature: bytes


def publish(database: Database, keys: ServerKeys, bundle: bytes, now: Callable[[], datetime]) -> Published:
    """Signs and keeps a bundle; the one in force again changes nothing.

    Raises ``Refusal``: ``programme_invalid`` and those of ``check_succession``.
    """
    published = Published(read_bundle(bundle), bundle, sign(bundle, keys.signing.private))
    programme = published.programme
    with database.write() as connection:
        latest = latest_programme(connection)
        if latest and latest.programme.digest == programme.digest:
            return latest
        if latest:
            check_succession(latest.programme, programme)
        row = {
            "version": programme.version,
            "digest": programme.digest,
            "document": bundle,
            "signature": published.signature,
            "published_at": now(),
        }
        connection.execute(programmes.insert().values(**row))
    return published


def latest_programme(connection: Connection) -> Published | None:
    """The bundle in force, if any has been published."""
    row = connection.execute(select(programmes).order_by(programmes.c.version.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    return Published(read_bundle(row.document), row.document, row.signature)


def latest_version(connection: Connection) -> int:
    """The version in force; 0 before the first publication."""
    newest = select(programmes.c.version).order_by(programmes.c.version.desc()).limit(1)
    return int(connection.execute(newest).scalar_one_or_none() or 0)


def require_latest(connection: Connection) -> Published:
    """The bundle in force. Raises ``Refusal("programme_missing")``."""
    latest = latest_programme(connection)
    if latest is None:
        raise Refusal("programme_missing")
    return latest


def programme_answer(published: Published) -> ProgrammeAnswer:
    """The bundle as a message."""
    return ProgrammeAnswer(
        version=published.programme.version,
        digest=published.programme.digest,
        document=published.document.decode(),
        signature=published.signature.hex(),
    )
