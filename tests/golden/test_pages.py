"""Real programmes, written as bundles, with bills whose answers were worked out by hand from the published rules."""

from pathlib import Path

import pytest

from tests.journeys.programme_sessions import Session, run, sessions_of

HERE = Path(__file__).parent
PAGES = sorted(HERE.glob("*.md"))
SESSIONS = [(page.stem, session) for page in PAGES for session in sessions_of(page.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("page", "session"), SESSIONS, ids=[f"{page} {session.place}" for page, session in SESSIONS])
def test_the_till_gives_the_answers_worked_out_by_hand(page: str, session: Session, tmp_path: Path) -> None:
    assert run(session, tmp_path) == [told for _, told in session.exchanges], page
