"""What ``terminal.store.programmes`` asks of the database."""

from sqlalchemy import bindparam, select

from terminal.store.sql.replica_tables import programme

BUNDLE = (
    select(programme.c.document, programme.c.digest, programme.c.version).order_by(programme.c.version.desc()).limit(1)
)

IN_FORCE = select(programme.c.digest).order_by(programme.c.version.desc()).limit(1)

DOCUMENT = select(programme.c.document).where(programme.c.digest == bindparam("digest"))
