"""What the till's screens ask of the core about who works here; ``ui.compose`` fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from terminal.domain.staff import Colleague, Role
    from terminal.usecases.staff import AddStaff, Listed


class StaffActions(Protocol):
    """Each call is one use-case in its own transaction and may raise ``Refusal``. Called on the store's thread only."""

    def everyone(self) -> tuple[Listed, ...]:
        """Who was added here, in that order, also who may not sign in."""
        ...

    def add(self, command: AddStaff) -> Colleague:
        """Lets somebody new sign in."""
        ...

    def set_pin(self, name: str, pin: str) -> Colleague:
        """Gives somebody another PIN."""
        ...

    def set_active(self, name: str, is_active: bool) -> Colleague:
        """Lets somebody sign in no longer, or again."""
        ...

    def set_role(self, name: str, role: Role) -> Colleague:
        """Makes somebody a manager or a cashier."""
        ...
