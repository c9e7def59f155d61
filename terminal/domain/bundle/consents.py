"""What a brand asks new members to agree to, as a bundle says it."""

from typing import Final

from terminal.domain.bundle.common import NAMED
from terminal.domain.bundle.records import Coded, Field, Record
from terminal.domain.bundle.shapes import Flag
from terminal.domain.consents import Consent

_CONSENT: Final = Record(
    Consent,
    {
        "name": NAMED,
        "required": Field(Flag(), "Whether nobody is enrolled without it.", False),
    },
)

CONSENTS: Final = Field(Coded(_CONSENT, 4, minimum=0), "What new members are asked to agree to, by code.", {})
