"""Tags and segments: what head office calls members, for conditions to ask."""

import re
from collections.abc import Collection
from dataclasses import replace
from enum import StrEnum
from typing import Final

import msgspec

from sync.protocol.messages import TAGS_MAX, Profile
from sync.server.accounts.accounts import save_accounts
from sync.server.accounts.desk import Desk
from terminal.domain.bundle.shapes import CODE_PATTERN
from terminal.domain.errors import Refusal
from terminal.domain.records import record

_CODE: Final = re.compile(CODE_PATTERN)
_LENGTH_MAX: Final = 64
_profile_decoder = msgspec.json.Decoder(Profile)


class LabelKind(StrEnum):
    """What sort of label: the field of a profile that holds it."""

    TAG = "tags"
    SEGMENT = "segments"


@record
class Labelled:
    """A member's labels of one kind; ``changed`` is false when they were these before."""

    member: str
    labels: tuple[str, ...]
    changed: bool


def label_member(desk: Desk, member: str, kind: LabelKind, codes: Collection[str], *, remove: bool) -> Labelled:
    """Gives the member these labels, or takes them away; again, it changes nothing.

    Raises ``Refusal``: ``member_unknown``, ``label_invalid``, ``labels_too_many``.
    """
    for code in codes:
        if not _CODE.fullmatch(code) or len(code) > _LENGTH_MAX:
            raise Refusal("label_invalid", label=code[:64])
    with desk.database.write() as connection:
        account = desk.find(connection, member).account
        profile = Profile(account.member_id)
        if account.sealed_profile:
            profile = _profile_decoder.decode(desk.keys.unseal(account.sealed_profile, account.member_id))
        before: tuple[str, ...] = getattr(profile, kind.value)
        wanted = set(before) - set(codes) if remove else {*before, *codes}
        after = tuple(sorted(wanted))
        if len(after) > TAGS_MAX:
            raise Refusal("labels_too_many", maximum=TAGS_MAX)
        if set(before) == wanted:
            return Labelled(account.member_id, after, False)
        changed = msgspec.json.encode(msgspec.structs.replace(profile, **{kind.value: after}))
        sealed = desk.keys.seal(changed, account.member_id)
        operation = f"{kind.name.lower()}_{'remove' if remove else 'add'}"
        desk.record(connection, operation, account.member_id, " ".join(sorted(codes))[:200])
        save_accounts(connection, [replace(account, sealed_profile=sealed)], {})
        return Labelled(account.member_id, after, True)
