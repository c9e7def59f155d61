"""A member who buys and brings back over time: states folded from the entries that quotes make."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction

from terminal.domain.awards import Award, earned
from terminal.domain.bill_entries import progress_from
from terminal.domain.bills import Bill, Quote, quote
from terminal.domain.customers import customer_of
from terminal.domain.earning import awards_of
from terminal.domain.facts import Facts, Person
from terminal.domain.ledger import Entry, EntryKind, MemberState, apply
from terminal.domain.lines import Line
from terminal.domain.programme import Programme
from terminal.domain.progress import add, negated
from tests.unit.domain.samples import DAY, ONLINE, moment

NAME = {"zh-TW": "名", "en": "Name"}


def line(amount: int, sku: str = "cup", quantity: int = 1, category: str = "any") -> Line:
    return Line(sku, "", category, Fraction(quantity), amount)


def given_by(awards: Iterable[Award], source: str) -> tuple[int, tuple[str, ...]]:
    """The points and the coupons that ``source`` gave."""
    mine = [award for award in awards if award.source == source]
    return sum(award.points for award in mine), tuple(held.coupon for award in mine for held in award.vouchers)


@dataclass
class Life:
    """``state`` is what the ledger says after everything so far; days are counted from ``DAY``."""

    rules: Programme
    person: Person = field(default_factory=Person)
    state: MemberState = field(default_factory=lambda: MemberState("m"))
    bills: int = 0

    def day(self, after: int = 0) -> date:
        return DAY + timedelta(days=after)

    def facts(self, after: int = 0) -> Facts:
        return customer_of(self.rules, self.state, self.person, self.day(after)).facts

    def asks(self, *lines: Line | int, after: int = 0, store: str = "tea", sale: str | None = None) -> Quote:
        """The quote of a bill, which changes nothing."""
        sold = tuple(line(each) if isinstance(each, int) else each for each in lines)
        day = self.day(after)
        asked = Bill(sale or f"s{self.bills}", self.rules.store(store), moment(day), sold)
        return quote(self.rules, asked, customer_of(self.rules, self.state, self.person, day), ONLINE)

    def buys(self, *lines: Line | int, after: int = 0, store: str = "tea") -> Quote:
        """The quote of a bill that is paid."""
        quoted = self.asks(*lines, after=after, store=store)
        self.bills += 1
        self.post(quoted.entries, quoted.sold.day)
        return quoted

    def post(self, entries: Iterable[Entry], day: date) -> None:
        for entry in entries:
            if entry.member_id == self.state.member_id:
                self.state, _ = apply(self.state, entry, day)

    def brings_back(self, quoted: Quote, *places: int, after: int = 0) -> int:
        """The points that giving back the lines at ``places`` takes (all without any); the rest goes too."""
        purchase = quoted.sold.purchase(self.rules)
        assert purchase is not None
        gone = set(places or range(len(purchase.lines)))
        rest = tuple(line for place, line in enumerate(purchase.lines) if place not in gone)
        before = awards_of(self.rules, purchase)
        left = awards_of(self.rules, replace(purchase, lines=rest, spent=sum(line.amount for line in rest)))
        mine = [[award for award in awards if award.member_id is None] for awards in (before, left)]
        taken = earned(before) - earned(left)
        change = add(negated(progress_from(mine[0])), progress_from(mine[1]))
        self.post([Entry("m", EntryKind.REVERSE, -taken, progress=change)], self.day(after))
        return taken
