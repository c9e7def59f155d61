"""What a calculation knows of the member: taken once before a sale, and kept with it.

The group server and later refunds calculate from the same facts, whatever has become of the member since. There is
no personal data in them.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from terminal.domain.documents import tier_document, tier_from_document
from terminal.domain.progress import HeldTier
from terminal.domain.records import record


class Birthday(StrEnum):
    """How near the member's birthday is to the business day."""

    OTHER = "other"
    MONTH = "month"
    DAY = "day"


@record
class Person:
    """What is known of a member besides the ledger. ``referrer`` is a member's id, or ``phone:`` and a keyed hash."""

    birthday: date | None = None
    enrolled_on: date | None = None
    referrer: str | None = None
    tags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()


NOBODY_KNOWN: Final = Person()


@record
class Facts:
    """A member on a business day, before the bill.

    ``tier`` is the one before it; ``unrecorded_tier`` is its term where no entry says so yet, and ``in_grace`` says
    that the term is over. ``windows`` are (spend, visits, points) inside each window that a tier asks about, by the
    window's key. ``tallies`` are the counts that matter on that day. ``birthday_passed_on_joining`` says that this
    year's birthday was over when they joined this year.
    """

    member_id: str
    tier: str
    visits: int = 0
    days_since_visit: int | None = None
    birthday: Birthday = Birthday.OTHER
    birthday_passed_on_joining: bool = False
    enrolled_on: date | None = None
    referrer: str | None = None
    tags: tuple[str, ...] = ()
    segments: tuple[str, ...] = ()
    tallies: Mapping[str, int] = field(default_factory=dict)
    windows: Mapping[str, tuple[int, int, int]] = field(default_factory=dict)
    unrecorded_tier: HeldTier | None = None
    in_grace: bool = False

    def count(self, key: str) -> int:
        """The tally under ``key``."""
        return self.tallies.get(key, 0)


def birthday_near(birthday: date | None, day: date) -> Birthday:
    """How near ``birthday`` is; one on 29 February counts on the 28th where the year has no 29th."""
    if birthday is None or birthday.month != day.month:
        return Birthday.OTHER
    leap_day_missing = birthday.month == 2 and birthday.day == 29 and not _is_leap(day.year)
    return Birthday.DAY if day.day == (28 if leap_day_missing else birthday.day) else Birthday.MONTH


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def facts_document(facts: Facts) -> dict[str, Any]:
    """The facts as JSON-able values, without what is as usual."""
    document = {
        "member": facts.member_id,
        "tier": facts.tier,
        "visits": facts.visits,
        "days_since_visit": facts.days_since_visit,
        "birthday": None if facts.birthday is Birthday.OTHER else facts.birthday.value,
        "birthday_passed_on_joining": facts.birthday_passed_on_joining,
        "enrolled_on": facts.enrolled_on.isoformat() if facts.enrolled_on else None,
        "referrer": facts.referrer,
        "tags": list(facts.tags),
        "segments": list(facts.segments),
        "tallies": dict(facts.tallies),
        "windows": {key: list(window) for key, window in facts.windows.items()},
        "in_grace": facts.in_grace,
        "unrecorded_tier": tier_document(facts.unrecorded_tier) if facts.unrecorded_tier else None,
    }
    return {name: value for name, value in document.items() if value or (value == 0 and value is not False)}


def facts_from_document(document: Mapping[str, Any]) -> Facts:
    """The facts that ``facts_document`` wrote."""
    enrolled_on, unrecorded = document.get("enrolled_on"), document.get("unrecorded_tier")
    return Facts(
        member_id=document["member"],
        tier=document["tier"],
        visits=document.get("visits", 0),
        days_since_visit=document.get("days_since_visit"),
        birthday=Birthday(document.get("birthday", "other")),
        birthday_passed_on_joining=document.get("birthday_passed_on_joining", False),
        enrolled_on=date.fromisoformat(enrolled_on) if enrolled_on else None,
        referrer=document.get("referrer"),
        tags=tuple(document.get("tags", ())),
        segments=tuple(document.get("segments", ())),
        tallies=dict(document.get("tallies", {})),
        windows={key: (spend, visits, points) for key, (spend, visits, points) in document.get("windows", {}).items()},
        unrecorded_tier=tier_from_document(unrecorded) if unrecorded else None,
        in_grace=document.get("in_grace", False),
    )
