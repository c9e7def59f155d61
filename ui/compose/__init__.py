"""The one composition root: which adapters the use-cases, the screens and the commands run on."""
