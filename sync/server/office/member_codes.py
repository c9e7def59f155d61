"""Members' codes that change, signed here: the group's app asks for one whenever it shows it.

They are signed with the key that signs programmes, under a purpose of their own: every terminal has trusted that key
since it enrolled, so a code works in a store that has had no line since, and no second key has to reach it first.
"""

from datetime import datetime

from sync.server.accounts.desk import Desk
from terminal.domain import member_tokens
from terminal.domain.records import record


@record
class MemberCode:
    """A code, whose it is, and when it ends."""

    member: str
    token: str
    expires_at: datetime


def mint_code(desk: Desk, member: str) -> MemberCode:
    """A new code for the member with that id, phone or card. Raises ``Refusal``: as ``Desk.find``."""
    found = desk.database.write_again(lambda connection: desk.find(connection, member))
    member_id = found.account.member_id
    token = member_tokens.mint(member_id, desk.now(), desk.keys.signing.sign)
    return MemberCode(member_id, token, member_tokens.read(token).expires_at)
