"""Points set aside for terminals: asked for, granted at sales, recalled, given back."""
