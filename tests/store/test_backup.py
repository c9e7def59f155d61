"""Backup, restore and the doctor."""

from pathlib import Path

import pytest

from terminal.domain.errors import Refusal
from terminal.ports.secrets import MemorySecrets
from terminal.store.backup import back_up, recovery_key, restore
from terminal.store.doctor import Finding, examine
from terminal.store.engine import open_file
from terminal.store.home import Home, secret_name
from terminal.store.store import TerminalStore, open_terminal_store
from tests.store import facts
from tests.store.conftest import Disk, Terminal


def test_a_backup_taken_while_selling_restores(disk: Disk, terminal_on_disk: Terminal, tmp_path: Path) -> None:
    store = terminal_on_disk.store
    facts.enrol(store)
    terminal_on_disk.replica.apply_page([facts.server_member("m1", 100, phone="+886922222222")], 7, (0, 0))
    with store.unit_of_work() as unit:
        facts.book_sale(unit, "unfinished")
        back_up(disk.home, disk.secrets, tmp_path / "backup")
    facts.sell(store, "later")
    restore(tmp_path / "backup", tmp_path / "again", disk.secrets)
    restored = open_terminal_store(tmp_path / "again", disk.secrets)
    assert restored.verify_chain().frames == 2
    with restored.view() as unit:
        assert unit.find_member("phone", facts.PHONE) == "m-local"
        assert unit.find_member("phone", "+886922222222") == "m1"
        assert unit.last_sale() is None
    restored.close()


def test_a_backup_is_as_secret_as_the_store(disk: Disk, stored: TerminalStore, tmp_path: Path) -> None:
    facts.enrol(stored)
    folder = back_up(disk.home, disk.secrets, tmp_path / "backup")
    for file in folder.iterdir():
        assert b"912345678" not in file.read_bytes()
        assert b"SQLite format 3" not in file.read_bytes()


def test_nothing_is_overwritten(disk: Disk, stored: TerminalStore, tmp_path: Path) -> None:
    back_up(disk.home, disk.secrets, tmp_path / "backup")
    with pytest.raises(Refusal, match="store_exists"):
        back_up(disk.home, disk.secrets, tmp_path / "backup")
    with pytest.raises(Refusal, match="store_exists"):
        restore(tmp_path / "backup", disk.home, disk.secrets)


def test_another_machine_needs_the_recovery_key(disk: Disk, stored: TerminalStore, tmp_path: Path) -> None:
    back_up(disk.home, disk.secrets, tmp_path / "backup")
    elsewhere = MemorySecrets()
    with pytest.raises(Refusal, match="store_key_missing"):
        restore(tmp_path / "backup", tmp_path / "again", elsewhere)
    with pytest.raises(Refusal, match="recovery_key_invalid"):
        restore(tmp_path / "backup", tmp_path / "again", elsewhere, "not a key")
    with pytest.raises(Refusal, match="store_key_wrong"):
        restore(tmp_path / "backup", tmp_path / "again", elsewhere, "00" * 32)
    assert not (tmp_path / "again").exists()
    restore(tmp_path / "backup", tmp_path / "again", elsewhere, recovery_key(disk.home, disk.secrets))
    assert elsewhere.kept[secret_name("t1", "database")] == disk.secrets.kept[secret_name("t1", "database")]


def findings(disk: Disk) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(disk.home, disk.secrets)}


def test_a_healthy_home(disk: Disk, terminal_on_disk: Terminal) -> None:
    facts.enrol(terminal_on_disk.store)
    facts.sell(terminal_on_disk.store, "s1")
    found = findings(disk)
    assert [check for check, finding in found.items() if not finding.well and check != "disk"] == []
    assert found["chain"].data == {"frames": 3}
    assert found["counts"].data["enrolled_member"] == 1


def test_a_broken_chain_is_found(disk: Disk, stored: TerminalStore) -> None:
    facts.sell(stored, "s1", facts.accrue("m1", 3, "s1"))
    stored.close()
    connection = open_file(Home(disk.home).journal, disk.secrets.kept[secret_name("t1", "database")])
    connection.execute("DROP TRIGGER journal_frame_no_update")
    connection.execute("UPDATE journal_frame SET hash = zeroblob(32) WHERE seq = 2")
    connection.close()
    chain = findings(disk)["chain"]
    assert not chain.well
    assert chain.data == {"frames": 1, "epoch": 1, "seq": 2}


def test_damaged_pages_are_found(disk: Disk, stored: TerminalStore) -> None:
    stored.close()
    with (disk.home / "replica.db").open("r+b") as file:
        file.seek(5 * 4096 + 100)
        file.write(b"damage")
    found = findings(disk)
    assert found["pages"].well is False
    assert "replica.db" in found["pages"].data


def test_a_home_that_cannot_be_opened_is_a_finding_not_a_crash(disk: Disk, stored: TerminalStore) -> None:
    stored.close()
    disk.secrets.write(secret_name("t1", "database"), bytes(32))
    found = findings(disk)
    assert found["chain"].data == {"kind": "store_key_wrong"}
    assert found["disk"].data["free_bytes"]


def test_there_is_nothing_to_examine_where_no_terminal_lives(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not_enrolled"):
        examine(tmp_path / "nothing", MemorySecrets())
    found = {finding.check: finding for finding in examine(tmp_path, MemorySecrets())}
    assert found["disk"].well
    assert found["chain"].data["kind"] == "not_enrolled"
