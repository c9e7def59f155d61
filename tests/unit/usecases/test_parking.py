"""Setting bills aside and taking them up, and phones that earn although nobody could be asked."""

from fractions import Fraction

import pytest

from terminal.domain.bills import Line
from terminal.domain.errors import Refusal
from terminal.domain.frames import FrameKind
from terminal.usecases.earn_by_phone import card_by_phone
from terminal.usecases.enrol_member import EnrolMember, enrol_member
from terminal.usecases.parking import PARKED_MAX, Park, park, parked_bills, recall
from terminal.usecases.sell import Sell, sell
from tests.unit.usecases.counter import CounterInMemory, paper

PHONE = "0955123123"
E164 = "+886955123123"
LINES = (Line("ruby", "紅玉紅茶", "tea", Fraction(1), 65),)


@pytest.fixture
def counter() -> CounterInMemory:
    return CounterInMemory()


def test_a_bill_is_taken_up_once_with_its_member_as_they_are_now(counter: CounterInMemory) -> None:
    card = enrol_member(counter.till, EnrolMember(PHONE, "陳小美"))
    frames = len(counter.frames)
    assert park(counter.till, Park("k1", "林小姐", card.member_id, 65, {"lines": []})) == 1
    assert park(counter.till, Park("k1", "林小姐", card.member_id, 65, {"lines": []})) == 1
    assert park(counter.till, Park("k2", "林小姐", None, 75, {"lines": []})) == 2
    assert len(counter.frames) == frames
    first, second = parked_bills(counter.till)
    assert (first.name, first.bill.cashier, second.name) == ("陳小美", "林小姐", "")
    recalled = recall(counter.till, "k1")
    assert recalled.card is not None
    assert (recalled.card.name, recalled.bill.due) == ("陳小美", 65)
    assert recall(counter.till, "k2").card is None
    with pytest.raises(Refusal, match="parked_gone"):
        recall(counter.till, "k1")


def test_who_earns_by_phone_is_set_aside_by_it(counter: CounterInMemory) -> None:
    park(counter.till, Park("k1", "", E164, 65, {}))
    assert parked_bills(counter.till)[0].name == ""
    card = recall(counter.till, "k1").card
    assert card is not None
    assert (card.is_newcomer, card.named_by) == (True, E164)


def test_a_member_who_is_gone_leaves_the_bill(counter: CounterInMemory) -> None:
    park(counter.till, Park("k1", "", "00000000-0000-7000-8000-000000000000", 65, {}))
    assert recall(counter.till, "k1").card is None


def test_there_is_an_end_to_it(counter: CounterInMemory) -> None:
    for number in range(PARKED_MAX):
        park(counter.till, Park(f"k{number}", "", None, 1, {}))
    with pytest.raises(Refusal, match="parked_too_many"):
        park(counter.till, Park("one more", "", None, 1, {}))


def test_an_unknown_phone_earns_online_when_nobody_answered(counter: CounterInMemory) -> None:
    with pytest.raises(Refusal, match="member_unknown"):
        sell(counter.till, Sell(PHONE, LINES))
    card = card_by_phone(counter.till, PHONE)
    assert (card.is_newcomer, card.balance, card.named_by) == (True, 0, E164)
    done = sell(counter.till, Sell(card.named_by, LINES, by_phone=True))
    assert done.member_pending
    assert any(row.startswith("會員 0955") for row in paper(done.document))
    kinds = [frame.kind for frame in counter.frames]
    assert kinds[-2:] == [FrameKind.MEMBER_ENROLLED, FrameKind.SALE]
    known = card_by_phone(counter.till, PHONE)
    assert (known.is_newcomer, known.named_by) == (False, done.member_id)


@pytest.mark.parametrize(
    ("text", "kind"), [("CARD1", "member_unknown|identifier_unknown_form"), ("0912", "phone_invalid|identifier")]
)
def test_only_a_phone_earns_so(counter: CounterInMemory, text: str, kind: str) -> None:
    with pytest.raises(Refusal, match=kind):
        card_by_phone(counter.till, text)


def test_a_remark_is_on_the_paper_and_in_no_frame(counter: CounterInMemory) -> None:
    line = Line("ruby", "紅玉紅茶", "tea", Fraction(1), 65, remark="少糖去冰")
    done = sell(counter.till, Sell(None, (line, *LINES)))
    texts = [row.left for row in done.document.rows]
    assert texts[texts.index("  少糖去冰") - 1] == "紅玉紅茶"
    assert "少糖去冰" not in str(counter.frames[-1].body)
