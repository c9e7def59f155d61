"""How far this machine's clock is from the server's, by what any answer of a server says in its head."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx

from terminal.domain.errors import Refusal

ANSWER_SECONDS = 5.0


def clock_difference(url: str, now: Callable[[], datetime]) -> timedelta:
    """How far our clock is ahead, to the second and half of how long the answer took; negative when it is behind.

    Raises ``Refusal``: ``server_unreachable``, ``server_answer_not_understood``.
    """
    asked = now()
    try:
        answer = httpx.get(f"{url.rstrip('/')}/health", timeout=ANSWER_SECONDS)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Refusal("server_unreachable", reason=str(error)) from error
    answered = now()
    try:
        there = parsedate_to_datetime(answer.headers["Date"])
        ahead = asked + (answered - asked) / 2 - there
    except (KeyError, ValueError, TypeError) as error:
        raise Refusal("server_answer_not_understood", status=answer.status_code, content="Date") from error
    return timedelta(seconds=round(ahead.total_seconds()))
