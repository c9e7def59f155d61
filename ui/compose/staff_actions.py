"""The use-cases about who works here as the till's screens ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from terminal.domain.records import record
from terminal.usecases.staff import AddStaff, Listed, add_staff, everyone, set_active, set_pin, set_role

if TYPE_CHECKING:
    from terminal.domain.staff import Colleague, Role
    from terminal.usecases.till import Till


@record
class StaffAtCounter:
    """Implements ``ui.viewmodels.staff_actions.StaffActions`` on a till."""

    till: Till

    def everyone(self) -> tuple[Listed, ...]:
        """Who was added here."""
        return everyone(self.till)

    def add(self, command: AddStaff) -> Colleague:
        """Lets somebody new sign in."""
        return add_staff(self.till, command)

    def set_pin(self, name: str, pin: str) -> Colleague:
        """Gives somebody another PIN."""
        return set_pin(self.till, name, pin)

    def set_active(self, name: str, is_active: bool) -> Colleague:
        """Lets somebody sign in no longer, or again."""
        return set_active(self.till, name, is_active=is_active)

    def set_role(self, name: str, role: Role) -> Colleague:
        """Makes somebody a manager or a cashier."""
        return set_role(self.till, name, role)
