"""Power cut, killed process, full disk: what was acknowledged is there, what was not left no trace."""

import multiprocessing
import os
import random
import resource
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from terminal.domain.errors import Refusal
from terminal.ports.secrets import MemorySecrets
from terminal.store.journal import ChainReport
from terminal.store.store import TerminalStore, create_terminal_store, open_terminal_store
from tests.store import facts
from tests.store.conftest import Disk
from tests.store.facts import DAY

KILLS = 12


def _sell_for_ever(home: Path, secrets: MemorySecrets, acknowledge: Connection) -> None:
    store = open_terminal_store(home, secrets)
    while True:
        with store.unit_of_work() as unit:
            sale_id = f"s{int(unit.next_sale_number(DAY))}"
            facts.book_sale(unit, sale_id, facts.accrue("m1", 3, sale_id), key=sale_id)
            unit.add_print_job(facts.RECEIPT, sale_id)
            unit.keep_answer(sale_id, {"sale": sale_id})
            unit.commit()
        acknowledge.send(sale_id)


def test_a_killed_till_loses_no_sale_and_halves_none(disk: Disk) -> None:
    create_terminal_store(disk.home, facts.IDENTITY, disk.secrets, facts.GROUP_KEY, facts.OPENING).close()
    chance, processes = random.Random(20261121), multiprocessing.get_context("fork")
    acknowledged: list[str] = []
    for _ in range(KILLS):
        here, there = processes.Pipe(duplex=False)
        till = processes.Process(target=_sell_for_ever, args=(disk.home, disk.secrets, there), daemon=True)
        till.start()
        there.close()
        acknowledged += [here.recv() for _ in range(chance.randint(1, 40))]
        assert till.pid
        os.kill(till.pid, signal.SIGKILL)
        till.join()
        acknowledged += _rest(here)
        _check(disk, acknowledged)


def _rest(pipe: Connection) -> Iterator[str]:
    while True:
        try:
            yield pipe.recv()
        except (EOFError, OSError):
            return


def _check(disk: Disk, acknowledged: list[str]) -> None:
    store = open_terminal_store(disk.home, disk.secrets)
    report = store.verify_chain()
    with store.view() as unit:
        sales = [sale.sale_id for sale in unit.sales_on(DAY)]
        jobs = sum(unit.job_counts().values())
        earned = len(unit.ledger("m1"))
        answers = [unit.answer_for(sale_id) for sale_id in sales]
    store.close()
    assert set(acknowledged) <= set(sales)
    assert report.fault is None
    assert report.frames == 1 + len(sales) == 1 + jobs == 1 + earned
    assert all(answers)
    for unacknowledged in set(sales) - set(acknowledged):  # committed, but killed before it could say so
        acknowledged.append(unacknowledged)


@contextmanager
def no_file_may_grow_beyond(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_no_longer_takes_data_refuses_and_keeps_what_it_has(disk: Disk, stored: TerminalStore) -> None:
    facts.sell(stored, "s1", facts.accrue("m1", 3, "s1"))
    wal = disk.home / "journal.db-wal"
    with no_file_may_grow_beyond(wal.stat().st_size + 2000):
        with pytest.raises(Refusal, match="disk_failing"):
            facts.sell(stored, "s2", facts.accrue("m1", 3, "s2"))
        with stored.view() as unit:  # looking things up goes on
            assert unit.sale("s1") is not None
            assert unit.sale("s2") is None
    facts.sell(stored, "s3", facts.accrue("m1", 3, "s3"))
    assert stored.verify_chain() == ChainReport(frames=3)


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "tiny"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("a file system of its own needs root")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_full_file_system_refuses_until_there_is_space_again(tiny_disk: Path) -> None:
    secrets = MemorySecrets()
    ballast = tiny_disk / "ballast"
    ballast.write_bytes(bytes(40_000))
    store = create_terminal_store(tiny_disk / "home", facts.IDENTITY, secrets, facts.GROUP_KEY, facts.OPENING)
    sold = _sell_until_full(store)
    ballast.unlink()
    facts.sell(store, "after", facts.accrue("m1", 3, "after"))
    with store.view() as unit:
        assert len(list(unit.sales_on(DAY))) == sold + 1
    report = store.verify_chain()
    assert (report.fault, report.frames) == (None, sold + 2)
    store.close()


def _sell_until_full(store: TerminalStore) -> int:
    for sold in range(10_000):
        try:
            facts.sell(store, f"s{sold}", facts.accrue("m1", 3, f"s{sold}"))
        except Refusal as refusal:
            assert refusal.kind in ("disk_full", "disk_failing")
            return sold
    raise AssertionError("the disk never filled up")
