"""The layouts that PostgreSQL databases of the tests have."""

from collections.abc import Callable

PARTITIONS = 4
NewPostgres = Callable[[int], str]  # from the number of partitions, 0 for plain tables, to the URL of a new database
