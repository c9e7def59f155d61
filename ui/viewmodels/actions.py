"""What the till's screens ask of the core; ``ui.compose`` fills it with the use-cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from terminal.domain.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from terminal.domain.programme import Brand, Programme, Store
    from terminal.domain.staff import Colleague, Deed
    from terminal.ports.printing import CancelReason, JobRecord
    from terminal.usecases.enrol_member import EnrolMember
    from terminal.usecases.identify import MemberCard
    from terminal.usecases.link_state import LinkFigures
    from terminal.usecases.looking_up import Asked
    from terminal.usecases.member_ledger import MemberLedger
    from terminal.usecases.parking import Park, Parked, Recalled
    from terminal.usecases.reprint import Reprinted
    from terminal.usecases.sell import SaleDone, SaleQuote, Sell
    from terminal.usecases.shift_report import ReportKind, ShiftReport
    from ui.viewmodels.drawer_actions import DrawerActions
    from ui.viewmodels.office.days import DayActions
    from ui.viewmodels.office.records import RecordActions
    from ui.viewmodels.past_actions import PastActions
    from ui.viewmodels.staff_actions import StaffActions


@record
class Shop:
    """Where this till stands and by which rules it sells now.

    ``next_number`` is the next receipt's number, ``language`` the one the screen and the receipts speak.
    ``paper_dots`` is how wide the printer's paper is. ``staff`` may sign in; where it is empty, nobody has to.
    ``manager_approves`` is what a cashier asks a manager for, ``lock_minutes`` the idle time after which the one who
    is signed in has to prove it again (0: never).
    ``parked`` is how many bills are set aside, ``theme`` how the screen is to look (option ``screen_theme``).
    """

    programme: Programme
    brand: Brand
    store: Store
    terminal: int
    cashier: str
    next_number: str
    language: str
    paper_dots: int = 576
    staff: tuple[Colleague, ...] = ()
    manager_approves: frozenset[Deed] = frozenset()
    lock_minutes: int = 0
    parked: int = 0
    theme: str = "system"


class TillActions(Protocol):
    """Each call is one use-case in its own transaction and may raise ``Refusal``. Called on the store's thread only."""

    @property
    def past(self) -> PastActions:
        """What concerns sales that were made."""
        ...

    @property
    def drawer(self) -> DrawerActions:
        """What concerns the shifts of the cash drawer."""
        ...

    @property
    def staff(self) -> StaffActions:
        """What concerns who works here."""
        ...

    def shop(self) -> Shop:
        """The counter as it stands now."""
        ...

    def identify(self, text: str) -> MemberCard:
        """The member that a phone, a card, a token or an id names, as far as this till carries them."""
        ...

    def ask_for(self, text: str) -> Asked | None:
        """Asks the server for a member who is not carried here; ``None`` where nobody would answer."""
        ...

    def has_arrived(self, asked: Asked) -> bool | None:
        """Whether the member is here now, after a moment's wait; ``None`` while there is no answer."""
        ...

    def card_by_phone(self, phone: str) -> MemberCard:
        """The card on which a phone earns that nobody here knows; nothing is written."""
        ...

    def quote(self, command: Sell) -> SaleQuote:
        """What selling this bill would do; nothing is written."""
        ...

    def sell(self, command: Sell) -> SaleDone:
        """Sells the bill."""
        ...

    def park(self, command: Park) -> int:
        """Sets a bill aside; gives how many are."""
        ...

    def parked_bills(self) -> tuple[Parked, ...]:
        """What is set aside, oldest first."""
        ...

    def recall(self, park_id: str) -> Recalled:
        """Takes a bill up that was set aside."""
        ...

    def enrol_member(self, command: EnrolMember) -> MemberCard:
        """The new member."""
        ...

    def member_ledger(self, member: str) -> MemberLedger:
        """The member's movements."""
        ...

    def reprint(self) -> Reprinted:
        """A copy of the last receipt."""
        ...

    def print_queue(self) -> Sequence[JobRecord]:
        """The latest jobs of the printer, newest first."""
        ...

    def print_again(self, output_id: int) -> JobRecord:
        """A copy of what that job was to print; gives the copy's job."""
        ...

    def cancel_print_job(self, output_id: int, reason: CancelReason) -> JobRecord:
        """The job, cancelled."""
        ...

    def day_report(self, kind: ReportKind, day: date | None = None, *, print_it: bool = False) -> ShiftReport:
        """The X or Z report of ``day``, or of the current business day. A Z report closes the day."""
        ...

    def save_settings(self, settings: Mapping[str, str]) -> None:
        """Sets options of this terminal, all or none."""
        ...

    def sign_in(self, staff_id: str, pin: str) -> Colleague:
        """The colleague whose PIN that is, from now on the one who sells here."""
        ...

    def approve(self, staff_id: str, pin: str, deed: Deed, asked_by: str) -> Colleague:
        """The manager whose PIN that is, who approves ``deed``."""
        ...

    @property
    def days(self) -> DayActions:
        """What the office's day and shifts ask."""
        ...

    @property
    def records(self) -> RecordActions:
        """What the office's lists ask."""
        ...

    def link(self) -> LinkFigures:
        """How the terminal stands with the server and the printer."""
        ...
