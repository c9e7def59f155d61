"""What every store promises a use-case."""

from dataclasses import replace
from datetime import timedelta

import pytest

from terminal.domain.errors import Broken, Refusal
from terminal.domain.frames import FrameKind, identifier_hash
from terminal.ports.store import NewFrame, StoredRefund
from tests.store import facts
from tests.store.conftest import Terminal
from tests.store.facts import DAY, NOW

REFUNDED = [{"line": 1, "quantity": "1", "amount": 65}]


def test_what_was_committed_is_there_for_the_next_unit(terminal: Terminal) -> None:
    sale = facts.sell(terminal.store, "s1", facts.accrue("m1", 3, "s1"))
    with terminal.store.view() as unit:
        assert unit.sale("s1") == sale
        assert unit.last_sale() == sale
        assert list(unit.sales_on(DAY)) == [sale]


def test_a_members_latest_sales_come_newest_first(terminal: Terminal) -> None:
    for minutes, (sale_id, member) in enumerate((("s1", "m1"), ("s2", "m2"), ("s3", "m1"), ("s4", "m1"))):
        entries = (facts.accrue(member, 3, sale_id), facts.redeem(member, 1))
        facts.sell(terminal.store, sale_id, *entries, minutes=minutes)
    facts.append(terminal.store, facts.accrue("m1", 3, "gift"))
    with terminal.store.view() as unit:
        assert [sale.sale_id for sale in unit.sales_of("m1", 2)] == ["s4", "s3"]
        assert [sale.sale_id for sale in unit.sales_of("m2", 2)] == ["s2"]
        assert [sale.sale_id for sale in unit.sales_of("m1", 9)] == ["s4", "s3", "s1"]
        assert unit.sales_of("nobody", 9) == ()


def test_a_merged_members_sales_come_together(terminal: Terminal) -> None:
    for minutes, (sale_id, member) in enumerate((("s1", "m-old"), ("s2", "m2"), ("s3", "m1"))):
        facts.sell(terminal.store, sale_id, facts.accrue(member, 3, sale_id), minutes=minutes)
    terminal.replica.apply_members([facts.server_member("m1"), facts.alias("m-old", "m1")])
    with terminal.store.view() as unit:
        assert [sale.sale_id for sale in unit.sales_of("m-old", 9)] == ["s3", "s1"]


def test_a_used_claim_is_counted(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        claimed = replace(facts.adjustment(facts.accrue("m1", 3, "claim")), body={"coupons": [["claim", "0123abcd"]]})
        unit.use_claim("0123abcd", unit.append(claimed))
        unit.commit()
    with terminal.store.view() as unit:
        assert (unit.coupon_uses("0123abcd"), unit.coupon_uses("other")) == (1, 0)
        assert [frame.entries for frame in unit.claim_frames("0123abcd")] == [claimed.entries]
        assert unit.claim_frames("other") == ()


def test_a_terminal_knows_its_own_key_and_no_strangers(terminal_on_disk: Terminal) -> None:
    with terminal_on_disk.store.view() as unit:
        assert unit.terminal_key("t1", 1) == b"\x00"
        assert unit.terminal_key("t1", 2) is None
        assert unit.terminal_key("t9", 1) is None


def test_leaving_without_commit_keeps_nothing(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        facts.book_sale(unit, "s1", facts.accrue("m1", 3, "s1"))
        unit.add_member(facts.PROFILE)
        unit.add_print_job(facts.RECEIPT, "s1")
        unit.keep_answer("k", {"op": "sell"})
        unit.set_setting("language", "en")
    with terminal.store.view() as unit:
        assert unit.sale("s1") is None
        assert unit.find_member("phone", facts.PHONE) is None
        assert unit.job_counts() == {}
        assert unit.answer_for("k") is None
        assert unit.setting("language") is None
    assert terminal.replica.head().position == (1, 1)


def test_an_error_inside_rolls_back(terminal: Terminal) -> None:
    with pytest.raises(Refusal, match="lines_empty"), terminal.store.unit_of_work() as unit:
        facts.book_sale(unit, "s1")
        raise Refusal("lines_empty")
    with terminal.store.view() as unit:
        assert unit.last_sale() is None


def test_after_the_commit_a_unit_reads_but_does_not_write(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        sale = facts.book_sale(unit, "s1")
        unit.commit()
        assert unit.sale("s1") == sale
        with pytest.raises(Broken):
            unit.set_setting("language", "en")
        with pytest.raises(Broken):
            unit.commit()


def test_a_view_does_not_write(terminal: Terminal) -> None:
    with terminal.store.view() as unit:
        with pytest.raises(Broken):
            unit.append(facts.adjustment())
        with pytest.raises(Broken):
            unit.commit()


def test_a_unit_outside_its_block_is_no_use(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        pass
    with pytest.raises(Broken):
        unit.identity()


def test_a_terminal_knows_who_it_is(terminal: Terminal) -> None:
    with terminal.store.view() as unit:
        assert unit.identity() == facts.IDENTITY
        assert unit.identifier_hash("phone", facts.PHONE) == identifier_hash(facts.GROUP_KEY, "phone", facts.PHONE)


def test_frames_are_numbered_without_gaps(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        unit.append(facts.adjustment())
    seqs = [facts.append(terminal.store) for _ in range(3)]
    with terminal.store.unit_of_work() as unit:
        seqs += [unit.append(facts.adjustment()), unit.append(facts.adjustment())]
        unit.commit()
    assert seqs == [2, 3, 4, 5, 6]  # the opening is 1


def test_receipt_numbers_count_up_within_a_business_day(terminal: Terminal) -> None:
    tomorrow = DAY.replace(day=22)
    numbers = [facts.sell(terminal.store, f"s{index}").number for index in range(3)]
    assert numbers == ["0001", "0002", "0003"]
    assert facts.sell(terminal.store, "next", day=tomorrow).number == "0001"
    with terminal.store.view() as unit:
        found = unit.sale_by_number("0002", DAY)
        assert found is not None and found.sale_id == "s1"
        assert unit.sale_by_number("0002", tomorrow) is None
        assert unit.sale_by_number("２", DAY) is None
        assert unit.next_sale_number(DAY) == "0004"


def test_the_last_sale_is_the_last_one_made_whatever_the_clock_says(terminal: Terminal) -> None:
    with terminal.store.view() as unit:
        assert unit.last_sale_at() is None
    facts.sell(terminal.store, "first", minutes=60)
    facts.sell(terminal.store, "second", minutes=-60, day=DAY.replace(day=20))
    with terminal.store.view() as unit:
        last = unit.last_sale()
        assert unit.last_sale_at() == facts.NOW - timedelta(hours=1)
    assert last is not None and last.sale_id == "second"


def test_refunds_are_found_by_sale_and_by_day(terminal: Terminal) -> None:
    facts.sell(terminal.store, "s1")
    tomorrow = DAY.replace(day=22)
    for refund_id, day in (("r1", DAY), ("r2", tomorrow)):
        with terminal.store.unit_of_work() as unit:
            body = {"refund": refund_id, "sale": "s1", "refunded": 65, "lines": REFUNDED}
            seq = unit.append(NewFrame(FrameKind.REFUND, NOW, day, "digest", body))
            unit.add_refund(StoredRefund(refund_id, "s1", body), seq, day, key=refund_id)
            unit.commit()
    with terminal.store.view() as unit:
        assert [refund.refund_id for refund in unit.refunds_of("s1")] == ["r1", "r2"]
        assert [refund.refund_id for refund in unit.refunds_on(tomorrow)] == ["r2"]
        assert unit.refunds_of("s1")[0].body == {"refund": "r1", "sale": "s1", "refunded": 65, "lines": REFUNDED}
        assert unit.refunds_of("s2") == ()


def test_an_answer_is_kept_as_given_and_once(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        unit.keep_answer("k", {"op": "sell", "answer": {"total": 130, "lines": [1, 2]}})
        unit.commit()
    with terminal.store.view() as unit:
        assert unit.answer_for("k") == {"op": "sell", "answer": {"total": 130, "lines": [1, 2]}}
        assert unit.answer_for("other") is None
    with terminal.store.unit_of_work() as unit, pytest.raises(Broken):
        unit.keep_answer("k", {"op": "sell"})


def test_a_command_key_books_one_sale(terminal: Terminal) -> None:
    with terminal.store.unit_of_work() as unit:
        facts.book_sale(unit, "s1", key="k")
        unit.commit()
    with terminal.store.unit_of_work() as unit, pytest.raises(Broken):
        facts.book_sale(unit, "s2", key="k")


def test_settings_are_replaced(terminal: Terminal) -> None:
    for value in ("en", "zh_TW"):
        with terminal.store.unit_of_work() as unit:
            unit.set_setting("language", value)
            unit.commit()
    with terminal.store.view() as unit:
        assert unit.setting("language") == "zh_TW"


def test_enrolments_are_counted_by_business_day(terminal: Terminal) -> None:
    facts.enrol(terminal.store)
    with terminal.store.view() as unit:
        assert unit.sums_between(DAY, DAY).enrolled == 1
        assert unit.sums_between(DAY.replace(day=22), DAY.replace(day=22)).enrolled == 0


def test_the_programme_in_force_is_the_highest_version_and_old_ones_stay(terminal: Terminal) -> None:
    with terminal.store.view() as unit, pytest.raises(Refusal, match="programme_missing"):
        unit.programme()
    newer, older = facts.programme_bundle(4), facts.programme_bundle(3)
    for document, digest in (newer, older, older):
        terminal.replica.add_programme(document, digest, 4 if digest == newer[1] else 3, b"signature")
    with terminal.store.view() as unit:
        assert unit.programme().version == 4
        assert unit.programme(older[1]).version == 3
        with pytest.raises(Refusal, match="programme_missing"):
            unit.programme("0" * 64)
    assert terminal.replica.programmes() == (older[1], newer[1])
