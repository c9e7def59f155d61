"""Every session on the programme's page gives, through the till's own door, the answers that are written there."""

from pathlib import Path

import pytest

from tests.journeys.programme_sessions import Session, run, sessions_of

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "programme.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("session", list(sessions_of(PAGE)), ids=lambda session: session.place)
def test_a_session_gives_the_answers_written(session: Session, tmp_path: Path) -> None:
    assert run(session, tmp_path) == [told for _, told in session.exchanges]
