"""A shop in memory, on the real rules: what screens are shown and tested with. Nothing is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from terminal.domain.bills import Bill, Knowledge, quote
from terminal.domain.customers import customer_of
from terminal.domain.errors import Refusal
from terminal.domain.facts import Person
from terminal.domain.frames import FrameKind
from terminal.domain.identifiers import IdentifierKind, classify
from terminal.domain.ledger import Entry, EntryKind, LotPart, MemberState, apply
from terminal.domain.missions.awards import progress_on
from terminal.domain.offers import Offering, offers_on
from terminal.domain.presenting import Papers
from terminal.domain.redemption import redeem_limit
from terminal.domain.staff import APPROVED_BY_CHOICE, Colleague, Deed
from terminal.domain.tiers import tier_gap, tier_on, tier_until
from terminal.ports.printing import CancelReason, JobRecord, ReceiptDocument
from terminal.ports.store import LedgerRow, LinkState, MemberRecord, StoredSale, TerminalIdentity
from terminal.usecases.bill import WorkedOut, papers_printed
from terminal.usecases.enrol_member import EnrolMember
from terminal.usecases.identify import MemberCard, usable
from terminal.usecases.link_state import LinkFigures
from terminal.usecases.looking_up import Asked
from terminal.usecases.member_ledger import MemberLedger
from terminal.usecases.parking import Park, Parked, Recalled
from terminal.usecases.receipt import Letterhead, SaleFacts, sale_receipt
from terminal.usecases.reprint import Reprinted
from terminal.usecases.sale_frame import sale_body
from terminal.usecases.sell import SaleDone, SaleQuote, Sell
from terminal.usecases.shift_report import ReportKind, ShiftReport
from terminal.usecases.till import Counter
from ui.qt.screens.sample_aside import SampleAside
from ui.qt.screens.sample_days import SampleDays
from ui.qt.screens.sample_drawer import SampleDrawer, SampleStaff
from ui.qt.screens.sample_jobs import SampleQueue
from ui.qt.screens.sample_offers import member_with_offers, offers_programme
from ui.qt.screens.sample_programme import GOLD_ID, OVERDRAWN_ID, sample_programme
from ui.qt.screens.sample_records import SampleRecords
from ui.qt.screens.sample_report import SampleReports
from ui.qt.screens.sample_store import SampleStore
from ui.viewmodels.actions import Shop
from ui.viewmodels.past_actions import PastActions

NOW = datetime(2026, 11, 21, 6, 32, tzinfo=UTC)
DAY = date(2026, 11, 21)
TILL = "till"
LAST_SYNC = datetime(2026, 11, 21, 1, 41, tzinfo=UTC)
PERSON = Person(birthday=date(1990, 11, 30))
PAPERS = Papers(check=lambda said: f"{sum(map(int, said)):05}")
GOLD_PHONE = "0912345678"
OVERDRAWN_PHONE = "0933000111"
NEW_PHONE = "0955123123"


@dataclass
class SampleShop:
    """Fulfils ``TillActions``. ``online`` and ``unsent`` are what the link says; ``broken`` is raised by ``sell``.

    ``saved`` are the options that were set.
    """

    language: str = "zh_TW"
    theme: str = "system"
    online: bool = True
    redeemed_today: int = 0
    unsent: int = 0
    broken: Refusal | None = None
    number: int = 214
    cashier: str = "林小姐"
    members: dict[str, MemberRecord] = field(default_factory=dict)
    sold: list[Sell] = field(default_factory=list)
    last: SaleDone | None = None
    queue: SampleQueue = field(default_factory=SampleQueue)
    aside: SampleAside = field(default_factory=SampleAside)
    saved: dict[str, str] = field(default_factory=dict)
    staff: SampleStaff = field(default_factory=SampleStaff)
    drawer: SampleDrawer = field(default_factory=SampleDrawer)

    def __post_init__(self) -> None:
        self.reports = SampleReports(self.queue.add)
        self.kept = SampleStore(self, NOW)
        self.records = SampleRecords(self.identify)
        self.programme = sample_programme()
        self.store = self.programme.stores["xinyi"]
        self.brand = self.programme.brands["chawu"]
        self.days = SampleDays(self.programme, self.brand.currency, self._head, self.language)
        lots = (_lot("a", 120, date(2026, 12, 31)), _lot("b", 1164, date(2027, 12, 31)))
        gold = MemberState(GOLD_ID, lots, spend_minor=7820, visits=38, last_visit=date(2026, 11, 8))
        self._add("王曉明", GOLD_PHONE, gold)
        self._add("林志華", OVERDRAWN_PHONE, MemberState(OVERDRAWN_ID, deficit=250, spend_minor=1200, visits=3))

    def start_offers(self) -> None:
        """The programme with everything from now on, and a member who has some of it."""
        self.programme = offers_programme()
        self.store, self.brand = self.programme.stores["xinyi"], self.programme.brands["chawu"]
        self._add("王曉明", GOLD_PHONE, member_with_offers(self.programme))

    def _add(self, name: str, phone: str, state: MemberState) -> None:
        e164 = classify(phone).value
        self.members[e164] = MemberRecord(state.member_id, name, e164, None, state, state, person=PERSON)

    def shop(self) -> Shop:
        """The counter."""
        return Shop(
            programme=self.programme,
            brand=self.brand,
            store=self.store,
            terminal=2,
            cashier=self.cashier,
            next_number=f"{self.number:04}",
            language=self.language,
            theme=self.theme,
            staff=self.staff.people,
            manager_approves=frozenset(APPROVED_BY_CHOICE),
            lock_minutes=5,
            parked=len(self.aside.bills),
        )

    def park(self, command: Park) -> int:
        """Sets it aside."""
        return self.aside.park(command, NOW)

    def parked_bills(self) -> tuple[Parked, ...]:
        """With the names of its members."""
        names = {record.member_id: record.name for record in self.members.values()}
        return tuple(Parked(bill, names.get(bill.member or "", "")) for bill in self.aside.bills.values())

    def recall(self, park_id: str) -> Recalled:
        """Raises ``Refusal("parked_gone")``."""
        bill = self.aside.take(park_id)
        if bill.member is None:
            return Recalled(bill, None)
        known = [record for record in self.members.values() if bill.member in (record.member_id, record.phone)]
        return Recalled(bill, self._card(known[0]) if known else self.card_by_phone(bill.member))

    def sign_in(self, staff_id: str, pin: str) -> Colleague:
        """Who that is sells from now on."""
        who = self.staff.sign_in(staff_id, pin)
        self.cashier = who.name
        return who

    def approve(self, staff_id: str, pin: str, deed: Deed, asked_by: str) -> Colleague:
        """As the staff in ``staff`` can."""
        return self.staff.approve(staff_id, pin, deed, asked_by)

    def identify(self, text: str) -> MemberCard:
        """By phone or id. Raises ``Refusal("member_unknown")``."""
        return self._card(self._record(text))

    def ask_for(self, text: str) -> Asked | None:
        """Online the server answers."""
        return Asked(IdentifierKind.PHONE.value, text, NOW) if self.online else None

    def has_arrived(self, asked: Asked) -> bool | None:
        """Nobody is known elsewhere."""
        return False

    def card_by_phone(self, phone: str) -> MemberCard:
        """Nobody knows them."""
        return replace(self._card(_newcomer(classify(phone).value)), is_newcomer=True)

    def _record(self, text: str) -> MemberRecord:
        for record in self.members.values():
            if record.member_id == text:
                return record
        identifier = classify(text)
        if identifier.kind is not IdentifierKind.PHONE or identifier.value not in self.members:
            raise Refusal("member_unknown", member=text)
        return self.members[identifier.value]

    def _card(self, record: MemberRecord) -> MemberCard:
        state, brand = record.state, self.brand
        customer = customer_of(self.programme, state, record.person, DAY)
        offering = Offering(brand.gifts, brand.missions, brand.coupons, brand.referral)
        return MemberCard(
            member_id=record.member_id,
            name=record.name,
            phone=record.phone,
            tier=tier_on(self.programme, state, DAY),
            tier_until=tier_until(self.programme, state, DAY),
            gap=tier_gap(self.programme, state, DAY),
            balance=state.balance(DAY),
            pending=0,
            limit=redeem_limit(self.programme, self.brand, state, DAY, None, self._knowledge()),
            next_to_expire=state.next_to_expire(DAY),
            offers=offers_on(offering, customer.vouchers, customer.facts, DAY),
            vouchers=usable(brand, customer.vouchers.values(), DAY),
            missions=tuple(progress_on(brand.missions, customer.facts.tallies, DAY)),
            last_visit=state.last_visit,
            visits=state.visits,
            offline_since=None if self.online else LAST_SYNC,
            currency=self.brand.currency,
            reserved=sum(held.points for held in state.usable(DAY, TILL)),
            reserved_elsewhere=state.balance(DAY) - state.spendable(DAY, TILL),
        )

    def _knowledge(self) -> Knowledge:
        age_hours = 0 if self.online else 5
        return Knowledge(self.online, age_hours, self.redeemed_today, terminal=TILL)

    def quote(self, command: Sell) -> SaleQuote:
        """By the real rules."""
        worked_out = self._work_out(command)
        made = worked_out.quote
        return SaleQuote(
            quote=made,
            figures=worked_out.figures,
            member=self._card(worked_out.member) if worked_out.member else None,
            tendered=made.settled.paid,
            change=made.settled.change,
            currency=self.brand.currency,
        )

    @property
    def past(self) -> PastActions:
        """The real use-cases over what was sold."""
        return self.kept.actions()

    @property
    def identity(self) -> TerminalIdentity:
        """The second till."""
        return TerminalIdentity(TILL, 2, self.store.code, self.brand.code, "sample", 1, "")

    def print_it(self, document: ReceiptDocument) -> int:
        """Into the queue."""
        return self.reports.print_it(document, NOW)

    def _work_out(self, command: Sell) -> WorkedOut:
        record = self._on_bill(command)
        bill = Bill(
            sale_id="sale",
            store=self.store,
            moment=self.store.moment(NOW),
            lines=command.lines,
            redeem=command.redeem,
            coupons=command.coupons,
            papers=PAPERS,
            rewards=command.rewards,
            discount=command.discount,
            approved_by=command.approved_by,
            tenders=command.tenders,
        )
        customer = customer_of(self.programme, record.state, record.person, DAY) if record else None
        made = quote(self.programme, bill, customer, self._knowledge())
        states = {record.member_id: record.state} if record else {}
        for entry in made.entries:
            states[entry.member_id], _ = apply(states[entry.member_id], entry, DAY)
        counter = Counter(self.identity, self.programme, self.store, self.brand, NOW, DAY, NOW)
        printed = papers_printed(counter, made.sold, PAPERS.check)
        return WorkedOut(counter, self._knowledge(), record, customer, made, states, printed)

    def _on_bill(self, command: Sell) -> MemberRecord | None:
        if command.member is None:
            return None
        is_known = command.member in self.members
        return _newcomer(command.member) if command.by_phone and not is_known else self._record(command.member)

    def sell(self, command: Sell) -> SaleDone:
        """Sells; the member's state moves on."""
        if self.broken:
            raise self.broken
        worked_out = self._work_out(command)
        self.sold.append(command)
        number = f"{self.number:04}"
        self.number += 1
        record, settled = worked_out.member, worked_out.quote.settled
        self.last = SaleDone(
            sale_id=f"sale-{number}",
            number=number,
            member_id=record.member_id if record else None,
            figures=worked_out.figures,
            tendered=settled.paid,
            change=settled.change,
            papers=worked_out.printed,
            clock_behind=False,
            document=self._receipt(command, worked_out, number),
            output_id=1,
            currency=self.brand.currency,
            member_pending=record is not None and record.phone not in self.members,
        )
        if record:
            self.members[record.phone] = replace(record, state=worked_out.states[record.member_id])
        return self.last

    def _receipt(self, command: Sell, worked_out: WorkedOut, number: str) -> ReceiptDocument:
        body = sale_body(command, worked_out, number)
        buyer, entries = worked_out.member, worked_out.quote.entries
        sale = StoredSale(
            f"sale-{number}", number, NOW, DAY, buyer.member_id if buyer else None, body, "", TILL, entries
        )
        self.kept.sales[sale.sale_id] = sale
        return sale_receipt(SaleFacts(sale, worked_out.member), self._head(), self.language)

    def _head(self) -> Letterhead:
        return Letterhead(self.programme, self.brand, self.store, 2, "")

    def enrol_member(self, command: EnrolMember) -> MemberCard:
        """Raises ``Refusal("phone_taken")`` when the phone is a member's."""
        phone = classify(command.phone).value
        if phone in self.members:
            raise Refusal("phone_taken", member=self.members[phone].member_id)
        self._add(command.name, command.phone, MemberState(f"new-{len(self.members)}"))
        return self._card(self.members[phone])

    def member_ledger(self, member: str) -> MemberLedger:
        """Three movements made here, the rest elsewhere; none of whoever was never here."""
        record = self._record(member)
        balance = record.state.balance(DAY)
        rows = _movements(record.member_id) if record.state.visits else ()
        elsewhere = balance - sum(row.entry.points for row in rows)
        return MemberLedger(record.member_id, record.name, record.phone, balance, elsewhere, rows, "chawu")

    def reprint(self) -> Reprinted:
        """Raises ``Refusal("sale_unknown")`` before the first sale."""
        if self.last is None:
            raise Refusal("sale_unknown", sale="")
        return Reprinted(self.last.sale_id, self.last.number, self.last.document, 2)

    def print_queue(self) -> Sequence[JobRecord]:
        """The jobs in ``queue``."""
        return self.queue.listed()

    def print_again(self, output_id: int) -> JobRecord:
        """Raises ``Refusal`` as the use-case does."""
        return self.queue.print_again(output_id)

    def cancel_print_job(self, output_id: int, reason: CancelReason) -> JobRecord:
        """Raises ``Refusal`` as the use-case does."""
        return self.queue.cancel(output_id, reason)

    def day_report(self, kind: ReportKind, day: date | None = None, *, print_it: bool = False) -> ShiftReport:
        """Every day is the same, closed or not."""
        made = self.reports.report(self._head(), self.language, NOW, day or DAY, kind)
        return replace(made, output_id=self.reports.print_it(made.document, NOW)) if print_it else made

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Notes them."""
        self.saved |= settings

    def link(self) -> LinkFigures:
        """As ``online`` and ``unsent`` say."""
        last = NOW - timedelta(seconds=12) if self.online else LAST_SYNC
        state = LinkState(self.online, last, self.unsent, LAST_SYNC if self.unsent else None)
        return LinkFigures(state, self.online, NOW, NOW - last, NOW - LAST_SYNC if self.unsent else None, {})


def _newcomer(phone: str) -> MemberRecord:
    state = MemberState(f"by-{phone}")
    return MemberRecord(state.member_id, "", phone, None, state, None)


def _lot(lot_id: str, points: int, expires_on: date) -> LotPart:
    return LotPart(lot_id, "chawu", points, expires_on, date(2026, 1, 5))


def _movements(member_id: str) -> tuple[LedgerRow, ...]:
    moved = (
        (EntryKind.ACCRUE, FrameKind.SALE, 42, 8),
        (EntryKind.REDEEM, FrameKind.SALE, -300, 8),
        (EntryKind.ACCRUE, FrameKind.SALE, 67, 21),
    )
    return tuple(
        LedgerRow(
            at=NOW.replace(day=day),
            day=DAY.replace(day=day),
            kind=frame,
            entry=Entry(member_id, kind, points, (_lot(str(place), points, date(2027, 12, 31)),) if points > 0 else ()),
            terminal="till",
            epoch=1,
            seq=place,
            sale_id=None,
            confirmed=day < DAY.day,
        )
        for place, (kind, frame, points, day) in enumerate(moved, start=1)
    )
