"""What a brand asks new members to agree to. A consent that was given is one of the member's tags, by its code."""

from collections.abc import Iterable, Mapping

from terminal.domain.errors import Refusal
from terminal.domain.records import record
from terminal.domain.text import LocalText

SHOWN_LENGTH_MAX = 40


@record
class Consent:
    """A sentence to agree to; nobody becomes a member without those that are ``required``."""

    code: str
    name: LocalText
    required: bool = False


def given(asked: Mapping[str, Consent], codes: Iterable[str]) -> tuple[str, ...]:
    """The consents given, in the order in which they are asked for.

    Raises ``Refusal``: ``consent_unknown``, ``consent_missing``.
    """
    agreed = set(codes)
    for code in sorted(agreed - set(asked)):
        raise Refusal("consent_unknown", consent=code[:SHOWN_LENGTH_MAX])
    for consent in asked.values():
        if consent.required and consent.code not in agreed:
            raise Refusal("consent_missing", consent=consent.name)
    return tuple(code for code in asked if code in agreed)
