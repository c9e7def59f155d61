"""Everything the domain and the programme's reader can refuse or explain has words in every language."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from resources.language import LANGUAGES, vocabulary
from terminal.domain.redemption import LimitReason

SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for package in ("terminal.domain", "sync.programme")
    for path in sorted(Path(str(files(package))).rglob("*.py"))
)
KINDS = set(re.findall(r'Refusal\(\s*"([a-z_]+)"', SOURCES))
REASONS = set(re.findall(r'(?:invalid|_refuse)\([^\n]*?, "([a-z_]+)"[,)]', SOURCES))
REASONS |= set(re.findall(r'Converted\([^\n]*"([a-z_]+)"\)', SOURCES)) | {reason.value for reason in LimitReason}
STEPS = set(re.findall(r'Explain\(\s*"([a-z_]+)"', SOURCES))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("section", "codes"), [("error", KINDS), ("reason", REASONS), ("explain", STEPS)])
def test_every_code_has_words(language: str, section: str, codes: set[str]) -> None:
    assert len(codes) > 5
    assert sorted(codes - set(vocabulary(language)[section])) == []
