"""What the two files hold and what is asked of them, written with SQLAlchemy.

A file here writes what the file of the same name in ``terminal.store`` runs: whatever is called in capitals is a
statement with that name (``journal.HEAD``). Nothing here is loaded while a till runs but by its migrations.
"""
