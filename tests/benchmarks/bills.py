"""What a bill costs to calculate: with everything a group can have, beside one rule, in the same run."""

import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from datetime import time as clock
from fractions import Fraction

from terminal.domain.bills import Bill, Line, Quote, quote
from terminal.domain.customers import customer_of
from terminal.domain.facts import Person
from terminal.domain.ledger import LotPart, MemberState, spending_order
from terminal.domain.lines import CashierDiscount
from terminal.domain.occasion import Moment
from terminal.domain.programme import Programme
from terminal.domain.progress import Tally, Voucher, progress_of
from terminal.domain.redemption import Knowledge
from terminal.domain.tenders import TenderRequest
from tests.benchmarks.group_programme import CATEGORIES, group_document, plain_document

DAY = date(2026, 11, 21)
LINES = 12
ROUNDS = 2000


def measure_bills() -> dict[str, list[float]]:
    """Milliseconds for each of many calculations of a 12-line bill, with one rule and with everything."""
    plain = _plain(Programme.from_document(plain_document(), "plain"))
    everything = _everything(Programme.from_document(group_document(), "group"))
    timings: dict[str, list[float]] = {"12 lines, one rule": [], "12 lines, everything": []}
    for _ in range(ROUNDS):
        for name, calculate in zip(timings, (plain, everything), strict=True):
            start = time.perf_counter()
            calculate()
            timings[name].append((time.perf_counter() - start) * 1000)
    return timings


def applied() -> str:
    """What is at work on the bill with everything, in words."""
    quoted = _everything(Programme.from_document(group_document(), "group"))()
    counts = Counter(award.source.partition("/")[0] for award in quoted.awards)
    taken = Counter(source.partition("/")[0] for line in quoted.lines for source, _ in line.discounts)
    rules = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    cheaper = ", ".join(f"{kind} on {count} lines" for kind, count in taken.items())
    return f"gives: {rules}; takes off: {cheaper}; paid with {len(quoted.settled.paid)} tenders"


def _lines(discount: CashierDiscount | None) -> tuple[Line, ...]:
    return tuple(
        Line(
            f"sku-{place}",
            f"Item {place}",
            CATEGORIES[place % len(CATEGORIES)],
            Fraction(1 + place % 3),
            60 + 7 * place,
            discount if place == 0 else None,
        )
        for place in range(LINES)
    )


def _member() -> MemberState:
    lots = tuple(LotPart(f"lot-{n}", f"brand-{n % 5}", 400, date(2027, 1 + n % 12, 28), DAY) for n in range(8))
    vouchers = [Voucher(f"v-{n}", f"coupon-{2 * n}", 1, DAY, date(2026, 12, 31)) for n in range(5)]
    done = ("at/brand-7", "at/store-7", "steps", "steps", "steps", "steps")  # in the order of the missions' kinds
    tallies = [Tally(f"mission/mission-{n}/{done[n % 6]}@2026-11", 1, date(2026, 11, 30)) for n in range(12)]
    return MemberState(
        "member",
        tuple(sorted(lots, key=spending_order)),
        spend_minor=21_000,
        visits=12,
        last_visit=DAY,
        progress=progress_of(tallies, vouchers),
    )


def _plain(programme: Programme) -> Callable[[], Quote]:
    bill = Bill("sale", programme.store("store-0"), Moment(DAY, clock(14, 30)), _lines(None))
    state = MemberState("member", visits=12)
    return lambda: quote(programme, bill, customer_of(programme, state, Person(), DAY), Knowledge(online=True))


def _everything(programme: Programme) -> Callable[[], Quote]:
    bill = Bill(
        "sale",
        programme.store("store-0"),
        Moment(DAY, clock(14, 30)),
        _lines(CashierDiscount("spilled", share=Fraction(1, 10))),
        redeem=200,
        coupons=("v-1",),
        rewards=("half",),
        tenders=(TenderRequest("gift_card", 100), TenderRequest("card")),
    )
    state, person = _member(), Person(date(1990, 11, 2), date(2026, 1, 5), "referrer", ("student",), ("loyal",))
    return lambda: quote(programme, bill, customer_of(programme, state, person, DAY), Knowledge(online=True))
