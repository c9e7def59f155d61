"""What must hold of amounts in a group that has several currencies."""

from terminal.domain.bundle.checks.references import check_known
from terminal.domain.bundle.group import Sections
from terminal.domain.bundle.shapes import invalid


def check_currency(sections: Sections, currency: str | None, monetary: bool, path: str) -> None:
    """Raises ``Refusal("programme_invalid")`` unless the amounts of the part at ``path`` are of a known currency.

    ``monetary`` says that it has amounts; ``currency`` is what it names, needed where the group has several.
    """
    if currency is not None:
        check_known(currency, sections.currencies, f"{path}.currency")
    elif monetary and len(sections.currencies) > 1:
        raise invalid(f"{path}.currency", "currency_missing", currencies=", ".join(sections.currencies))
