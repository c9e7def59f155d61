"""Members whom the till asked for and does not carry: looked up at the server between rounds."""

import logging

from sync.client.round import member_row
from sync.protocol.server import GroupServer
from sync.protocol.steps import LookupRequest
from terminal.domain.errors import Refusal
from terminal.ports.replica import ReplicaStore, WantedMember

_log = logging.getLogger(__name__)


class MemberLookups:
    """Answers what is wanted. A question that the server could not be asked stays open: it is not asked again."""

    def __init__(self, server: GroupServer, store: ReplicaStore) -> None:
        self._server = server
        self._store = store
        self._terminal = store.identity().terminal_id
        self._tried: set[WantedMember] = set()

    def answer_all(self) -> None:
        """Looks up everybody wanted who has not been."""
        wanted = self._store.wanted()
        self._tried &= set(wanted)
        for member in wanted:
            if member not in self._tried:
                self._tried.add(member)
                self._answer(member)

    def _answer(self, wanted: WantedMember) -> None:
        try:
            answer = self._server.lookup(LookupRequest(self._terminal, wanted.kind, wanted.value))
        except Refusal as refusal:
            _log.info("a member was not looked up: %s", refusal)
            return
        self._store.apply_members([member_row(message) for message in answer.members], wanted)
