"""A receipt once more, marked as a copy and recorded."""

from dataclasses import replace

from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.domain.records import record
from terminal.ports.printing import ReceiptDocument, marked_as_copy
from terminal.ports.store import NewFrame
from terminal.usecases.claims import claim_for
from terminal.usecases.giving_back import sold_bill
from terminal.usecases.receipt import SaleFacts, letterhead, receipt_language, sale_receipt
from terminal.usecases.sales import find_sale
from terminal.usecases.till import Till, counter_of


@record
class Reprinted:
    """The copy that waits for paper."""

    sale_id: str
    number: str
    document: ReceiptDocument
    output_id: int


def reprint(till: Till, sale: str | None = None, asked_by: str = "") -> Reprinted:
    """Prints a copy of the receipt of ``sale`` (as in ``Refund``), or of the last sale made here, for ``asked_by``.

    Raises ``Refusal``: ``sale_unknown``, ``nothing_sold`` when there is no last sale.
    """
    with till.store.unit_of_work() as unit:
        counter = counter_of(till, unit)
        sold = unit.last_sale() if sale is None else find_sale(unit, counter, sale)
        if sold is None:
            raise Refusal("nothing_sold")
        member = unit.member(sold.member_id) if sold.member_id else None
        head = replace(letterhead(unit, counter), programme=unit.programme(sold.programme))
        given_back = bool(unit.refunds_of(sold.sale_id))
        claim = "" if given_back else claim_for(counter, sold, sold_bill(sold, counter), head.programme)
        document = sale_receipt(SaleFacts(sold, member, claim), head, receipt_language(unit))
        document = marked_as_copy(document, counter.now, asked_by)
        body = {"sale": sold.sale_id}
        unit.append(NewFrame(FrameKind.REPRINT, counter.now, counter.day, counter.programme.digest, body))
        output_id = unit.add_print_job(document, sold.sale_id, copy=True, asked_by=asked_by)
        unit.commit()
        return Reprinted(sold.sale_id, sold.number, document, output_id)
