"""The group at work: members who buy, bring back, wait, merge and share, by quotes, frames and the server's books."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, Final

from sync.protocol.messages import IdentifierHash
from sync.server.accounts.account import Account, merge_accounts
from sync.server.accounts.books import Books, PostedEntry
from sync.server.programmes.sale_shape import sold_bill
from terminal.domain.bills import Bill, Quote, quote
from terminal.domain.customers import Customer, customer_of
from terminal.domain.errors import Refusal
from terminal.domain.expiry import new_lot
from terminal.domain.facts import Person
from terminal.domain.frames import Frame, FrameKind, decode_frame, encode_frame
from terminal.domain.ledger import Entry, EntryKind, MemberState, plan_spend
from terminal.domain.merging import joining_entries
from terminal.domain.money import format_quantity
from terminal.domain.occasion import Moment
from terminal.domain.programme import Programme
from terminal.domain.progress import Voucher, progress_of
from terminal.domain.redemption import Knowledge
from terminal.domain.refunds import RefundedLine, RefundResult, refund, void
from terminal.domain.sold import SoldBill, sold_document
from tests.unit.domain.laws.rich_group import MEMBERS
from tests.unit.domain.samples import DAY, ONLINE, moment

PEOPLE: Final[Mapping[str, Person]] = {
    "ann": Person(date(1990, 12, 3), date(2026, 1, 5)),
    "ben": Person(date(1988, 2, 29), date(2026, 11, 20)),
    "cho": Person(enrolled_on=date(2026, 11, 20), referrer="ann"),
    "dee": Person(date(2001, 11, 25), date(2026, 11, 21), referrer="ben"),
}
GRANTED: Final = tuple(
    Voucher(f"granted-{coupon}", coupon, 2, DAY, DAY + timedelta(days=40)) for coupon in ("tenth", "second", "thanks")
)
OFFICE: Final = "office"
Lines = Sequence[tuple[int, Fraction | None]]
Told = tuple[tuple[str, str, bool], ...]


@dataclass(repr=False)
class Sale:
    """A sale as its frame tells it, with what was given back of it so far. ``mine`` are the buyer's accounts."""

    frame: Frame
    sold: SoldBill
    quoted: Quote
    mine: frozenset[str] = frozenset()
    steps: list[tuple[RefundedLine, ...]] = field(default_factory=list)
    refunds: list[tuple[Frame, RefundResult]] = field(default_factory=list)


@dataclass(repr=False)
class World:
    """``rows`` are the ledger, in the order of booking; ``frames`` what was posted, in that order."""

    rules: Programme
    day: date = DAY
    knowledge: Knowledge = ONLINE
    accounts: dict[str, Account] = field(default_factory=dict)
    rows: list[PostedEntry] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    sales: list[Sale] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    story: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"<{self.rules.brands['tea'].refund}, {'; '.join(self.story)}, {self.day}>"

    def __post_init__(self) -> None:
        for place, name in enumerate(MEMBERS):
            phone = IdentifierHash("phone", f"{place:x}" * 64)
            began = MemberState(name, progress=progress_of(vouchers=GRANTED))
            self.accounts.setdefault(name, Account(began, identifiers=(phone,), cells=("main",)))

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(repr(self))

    def fork(self) -> "World":
        """A world that goes on from here by itself."""
        sales = [replace(sale, steps=list(sale.steps), refunds=list(sale.refunds)) for sale in self.sales]
        return replace(
            self,
            accounts=dict(self.accounts),
            rows=list(self.rows),
            frames=list(self.frames),
            sales=sales,
            notes=list(self.notes),
            story=list(self.story),
        )

    def account(self, name: str) -> Account:
        """The account that ``name`` stands for."""
        while (found := self.accounts[name]).alias_of:
            name = found.alias_of
        return found

    def pool(self, account: Account) -> MemberState | None:
        return self.account(account.household).state if account.household else None

    def wallet(self, name: str) -> MemberState:
        """Where the points of ``name`` are."""
        account = self.account(name)
        return self.pool(account) or account.state

    def customer(self, name: str) -> Customer:
        account = self.account(name)
        person = PEOPLE[account.member_id]
        return customer_of(self.rules, account.state, person, self.day, self.pool(account))

    def states(self) -> dict[str, MemberState]:
        """All accounts that are nobody's other name, by id."""
        return {name: account.state for name, account in self.accounts.items() if account.alias_of is None}

    def wait(self, days: int) -> None:
        self.day += timedelta(days=days)

    def ask(self, store: str, name: str | None, **asked: Any) -> Quote:
        """The quote of a bill, which changes nothing."""
        at: Moment = moment(self.day)
        bill = Bill(f"{store}.{self._seq(store)}", self.rules.store(store), at, **asked)
        return quote(self.rules, bill, self.customer(name) if name else None, self.knowledge)

    def sell(self, store: str, name: str | None, **asked: Any) -> Sale:
        quoted = self.ask(store, name, **asked)
        self.story.append(f"{self.day} {name} at {store} {asked}")
        frame = self.post(store, FrameKind.SALE, body_of(self.rules, quoted), quoted.entries)
        sold = sold_bill(frame)
        assert sold is not None
        mine = (self.account(name).member_id, self.wallet(name).member_id) if name else ()
        self.sales.append(Sale(frame, sold, quoted, frozenset(mine)))
        return self.sales[-1]

    def give_back(self, sale: Sale, lines: Lines | None = None) -> RefundResult:
        return self._book(sale, refund(self.rules, sale.sold, sale.steps, lines, self.day, self.touched(sale)))

    def void(self, sale: Sale) -> RefundResult:
        if sale.steps:
            raise Refusal("already_refunded")
        return self._book(sale, void(self.rules, sale.sold, self.day, self.touched(sale)))

    def touched(self, sale: Sale) -> dict[str, MemberState]:
        """The accounts that the sale's entries name, as they are now, as a till knows them."""
        found: dict[str, MemberState] = {}
        for name in dict.fromkeys(entry.member_id for entry in sale.sold.entries):
            account = self.account(name)
            found[name] = replace(self.wallet(name), progress=account.state.progress)
            if account.household:
                found.setdefault(account.household, self.wallet(name))
        return found

    def adjust(self, store: str, name: str, points: int) -> None:
        wallet, brand = self.wallet(name), self.rules.brand_at(self.rules.store(store))
        if points < 0 and wallet.balance(self.day) + points < 0:
            raise Refusal("adjust_below_zero")
        new = new_lot(brand.expiry, brand.code, f"by-hand-{len(self.frames)}", max(points, 1), self.day)
        parts = (new,) if points > 0 else plan_spend(wallet.lots, -points, self.day)
        self.story.append(f"{self.day} {name} {points:+} at {store}")
        self.post(store, FrameKind.ADJUSTMENT, {}, (Entry(wallet.member_id, EntryKind.ADJUST, points, parts),))

    def merge(self, name: str, into: str) -> None:
        """As the office does it: nobody is in a household, and two are one from now on."""
        later, first = self.account(name), self.account(into)
        if later.member_id == first.member_id or later.household or first.household:
            raise Refusal("merge_in_household")
        self.story.append(f"{name} is {into}")
        alias, both = merge_accounts(later, first)
        self.accounts |= {alias.member_id: alias, both.member_id: both}

    def join(self, name: str, household: str) -> None:
        """As the office does it: all points of a member go into the pool."""
        account = self.account(name)
        if account.household:
            raise Refusal("household_other")
        self.story.append(f"{name} joins {household}")
        self.accounts.setdefault(household, Account(MemberState(household), cells=("main",)))
        self.post(OFFICE, FrameKind.ADJUSTMENT, {}, joining_entries(account.state, household, self.day))
        joined = self.accounts[account.member_id]
        self.accounts[account.member_id] = replace(joined, household=household)

    def post(self, terminal: str, kind: FrameKind, body: Mapping[str, Any], entries: Sequence[Entry]) -> Frame:
        """A frame, written, read again and booked; gives it as it was read."""
        made = Frame(terminal, 1, self._seq(terminal), kind, "", self.day, terminal, "", body, tuple(entries))
        frame = decode_frame(encode_frame(made))
        self.book(frame)
        return frame

    def book(self, frame: Frame) -> None:
        books = Books("main", self.accounts.values())
        books.post(frame)
        self.accounts |= {account.member_id: account for account in books.changed()}
        self.rows += books.entries
        self.notes += [exception.code for exception in books.exceptions]
        self.frames.append(frame)

    def _seq(self, terminal: str) -> int:
        return sum(frame.terminal == terminal for frame in self.frames) + 1

    def _book(self, sale: Sale, result: RefundResult) -> RefundResult:
        self.story.append(f"{self.day} back of {sale.sold.sale_id} {[(at.line, at.quantity) for at in result.lines]}")
        lines = [
            {"line": part.line, "quantity": format_quantity(part.quantity), "amount": part.amount}
            for part in result.lines
        ]
        body = {"sale": sale.sold.sale_id, "lines": lines}
        frame = self.post(sale.frame.terminal, FrameKind.REFUND, body, result.entries)
        told = frame.body["lines"]
        sale.steps.append(tuple(RefundedLine(at["line"], Fraction(at["quantity"]), at["amount"]) for at in told))
        sale.refunds.append((frame, result))
        return result


def body_of(rules: Programme, quoted: Quote) -> dict[str, Any]:
    """What a sale's frame says of the figures."""
    awards = [[award.source, award.points] for award in quoted.awards if award.points or award.vouchers]
    return {
        **sold_document(quoted.sold),
        "sale": quoted.sold.sale_id,
        "currency": rules.brand_at(rules.store(quoted.sold.store)).currency.code,
        "subtotal": quoted.subtotal,
        "redeemed": quoted.redeemed,
        "redeemed_amount": quoted.redeemed_amount,
        "total": quoted.total,
        "tenders": [{"type": tender.type, "amount": tender.amount} for tender in quoted.settled.paid],
        "change": quoted.settled.change,
        "earned": quoted.earned,
        "awards": awards,
        "tax": quoted.tax,
    }


def attempt(step: Callable[[], object]) -> bool:
    """Whether ``step`` was done; refused is what it may be, and nothing else."""
    try:
        step()
    except Refusal:
        return False
    return True
