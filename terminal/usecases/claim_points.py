"""Points of an earlier sale without a member, claimed with the code on its receipt."""

from terminal.domain import claims
from terminal.domain.awards import earned
from terminal.domain.claimed import BODY, claim_awards, claimed_document, qualifying_of
from terminal.domain.claims import Claim
from terminal.domain.errors import Refusal
from terminal.domain.expiry import new_lot
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.records import record
from terminal.ports.store import MemberRecord, NewFrame, StoredSale, UnitOfWork
from terminal.usecases.claims import verify_claim
from terminal.usecases.claims_back import claim_numbers, left_to_claim
from terminal.usecases.customers import customer_at
from terminal.usecases.giving_back import already, sold_bill
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.members import find_member, use_token
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Counter, Till, counter_of, new_id


@record
class ClaimPoints:
    """Gives ``member`` the points of the receipt whose claim is ``code``."""

    member: str
    code: str
    cashier: str = ""
    key: str | None = None


@record
class PointsClaimed:
    """A committed claim: the receipt's sale, its ``points``, and the member's ``balance`` after it."""

    member_id: str
    sale: str
    points: int
    balance: int


def claim_points(till: Till, command: ClaimPoints) -> PointsClaimed:
    """What the receipt's amount earns by the brand's rules, in the member's tier of today.

    It can be told without a line from an invented one, and that it was used here; that another till took it too is
    found by the server. Raises ``Refusal``: ``claim_unreadable``, ``claim_till_unknown``, ``claim_not_signed``,
    ``claim_expired``, ``claim_used``, ``claim_given_back``, ``claim_brand_other``, ``claim_without_points``,
    ``member_unknown``.
    """
    with till.store.unit_of_work() as unit:
        done = kept_answer(unit, "claim_points", command.key, PointsClaimed)
        if done is None:
            counter = counter_of(till, unit)
            claim = _claim(unit, counter, command.code)
            done = _book(unit, counter, claim, find_member(unit, command.member, counter.now), command)
            use_token(unit, command.member, counter.now)
            keep_answer(unit, "claim_points", command.key, done)
            unit.commit()
        return done


def _claim(unit: UnitOfWork, counter: Counter, code: str) -> tuple[Claim, int]:
    """The claim, and what of its amount is left: less than it says where a part of the sale was given back here."""
    claim = verify_claim(code, counter.day, unit.terminal_key)
    if claim.brand != counter.brand.code or claim.currency != counter.brand.currency.code:
        raise Refusal("claim_brand_other")
    sale = _sale_of(unit, counter, claim)
    numbers = {claim.number, *(claim_numbers(counter, sale) if sale else ())}  # copies of other epochs have their own
    if any(unit.coupon_uses(number) for number in numbers):
        raise Refusal("claim_used")
    amount = _left(unit, counter, claim, sale) if sale else claim.amount
    if amount <= 0:
        raise Refusal("claim_given_back")
    return claim, amount


def _sale_of(unit: UnitOfWork, counter: Counter, claim: Claim) -> StoredSale | None:
    if claim.terminal != counter.identity.terminal_id:
        return None
    try:
        return find_sale(unit, counter, claim.sale)
    except Refusal:  # a sale of before this machine was set up anew
        return None


def _left(unit: UnitOfWork, counter: Counter, claim: Claim, sale: StoredSale) -> int:
    left = left_to_claim(unit.programme(sale.programme), sold_bill(sale, counter), already(unit, sale))
    return claim.amount if left is None else min(left, claim.amount)


def _book(
    unit: UnitOfWork, counter: Counter, claimed: tuple[Claim, int], member: MemberRecord, command: ClaimPoints
) -> PointsClaimed:
    claim, amount = claimed
    moment, facts = counter.store.moment(counter.now), customer_at(counter, member).facts
    awards = claim_awards(counter.programme, counter.store, moment, facts, amount)
    points = earned(awards)
    if points <= 0:
        raise Refusal("claim_without_points")
    body = {
        "member": member.member_id,
        "reason": claims.KIND,
        "approved_by": "",
        BODY: claimed_document(claim, amount, moment, facts),
        "coupons": [[claims.KIND, claim.number]],
    }
    cashier = {"cashier": command.cashier} if command.cashier else {}
    entries = _entries(counter, member, points, qualifying_of(awards))
    digest = counter.programme.digest
    frame = NewFrame(FrameKind.ADJUSTMENT, counter.now, counter.day, digest, body | cashier, entries)
    unit.use_claim(claim.number, unit.append(frame))
    balance = member.wallet.balance(counter.day) + points
    return PointsClaimed(member.member_id, claim.sale, points, balance)


def _entries(counter: Counter, member: MemberRecord, points: int, qualifying: int) -> tuple[Entry, ...]:
    """Points go into the wallet, which may be the household's; what counts towards tiers is the member's own."""
    lot = new_lot(counter.brand.expiry, counter.brand.code, new_id(), points, counter.day)
    wallet, mine = member.wallet.member_id, member.state.member_id
    if wallet == mine:
        return (Entry(mine, EntryKind.ACCRUE, points, (lot,), qualifying=qualifying),)
    own = (Entry(mine, EntryKind.ACCRUE, 0, qualifying=qualifying),) if qualifying else ()
    return (Entry(wallet, EntryKind.ACCRUE, points, (lot,)), *own)
