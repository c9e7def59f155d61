"""How revisions create tables: as they are, or each in hash partitions by its distribution key.

The key is the first column of the primary key. PostgreSQL then holds every table to what a distributed database asks:
each primary key, unique constraint and unique index contains it, or the table cannot be made.
"""

import sqlalchemy as sa
from alembic import op


def create_table(name: str, *items: sa.schema.SchemaItem) -> None:
    """Creates the table in the layout of this database. Every revision uses this one."""
    config = op.get_context().config
    partitions = config.attributes.get("partitions", 0) if config else 0
    if not partitions:
        op.create_table(name, *items)
        return
    key = next(item.name for item in items if isinstance(item, sa.Column) and item.primary_key)
    op.create_table(name, *items, postgresql_partition_by=f'HASH ("{key}")')
    for place in range(partitions):
        op.execute(
            f'CREATE TABLE "{name}_p{place}" PARTITION OF "{name}" '
            f"FOR VALUES WITH (MODULUS {partitions}, REMAINDER {place})"
        )
