"""The use-cases as the till's screens ask for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.settings.options import value_of
from terminal.usecases.forget_erased import forget_erased
from terminal.usecases.link_state import LinkFigures, link_state
from terminal.usecases.return_reservations import tend_reservations
from terminal.usecases.staff import manager_approves, staff_of
from terminal.usecases.till import Till, counter_of
from ui.compose.peripherals import paper_dots
from ui.viewmodels.actions import Shop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from terminal.domain.staff import Colleague, Deed
    from terminal.ports.printing import CancelReason, JobRecord
    from terminal.usecases.enrol_member import EnrolMember
    from terminal.usecases.identify import MemberCard
    from terminal.usecases.looking_up import Asked
    from terminal.usecases.member_ledger import MemberLedger
    from terminal.usecases.parking import Park, Parked, Recalled
    from terminal.usecases.reprint import Reprinted
    from terminal.usecases.sell import SaleDone, SaleQuote, Sell
    from terminal.usecases.shift_report import ReportKind, ShiftReport
    from ui.compose.days import DaysAtCounter
    from ui.compose.drawer_actions import DrawerAtCounter
    from ui.compose.records import RecordsAtCounter
    from ui.compose.staff_actions import StaffAtCounter
    from ui.viewmodels.past_actions import PastActions


@dataclass(slots=True)
class SignedIn:
    """Who is signed in at the counter, by name; empty before the first."""

    name: str = ""


@record
class CounterActions:
    """Implements ``ui.viewmodels.actions.TillActions`` on a till.

    ``named`` sells as long as nobody has signed in. Exports go below ``home`` where nobody chose another folder.
    """

    till: Till
    named: str = ""
    signed_in: SignedIn = field(default_factory=SignedIn)
    home: Path | None = None

    @property
    def cashier(self) -> str:
        """Who sells."""
        return self.signed_in.name or self.named

    @property
    def drawer(self) -> DrawerAtCounter:
        """What concerns the shifts of the cash drawer."""
        from ui.compose.drawer_actions import DrawerAtCounter

        return DrawerAtCounter(self.till)

    @property
    def staff(self) -> StaffAtCounter:
        """What concerns who works here."""
        from ui.compose.staff_actions import StaffAtCounter

        return StaffAtCounter(self.till)

    @property
    def past(self) -> PastActions:
        """What concerns sales that were made."""
        from ui.viewmodels.past_actions import PastActions

        return PastActions(self.till)

    def shop(self) -> Shop:
        """The counter as it stands now; what is set aside for it and due back is given back first."""
        tend_reservations(self.till)
        forget_erased(self.till)
        with self.till.store.view() as unit:
            counter = counter_of(self.till, unit)
            return Shop(
                programme=counter.programme,
                brand=counter.brand,
                store=counter.store,
                terminal=counter.identity.number,
                cashier=self.cashier,
                next_number=unit.next_sale_number(counter.day),
                language=value_of("language", unit.setting),
                paper_dots=paper_dots(unit.setting),
                parked=unit.parked_bill_count(),
                staff=staff_of(unit),
                manager_approves=manager_approves(unit),
                lock_minutes=int(value_of("lock_minutes", unit.setting)),
                theme=value_of("screen_theme", unit.setting),
            )

    def identify(self, text: str) -> MemberCard:
        """The member that a phone, a card, a token or an id names, as far as this till carries them."""
        from terminal.usecases.identify import identify

        return identify(replace(self.till, sync=None), text)

    def ask_for(self, text: str) -> Asked | None:
        """Asks the server for a member who is not carried here."""
        from terminal.usecases.looking_up import ask_for

        return ask_for(self.till, text)

    def has_arrived(self, asked: Asked) -> bool | None:
        """Whether the member is here now; the store's thread is held up for a tenth of a second at most."""
        from terminal.usecases.looking_up import answer_to

        return answer_to(self.till, asked, polls=2)

    def card_by_phone(self, phone: str) -> MemberCard:
        """The card on which a phone earns that nobody here knows; nothing is written."""
        from terminal.usecases.earn_by_phone import card_by_phone

        return card_by_phone(self.till, phone)

    def quote(self, command: Sell) -> SaleQuote:
        """What selling this bill would do; nothing is written."""
        from terminal.usecases.sell import quote_sale

        return quote_sale(self.till, command)

    def sell(self, command: Sell) -> SaleDone:
        """Sells the bill."""
        from terminal.usecases.sell import sell

        return sell(self.till, command)

    def park(self, command: Park) -> int:
        """Sets a bill aside; gives how many are."""
        from terminal.usecases.parking import park

        return park(self.till, command)

    def parked_bills(self) -> tuple[Parked, ...]:
        """What is set aside, oldest first."""
        from terminal.usecases.parking import parked_bills

        return parked_bills(self.till)

    def recall(self, park_id: str) -> Recalled:
        """Takes a bill up that was set aside."""
        from terminal.usecases.parking import recall

        return recall(self.till, park_id)

    def enrol_member(self, command: EnrolMember) -> MemberCard:
        """The new member."""
        from terminal.usecases.enrol_member import enrol_member

        return enrol_member(self.till, command)

    def member_ledger(self, member: str) -> MemberLedger:
        """The member's movements."""
        from terminal.usecases.member_ledger import member_ledger

        return member_ledger(self.till, member)

    def reprint(self) -> Reprinted:
        """A copy of the last receipt."""
        from terminal.usecases.reprint import reprint

        return reprint(self.till, asked_by=self.cashier)

    def print_queue(self) -> Sequence[JobRecord]:
        """The latest jobs of the printer, newest first."""
        from terminal.usecases.print_queue import list_jobs

        return list_jobs(self.till)

    def print_again(self, output_id: int) -> JobRecord:
        """A copy of what that job was to print; gives the copy's job."""
        from terminal.usecases.print_queue import print_again

        return print_again(self.till, output_id, self.cashier)

    def cancel_print_job(self, output_id: int, reason: CancelReason) -> JobRecord:
        """The job, cancelled."""
        from terminal.usecases.print_queue import cancel_job

        return cancel_job(self.till, output_id, reason, self.cashier)

    def day_report(self, kind: ReportKind, day: date | None = None, *, print_it: bool = False) -> ShiftReport:
        """The X or Z report of a business day."""
        from terminal.usecases.shift_report import shift_report

        return shift_report(self.till, kind, day, print_it=print_it)

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Sets options of this terminal."""
        from ui.compose.terminals import put_settings

        put_settings(self.till.store, settings)

    def sign_in(self, staff_id: str, pin: str) -> Colleague:
        """The colleague whose PIN that is, from now on the one who sells here."""
        from terminal.usecases.sign_in import sign_in

        who = sign_in(self.till, staff_id, pin)
        self.signed_in.name = who.name
        return who

    def approve(self, staff_id: str, pin: str, deed: Deed, asked_by: str) -> Colleague:
        """The manager whose PIN that is, with a line in the trail."""
        from terminal.usecases.sign_in import approve

        return approve(self.till, staff_id, pin, deed, asked_by)

    @property
    def days(self) -> DaysAtCounter:
        """What the office's day and shifts ask."""
        from ui.compose.days import DaysAtCounter

        return DaysAtCounter(self.till, self.home or Path.home() / "Stillpoint", self.cashier)

    @property
    def records(self) -> RecordsAtCounter:
        """What the office's lists ask."""
        from ui.compose.records import RecordsAtCounter

        return RecordsAtCounter(self.till)

    def link(self) -> LinkFigures:
        """How the terminal stands with the server and the printer."""
        return link_state(self.till)
