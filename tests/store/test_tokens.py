"""Codes of members that a till has taken: it remembers them as long as somebody could show one again, and no more."""

from datetime import timedelta

from terminal.store import tokens
from terminal.store.store import TerminalStore
from tests.store import facts


def test_what_is_remembered_is_bounded(stored: TerminalStore) -> None:
    now = facts.NOW
    with stored.unit_of_work() as unit:
        unit.use_token("old", now - timedelta(seconds=1), now - timedelta(minutes=5))
        unit.use_token("new", now + timedelta(minutes=5), now)
        assert (unit.is_token_used("old"), unit.is_token_used("new")) == (False, True)
        unit.commit()
    with stored.unit_of_work() as unit:
        for number in range(tokens.KEPT_MAX + 2):
            unit.use_token(f"token-{number}", now + timedelta(minutes=6, seconds=number), now)
        assert not unit.is_token_used("new") and not unit.is_token_used("token-0")
        assert unit.is_token_used(f"token-{tokens.KEPT_MAX + 1}")
