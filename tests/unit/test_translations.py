"""The windows' translations say everything that the windows say; `make translations` brings them up to date."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "resources/translations"
LANGUAGES = sorted(path.stem for path in TRANSLATIONS.glob("*.ts"))


def run(tool: str, *arguments: Path | str) -> None:
    command = [Path(sys.executable).parent / f"pyside6-{tool}", *arguments]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def test_traditional_chinese_is_there() -> None:
    assert "zh_TW" in LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated_and_every_translation_is_used(language: str, tmp_path: Path) -> None:
    committed, fresh = TRANSLATIONS / f"{language}.ts", tmp_path / f"{language}.ts"
    shutil.copy(committed, fresh)
    run("lupdate", *sorted((ROOT / "ui").rglob("*.py")), "-locations", "none", "-ts", fresh)
    marked = [line.strip() for line in fresh.read_text().splitlines() if "type=" in line]
    assert marked == [], "unfinished, or no longer said by any window"
    assert fresh.read_text() == committed.read_text()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_windows_load_is_made_of_what_is_written(language: str, tmp_path: Path) -> None:
    made = tmp_path / f"{language}.qm"
    run("lrelease", TRANSLATIONS / f"{language}.ts", "-qm", made)
    assert made.read_bytes() == (TRANSLATIONS / f"{language}.qm").read_bytes()
