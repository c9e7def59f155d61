"""Sales and members as rows: they say what frames and the server's states say, and go with them."""

from typing import Any

from terminal.domain.frames import FrameKind
from terminal.ports.replica import MemberRow
from terminal.ports.store import NewFrame, StoredRefund
from terminal.store.engine import open_file
from terminal.store.home import Home, secret_name
from terminal.store.store import TerminalStore
from tests.store import facts
from tests.store.conftest import Disk, Terminal


def rows(disk: Disk, statement: str) -> list[tuple[Any, ...]]:
    layout, key = Home(disk.home), disk.secrets.kept[secret_name("t1", "database")]
    connection = open_file(layout.journal if "FROM j." in statement else layout.replica, key)
    found = connection.execute(statement.replace("FROM j.", "FROM ")).fetchall()
    connection.close()
    return list(found)


def test_a_sale_has_its_lines_and_tenders_as_rows(disk: Disk, stored: TerminalStore) -> None:
    facts.sell(stored, "s1")
    assert rows(disk, "SELECT * FROM j.sale_line") == [
        ("s1", 1, "ruby", "tea", "2", 130, 0),
        ("s1", 2, "oolong", "tea", "0.5", 20, 20),
    ]
    assert rows(disk, "SELECT * FROM j.tender") == [("s1", 1, "card", 100), ("s1", 2, "cash", 30)]


def test_a_refund_has_its_lines_as_rows(disk: Disk, stored: TerminalStore) -> None:
    facts.sell(stored, "s1")
    body = {"refund": "r1", "sale": "s1", "lines": [{"line": 2, "quantity": "0.5", "amount": 0}]}
    with stored.unit_of_work() as unit:
        seq = unit.append(NewFrame(FrameKind.REFUND, facts.NOW, facts.DAY, "digest", body))
        unit.add_refund(StoredRefund("r1", "s1", body), seq, facts.DAY, key=None)
        unit.commit()
    assert rows(disk, "SELECT * FROM j.refund_line") == [("r1", 2, "0.5", 0)]


def test_rows_are_kept_with_their_sale_or_not_at_all(disk: Disk, stored: TerminalStore) -> None:
    with stored.unit_of_work() as unit:
        facts.book_sale(unit, "s1")
    for table in ("sale", "sale_line", "tender"):
        assert rows(disk, f"SELECT * FROM j.{table}") == []


def test_a_member_has_identifiers_and_lots_as_rows(disk: Disk, terminal_on_disk: Terminal) -> None:
    terminal_on_disk.replica.apply_page([facts.server_member("m1", 100)], 1, (0, 0))
    assert rows(disk, "SELECT * FROM identifier") == [("card", "S0001", "m1"), ("phone", facts.PHONE, "m1")]
    assert rows(disk, "SELECT member_id, lot_id, points FROM lot") == [("m1", "server", 100)]
    terminal_on_disk.replica.apply_page([facts.alias("m1", "m2")], 2, (0, 0))
    assert rows(disk, "SELECT * FROM identifier") == rows(disk, "SELECT * FROM lot") == []


def test_the_last_row_of_a_member_on_a_page_counts(disk: Disk, terminal_on_disk: Terminal) -> None:
    page: list[MemberRow] = [facts.server_member("m1", points, number=points) for points in (100, 70)]
    terminal_on_disk.replica.apply_page(page, 2, (0, 0))
    assert rows(disk, "SELECT points FROM lot") == [(70,)]


def test_a_phone_that_changed_hands_belongs_to_whoever_has_it_now(disk: Disk, terminal_on_disk: Terminal) -> None:
    replica = terminal_on_disk.replica
    replica.apply_page([facts.server_member("m1")], 1, (0, 0))
    replica.apply_page([facts.server_member("m2", number=2)], 2, (0, 0))
    replica.apply_page([facts.server_member("m1", phone="+886922222222", number=3)], 3, (0, 0))
    with terminal_on_disk.store.view() as unit:
        assert unit.find_member("phone", facts.PHONE) == "m2"
        assert unit.find_member("phone", "+886922222222") == "m1"
