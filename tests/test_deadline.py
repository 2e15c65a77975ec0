"""Work that does not come to an end is ended, and other work is left alone."""

from __future__ import annotations

import re
import signal
import threading
import time

import pytest

from mlatlas.deadline import deadline


def test_a_search_without_end_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError), deadline(0.1):
        re.search("(a+)+$", "a" * 60 + "b")
    assert time.monotonic() - started < 1


def test_nothing_comes_after_the_block() -> None:
    before = signal.getsignal(signal.SIGALRM)
    with deadline(0.02):
        pass
    assert signal.getsignal(signal.SIGALRM) is before
    time.sleep(0.05)


def test_errors_of_the_block_pass() -> None:
    with pytest.raises(KeyError), deadline(5):
        raise KeyError
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_in_another_thread_there_is_no_limit() -> None:
    done: list[bool] = []

    def work() -> None:
        with deadline(0.01):
            time.sleep(0.05)
        done.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert done == [True]
