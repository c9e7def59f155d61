"""The database: where it is, its tables and their revisions, and how rows are written."""
