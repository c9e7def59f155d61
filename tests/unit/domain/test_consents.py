"""What new members agree to, and where that is kept."""

import pytest

from terminal.domain.consents import Consent, given
from terminal.domain.errors import Refusal
from terminal.domain.text import LocalText
from tests.unit.usecases.counter import PHONE, CounterInMemory

PRIVACY = Consent("privacy", LocalText("同意個資告知", "Agrees to the privacy notice"), required=True)
NEWS = Consent("news", LocalText("願意收到優惠", "Wants to hear of offers"))
ASKED = {"privacy": PRIVACY, "news": NEWS}


def test_what_is_given_comes_in_the_order_it_is_asked_for() -> None:
    assert given(ASKED, ("news", "privacy")) == ("privacy", "news")
    assert given({}, ()) == ()


@pytest.mark.parametrize(("codes", "kind"), [(("news",), "consent_missing"), (("privacy", "sms"), "consent_unknown")])
def test_what_is_missing_or_unknown_is_refused(codes: tuple[str, ...], kind: str) -> None:
    with pytest.raises(Refusal, match=kind):
        given(ASKED, codes)


def test_consents_are_tags_of_the_member_and_stand_in_the_frame() -> None:
    asked = {
        "privacy": {"name": {"zh-TW": "同意個資告知", "en": "Agrees"}, "required": True},
        "news": {"name": {"zh-TW": "願意收到優惠", "en": "Offers"}},
    }
    counter = CounterInMemory(brands__tea__consents=asked)
    with pytest.raises(Refusal, match="consent_missing"):
        counter.enrol()
    assert len(counter.frames) == 1
    member = counter.enrol(PHONE, consents=("privacy", "news"), tags=("vip",))
    assert counter.frames[-1].body["consents"] == ["news", "privacy"]
    with counter.store.view() as unit:
        record = unit.member(member)
    assert record is not None
    assert record.person.tags == ("vip", "news", "privacy")
