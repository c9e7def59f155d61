"""What the screens show and what their keys do, in plain Python: no Qt, no database."""
