"""What the programs show and say, as data: words, icons, style, templates."""

from pathlib import Path

FOLDER = Path(__file__).parent
"""Where the data is. It is installed as files: what could read it from an archive too takes longer to load than it."""
