"""A member as lists show them."""

from terminal.domain.identifiers import mask_name, mask_phone
from terminal.domain.records import record
from terminal.usecases.member_list import MemberRow
from ui.viewmodels.desk import Desk
from ui.viewmodels.words import points


@record
class MemberLine:
    """A member as the list shows them: masked, as anybody may look at it."""

    name: str
    phone: str
    balance: str
    visits: str
    last_visit: str
    owes: bool


def member_line(desk: Desk, row: MemberRow) -> MemberLine:
    """``row`` in words."""
    words = desk.words
    return MemberLine(
        name=mask_name(row.name) or words.say("member_nameless"),
        phone=mask_phone(row.phone),
        balance=points(row.balance),
        visits=words.say("member_visits", count=row.visits),
        last_visit=words.whole_day(row.last_visit) if row.last_visit else "",
        owes=row.balance < 0,
    )
