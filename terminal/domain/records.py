"""Records of which there are very many: frozen to whoever checks the code, and quick to make for whoever runs it.

A frozen dataclass sets each of its fields by a call of ``object.__setattr__``, which makes it three times as slow to
make as a plain one. Posting makes a dozen for every sale, so the freeze of a ``record`` is the type checker's to hold.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass as record
else:
    from dataclasses import dataclass

    def record(*, frozen, slots):
        """A dataclass with slots, equality and a hash."""
        assert frozen
        return dataclass(slots=slots, unsafe_hash=True)


__all__ = ["record"]
