"""One thing that waits for a person, in words."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from resources.language import sentence, vocabulary
from terminal.domain.records import record
from terminal.ports.office import Face
from terminal.usecases.exceptions import Exceptional, ExceptionKind
from terminal.usecases.noted_merges import MergeState
from ui.viewmodels.tone import Tone
from ui.viewmodels.words import Words, masked, points

TONES = {
    ExceptionKind.CUT_OFF: Tone.RED,
    ExceptionKind.SET_ASIDE: Tone.RED,
    ExceptionKind.CLOCK: Tone.RED,
    ExceptionKind.OVERDRAWN: Tone.AMBER,
    ExceptionKind.NOT_MERGED: Tone.AMBER,
    ExceptionKind.PRINT_HELD: Tone.AMBER,
    ExceptionKind.PRINT_UNCONFIRMED: Tone.GOLD,
    ExceptionKind.ADJUSTED: Tone.PLAIN,
    ExceptionKind.MERGED: Tone.PLAIN,
}


@record
class ExceptionRow:
    """Its kind, what happened, what to do; ``seen`` says who looked, empty while nobody has."""

    kind: str
    tone: Tone
    when: str
    what: str
    to_do: str
    seen: str


def exception_row(words: Words, zone: ZoneInfo, one: Exceptional) -> ExceptionRow:
    """In the language of ``words`` and the time on the shop's wall."""
    seen = one.seen
    return ExceptionRow(
        kind=words.say(f"exception_{one.kind}"),
        tone=TONES[one.kind],
        when=words.day_and_time(one.at, zone) if one.at else "",
        what=_refusal(words, one) if one.refusal is not None else _what(words, zone, one),
        to_do=words.say(f"exception_{one.kind}_to_do"),
        seen=words.say("exception_seen", who=seen.by or "—", time=words.day_and_time(seen.at, zone)) if seen else "",
    )


def _what(words: Words, zone: ZoneInfo, one: Exceptional) -> str:
    data = {name: _said(words, zone, name, value) for name, value in one.data.items()}
    if one.member is not None:
        data["who"] = _who(words, one.member)
    if one.other is not None:
        data |= {"other": _who(words, one.other), **_merge(words, one.data)}
    return words.say(f"exception_{one.kind}_what", **data)


def _merge(words: Words, data: Mapping[str, object]) -> dict[str, str]:
    state = data.get("state")
    said = words.say(f"merge_state_{state}") if state in {MergeState.NOTED, MergeState.DONE} else ""
    return {"reason": words.merge_reason(str(data.get("reason", ""))), "state": said}


def _refusal(words: Words, one: Exceptional) -> str:
    """Its own sentence; one of a newer server has none here."""
    if one.refusal in vocabulary(words.language)["error"]:
        return sentence(one.refusal or "", one.data, words.language)
    return words.say("exception_unknown", kind=one.refusal)


def _said(words: Words, zone: ZoneInfo, name: str, value: object) -> object:
    if isinstance(value, datetime):
        return words.day_and_time(value, zone)
    if isinstance(value, int):
        return points(value)
    if name == "reason" and isinstance(value, str) and value.startswith("printer_"):
        return words.job_reason(value)
    return value or "—"


def _who(words: Words, face: Face) -> str:
    return masked(face.name, face.phone) or words.member_by_id(face.member_id)
