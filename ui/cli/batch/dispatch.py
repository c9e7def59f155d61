"""Commands to use-cases, and whatever happens to an answer."""

import logging
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.lines import CashierDiscount
from terminal.domain.money import line_amount
from terminal.ports.sync import Synchroniser
from terminal.usecases.adjust import Adjust, adjust
from terminal.usecases.cash_shifts import current_shift
from terminal.usecases.claim_points import ClaimPoints, claim_points
from terminal.usecases.close_shift import CloseShift, close_shift
from terminal.usecases.day_stats import day_stats
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.exchange import Exchange, exchange
from terminal.usecases.forget_erased import forget_erased
from terminal.usecases.identify import identify
from terminal.usecases.link_state import link_state
from terminal.usecases.member_ledger import member_ledger
from terminal.usecases.merge_members import MergeMembers, merge_members
from terminal.usecases.move_cash import MoveCash, move_cash
from terminal.usecases.open_shift import BeginShift, begin_shift
from terminal.usecases.past_sales import past_sale
from terminal.usecases.refund import Refund, quote_refund, refund
from terminal.usecases.reprint import reprint
from terminal.usecases.return_reservations import tend_reservations
from terminal.usecases.sell import Sell, TenderRequest, quote_sale, sell
from terminal.usecases.till import Till
from terminal.usecases.void import Void, void
from terminal.usecases.wording import refusal_text
from ui.cli.batch import answers, drawer_answers, figure_answers
from ui.cli.batch.answers import Answer
from ui.cli.batch.clock import BatchClock
from ui.cli.batch.parsing import Command, parse, read_command
from ui.cli.options import log_failure, refusal_of

_log = logging.getLogger(__name__)


class Batch:
    """A till that is asked command by command; each is a transaction of its own, and none of them ends the batch.

    ``till`` must go by ``clock``. ``synchroniser`` is made when a ``sync`` is asked for; ``print_now`` is called after
    each command that was carried out.
    """

    def __init__(
        self,
        till: Till,
        clock: BatchClock,
        synchroniser: Callable[[], Synchroniser],
        language: str,
        print_now: Callable[[], None] | None = None,
    ) -> None:
        self.till = till
        self.language = language
        self._print_now = print_now
        self._clock = clock
        self._synchroniser = synchroniser

    def answer_line(self, line: bytes, number: int) -> Answer:
        """The answer to one line of JSON; ``number`` names it in refusals."""
        return self._answered(lambda: parse(line, number))

    def answer(self, document: Mapping[str, Any]) -> Answer:
        """The answer to one command, given as an object."""
        return self._answered(lambda: read_command(document))

    def synchronise(self) -> Answer:
        """One round of sync; what it says is due back of reservations goes with the next."""
        report = self._synchroniser().run_once()
        tend_reservations(self.till)
        forget_erased(self.till)
        return figure_answers.synced(report)

    def _answered(self, read: Callable[[], Command]) -> Answer:
        try:
            command = read()
            with self._clock.set_to(command.at):
                answer = {"ok": True, **_HANDLERS[command.op](self, command.fields)}
            if self._print_now is not None:
                self._print_now()
            return answer
        except Refusal as refusal:
            return self._refused(refusal)
        except Exception as error:  # the boundary of a command: the next one must still be heard
            log_failure(_log, error)
            return self._refused(refusal_of(error))

    def _refused(self, refusal: Refusal) -> Answer:
        message = refusal_text(refusal, self.language)
        return {"ok": False, "error": {"kind": refusal.kind, "data": dict(refusal.data), "message": message}}


Fields = Mapping[str, Any]


def _enrol(batch: Batch, fields: Fields) -> Answer:
    return answers.enrolled(enrol_member(batch.till, EnrolMember(**fields)))


def _identify(batch: Batch, fields: Fields) -> Answer:
    return answers.identified(identify(batch.till, fields["member"]), batch.language)


def _sell(batch: Batch, fields: Fields) -> Answer:
    return answers.sold(sell(batch.till, _bill("sell", fields)), batch.language)


def _quote(batch: Batch, fields: Fields) -> Answer:
    return answers.quoted(quote_sale(batch.till, _bill("quote", fields)), batch.language)


def _bill(op: str, fields: Fields) -> Sell:
    return Sell(
        member=fields.get("member"),
        lines=tuple(_line(op, index, line) for index, line in enumerate(fields["lines"])),
        redeem=fields.get("redeem", 0),
        tenders=tuple(TenderRequest(**tender) for tender in fields.get("tenders", ())),
        coupons=fields.get("coupons", ()),
        rewards=fields.get("rewards", ()),
        discount=_discount(op, "discount", fields.get("discount")),
        approved_by=fields.get("approved_by", ""),
        cashier=fields.get("cashier", ""),
        key=fields.get("key"),
    )


def _line(op: str, index: int, fields: Fields) -> Line:
    """A line with either the whole amount, or the price of one; a price needs pieces."""
    quantity: Fraction = fields.get("qty", Fraction(1))
    if "price" in fields and "amount" in fields:
        raise Refusal("field_conflict", op=op, field=f"lines[{index}].amount", other="price")
    if "amount" in fields:
        amount = fields["amount"]
    elif "price" not in fields:
        raise Refusal("field_missing", op=op, field=f"lines[{index}].price")
    elif quantity == 0:
        raise Refusal("quantity_invalid", line=index + 1, quantity="0")
    else:
        amount = line_amount(fields["price"], quantity)
    return Line(
        sku=fields["sku"],
        name=fields.get("name", ""),
        category=fields.get("category", ""),
        quantity=quantity,
        amount=amount,
        discount=_discount(op, f"lines[{index}].discount", fields.get("discount")),
    )


def _discount(op: str, field: str, fields: Fields | None) -> CashierDiscount | None:
    """A discount is a share of the price, or an amount."""
    if fields is None:
        return None
    if "share" in fields and "amount" in fields:
        raise Refusal("field_conflict", op=op, field=f"{field}.amount", other="share")
    if "share" not in fields and "amount" not in fields:
        raise Refusal("field_missing", op=op, field=f"{field}.share")
    return CashierDiscount(fields.get("reason", ""), fields.get("share"), fields.get("amount"))


def _refund(batch: Batch, fields: Fields) -> Answer:
    return answers.refunded(refund(batch.till, _refund_of(fields)), batch.language)


def _quote_refund(batch: Batch, fields: Fields) -> Answer:
    return answers.refund_quoted(quote_refund(batch.till, _refund_of(fields)), batch.language)


def _refund_of(fields: Fields) -> Refund:
    return Refund(
        sale=fields["sale"],
        lines=_given_back(fields.get("lines")),
        tender=fields.get("tender", "cash"),
        key=fields.get("key"),
        cashier=fields.get("cashier", ""),
        approved_by=fields.get("approved_by", ""),
    )


def _past_sale(batch: Batch, fields: Fields) -> Answer:
    return answers.past_sale(past_sale(batch.till, fields["sale"]))


def _claim_points(batch: Batch, fields: Fields) -> Answer:
    return answers.claimed(claim_points(batch.till, ClaimPoints(**fields)))


def _given_back(lines: Sequence[Fields] | None) -> tuple[tuple[int, Fraction | None], ...] | None:
    return None if lines is None else tuple((line["line"], line.get("qty")) for line in lines)


def _void(batch: Batch, fields: Fields) -> Answer:
    return answers.refunded(void(batch.till, Void(**fields)), batch.language)


def _exchange(batch: Batch, fields: Fields) -> Answer:
    command = Exchange(
        sale=fields["sale"],
        bill=_bill("exchange", fields),
        returned=_given_back(fields.get("returned")),
        tender=fields.get("tender", "cash"),
        key=fields.get("key"),
    )
    return answers.exchanged(exchange(batch.till, command), batch.language)


def _adjust(batch: Batch, fields: Fields) -> Answer:
    return answers.adjusted(adjust(batch.till, Adjust(**{"reason": "", **fields})))


def _merge_members(batch: Batch, fields: Fields) -> Answer:
    return answers.merge_noted(merge_members(batch.till, MergeMembers(**fields)))


def _open_shift(batch: Batch, fields: Fields) -> Answer:
    return drawer_answers.shift_opened(begin_shift(batch.till, BeginShift(**_counted("open_shift", "opening", fields))))


def _close_shift(batch: Batch, fields: Fields) -> Answer:
    return drawer_answers.shift_closed(
        close_shift(batch.till, CloseShift(**_counted("close_shift", "counted", fields)))
    )


def _counted(op: str, name: str, fields: Fields) -> dict[str, Any]:
    """A count is one sum, or pieces of each coin and note."""
    if name in fields and "count" in fields:
        raise Refusal("field_conflict", op=op, field="count", other=name)
    if name not in fields and "count" not in fields:
        raise Refusal("field_missing", op=op, field=name)
    if "count" not in fields:
        return dict(fields)
    return {**fields, "count": tuple((row["value"], row["pieces"]) for row in fields["count"])}


def _move_cash(batch: Batch, fields: Fields) -> Answer:
    return drawer_answers.cash_moved(move_cash(batch.till, MoveCash(**fields)))


def _shift(batch: Batch, _: Fields) -> Answer:
    shift = current_shift(batch.till)
    return {"shift": None} if shift is None else drawer_answers.shift_opened(shift)


def _reprint(batch: Batch, fields: Fields) -> Answer:
    return answers.reprinted(reprint(batch.till, fields.get("sale")))


def _day_stats(batch: Batch, fields: Fields) -> Answer:
    return figure_answers.day_figures(day_stats(batch.till, fields.get("day")))


def _ledger(batch: Batch, fields: Fields) -> Answer:
    return figure_answers.ledger_rows(member_ledger(batch.till, fields["member"]))


def _link_state(batch: Batch, _: Fields) -> Answer:
    return figure_answers.link_figures(link_state(batch.till))


def _sync(batch: Batch, _: Fields) -> Answer:
    return batch.synchronise()


_HANDLERS: Mapping[str, Callable[[Batch, Fields], Answer]] = {
    "enrol_member": _enrol,
    "identify": _identify,
    "sell": _sell,
    "quote": _quote,
    "sale": _past_sale,
    "quote_refund": _quote_refund,
    "refund": _refund,
    "claim_points": _claim_points,
    "void": _void,
    "exchange": _exchange,
    "adjust": _adjust,
    "merge_members": _merge_members,
    "open_shift": _open_shift,
    "move_cash": _move_cash,
    "close_shift": _close_shift,
    "shift": _shift,
    "reprint": _reprint,
    "day_stats": _day_stats,
    "ledger": _ledger,
    "link_state": _link_state,
    "sync": _sync,
}
