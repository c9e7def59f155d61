"""What a terminal's two files are, in SQLite's own words: tables, indexes, triggers, as of the newest revision.

New files are made by it. Older ones come to be the same by their revisions, and the server makes replicas for new
terminals by it too.
"""

from resources import FOLDER


def schema(name: str) -> str:
    """The statements that make a ``journal`` or a ``replica``."""
    return (FOLDER / "schemas" / f"{name}.sql").read_text(encoding="utf-8")
