"""A whole replica taken over at once: secret, under a running till, and at every instant the old one or the new."""

import multiprocessing
import os
import sqlite3
import threading
from pathlib import Path

import pytest

from resources.schemas import schema
from terminal.domain.errors import Refusal
from terminal.ports.replica import ParkedRefusal, ReplicaStore
from terminal.ports.secrets import MemorySecrets
from terminal.ports.store import Store
from terminal.store import generations, page_writer
from terminal.store.backup import back_up, restore
from terminal.store.doctor import examine
from terminal.store.engine import open_file
from terminal.store.home import Home, secret_name
from terminal.store.schema import REPLICA
from terminal.store.store import TerminalStore, open_replica_store, open_terminal_store
from tests.store import facts
from tests.store.conftest import Disk, Terminal
from tests.store.images import image_of, in_portions

PHONE = "+886922222222"
MEMBERS = [facts.server_member(f"m{place}", 100 + place, f"+88692222{place:04}", number=place) for place in range(300)]
IMAGE = image_of(MEMBERS)


def install(replica: ReplicaStore, points: int = 100, phone: str = PHONE, cursor: int = 10) -> None:
    replica.install(in_portions(image_of([facts.server_member("m1", points, phone)])), cursor, 1)


def finds(store: Store, phone: str) -> str | None:
    with store.view() as unit:
        return unit.find_member("phone", phone)


def points(store: Store, member: str = "m1") -> int:
    with store.view() as unit:
        record = unit.member(member)
        return record.state.balance(facts.DAY) if record else -1


def key_of(disk: Disk) -> bytes:
    return disk.secrets.kept[secret_name("t1", "database")]


def test_everybody_in_the_image_is_known_and_nobody_else(terminal: Terminal) -> None:
    terminal.replica.apply_page([facts.server_member("old", 5, "+886933333333")], 3, (0, 0))
    terminal.replica.install(in_portions(IMAGE), 300, len(MEMBERS))
    assert (terminal.replica.cursor(), terminal.replica.member_count()) == (300, len(MEMBERS))
    assert finds(terminal.store, "+886933333333") is None
    assert finds(terminal.store, "+886922220299") == "m299"
    with terminal.store.view() as unit:
        for row in MEMBERS[::50]:
            record = unit.member(row.member_id)
            assert record is not None
            assert record.confirmed == row.state


def test_what_the_server_does_not_send_stays(terminal: Terminal) -> None:
    replica = terminal.replica
    replica.record_push((1, 1), (1, 1))
    replica.park(ParkedRefusal(facts.NOW, "push_gap", {"durable": 1}))
    replica.record_attempt(True, facts.NOW)
    install(replica)
    assert (replica.progress().durable, replica.progress().posted) == ((1, 1), (1, 1))
    assert [parked.kind for parked in replica.parked()] == ["push_gap"]
    with terminal.store.view() as unit:
        assert unit.link().last_success_at == facts.NOW


def test_own_entries_stay_on_top_and_pages_go_on(terminal: Terminal) -> None:
    install(terminal.replica)
    assert points(terminal.store) == 100
    facts.sell(terminal.store, "s1", facts.accrue("m1", 7, "s1"))
    assert points(terminal.store) == 107
    install(terminal.replica, 200)
    assert points(terminal.store) == 207
    row = facts.server_member("m1", 300, PHONE, applied={"t1": (1, 2)})
    terminal.replica.apply_page([row], 11, (1, 2))
    assert points(terminal.store) == 300
    assert terminal.replica.cursor() == 11


@pytest.mark.parametrize(
    "image",
    [b"", b"damage" * 4096, IMAGE[:-1], IMAGE[:20] + b"\0" + IMAGE[21:]],
    ids=["nothing", "something else", "cut", "no space reserved"],
)
def test_what_is_no_image_changes_nothing(stored: TerminalStore, disk: Disk, image: bytes) -> None:
    replica = open_replica_store(disk.home, disk.secrets)
    replica.apply_page([facts.server_member("old", 5)], 3, (0, 0))
    with pytest.raises(Refusal, match="snapshot_damaged"):
        replica.install(in_portions(image), 300, len(MEMBERS))
    assert finds(stored, facts.PHONE) == "old"
    assert list(Home(disk.home).generations()) == [1]
    replica.close()


def test_an_image_with_other_members_than_were_promised_is_refused(terminal: Terminal) -> None:
    with pytest.raises(Refusal, match="snapshot_damaged"):
        terminal.replica.install(in_portions(IMAGE), 300, len(MEMBERS) + 1)
    assert terminal.replica.cursor() == 0


def test_an_image_of_another_schema_is_refused(stored: TerminalStore, disk: Disk) -> None:
    replica = open_replica_store(disk.home, disk.secrets)
    image = sqlite3.connect(":memory:")
    image.deserialize(IMAGE)
    image.execute("UPDATE alembic_version SET version_num = 'replica_0002'")
    image.commit()
    with pytest.raises(Refusal, match="snapshot_damaged"):
        replica.install(in_portions(image.serialize()), 300, len(MEMBERS))
    image.close()
    replica.close()


def test_the_file_is_encrypted_as_sqlcipher_does_it(stored: TerminalStore, disk: Disk) -> None:
    replica = open_replica_store(disk.home, disk.secrets)
    replica.install(in_portions(IMAGE), 300, len(MEMBERS))
    replica.close()
    stored.close()
    file = Home(disk.home).replica
    assert file.name == "replica-2.db"
    connection = open_file(file, key_of(disk))
    assert connection.execute("PRAGMA cipher_integrity_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    with pytest.raises(Refusal, match="store_key_wrong"):
        open_file(file, bytes(32))
    clear = [text.encode() for text in ("SQLite format 3", "Server Name", "+8869222", "C0001", "CREATE TABLE")]
    for each in disk.home.iterdir():
        content = each.read_bytes()
        assert each.name == "in-use.lock" or not [text for text in clear if text in content], each.name
    size = file.stat().st_size
    with file.open("r+b") as damaged:
        damaged.seek(size // 2)
        damaged.write(b"?")
    assert not {finding.check: finding for finding in examine(disk.home, disk.secrets)}["pages"].well


def test_the_servers_image_has_the_replicas_schema() -> None:
    image = sqlite3.connect(":memory:")
    image.deserialize(IMAGE)
    rows = image.execute("SELECT sql FROM sqlite_master WHERE sql NOT NULL ORDER BY type DESC, name").fetchall()
    assert "".join(f"{' '.join(row[0].split())};\n" for row in rows) == schema("replica")
    assert image.execute("SELECT version_num FROM alembic_version").fetchall() == [(REPLICA.newest,)]
    image.close()


def test_a_till_at_work_sees_the_new_members_with_its_next_transaction(terminal_on_disk: Terminal) -> None:
    store, replica = terminal_on_disk.store, terminal_on_disk.replica
    replica.apply_page([facts.server_member("old", 5)], 3, (0, 0))
    with store.unit_of_work() as unit:
        assert unit.find_member("phone", facts.PHONE) == "old"
        install(replica)
        assert unit.find_member("phone", facts.PHONE) == "old"  # one transaction, one generation
        facts.book_sale(unit, "s1", facts.accrue("old", 3, "s1"))
        unit.commit()
        assert unit.find_member("phone", PHONE) is None
    assert (finds(store, facts.PHONE), finds(store, PHONE)) == (None, "m1")
    facts.sell(store, "s2", facts.accrue("m1", 3, "s2"))
    assert points(store) == 103


def test_every_thread_of_a_till_goes_on_by_itself(terminal_on_disk: Terminal) -> None:
    store, replica = terminal_on_disk.store, terminal_on_disk.replica
    stop, failed, seen = threading.Event(), [], set()

    def sell() -> None:
        sold = 0
        try:
            while not stop.is_set():
                sold += 1
                sale = f"{threading.get_ident()}-{sold}"
                facts.sell(store, sale, facts.accrue("m1", 1, sale))
                seen.add(finds(store, PHONE))
        except BaseException as error:  # told to the test's own thread below
            failed.append(error)

    threads = [threading.Thread(target=sell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for generation in range(4):
        install(replica, 100 + generation, cursor=10 + generation)
    while "m1" not in seen and not failed:
        pass
    stop.set()
    for thread in threads:
        thread.join()
    assert not failed
    with store.view() as unit:
        own = sum(entry.entry.points for entry in unit.ledger("m1"))
    assert points(store) == 103 + own


def _install_elsewhere(home: Path, secrets: MemorySecrets) -> None:
    replica = open_replica_store(home, secrets)
    install(replica)
    replica.close()


def test_a_till_goes_on_with_what_another_process_took_over(disk: Disk, stored: TerminalStore) -> None:
    facts.sell(stored, "s1", facts.accrue("m1", 3, "s1"))
    assert finds(stored, PHONE) is None
    process = multiprocessing.get_context("spawn").Process(target=_install_elsewhere, args=(disk.home, disk.secrets))
    process.start()
    process.join()
    assert process.exitcode == 0
    assert finds(stored, PHONE) == "m1"
    facts.sell(stored, "s2", facts.accrue("m1", 4, "s2"))
    assert points(stored) == 107


def test_what_is_written_while_files_are_switched_goes_to_the_new_one(disk: Disk, stored: TerminalStore) -> None:
    replica = open_replica_store(disk.home, disk.secrets)
    waiting = threading.Event()
    switch = replica._generations.switch

    def park() -> None:
        waiting.set()
        replica.park(ParkedRefusal(facts.NOW, "meanwhile", {}))

    other = threading.Thread(target=park)

    def switch_slowly(file: Path) -> None:
        other.start()
        waiting.wait()
        other.join(0.05)  # it waits for its turn to write to the old file
        switch(file)

    replica._generations.switch = switch_slowly  # type: ignore[method-assign]  # one test holds it up
    install(replica)
    other.join()
    assert [parked.kind for parked in replica.parked()] == ["meanwhile"]
    replica.close()


def test_old_generations_go_when_nobody_can_have_them_open(disk: Disk, stored: TerminalStore) -> None:
    replica = open_replica_store(disk.home, disk.secrets)
    for cursor in (10, 20, 30):
        install(replica, cursor=cursor)
    assert sorted(Home(disk.home).generations()) == [3, 4]
    replica.close()
    open_replica_store(disk.home, disk.secrets).close()
    assert sorted(Home(disk.home).generations()) == [3, 4]  # the till is still in
    stored.close()
    store = open_terminal_store(disk.home, disk.secrets)
    assert sorted(Home(disk.home).generations()) == [4]
    assert not list(disk.home.glob("replica.db*")) + list(disk.home.glob("replica-[123].db*"))
    assert finds(store, PHONE) == "m1"
    store.close()


def test_a_later_generation_is_backed_up_restored_and_examined(
    disk: Disk, stored: TerminalStore, tmp_path: Path
) -> None:
    replica = open_replica_store(disk.home, disk.secrets)
    install(replica)
    assert all(finding.well for finding in examine(disk.home, disk.secrets) if finding.check != "disk")
    back_up(disk.home, disk.secrets, tmp_path / "backup")
    replica.close()
    assert {file.name for file in (tmp_path / "backup").glob("*.db")} == {"journal.db", "replica.db"}
    restore(tmp_path / "backup", tmp_path / "again", disk.secrets)
    store = open_terminal_store(tmp_path / "again", disk.secrets)
    assert finds(store, PHONE) == "m1"
    store.close()


@pytest.mark.parametrize("name", ["../journal.db", "journal.db", "replica-0.db", 7])
def test_a_marker_that_names_something_else_is_damage(disk: Disk, stored: TerminalStore, name: object) -> None:
    stored.close()
    Home(disk.home).write_marker("t1", name)  # type: ignore[arg-type]  # as a broken file may say
    with pytest.raises(Refusal, match="store_damaged"):
        open_terminal_store(disk.home, disk.secrets)


def _dies_in(patch: pytest.MonkeyPatch, target: str, *, after: bool) -> None:
    """The process ends, as by a power cut, before or after that step."""
    owner_name, name = target.rsplit(".", 1)
    owner = {"Generations": generations.Generations, "page_writer": page_writer, "os": os}.get(owner_name, generations)
    step = getattr(owner, name)

    def dying(*arguments: object, **named: object) -> object:
        if after:
            step(*arguments, **named)
        os._exit(9)

    patch.setattr(owner, name, dying)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    "step",
    [
        "page_writer.write_pages",
        "generations.attach",
        "Generations.complete",
        "os.replace",
        "Generations.switch",
        "Generations.remove_old",
    ],
)
def test_a_crash_anywhere_leaves_the_old_replica_or_the_new_one(
    disk: Disk, stored: TerminalStore, monkeypatch: pytest.MonkeyPatch, step: str, after: bool
) -> None:
    stored.close()
    replica = open_replica_store(disk.home, disk.secrets)
    replica.apply_page([facts.server_member("old", 5)], 3, (0, 0))
    replica.park(ParkedRefusal(facts.NOW, "push_gap", {}))
    replica.close()
    process = os.fork()
    if not process:
        try:
            _dies_in(monkeypatch, step, after=after)
            install(open_replica_store(disk.home, disk.secrets))
        finally:
            os._exit(0)  # whatever came of it: no second run of the tests goes on from here
    assert os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 9

    store = open_terminal_store(disk.home, disk.secrets)
    replica = open_replica_store(disk.home, disk.secrets)
    old, new = finds(store, facts.PHONE), finds(store, PHONE)
    assert (old, new, replica.cursor()) in (("old", None, 3), (None, "m1", 10))
    assert [parked.kind for parked in replica.parked()] == ["push_gap"]
    assert len(Home(disk.home).generations()) == 1
    assert all(finding.well for finding in examine(disk.home, disk.secrets) if finding.check != "disk")
    install(replica, cursor=40)
    assert (finds(store, PHONE), replica.cursor()) == ("m1", 40)
    replica.close()
    store.close()
