"""A drawer and a staff in memory: what pictures of screens and tests begin with. Nothing is kept."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

from terminal.domain.denominations import counted
from terminal.domain.errors import Refusal
from terminal.domain.staff import Colleague, Deed, Role, staff_name
from terminal.usecases.cash_shifts import CashMove, CashShift, OpenShift
from terminal.usecases.close_shift import CloseShift
from terminal.usecases.move_cash import MoveCash
from terminal.usecases.open_shift import BeginShift
from terminal.usecases.staff import AddStaff, Listed

AT = datetime(2026, 11, 21, 1, 5, tzinfo=UTC)
CASH_TAKEN, CASH_GIVEN_BACK = 24_310, 490
LIN, CHEN, WANG = (
    Colleague("lin", "林小姐", Role.CASHIER),
    Colleague("chen", "陳先生", Role.CASHIER),
    Colleague("wang", "王店長", Role.MANAGER),
)
ENGLISH = {"林小姐": "Ms Lin", "陳先生": "Mr Chen", "王店長": "Ms Wang"}
PINS = {"lin": "1234", "chen": "2345", "wang": "987654"}


@dataclass
class SampleDrawer:
    """Fulfils ``DrawerActions``. ``ended`` are the shifts that were closed."""

    going_on: OpenShift | None = None
    ended: list[CashShift] = field(default_factory=list)

    def current(self) -> OpenShift | None:
        """The shift that goes on."""
        return self.going_on

    def begin(self, command: BeginShift) -> OpenShift:
        """Begins one."""
        opening = counted(command.count) if command.count else command.opening
        self.going_on = OpenShift("shift", len(self.ended) + 1, AT, AT.date(), command.cashier, opening, ())
        return self.going_on

    def move(self, command: MoveCash) -> CashMove:
        """Notes it."""
        if self.going_on is None:
            raise Refusal("shift_not_open")
        move = CashMove(AT, command.amount, command.reason, command.cashier, command.approved_by)
        self.going_on = replace(self.going_on, moves=(*self.going_on.moves, move))
        return move

    def close(self, command: CloseShift) -> CashShift:
        """Ends it, with a morning's cash in the drawer."""
        if self.going_on is None:
            raise Refusal("shift_not_open")
        found = counted(command.count) if command.count else command.counted
        done = CashShift(self.going_on, CASH_TAKEN, CASH_GIVEN_BACK, AT, command.cashier, found)
        self.ended.append(done)
        self.going_on = None
        return done

    def shifts_on(self, day: date) -> tuple[CashShift, ...]:
        """Those that ended, whatever the day."""
        return tuple(self.ended)


@dataclass
class SampleStaff:
    """Who may sign in, and who is ``away``; nobody, unless told otherwise. ``approvals`` are what was approved.

    Fulfils ``StaffActions``. ``pins`` are by id.
    """

    people: tuple[Colleague, ...] = ()
    away: tuple[Colleague, ...] = ()
    pins: dict[str, str] = field(default_factory=lambda: dict(PINS))
    approvals: list[tuple[str, Deed, str]] = field(default_factory=list)
    wrong: int = 0

    def arrive(self, language: str = "zh_TW") -> None:
        """Two cashiers and a manager."""
        everyone = (LIN, CHEN, WANG)
        self.people = (
            everyone if language == "zh_TW" else tuple(replace(who, name=ENGLISH[who.name]) for who in everyone)
        )

    def sign_in(self, staff_id: str, pin: str) -> Colleague:
        """By ``PINS``."""
        who = next((who for who in self.people if who.staff_id == staff_id), None)
        if who is None:
            raise Refusal("staff_gone")
        if self.pins[staff_id] != pin:
            self.wrong += 1
            raise Refusal("pin_wrong", name=who.name, left=5 - self.wrong)
        self.wrong = 0
        return who

    def approve(self, staff_id: str, pin: str, deed: Deed, asked_by: str) -> Colleague:
        """By ``PINS``, and noted."""
        who = self.sign_in(staff_id, pin)
        self.approvals.append((who.name, deed, asked_by))
        return who

    def everyone(self) -> tuple[Listed, ...]:
        """All of them."""
        return (*(Listed(who, True) for who in self.people), *(Listed(who, False) for who in self.away))

    def add(self, command: AddStaff) -> Colleague:
        """As the use-case does it, for a name that is new."""
        if any(one.who.name == command.name for one in self.everyone()):
            raise Refusal("staff_name_taken", name=command.name)
        new = Colleague(f"new-{len(self.pins)}", staff_name(command.name), command.role)
        self.people, self.pins[new.staff_id] = (*self.people, new), command.pin
        return new

    def set_pin(self, name: str, pin: str) -> Colleague:
        """Their next one."""
        who = self._named(name)
        self.pins[who.staff_id] = pin
        return who

    def set_active(self, name: str, is_active: bool) -> Colleague:
        """One manager stays."""
        who = self._named(name)
        people = tuple(each for each in self.people if each != who) + (who,) * is_active
        if not any(each.is_manager for each in people):
            raise Refusal("staff_needs_manager")
        self.people, self.away = people, tuple(each for each in self.away if each != who) + (who,) * (not is_active)
        return who

    def set_role(self, name: str, role: Role) -> Colleague:
        """Likewise; they stay where they are in the list."""
        who = self._named(name)
        new = replace(who, role=role)
        people = tuple(new if each == who else each for each in self.people)
        if not any(each.is_manager for each in people):
            raise Refusal("staff_needs_manager")
        self.people, self.away = people, tuple(new if each == who else each for each in self.away)
        return new

    def _named(self, name: str) -> Colleague:
        return next(one.who for one in self.everyone() if one.who.name == name)
