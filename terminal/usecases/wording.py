"""Refusals and explanations in words, for whoever shows them."""

from collections.abc import Mapping

from resources.language import sentence
from terminal.domain.errors import Refusal
from terminal.domain.lines import Explain
from terminal.domain.money import Currency

_MONEY_FIELDS = ("per", "minimum_spend", "spent", "spend_goal")


def refusal_text(refusal: Refusal, language: str) -> str:
    """What happened, what is safe, what to do."""
    return sentence(refusal.kind, refusal.data, language)


def explain_text(step: Explain, currency: Currency, language: str) -> str:
    """One step of a calculation: ``金卡 2 倍 +67``."""
    money: Mapping[str, object] = {
        name: currency.text(value) for name in _MONEY_FIELDS if isinstance(value := step.data.get(name), int)
    }
    data: dict[str, object] = {**step.data, **money}
    if step.points is not None:
        data["points"] = f"{step.points:+,}"
    if step.amount is not None:
        data["amount"] = currency.text(step.amount)
    return sentence(step.code, data, language, section="explain")
