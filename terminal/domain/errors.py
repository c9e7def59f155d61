"""What can be refused, as kinds with data.

A ``Refusal`` is an answer, not a fault: the input or the situation does not allow the intention, nothing was written,
and the edge turns the kind and its data into a sentence in the user's language (``resources.language``).
"""

from collections.abc import Mapping
from types import MappingProxyType


class Refusal(Exception):
    """An intention that cannot be carried out, and why.

    ``kind`` is stable and documented; ``data`` holds the figures and names that the sentence needs, JSON-able.
    """

    def __init__(self, kind: str, **data: object) -> None:
        super().__init__(f"{kind} {data}" if data else kind)
        self.kind = kind
        self.data: Mapping[str, object] = MappingProxyType(data)


class Broken(Exception):
    """A broken promise of our own making: a bug or damaged data, to be reported rather than explained."""
