"""The new-member sheet: three fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from terminal.domain.errors import Refusal
from terminal.domain.identifiers import local_phone
from terminal.domain.records import record
from terminal.usecases.enrol_member import EnrolMember
from terminal.usecases.till import new_id
from ui.viewmodels.commands import Command
from ui.viewmodels.desk import Desk, Stage, StageName
from ui.viewmodels.entry import PHONE_DIGITS
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import masked_briefly

if TYPE_CHECKING:
    from collections.abc import Callable

    from terminal.usecases.identify import MemberCard

BIRTHDAY_DIGITS = 8
CONSENT_KEYS = (Command.DETAILS, Command.REDEEM, Command.COUPONS, Command.PARK)
"""F5 to F8, while somebody is enrolled."""


@record
class ConsentRow:
    """Something to agree to; ``key`` gives it, or takes it back when it ``is_given``."""

    code: str
    key: str
    text: str
    is_given: bool


class Enrolling(Stage):
    """Only the phone is needed, and what the brand asks everybody to agree to.

    ``taken`` is the member whose phone was typed: they are offered at once, and brought to the bill instead.
    """

    name = StageName.ENROLLING

    def __init__(self, desk: Desk, phone: str, welcome: Callable[[MemberCard], None]) -> None:
        self.desk, self._welcome = desk, welcome
        self.phone, self.full_name, self.birthday = "", "", ""
        self.is_busy = False
        self.taken: MemberCard | None = None
        self.agreed: frozenset[str] = frozenset()
        self._key = new_id()
        self.type_phone(phone)

    @property
    def consents(self) -> tuple[ConsentRow, ...]:
        """What the brand asks for, each with the key that gives it or takes it back."""
        words = self.desk.words
        asked = sorted(self.desk.shop.brand.consents.values(), key=lambda consent: not consent.required)
        return tuple(
            ConsentRow(
                code=consent.code,
                key=key.key,
                text=words.say("consent_required", consent=words.name(consent.name))
                if consent.required
                else words.name(consent.name),
                is_given=consent.code in self.agreed,
            )
            for key, consent in zip(CONSENT_KEYS, asked, strict=False)
        )

    def toggle_consent(self, code: str) -> None:
        """They agree, or do not."""
        self.agreed ^= {code}

    @property
    def lacks_consent(self) -> bool:
        """Whether something that is required has not been agreed to."""
        asked = self.desk.shop.brand.consents.values()
        return any(consent.required and consent.code not in self.agreed for consent in asked)

    def type_phone(self, phone: str) -> None:
        """Another phone; a whole one is looked for among the members."""
        if _digits(phone) == _digits(self.phone):
            self.phone = phone
            return
        self.phone, self.taken = phone, None
        if len(_digits(phone)) >= PHONE_DIGITS:
            self.desk.ask(lambda: self.desk.actions.identify(phone), self._found, lambda _error: None)

    def _found(self, card: MemberCard) -> None:
        """An answer about a phone that is no longer there is dropped."""
        if local_phone(card.phone) == _digits(self.phone):
            self.taken = card

    @property
    def taken_text(self) -> str:
        """Who has that phone already; empty where nobody has."""
        if self.taken is None:
            return ""
        words, card = self.desk.words, self.taken
        who = masked_briefly(card.name, card.phone)
        return words.say("phone_is_of", who=who, tier=words.name(card.tier.name))

    @property
    def can_accept(self) -> bool:
        """Whether the phone is whole, the birthday absent or a day, and all agreed to that must be.

        A phone that somebody has needs no more.
        """
        if self.taken is not None:
            return True
        is_day = not self.birthday or self.birthday_day is not None
        return not self.lacks_consent and is_day and len(_digits(self.phone)) >= PHONE_DIGITS

    @property
    def birthday_day(self) -> date | None:
        """The birthday as a day; ``None`` while it is not one."""
        digits = _digits(self.birthday)
        try:
            return date.fromisoformat(digits) if len(digits) == BIRTHDAY_DIGITS else None
        except ValueError:
            return None

    @property
    def problem(self) -> str:
        """What is wrong with a birthday that looks finished; empty when nothing is."""
        is_finished = len(_digits(self.birthday)) >= BIRTHDAY_DIGITS
        return self.desk.words.say("birthday_wrong") if is_finished and self.birthday_day is None else ""

    def press(self, command: Command) -> None:
        """Enrols, or leaves without."""
        match command:
            case Command.ENTER:
                self.accept()
            case Command.BACK:
                self.desk.go_home()
            case key if key in CONSENT_KEYS and CONSENT_KEYS.index(key) < len(self.consents):
                self.toggle_consent(self.consents[CONSENT_KEYS.index(key)].code)
            case _:
                pass

    def accept(self) -> None:
        """Enrols the member; a second press while the first is under way does nothing."""
        if self.is_busy or not self.can_accept:
            return
        if self.taken is not None:
            self._was_member(self.taken)
            return
        self.is_busy = True
        command = EnrolMember(
            phone=self.phone,
            name=self.full_name.strip(),
            birthday=self.birthday_day,
            consents=tuple(sorted(self.agreed)),
            key=self._key,
        )
        self.desk.ask(lambda: self.desk.actions.enrol_member(command), self._enrolled, self._refused)

    def _enrolled(self, card: MemberCard) -> None:
        if self.desk.stage is self:
            self.desk.go_home()
        self._welcome(card)
        self.desk.say(Tone.CALM, "enrolled")

    def _refused(self, error: Exception) -> None:
        self.is_busy = False
        if isinstance(error, Refusal) and error.kind == "phone_taken":
            phone = self.phone
            self.desk.ask(lambda: self.desk.actions.identify(phone), self._was_member)
        else:
            self.desk.refuse(error)

    def _was_member(self, card: MemberCard) -> None:
        if self.desk.stage is self:
            self.desk.go_home()
        self._welcome(card)
        self.desk.say(Tone.CALM, "already_member")

    def member_arrived(self, card: MemberCard) -> None:
        """A scanned member is no new one."""
        self.desk.go_home()


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdecimal())
