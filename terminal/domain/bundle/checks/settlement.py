"""What must hold for settlement: rates between brands that exist and are two, one rate a pair."""

from terminal.domain.bundle.checks.references import check_distinct, check_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid


def check_settlement(sections: Sections) -> None:
    """Raises ``Refusal("programme_invalid")`` for the first promise that the pairs break."""
    pairs = [(f"settlement.pairs[{place}]", pair) for place, pair in enumerate(sections.settlement.pairs)]
    for path, pair in pairs:
        check_known(pair.earned, sections.brands, f"{path}.earned")
        check_known(pair.spent, sections.brands, f"{path}.spent")
        if pair.earned == pair.spent:
            raise invalid(f"{path}.spent", "settlement_with_itself", brand=pair.spent)
    check_distinct((path, f"{pair.earned} {pair.spent}") for path, pair in pairs)
