"""The use-cases as the till's screens ask for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from terminal.ports.printing import CancelReason, JobRecord
from terminal.settings.options import value_of
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.forget_erased import forget_erased
from terminal.usecases.identify import MemberCard, identify
from terminal.usecases.link_state import LinkFigures, link_state
from terminal.usecases.looking_up import Asked, answer_to, ask_for
from terminal.usecases.member_ledger import MemberLedger, member_ledger
from terminal.usecases.print_queue import cancel_job, list_jobs, print_again
from terminal.usecases.reprint import Reprinted, reprint
from terminal.usecases.return_reservations import tend_reservations
from terminal.usecases.sell import SaleDone, SaleQuote, Sell, quote_sale, sell
from terminal.usecases.shift_report import ReportKind, ShiftReport, shift_report
from terminal.usecases.till import Till, counter_of
from ui.compose.peripherals import paper_dots
from ui.compose.terminals import put_settings
from ui.viewmodels.actions import Shop


@dataclass(frozen=True, slots=True)
class CounterActions:
    """Implements ``ui.viewmodels.actions.TillActions`` on a till, for one cashier."""

    till: Till
    cashier: str = ""

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
            )

    def identify(self, text: str) -> MemberCard:
        """The member that a phone, a card, a token or an id names, as far as this till carries them."""
        return identify(replace(self.till, sync=None), text)

    def ask_for(self, text: str) -> Asked | None:
        """Asks the server for a member who is not carried here."""
        return ask_for(self.till, text)

    def has_arrived(self, asked: Asked) -> bool | None:
        """Whether the member is here now; the store's thread is held up for a tenth of a second at most."""
        return answer_to(self.till, asked, polls=2)

    def quote(self, command: Sell) -> SaleQuote:
        """What selling this bill would do; nothing is written."""
        return quote_sale(self.till, command)

    def sell(self, command: Sell) -> SaleDone:
        """Sells the bill."""
        return sell(self.till, command)

    def enrol_member(self, command: EnrolMember) -> MemberCard:
        """The new member."""
        return enrol_member(self.till, command)

    def member_ledger(self, member: str) -> MemberLedger:
        """The member's movements."""
        return member_ledger(self.till, member)

    def reprint(self) -> Reprinted:
        """A copy of the last receipt."""
        return reprint(self.till, asked_by=self.cashier)

    def print_queue(self) -> Sequence[JobRecord]:
        """The latest jobs of the printer, newest first."""
        return list_jobs(self.till)

    def print_again(self, output_id: int) -> JobRecord:
        """A copy of what that job was to print; gives the copy's job."""
        return print_again(self.till, output_id, self.cashier)

    def cancel_print_job(self, output_id: int, reason: CancelReason) -> JobRecord:
        """The job, cancelled."""
        return cancel_job(self.till, output_id, reason, self.cashier)

    def day_report(self, kind: ReportKind, day: date | None = None, *, print_it: bool = False) -> ShiftReport:
        """The X or Z report of a business day."""
        return shift_report(self.till, kind, day, print_it=print_it)

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Sets options of this terminal."""
        put_settings(self.till.store, settings)

    def link(self) -> LinkFigures:
        """How the terminal stands with the server and the printer."""
        return link_state(self.till)
