"""Compiles every statement into the file that the program runs them from: ``make statements``."""

import json

from terminal.store.sql.compiling import every_statement
from terminal.store.statements import COMPILED

lines = (f"{json.dumps(name)}: {json.dumps(document)}" for name, document in every_statement().items())
COMPILED.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
