"""Points of an earlier sale without a member, claimed with the code on its receipt."""

from dataclasses import dataclass
from fractions import Fraction

from terminal.domain import claims
from terminal.domain.awards import earned
from terminal.domain.claims import Claim
from terminal.domain.earning import Purchase, base_awards
from terminal.domain.errors import Refusal
from terminal.domain.expiry import new_lot
from terminal.domain.frames import FrameKind
from terminal.domain.ledger import Entry, EntryKind
from terminal.domain.lines import EarningLine
from terminal.ports.store import MemberRecord, NewFrame, UnitOfWork
from terminal.usecases.claims import verify_claim
from terminal.usecases.customers import customer_at
from terminal.usecases.kept import keep_answer, kept_answer
from terminal.usecases.members import find_member, use_token
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Counter, Till, counter_of, new_id


@dataclass(frozen=True, slots=True)
class ClaimPoints:
    """Gives ``member`` the points of the receipt whose claim is ``code``."""

    member: str
    code: str
    cashier: str = ""
    key: str | None = None


@dataclass(frozen=True, slots=True)
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


def _claim(unit: UnitOfWork, counter: Counter, code: str) -> Claim:
    claim = verify_claim(code, counter.day, unit.terminal_key)
    if claim.brand != counter.brand.code or claim.currency != counter.brand.currency.code:
        raise Refusal("claim_brand_other")
    if unit.coupon_uses(claim.number):
        raise Refusal("claim_used")
    if claim.terminal == counter.identity.terminal_id and _is_given_back(unit, counter, claim):
        raise Refusal("claim_given_back")
    return claim


def _is_given_back(unit: UnitOfWork, counter: Counter, claim: Claim) -> bool:
    try:
        return bool(unit.refunds_of(find_sale(unit, counter, claim.sale).sale_id))
    except Refusal:  # a sale of before this machine was set up anew
        return False


def _book(
    unit: UnitOfWork, counter: Counter, claim: Claim, member: MemberRecord, command: ClaimPoints
) -> PointsClaimed:
    awards = base_awards(counter.programme, _purchase(counter, claim, member))
    points = earned(awards)
    if points <= 0:
        raise Refusal("claim_without_points")
    lot = new_lot(counter.brand.expiry, counter.brand.code, new_id(), points, counter.day)
    qualifying = sum(award.qualifying for award in awards if award.member_id is None)
    entry = Entry(member.wallet.member_id, EntryKind.ACCRUE, points, (lot,), qualifying=qualifying)
    body = {
        "member": member.member_id,
        "reason": claims.KIND,
        "approved_by": "",
        "claim": {"terminal": claim.terminal, "epoch": claim.epoch, "sale": claim.sale, "amount": claim.amount},
        "coupons": [[claims.KIND, claim.number]],
    }
    cashier = {"cashier": command.cashier} if command.cashier else {}
    digest = counter.programme.digest
    frame = NewFrame(FrameKind.ADJUSTMENT, counter.now, counter.day, digest, body | cashier, (entry,))
    unit.use_claim(claim.number, unit.append(frame))
    balance = member.wallet.balance(counter.day) + points
    return PointsClaimed(member.member_id, claim.sale, points, balance)


def _purchase(counter: Counter, claim: Claim, member: MemberRecord) -> Purchase:
    """The amount that earns, as one line of nothing in particular: the receipt does not say of what."""
    return Purchase(
        sale_id=new_id(),
        store=counter.store,
        moment=counter.store.moment(counter.now),
        facts=customer_at(counter, member).facts,
        lines=(EarningLine("", "", Fraction(1), claim.amount, discounted=False),),
        tenders=(),
        spent=claim.amount,
    )
