"""Every side's account of every member, read from its own files once the processes have ended."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import msgspec
from sqlalchemy import func, select

from sync.protocol.messages import Profile
from sync.server.accounts.accounts import read_account
from sync.server.accounts.ledger_rows import SERVER_SOURCES
from sync.server.auditing.auditing import Auditing
from sync.server.storage.tables import exceptions, ledger, members
from terminal.domain.documents import entry_from_document
from terminal.domain.errors import Broken
from terminal.domain.frames import Frame, decode_frame
from terminal.domain.ledger import Entry, MemberState
from terminal.domain.records import record
from terminal.ports.clock import SystemClock
from terminal.ports.replica import BEFORE_ALL, FrameBatch
from terminal.ports.secrets import SecretStore
from terminal.store.store import open_replica_store, open_terminal_store
from ui.cli.demo.economy import Economy, economy_of
from ui.cli.demo.processes import run
from ui.cli.demo.proof import Proof, prove
from ui.cli.demo.site import DemoServer, Site
from ui.cli.server_home import open_server

ROUNDS_MAX = 12
FRAMES_AT_ONCE = 500
BYTES_AT_ONCE = 4_000_000
JOBS_MAX = 100_000


@record
class FrameCount:
    """How many frames the terminals wrote, the server stored, and the server posted."""

    written: int
    durable: int
    posted: int


def sync_everything(site: Site) -> FrameCount:
    """Syncs each terminal in turn until nothing new comes: then all have seen everything."""
    for _ in range(ROUNDS_MAX):
        reports = [
            run(["terminal", "sync", "--json", "--home", str(terminal.home)], site.keys.handed_over, site.log)
            for terminal in site.terminals
        ]
        written, durable, posted = (
            sum(report.get(figure, 0) for report in reports) for figure in ("frames", "durable", "posted")
        )
        if written == posted and not any(report.get("pushed", 1) + report.get("pulled", 1) for report in reports):
            return FrameCount(written, durable, posted)
    raise Broken(f"the terminals and the server do not come to rest: {reports}")


def compare(site: Site) -> tuple[Proof, Economy]:
    """What both terminals, the server, and the journals added up afresh say of every member; what the programme did."""
    secrets = site.keys.secrets
    frames: list[Frame] = []
    phones: dict[str, str] = {}
    for terminal in site.terminals:
        for batch in read_journal(terminal.home, secrets):
            frames += [decode_frame(frame) for frame in batch.frames]
            phones.update({profile.member_id: profile.phone for profile in batch.profiles})
    sides = [_terminal_accounts(terminal.home, secrets, set(phones.values())) for terminal in site.terminals]
    server, made = _server_accounts(site.server, secrets)
    entries = [entry for frame in frames for entry in frame.entries]
    return prove(sides, server, [*entries, *made], phones), economy_of(frames)


def receipts_again(site: Site) -> int:
    """How many receipts were sent a second time, marked as copies, since nobody knew what of them was on paper."""
    count = 0
    for terminal in site.terminals:
        with closing(open_terminal_store(terminal.home, site.keys.secrets)) as store, store.view() as unit:
            count += sum(job.attempts > 1 for job in unit.print_jobs(JOBS_MAX))
    return count


def rule_mismatches(site: Site) -> int:
    """How many sales the server, calculating them again, found otherwise than their terminal."""
    found = select(func.count()).select_from(exceptions).where(exceptions.c.code == "rule_mismatch")
    with open_server(site.server.home, site.server.database, site.keys.secrets) as server:
        Auditing(server.database, SystemClock().now).audit_all()  # what the server itself has not come to yet
        with server.database.read() as connection:
            return connection.execute(found).scalar_one()


def read_journal(home: Path, secrets: SecretStore) -> Iterator[FrameBatch]:
    """The whole journal of the terminal in ``home``, from its first frame to its last."""
    after = BEFORE_ALL
    with closing(open_replica_store(home, secrets)) as store:
        while batch := store.unsent(after, FRAMES_AT_ONCE, BYTES_AT_ONCE):
            yield batch
            after = (batch.epoch, batch.last_seq)


def _terminal_accounts(home: Path, secrets: SecretStore, phones: set[str]) -> dict[str, MemberState]:
    accounts: dict[str, MemberState] = {}
    with closing(open_terminal_store(home, secrets)) as store, store.view() as unit:
        for phone in phones:
            member_id = unit.find_member("phone", phone)
            record = unit.member(member_id) if member_id else None
            if record:
                accounts[phone] = record.state
    return accounts


def _server_accounts(place: DemoServer, secrets: SecretStore) -> tuple[Mapping[str, MemberState], list[Entry]]:
    """The server's members by phone, and the entries that it made itself."""
    accounts: dict[str, MemberState] = {}
    with open_server(place.home, place.database, secrets) as server, server.database.read() as connection:
        for row in connection.execute(select(members).where(members.c.alias_of.is_(None))).mappings():
            account = read_account(row)
            if account.sealed_profile is None:
                raise Broken(f"member {account.member_id} has no profile on the server")
            opened = server.keys.unseal(account.sealed_profile, account.member_id)
            accounts[msgspec.json.decode(opened, type=Profile).phone] = account.state
        own = select(ledger.c.document).where(ledger.c.terminal.in_(SERVER_SOURCES))
        made = [entry_from_document(msgspec.json.decode(row)) for row in connection.execute(own).scalars()]
    return accounts, made
