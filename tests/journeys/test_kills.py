"""Till, sync and server are killed at random instants while two terminals sell: nothing is lost, nothing is doubled."""

import base64
import os
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from terminal.domain.frames import Frame, FrameKind, decode_frame
from terminal.ports.printing import JobState
from terminal.ports.secrets import MemorySecrets
from terminal.store.engine import KEY_BYTES
from terminal.store.store import open_terminal_store
from ui.cli.demo.accounts import compare, read_journal, sync_everything
from ui.cli.demo.baskets import Basket, read_baskets
from ui.cli.demo.play import terminal_of
from ui.cli.demo.site import STORES, Keys, Site, open_site
from ui.cli.demo.terminal import DemoTerminal

pytestmark = pytest.mark.slow

SEED = 20261121
KILLS = int(os.environ.get("KILLS", "18"))
"""``make kills`` makes it 54."""
PAUSE_SECONDS = (0.02, 0.5)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_site(tmp_path_factory.mktemp("kills"), Keys(MemorySecrets(), True), STORES) as site:
        yield site


@pytest.fixture(scope="module")
def sold(site: Site) -> dict[DemoTerminal, list[Basket]]:
    """What was sold at each terminal while the killer went about."""
    done = threading.Event()
    sold: dict[DemoTerminal, list[Basket]] = {terminal: [] for terminal in site.terminals}
    troubles: list[BaseException] = []

    def cashier(terminal: DemoTerminal) -> None:
        try:
            for basket in read_baskets():
                if done.is_set():
                    return
                if terminal_of(basket, site.terminals) is terminal:
                    terminal.sell(basket)
                    sold[terminal].append(basket)
        except BaseException as trouble:  # told to the test's own thread below
            troubles.append(trouble)

    cashiers = [threading.Thread(target=cashier, args=(terminal,)) for terminal in site.terminals]
    for thread in cashiers:
        thread.start()
    kill_at_random(site, done)
    for thread in cashiers:
        thread.join()
    if troubles:
        raise troubles[0]
    for terminal in site.terminals:
        terminal.finish_printing()
        terminal.stop()
    return sold


def kill_at_random(site: Site, done: threading.Event) -> None:
    chance = random.Random(SEED)
    victims = [victim for kind in (tills, syncs, server) for victim in kind(site)]
    order = [victims[place % len(victims)] for place in range(KILLS)]
    chance.shuffle(order)
    for kill in order:
        done.wait(chance.uniform(*PAUSE_SECONDS))
        kill()
    done.set()


def tills(site: Site) -> list[Callable[[], None]]:
    return [terminal.till.kill for terminal in site.terminals]


def syncs(site: Site) -> list[Callable[[], None]]:
    return [terminal.restart_sync for terminal in site.terminals]


def server(site: Site) -> list[Callable[[], None]]:
    def kill() -> None:
        site.server.kill()
        site.server.start()

    return [kill, kill]


def test_the_processes_were_really_killed(site: Site, sold: dict[DemoTerminal, list[Basket]]) -> None:
    assert sum(terminal.restarts for terminal in site.terminals) >= KILLS // 6
    assert all(len(baskets) > 20 for baskets in sold.values())


def test_every_sale_the_till_answered_is_in_its_journal_once(
    sold: dict[DemoTerminal, list[Basket]], site: Site
) -> None:
    for terminal, baskets in sold.items():
        keys = Counter(frame.body["key"] for frame in journal(site, terminal) if frame.kind is FrameKind.SALE)
        assert keys == Counter(f"basket-{basket.basket_id}" for basket in baskets)


def test_no_receipt_is_lost_without_trace(sold: dict[DemoTerminal, list[Basket]], site: Site) -> None:
    for terminal, baskets in sold.items():
        with closing(open_terminal_store(terminal.home, site.keys.secrets)) as store, store.view() as unit:
            jobs = unit.job_counts()
        assert sum(jobs.values()) == len(baskets)
        assert {state for state, count in jobs.items() if count} <= {JobState.COMPLETE, JobState.SENT_UNCONFIRMED}
        assert terminal.printer.receipts >= jobs.get(JobState.COMPLETE, 0)


def test_terminals_and_server_agree_afterwards(site: Site, sold: dict[DemoTerminal, list[Basket]]) -> None:
    frames = sync_everything(site)
    assert frames.written == frames.durable == frames.posted > sum(len(baskets) for baskets in sold.values())
    proof, _ = compare(site)
    assert proof.disagreements == ()
    assert proof.balances_equal


def test_the_disk_holds_no_phone_no_name_and_no_key_in_clear(
    site: Site, sold: dict[DemoTerminal, list[Basket]]
) -> None:
    members = [basket for baskets in sold.values() for basket in baskets]
    clear = {basket.name.encode() for basket in members if len(basket.name) > 2}
    clear |= {phone[at:].encode() for phone in (basket.phone for basket in members) for at in (0, 1)}
    kept = site.keys.handed_over
    assert kept
    keys = [secret for secret in kept.values() if len(secret) >= KEY_BYTES]  # beside them, which epoch one is of
    assert len(keys) > 2 * len(site.terminals)
    for key in keys:
        clear |= {key, key.hex().encode(), base64.b64encode(key)}
    files = [path for path in site.home.rglob("*") if path.is_file()]
    assert {"journal.db", "replica.db"} <= {path.name for path in files}
    for path in files:
        content = path.read_bytes()
        assert not [text for text in clear if text in content], path


def journal(site: Site, terminal: DemoTerminal) -> Iterator[Frame]:
    for batch in read_journal(terminal.home, site.keys.secrets):
        yield from (decode_frame(frame) for frame in batch.frames)
