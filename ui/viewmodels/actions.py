"""What the till's screens ask of the core; ``ui.compose`` fills it with the use-cases."""

from dataclasses import dataclass
from typing import Protocol

from terminal.domain.programme import Brand, Programme, Store
from terminal.usecases.enrol_member import EnrolMember
from terminal.usecases.identify import MemberCard
from terminal.usecases.link_state import LinkFigures
from terminal.usecases.looking_up import Asked
from terminal.usecases.member_ledger import MemberLedger
from terminal.usecases.reprint import Reprinted
from terminal.usecases.sell import SaleDone, SaleQuote, Sell


@dataclass(frozen=True, slots=True)
class Shop:
    """Where this till stands and by which rules it sells now.

    ``next_number`` is the next receipt's number, ``language`` the one the screen and the receipts speak.
    """

    programme: Programme
    brand: Brand
    store: Store
    terminal: int
    cashier: str
    next_number: str
    language: str


class TillActions(Protocol):
    """Each call is one use-case in its own transaction and may raise ``Refusal``. Called on the store's thread only."""

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

    def quote(self, command: Sell) -> SaleQuote:
        """What selling this bill would do; nothing is written."""
        ...

    def sell(self, command: Sell) -> SaleDone:
        """Sells the bill."""
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

    def link(self) -> LinkFigures:
        """How the terminal stands with the server and the printer."""
        ...
