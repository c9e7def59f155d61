"""What only a file can promise: secrecy, immutability, isolation between processes, answers to a failing disk."""

import gc
import os
import sqlite3
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from terminal.domain.errors import Broken, Refusal
from terminal.ports.secrets import MemorySecrets
from terminal.store.doctor import examine
from terminal.store.engine import Attachment, Connections, open_file
from terminal.store.errors import explaining, not_entered
from terminal.store.home import Home, secret_name
from terminal.store.sql.journal_tables import metadata as journal_metadata
from terminal.store.sql.replica_tables import metadata as replica_metadata
from terminal.store.store import TerminalStore, create_terminal_store, open_replica_store, open_terminal_store
from tests.store import facts
from tests.store.conftest import Disk, Terminal


def key_of(disk: Disk) -> bytes:
    return disk.secrets.kept[secret_name("t1", "database")]


def test_everything_is_there_after_opening_again(disk: Disk) -> None:
    store = create_terminal_store(disk.home, facts.IDENTITY, disk.secrets, facts.GROUP_KEY, facts.OPENING)
    facts.enrol(store)
    sale = facts.sell(store, "s1", facts.accrue("m-local", 3, "s1"))
    store.close()
    store = open_terminal_store(disk.home, disk.secrets)
    with store.view() as unit:
        assert unit.last_sale() == sale
        assert unit.find_member("phone", facts.PHONE) == "m-local"
        assert unit.identifier_hash("phone", facts.PHONE)
    store.close()


def test_whoever_steals_the_disk_reads_nothing(disk: Disk, terminal_on_disk: Terminal) -> None:
    facts.enrol(terminal_on_disk.store)
    terminal_on_disk.replica.apply_page([facts.server_member("m1", phone="+886922222222")], 1, (0, 0))
    with terminal_on_disk.store.unit_of_work() as unit:
        unit.add_print_job(facts.RECEIPT, None)
        unit.commit()
    terminal_on_disk.replica.close()
    terminal_on_disk.store.close()
    files = [file for file in disk.home.iterdir() if file.is_file()]
    assert {file.name for file in files} >= {"journal.db", "replica.db", "terminal.json"}
    clear = [facts.PHONE, "912345678", "王小明", "Server Name", "C0001", "茶屋", "SQLite format 3", "m-local"]
    for file in files:
        if file.name != "in-use.lock":
            content = file.read_bytes()
            assert not [text for text in clear if text.encode() in content], file.name
            assert facts.GROUP_KEY not in content


def test_another_key_opens_nothing(disk: Disk, stored: TerminalStore) -> None:
    stored.close()
    disk.secrets.write(secret_name("t1", "database"), bytes(32))
    with pytest.raises(Refusal, match="store_key_wrong"):
        open_terminal_store(disk.home, disk.secrets)
    with pytest.raises(Refusal, match="store_key_wrong"):
        open_replica_store(disk.home, disk.secrets)


def test_without_the_keys_there_is_no_store(disk: Disk, stored: TerminalStore) -> None:
    stored.close()
    with pytest.raises(Refusal, match="store_key_missing"):
        open_terminal_store(disk.home, MemorySecrets())


def test_a_folder_that_is_no_home(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not_enrolled"):
        open_terminal_store(tmp_path, MemorySecrets())


def test_a_terminal_is_enrolled_once(disk: Disk, stored: TerminalStore) -> None:
    facts.append(stored)
    stored.close()
    with pytest.raises(Refusal, match="store_exists"):
        create_terminal_store(disk.home, facts.IDENTITY, disk.secrets, facts.GROUP_KEY, facts.OPENING)
    store = open_terminal_store(disk.home, disk.secrets)
    assert store.verify_chain().frames == 2
    store.close()


def test_an_interrupted_enrolment_is_begun_again(disk: Disk) -> None:
    disk.home.mkdir()
    for leftover in ("journal.db", "replica.db", "journal.db.upgrade"):
        (disk.home / leftover).write_bytes(b"half a file")
    store = create_terminal_store(disk.home, facts.IDENTITY, disk.secrets, facts.GROUP_KEY, facts.OPENING)
    assert store.verify_chain().frames == 1
    store.close()


def test_a_journal_that_nobody_claims_is_set_aside_whole(disk: Disk, stored: TerminalStore) -> None:
    facts.append(stored)
    stored.close()
    old_key = key_of(disk)
    for _ in range(2):
        (disk.home / "terminal.json").unlink()
        create_terminal_store(disk.home, facts.IDENTITY, disk.secrets, facts.GROUP_KEY, facts.OPENING).close()
    connection = open_file(disk.home / "journal.db.set-aside-1", old_key)
    assert connection.execute("SELECT count(*) FROM journal_frame").fetchone() == (2,)
    connection.close()
    assert (disk.home / "journal.db.set-aside-2").exists()


def test_the_journal_refuses_changes_even_from_its_owner(disk: Disk, stored: TerminalStore) -> None:
    connection = open_file(Home(disk.home).journal, key_of(disk))
    for statement in ("UPDATE journal_frame SET day = '2020-01-01'", "DELETE FROM journal_frame"):
        with pytest.raises(dbapi2.IntegrityError, match="only appended"):
            connection.execute(statement)
    connection.close()
    assert stored.verify_chain().frames == 1


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE journal_frame SET payload = CAST(replace(CAST(payload AS TEXT), '130', '930') AS BLOB) WHERE seq = 3",
        "UPDATE journal_frame SET hash = zeroblob(32) WHERE seq = 3",
        "DELETE FROM journal_frame WHERE seq = 3",
        "UPDATE points_entry SET points = 300 WHERE seq = 3",
        "DELETE FROM points_entry WHERE seq = 3",
    ],
)
def test_whoever_has_the_key_and_tampers_is_found_out(disk: Disk, stored: TerminalStore, tampering: str) -> None:
    for index in range(2, 6):
        facts.sell(stored, f"s{index}", facts.accrue("m1", index + 1, f"s{index}"))
    assert stored.verify_chain().fault is None
    connection = open_file(Home(disk.home).journal, key_of(disk))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("DROP TRIGGER journal_frame_no_update")
    connection.execute("DROP TRIGGER journal_frame_no_delete")
    connection.execute(tampering)
    connection.close()
    fault = stored.verify_chain().fault
    assert fault is not None and fault[1] in (3, 4)


def test_a_new_epoch_starts_its_own_chain(disk: Disk, terminal_on_disk: Terminal, stored: TerminalStore) -> None:
    facts.append(stored)
    assert stored.open_epoch(2, facts.OPENING).epoch == 2
    facts.append(stored)
    assert terminal_on_disk.replica.head().position == (2, 2)
    assert stored.verify_chain().frames == 4
    first = terminal_on_disk.replica.unsent((0, 0), 100, 10**9)
    assert first is not None and (first.epoch, len(first.frames)) == (1, 2)
    second = terminal_on_disk.replica.unsent((1, 2), 100, 10**9)
    assert second is not None and (second.epoch, second.first_seq, len(second.frames)) == (2, 1, 2)
    with stored.view() as unit:
        assert unit.link().unsent_frames == 4


def test_sync_at_work_does_not_make_the_cashier_wait(disk: Disk, stored: TerminalStore) -> None:
    replica = Connections(Home(disk.home).replica, key_of(disk))
    writing = replica.here()
    writing.begin()
    writing.driver.execute("UPDATE link SET cursor = 99")
    facts.sell(stored, "s1", facts.accrue("m1", 3, "s1"))
    with stored.view() as unit:
        assert unit.last_sale() is not None
    writing.commit()
    replica.close()


def test_the_till_cannot_write_the_replica_nor_sync_the_journal(disk: Disk, stored: TerminalStore) -> None:
    home = Home(disk.home)
    for main, attached, statement in (
        (home.journal, Attachment(home.replica, "replica"), "UPDATE link SET cursor = 99"),
        (home.replica, Attachment(home.journal, "journal"), "INSERT INTO setting VALUES ('language', 'en')"),
    ):
        connections = Connections(main, key_of(disk), attached)
        connection = connections.here()
        connection.begin()
        with pytest.raises(Refusal, match="store_unreachable"), explaining():
            connection.driver.execute(statement)
        connections.close()


def test_no_table_name_is_in_both_files() -> None:
    assert not set(journal_metadata.tables) & set(replica_metadata.tables)


def test_a_writer_that_does_not_finish_is_reported(
    disk: Disk, stored: TerminalStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.store.engine.BUSY_TIMEOUT_MS", 20)
    other = open_terminal_store(disk.home, disk.secrets)
    with stored.unit_of_work() as unit:
        unit.set_setting("language", "en")
        with pytest.raises(Refusal, match="store_busy"), other.unit_of_work():
            pass
        with other.view() as view:  # reading goes on
            assert view.setting("language") is None
        unit.commit()
    other.close()


def test_two_units_in_one_thread_are_a_bug(stored: TerminalStore) -> None:
    with stored.unit_of_work() as unit:
        with pytest.raises(Broken), stored.view():
            pass
        unit.set_setting("language", "en")
        unit.commit()


def test_threads_do_not_see_each_others_unfinished_work(stored: TerminalStore) -> None:
    seen: list[str | None] = []

    def look() -> None:
        with stored.view() as unit:
            seen.append(unit.setting("language"))

    with stored.unit_of_work() as unit:
        unit.set_setting("language", "en")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        unit.commit()
    look()
    assert seen == [None, "en"]


def test_a_thread_that_ends_leaves_no_file_open(disk: Disk, stored: TerminalStore) -> None:
    def look() -> None:
        with stored.view() as unit:
            unit.identity()

    before = _open_files(disk)
    for _ in range(5):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    gc.collect()
    assert _open_files(disk) <= before + 1  # SQLite itself may keep one back while others have it open


def _open_files(disk: Disk) -> int:
    names = [os.readlink(link) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
    return sum(name == str(disk.home / "journal.db") for name in names)


def test_a_closed_store_stays_closed(stored: TerminalStore) -> None:
    stored.close()
    with pytest.raises(Broken), stored.view():
        pass


def test_what_the_counter_waits_for_reads_by_index(stored: TerminalStore, terminal_on_disk: Terminal) -> None:
    terminal_on_disk.replica.apply_page([facts.server_member("m1", 100)], 1, (0, 0))
    statements: list[str] = []
    connection = stored._connections.here()
    driver = connection.driver
    driver.set_trace_callback(statements.append)
    with stored.unit_of_work() as unit:
        member_id = unit.find_member("phone", facts.PHONE)
        assert member_id and unit.member(member_id)
        unit.link()
        unit.redeemed_here(member_id, facts.DAY)
        unit.redeemed_unsent()
        unit.answer_for("k")
        unit.last_sale()
        unit.last_sale_at()
        facts.book_sale(unit, "s1", facts.accrue(member_id, 3, "s1"), facts.redeem(member_id, 1), key="k")
        unit.add_print_job(facts.RECEIPT, "s1")
        unit.commit()
        unit.sale("s1")
    driver.set_trace_callback(None)
    assert len(statements) > 20
    for statement in statements:
        if statement.startswith("SELECT") and "FROM link" not in statement and "terminal_identity" not in statement:
            plan = [row[3] for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]
            scans = [step for step in plan if step.startswith("SCAN") and "USING" not in step]
            small = ("SCAN (", "SCAN anon", "SCAN CONSTANT")  # what another step of the plan found; the given ids
            assert not [scan for scan in scans if not scan.startswith(small)], (statement, plan)


@pytest.mark.parametrize("name", ["journal.db", "replica.db"])
def test_a_damaged_file_is_a_refusal(disk: Disk, stored: TerminalStore, name: str) -> None:
    for index in range(200):
        facts.sell(stored, f"s{index}", facts.accrue("m1", index + 1, f"s{index}"))
    stored.close()
    with (disk.home / name).open("r+b") as file:
        file.seek(4096)
        while file.tell() < (disk.home / name).stat().st_size:
            file.write(b"damage" * 100)
            file.seek(3496, 1)
    with pytest.raises(Refusal, match="store_damaged"):
        open_terminal_store(disk.home, disk.secrets).verify_chain()


@pytest.mark.parametrize("name", ["journal.db", "replica.db"])
def test_a_file_that_was_cut_to_nothing_is_damage_and_the_doctor_says_so(
    disk: Disk, stored: TerminalStore, name: str
) -> None:
    stored.close()
    (disk.home / name).write_bytes(b"")
    with pytest.raises(Refusal, match="store_damaged"):
        open_terminal_store(disk.home, disk.secrets)
    findings = {finding.check: finding for finding in examine(disk.home, disk.secrets)}
    assert [findings[check].data for check in ("schema", "chain", "counts")] == [{"kind": "store_damaged"}] * 3


@pytest.mark.parametrize(
    ("code", "kind"),
    [(sqlite3.SQLITE_BUSY, "store_in_use"), (sqlite3.SQLITE_FULL, "disk_full"), (sqlite3.SQLITE_IOERR, "disk_failing")],
)
def test_a_lock_that_the_disk_refuses_is_not_somebody_elses(code: int, kind: str) -> None:
    error = sqlite3.OperationalError()
    error.sqlite_errorcode = code
    refusal = not_entered(error, "store_in_use")
    assert isinstance(refusal, Refusal)
    assert refusal.kind == kind
