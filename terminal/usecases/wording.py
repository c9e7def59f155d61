"""Refusals and explanations in words, for whoever shows them."""

from collections.abc import Mapping

from resources.language import sentence
from terminal.domain.errors import Refusal
from terminal.domain.lines import Explain
from terminal.domain.money import Currency

_MONEY_FIELDS = ("per", "minimum_spend")


def money_text(currency: Currency, amount_minor: int) -> str:
    """``amount_minor`` as people read it: ``NT$1,284``."""
    sign = "-" if amount_minor < 0 else ""
    return f"{sign}{currency.symbol}{currency.format(abs(amount_minor))}"


def refusal_text(refusal: Refusal, language: str) -> str:
    """What happened, what is safe, what to do."""
    return sentence(refusal.kind, refusal.data, language)


def explain_text(step: Explain, currency: Currency, language: str) -> str:
    """One step of a calculation: ``金卡 2 倍 +67``."""
    money: Mapping[str, object] = {
        name: money_text(currency, value) for name in _MONEY_FIELDS if isinstance(value := step.data.get(name), int)
    }
    data: dict[str, object] = {**step.data, **money}
    if step.points is not None:
        data["points"] = f"{step.points:+,}"
    if step.amount is not None:
        data["amount"] = money_text(currency, step.amount)
    return sentence(step.code, data, language, section="explain")
