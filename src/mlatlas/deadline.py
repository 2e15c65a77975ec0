"""A limit of time for work on what others wrote, such as their regular expressions."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raise `TimeoutError` in the block when the time is over; not one inside another.

    A signal does it, which a regular expression looks for while it searches. Signals reach the main thread only:
    in others, and on systems without that timer, there is no limit.

    >>> import re
    >>> with deadline(0.1):
    ...     re.search("(a+)+$", "a" * 40 + "b")
    Traceback (most recent call last):
    TimeoutError
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGALRM, _raise)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _raise(_number: int, _frame: FrameType | None) -> None:
    raise TimeoutError
