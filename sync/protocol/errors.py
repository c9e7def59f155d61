"""The kinds that the group server answers with, their HTTP status and their title."""

from collections.abc import Mapping
from types import MappingProxyType

from terminal.domain.records import record


@record
class ErrorKind:
    """A documented refusal: ``status`` is the HTTP status, ``title`` says in English what it means."""

    kind: str
    status: int
    title: str


_KINDS = (
    ErrorKind("request_malformed", 400, "The request is not a message of this protocol."),
    ErrorKind("protocol_version_unknown", 400, "Client and server share no protocol version."),
    ErrorKind("request_unsigned", 401, "The request's signature is missing or not that of the terminal."),
    ErrorKind("enrol_code_wrong", 403, "The enrolment code does not exist."),
    ErrorKind("enrol_code_used", 403, "The enrolment code was used by another terminal."),
    ErrorKind("enrol_code_expired", 403, "The enrolment code has expired."),
    ErrorKind("enrol_code_other", 403, "The enrolment code is not for this terminal."),
    ErrorKind("terminal_revoked", 403, "The terminal was revoked; what it pushes is kept in quarantine."),
    ErrorKind("carrier_refused", 403, "The carrier is unknown, revoked or of another store than the frames' author."),
    ErrorKind("push_gap", 409, "Frames before the first one are missing; durable says what the server holds."),
    ErrorKind("push_epoch_unknown", 409, "The epoch is not known and does not open a later one."),
    ErrorKind("epoch_frozen", 409, "Two journals share this terminal's identity; pushes are kept in quarantine."),
    ErrorKind("push_signature_wrong", 422, "Chain and signature of the batch do not agree."),
    ErrorKind("programme_missing", 409, "No programme has been published yet."),
    ErrorKind("snapshot_missing", 404, "There is no such snapshot; pull pages instead."),
    ErrorKind("snapshot_range_beyond", 416, "The snapshot ends before the range that is asked for; size says where."),
    ErrorKind("cursor_forgotten", 410, "The terminal was away longer than erased members are remembered; start anew."),
    ErrorKind("member_unknown", 404, "Nobody has that identifier."),
    ErrorKind("request_too_large", 413, "The request is larger than the server accepts."),
    ErrorKind("too_many_guesses", 429, "Too many wrong enrolment codes; wait."),
    ErrorKind("server_busy", 503, "Too much is waiting to be posted; come back later."),
    ErrorKind(
        "database_unavailable", 503, "The database is away or changing its leader; repeat what was not answered."
    ),
    ErrorKind("server_failed", 500, "The server failed; nothing was kept of this request."),
)

ERRORS: Mapping[str, ErrorKind] = MappingProxyType({entry.kind: entry for entry in _KINDS})
