"""What holds for every test: no window on a screen, no judging of durations, the same examples every time."""

import os

# Before anything imports Qt: without a display it would abort the process, and pytest with it.
os.environ["QT_QPA_PLATFORM"] = "offscreen"

from hypothesis import HealthCheck, settings

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))
