"""What the programs show and say, as data: words, icons, style, templates."""
