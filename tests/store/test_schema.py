"""Schema changes: one line of them, none by accident, none that could lose a file."""

import os
from contextlib import closing
from pathlib import Path
from shutil import copy

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, create_engine, select
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from resources import FOLDER
from terminal.domain.errors import Refusal
from terminal.store import members
from terminal.store.engine import Connections, open_file
from terminal.store.home import Home, secret_name
from terminal.store.schema import JOURNAL, REPLICA, RevisionLine, bring_up_to_date, create_file, revision_of
from terminal.store.sql import journal_tables, replica_tables
from terminal.store.sql.compiling import statement
from terminal.store.sql.revisions import run_revisions
from terminal.store.store import TerminalStore, open_replica_store, open_terminal_store
from tests.store import facts
from tests.store.conftest import Disk

KEY = bytes(range(32))
AGREED = FOLDER / "schemas"
FILES = [("journal", JOURNAL, journal_tables.metadata), ("replica", REPLICA, replica_tables.metadata)]
NEXT_REVISION = '''"""Settings remember who made them."""
import sqlalchemy as sa
from alembic import op

revision = "journal_next"
down_revision = "{before}"

def upgrade() -> None:
    op.add_column("setting", sa.Column("author", sa.Text))
    {then}
'''


def schema_of(file: Path) -> str:
    """Its tables, indexes and triggers, but for what SQLite makes for itself; each in one line."""
    with closing(open_file(file, KEY)) as connection:
        rows = connection.execute(
            "SELECT sql FROM sqlite_master WHERE sql NOT NULL AND name NOT LIKE 'sqlite_%'"
            " ORDER BY type = 'trigger', type DESC, name"
        ).fetchall()
    return "".join(f"{' '.join(row[0].split())};\n" for row in rows)


def rows_of(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that is in it, by table."""
    with closing(open_file(file, KEY)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}
    return {name: rows for name, rows in found.items() if rows}


@pytest.mark.parametrize(("name", "line", "metadata"), FILES)
def test_revisions_form_one_line_and_are_all_known(name: str, line: RevisionLine, metadata: MetaData) -> None:
    config = Config()
    config.set_main_option("script_location", str(line.folder.parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", str(line.folder))
    script = ScriptDirectory.from_config(config)
    walked = [revision.revision for revision in script.walk_revisions()]
    assert tuple(reversed(walked)) == line.revisions
    assert script.get_heads() == [line.newest]


@pytest.mark.parametrize(("name", "line", "metadata"), FILES)
def test_the_schema_is_what_was_agreed(tmp_path: Path, name: str, line: RevisionLine, metadata: MetaData) -> None:
    run_revisions(open_file(tmp_path / "revised.db", KEY, create=True), line.folder, line.newest)
    found, agreed = schema_of(tmp_path / "revised.db"), AGREED / f"{name}.sql"
    if os.environ.get("STILLPOINT_AGREE_SCHEMA"):
        agreed.write_text(found, encoding="utf-8")
    assert found == agreed.read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "line", "metadata"), FILES)
def test_a_new_file_is_what_all_revisions_make(
    tmp_path: Path, name: str, line: RevisionLine, metadata: MetaData
) -> None:
    run_revisions(open_file(tmp_path / "revised.db", KEY, create=True), line.folder, line.newest)
    create_file(tmp_path / "new.db", KEY, line)
    assert schema_of(tmp_path / "new.db") == schema_of(tmp_path / "revised.db")
    assert rows_of(tmp_path / "new.db") == rows_of(tmp_path / "revised.db") != {}


@pytest.mark.parametrize(("name", "line", "metadata"), FILES)
def test_the_tables_in_code_are_those_in_the_file(
    tmp_path: Path, name: str, line: RevisionLine, metadata: MetaData
) -> None:
    create_file(tmp_path / "new.db", KEY, line)
    raw = open_file(tmp_path / "new.db", KEY)
    engine = create_engine("sqlite+pysqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    raw.close()


@pytest.fixture
def next_line(tmp_path: Path) -> RevisionLine:
    """The journal's line with one more revision than today."""
    folder = tmp_path / "revisions"
    folder.mkdir()
    for revision in JOURNAL.folder.glob("*.py"):
        copy(revision, folder)
    (folder / "journal_next.py").write_text(NEXT_REVISION.format(before=JOURNAL.newest, then=""), encoding="utf-8")
    return RevisionLine(folder, (*JOURNAL.revisions, "journal_next"))


def key_of(disk: Disk) -> bytes:
    return disk.secrets.kept[secret_name("t1", "database")]


def test_an_older_file_is_upgraded_with_everything_in_it(
    disk: Disk, stored: TerminalStore, next_line: RevisionLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    sale = facts.sell(stored, "s1", facts.accrue("m1", 3, "s1"))
    stored.close()
    monkeypatch.setattr("terminal.store.store.JOURNAL", next_line)
    store = open_terminal_store(disk.home, disk.secrets)
    assert revision_of(Home(disk.home).journal, key_of(disk)) == "journal_next"
    with store.view() as unit:
        assert unit.last_sale() == sale
    facts.sell(store, "s2", facts.accrue("m1", 3, "s2"))
    assert store.verify_chain().frames == 3
    store.close()
    assert not list(disk.home.glob("*.upgrade*"))


def test_power_lost_while_upgrading_leaves_the_old_file_whole(
    disk: Disk, stored: TerminalStore, next_line: RevisionLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts.sell(stored, "s1", facts.accrue("m1", 3, "s1"))
    stored.close()
    journal = Home(disk.home).journal
    before = journal.read_bytes()
    half_done = next_line.folder / "journal_next.py"
    whole = half_done.read_text(encoding="utf-8")
    half_done.write_text(
        NEXT_REVISION.format(before=JOURNAL.newest, then="raise SystemExit('power lost')"), encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        bring_up_to_date(journal, key_of(disk), next_line)
    assert journal.read_bytes() == before

    half_done.write_text(whole, encoding="utf-8")
    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("terminal.store.schema.os.replace", _power_lost)
        bring_up_to_date(journal, key_of(disk), next_line)
    assert journal.read_bytes() == before
    assert list(disk.home.glob("*.upgrade"))  # as a power cut leaves it

    assert bring_up_to_date(journal, key_of(disk), next_line)
    assert not bring_up_to_date(journal, key_of(disk), next_line)
    assert not list(disk.home.glob("*.upgrade*"))


def test_files_of_the_first_release_come_up_with_everything_in_them(tmp_path: Path) -> None:
    rows = {
        "journal": (JOURNAL, "INSERT INTO enrolled_member VALUES ('m1', '+886912345678', 'A', NULL, NULL, NULL)"),
        "replica": (
            REPLICA,
            "INSERT INTO server_member VALUES ('m1', 1, 1, NULL, 'A', NULL, NULL, 0, 5, 1, NULL, '{}')",
        ),
    }
    for name, (line, row) in rows.items():
        file = tmp_path / name
        run_revisions(open_file(file, KEY, create=True), line.folder, line.revisions[0])
        connection = open_file(file, KEY)
        connection.execute(row)
        connection.close()
        assert bring_up_to_date(file, KEY, line)
    connections = Connections(tmp_path / "journal", KEY)
    (profile,) = members.profiles_of(connections.here(), ["m1"])
    assert (profile.name, profile.tags, profile.enrolled_on) == ("A", (), None)
    connections.close()
    connections = Connections(tmp_path / "replica", KEY)
    (kept,) = statement(select(replica_tables.server_member)).rows(connections.here())
    assert (kept.spend_minor, kept.progress, kept.segments, kept.household) == (5, "{}", (), None)
    connections.close()


def _power_lost(*_: object) -> None:
    raise SystemExit("power lost")


def test_a_newer_file_is_not_touched(disk: Disk, stored: TerminalStore) -> None:
    stored.close()
    connection = open_file(Home(disk.home).replica, key_of(disk))
    connection.execute("UPDATE alembic_version SET version_num = 'replica_9999'")
    connection.close()
    for opening in (open_terminal_store, open_replica_store):
        with pytest.raises(Refusal, match="store_newer") as refused:
            opening(disk.home, disk.secrets)
        assert refused.value.data == {"found": "replica_9999", "newest": REPLICA.newest}


def test_nobody_replaces_a_file_that_is_in_use(
    disk: Disk, stored: TerminalStore, next_line: RevisionLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.store.store.JOURNAL", next_line)
    with pytest.raises(Refusal, match="store_in_use"):
        open_replica_store(disk.home, disk.secrets)
    facts.append(stored)
    stored.close()
    replica = open_replica_store(disk.home, disk.secrets)
    assert replica.head().position == (1, 2)
    replica.close()


def test_a_new_file_is_not_made_over_another(tmp_path: Path) -> None:
    create_file(tmp_path / "new.db", KEY, REPLICA)
    with pytest.raises(Refusal, match="store_exists"):
        create_file(tmp_path / "new.db", KEY, REPLICA)
