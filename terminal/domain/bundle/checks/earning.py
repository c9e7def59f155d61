"""What must hold of earning rules and what they refer to."""

from collections.abc import Iterator, Sequence

from terminal.domain.bundle.checks.caps import check_caps
from terminal.domain.bundle.checks.conditions import check_when
from terminal.domain.bundle.checks.references import check_distinct
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid
from terminal.domain.rules.base import EarningRule
from terminal.domain.rules.terms import MeasuredRule


def check_earning(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for a rule whose conditions or caps cannot be meant."""
    for path, rules in _rules(sections):
        check_distinct((f"{path}[{index}].code", rule.code) for index, rule in enumerate(rules))
        for index, rule in enumerate(rules):
            check_when(rule.when, sections, f"{path}[{index}].when")
            if isinstance(rule, MeasuredRule):
                if not (rule.spendable or rule.qualifying):
                    raise invalid(f"{path}[{index}].spendable", "points_for_nothing")
                check_caps(rule.caps, f"{path}[{index}]")


def _rules(sections: Sections) -> Iterator[tuple[str, Sequence[EarningRule]]]:
    for code, brand in sections.brands.items():
        yield f"brands.{code}.earning", brand.rest["earning"]
        for currency, there in brand.abroad.items():
            yield f"brands.{code}.abroad.{currency}.earning", there.earning
