"""What is written in TOML and what the programs read are the same."""

from resources.compiled import written


def test_the_compiled_files_say_what_is_written() -> None:
    """After a change: ``make translations``."""
    files = written()
    assert len(files) >= 3
    assert {place.name: place.read_text(encoding="utf-8") for place in files} == {
        place.name: text for place, text in files.items()
    }
