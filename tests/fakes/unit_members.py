"""Members as the unit of work in memory knows them: the server's state with this terminal's entries laid over it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from terminal.domain.errors import Broken
from terminal.domain.facts import Person
from terminal.domain.ledger import Entry, MemberState, apply
from terminal.domain.merging import own_share, pool_share
from terminal.ports.replica import BEFORE_ALL, MemberRow, Position
from terminal.ports.store import HeldReservation, LedgerRow, MemberProfile, MemberRecord
from tests.fakes.files import Replica, position
from tests.fakes.unit_parts import Part


class FakeMembers(Part):
    _server: Replica

    def member(self, member_id: str) -> MemberRecord | None:
        ids = self._ids(member_id)
        row = self._server.members.get(ids[0])
        own = [self._kept.profiles[known] for known in ids if known in self._kept.profiles]
        profile = row.profile if row and row.profile else own[0] if own else None
        if row is None and profile is None:
            return None
        household = row.household if row else None
        pool = self._server.members.get(household) if household else None
        return MemberRecord(
            member_id=ids[0],
            name=profile.name if profile else "",
            phone=profile.phone if profile else "",
            birthday=profile.birthday if profile else None,
            state=self._laid_over(row.state if row else MemberState(ids[0]), ids, own_share if household else _whole),
            confirmed=row.state if row else None,
            person=profile.person() if profile else Person(),
            pool=self._pool(household, pool) if household else None,
            pool_confirmed=pool.state if pool else None,
        )

    def _pool(self, household: str, row: MemberRow | None) -> MemberState:
        members = [known for known, other in self._server.members.items() if other.household == household]
        ids = [household, *(other for known in members for other in self._ids(known))]

        def share(entry: Entry) -> Entry | None:
            return entry if entry.member_id == household else pool_share(entry, household)

        return self._laid_over(row.state if row else MemberState(household), ids, share)

    def find_member(self, kind: str, value: str) -> str | None:
        if kind not in ("phone", "card"):
            return None
        server = [row.profile for row in self._server.members.values() if row.profile]
        for profile in (*server, *self._kept.profiles.values()):
            if getattr(profile, kind) == value:
                return self._ids(profile.member_id)[0]
        return None

    def add_member(self, profile: MemberProfile) -> None:
        if any(profile.phone == other.phone for other in self._writable.profiles.values()):
            raise Broken("two members with one phone")
        self._writable.profiles[profile.member_id] = profile

    def reservations(self) -> tuple[HeldReservation, ...]:
        mine = self._kept.identity.terminal_id
        records = (self.member(known) for known, row in self._server.members.items() if row.state.reserved)
        return tuple(
            HeldReservation(record.member_id, held)
            for record in records
            if record
            for held in record.state.reserved
            if held.terminal == mine
        )

    def ledger(self, member_id: str) -> tuple[LedgerRow, ...]:
        ids = self._ids(member_id)
        row = self._server.members.get(ids[0])
        applied = dict.fromkeys(ids, self._applied_here(row))
        if row and row.household:
            applied[row.household] = self._applied_here(self._server.members.get(row.household))
        return tuple(
            LedgerRow(
                at=datetime.fromisoformat(frame.at),
                day=frame.day,
                kind=frame.kind,
                entry=entry,
                terminal=frame.terminal,
                epoch=frame.epoch,
                seq=frame.seq,
                sale_id=frame.body.get("sale"),
                confirmed=position(frame) <= applied[entry.member_id],
            )
            for frame, _, _ in self._kept.frames
            for entry in frame.entries
            if entry.member_id in applied
        )

    def _applied_here(self, row: MemberRow | None) -> Position:
        return row.state.applied.get(self._kept.identity.terminal_id, BEFORE_ALL) if row else BEFORE_ALL

    def _ids(self, member_id: str) -> list[str]:
        """All ids of one member, the canonical one first; a phone known twice makes one member."""
        known = {*self._server.members, *self._kept.profiles, member_id}
        canonical = self._canonical(member_id)
        return [canonical, *(other for other in known if other != canonical and self._canonical(other) == canonical)]

    def _canonical(self, member_id: str) -> str:
        row = self._server.members.get(member_id)
        if row is not None:
            return self._canonical(row.alias_of) if row.alias_of else member_id
        own = self._kept.profiles.get(member_id)
        twins = (r for r in self._server.members.values() if own and r.profile and r.profile.phone == own.phone)
        twin = next(twins, None)
        return self._canonical(twin.member_id) if twin else member_id

    def _laid_over(self, state: MemberState, ids: list[str], share: Callable[[Entry], Entry | None]) -> MemberState:
        terminal = self._kept.identity.terminal_id
        after = state.applied.get(terminal, BEFORE_ALL)
        for frame, _, _ in self._kept.frames:
            entries = [entry for entry in frame.entries if entry.member_id in ids]
            if entries and position(frame) > after:
                for entry in entries:
                    mine = share(entry)
                    state = apply(state, mine, frame.day)[0] if mine else state
                state = replace(state, applied={**state.applied, terminal: position(frame)})
        return state


def _whole(entry: Entry) -> Entry:
    return entry
