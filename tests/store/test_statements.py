"""What is written with SQLAlchemy and what a till runs are the same."""

import json
import re
from pathlib import Path

from terminal.store import statements
from terminal.store.sql.compiling import every_statement

NAMED = re.compile(r'Statement\("([^"]+)"')


def test_the_file_says_what_is_written() -> None:
    """After a change: ``make statements``."""
    written = json.loads(json.dumps(every_statement()))
    assert json.loads(statements.COMPILED.read_bytes()) == written


def test_every_statement_that_is_run_is_written_and_every_one_written_is_run() -> None:
    sources = Path(statements.__file__).parent.glob("*.py")
    run = {name for source in sources for name in NAMED.findall(source.read_text(encoding="utf-8"))}
    assert run == set(every_statement())
