"""A member as the server keeps them: booked on in shares, and merged."""

from dataclasses import field, replace

from sync.protocol.messages import IdentifierHash
from terminal.domain.ledger import Entry, MemberState
from terminal.domain.merging import add_states, own_share, pool_share
from terminal.domain.records import record


@record
class Account:
    """A member as the server keeps them. ``sealed_profile`` is personal data, never opened here.

    ``cells`` are the groups of stores whose terminals carry the member, ``household`` the account that holds their
    points. ``booked`` counts the entries ever booked on them, of those who became them too. ``told`` are the cells
    that have heard of the account as it was loaded, ``None`` for one that is not stored yet. An ``erased`` one is a
    tombstone: it keeps what the ledger needs, and nothing that says who it was.
    """

    state: MemberState
    alias_of: str | None = None
    household: str | None = None
    booked: int = 0
    sealed_profile: bytes | None = None
    identifiers: tuple[IdentifierHash, ...] = ()
    cells: tuple[str, ...] = ()
    told: tuple[str, ...] | None = field(default=None, compare=False)
    erased: bool = False

    @property
    def member_id(self) -> str:
        """The member's id."""
        return self.state.member_id


def shares_of(account: Account, entry: Entry) -> tuple[Entry, ...]:
    """What an entry for the member is booked as: whole, or shared between them and their household's pool."""
    if account.household is None:
        return (entry if entry.member_id == account.member_id else replace(entry, member_id=account.member_id),)
    own, pooled = own_share(replace(entry, member_id=account.member_id)), pool_share(entry, account.household)
    return tuple(share for share in (own, pooled) if share)


def merge_accounts(member: Account, into: Account) -> tuple[Account, Account]:
    """``member`` as another name of ``into``, and ``into`` with all it had; identifiers and profiles stay."""
    alias = replace(member, state=MemberState(member.member_id), alias_of=into.member_id)
    both = replace(
        into,
        state=add_states(into.state, member.state),
        cells=tuple(sorted({*into.cells, *member.cells})),
        booked=into.booked + member.booked,
    )
    return alias, both


def merge_hindrance(member: Account, into: Account) -> str | None:
    """Why these two cannot become one; ``None`` where they can."""
    if member.erased or into.erased:
        return "erased"
    return "household" if member.household or into.household else None
