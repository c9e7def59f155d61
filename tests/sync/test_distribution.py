"""The layout that can be distributed: every table by its key, and nothing that only one machine could do."""

import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import UniqueConstraint

import sync.server
from sync.server.storage.database import open_database, sqlite_url
from sync.server.storage.tables import metadata
from terminal.domain.errors import Refusal
from tests.sync.layouts import PARTITIONS, NewPostgres
from tests.sync.world import World

KEYS = {table.name: next(iter(table.primary_key.columns)).name for table in metadata.sorted_tables}
PARTITIONED_BY = """
SELECT parent.relname, attribute.attname, parted.partstrat,
       (SELECT count(*) FROM pg_inherits WHERE inhparent = parent.oid)
FROM pg_partitioned_table AS parted
JOIN pg_class AS parent ON parent.oid = parted.partrelid
JOIN pg_attribute AS attribute ON attribute.attrelid = parent.oid AND attribute.attnum = ANY (parted.partattrs)
"""
UNIQUE = """
SELECT kept.relname, array_agg(attribute.attname::text)
FROM pg_index AS index
JOIN pg_class AS kept ON kept.oid = index.indrelid
JOIN pg_attribute AS attribute ON attribute.attrelid = kept.oid AND attribute.attnum = ANY (index.indkey)
WHERE index.indisunique AND kept.relkind = 'p'
GROUP BY index.indexrelid, kept.relname
"""
ONE_MACHINE_ONLY = re.compile(
    r"pg_(try_)?advisory|\bLISTEN\b|\bNOTIFY\b|SKIP\s+LOCKED|skip_locked|\bnextval\b|Sequence\(|ForeignKey|"
    r"CREATE\s+TRIGGER"
)


@pytest.mark.postgres
def test_every_table_is_really_in_hash_partitions_by_its_key(new_postgres: NewPostgres) -> None:
    with psycopg.connect(new_postgres(PARTITIONS)) as connection:
        found = {name: rest for name, *rest in connection.execute(PARTITIONED_BY)}
        assert found == {name: [key, "h", PARTITIONS] for name, key in KEYS.items()}
        unique = [(name, columns) for name, columns in connection.execute(UNIQUE)]
        others = connection.execute("SELECT relname FROM pg_class WHERE relkind = 'S'").fetchall()
        across = connection.execute("SELECT conname FROM pg_constraint WHERE contype = 'f'").fetchall()
        triggers = connection.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal").fetchall()
    assert {name for name, _columns in unique} == set(KEYS)
    assert [name for name, columns in unique if KEYS[name] not in columns] == []
    assert (others, across, triggers) == ([], [], [])


def test_every_unique_constraint_contains_the_distribution_key_and_nothing_points_across() -> None:
    for table in metadata.sorted_tables:
        for constraint in table.constraints:
            if isinstance(constraint, UniqueConstraint):
                assert KEYS[table.name] in constraint.columns, table.name
        assert not table.foreign_keys
        assert not [index for index in table.indexes if index.unique]


def test_nothing_is_used_that_only_one_machine_could_do() -> None:
    folder = Path(sync.server.__file__).parent
    found = {
        f"{file.relative_to(folder)}: {match[0]}"
        for file in folder.rglob("*.py")
        for match in ONE_MACHINE_ONLY.finditer(file.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.postgres
def test_a_database_keeps_the_layout_it_was_made_in(new_postgres: NewPostgres) -> None:
    for made_with, asked in ((0, 2), (PARTITIONS, PARTITIONS + 1)):
        with pytest.raises(Refusal) as refused:
            open_database(new_postgres(made_with), asked)
        assert (refused.value.kind, refused.value.data) == ("partitions_fixed", {"partitions": made_with})
    open_database(new_postgres(PARTITIONS), PARTITIONS).close()
    World(new_postgres(PARTITIONS)).close()


def test_sqlite_has_no_partitions(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        open_database(sqlite_url(tmp_path), 4)
    assert refused.value.kind == "partitions_need_postgresql"
    open_database(sqlite_url(tmp_path)).close()
