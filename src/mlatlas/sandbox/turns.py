"""Whose turn it is: a place for each worker, a queue with a limit, and a fair share of both for each visitor."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Final

from mlatlas.errors import Busy, QueryStopped

_REMEMBERED_SECONDS: Final = 60.0
_CLOSING: Final = "the query workers are being shut down"


class Handle:
    """Gives up one query from another thread, whether it waits for its turn or runs.

    >>> handle = Handle()
    >>> handle.cancel()
    >>> handle.cancelled
    True
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._act: Callable[[], object] | None = None
        self.cancelled = False

    def cancel(self) -> None:
        """Stop the query now; one that comes later under this handle is not begun."""
        with self._lock:
            self.cancelled = True
            if self._act is not None:
                self._act()

    @contextmanager
    def during(self, act: Callable[[], object]) -> Iterator[None]:
        """Have `cancel` call `act` as long as the block runs. Raises `QueryStopped` where that was called before."""
        with self._lock:
            self.check()
            self._act = act
        try:
            yield
        finally:
            with self._lock:
                self._act = None

    def check(self) -> None:
        """Raise `QueryStopped` where the query was given up."""
        if self.cancelled:
            raise QueryStopped("the query was given up by whoever asked it")


@dataclass(eq=False, slots=True)
class _Turn:
    """Somebody's turn; it is `called` when it begins (`started` is set), and when it never will."""

    visitor: str | None
    called: Event = field(default_factory=Event)
    started: float | None = None


class Turns:
    """Lets as many run at a time as there are places, and a limited number wait.

    Of several places and of the queue, one visitor gets all but one, and half; and so do all together who had a
    long turn in the last minute, so that no crowd with endless queries keeps out those with quick ones. Somebody
    without a name (`None`) is not held to that. Whoever has the least running comes first, then whoever waits
    longest. A turn is waited for, and is thought to last, `seconds` at most; half of that is long.
    """

    def __init__(self, places: int, waiting: int, seconds: float) -> None:
        self._places = places
        self._waiting = waiting
        self._seconds = seconds
        self._lock = Lock()
        self._queue: list[_Turn] = []
        self._running: list[_Turn] = []
        self._slow_until: dict[str, float] = {}
        self._closed = False

    @contextmanager
    def turn(self, visitor: str | None, handle: Handle) -> Iterator[None]:
        """Wait for a turn and have it as long as the block runs.

        Raises `Busy` where there is no place to wait or none becomes free in time, `QueryStopped` where the
        handle gives up.
        """
        own = _Turn(visitor)
        try:
            self._join(own)
            with handle.during(own.called.set):
                own.called.wait(self._seconds)
            handle.check()
            self._check(own)
            yield
        finally:
            self._leave(own)

    def close(self) -> None:
        """Send away those who wait, and let nobody in any more."""
        with self._lock:
            self._closed = True
            for turn in self._queue:
                turn.called.set()

    def _join(self, own: _Turn) -> None:
        with self._lock:
            self._queue.append(own)
            self._advance()
            if own.started is not None:
                return
            if self._closed:
                raise Busy(_CLOSING, self._retry_after())
            if own.visitor is not None and self._count(self._queue, own.visitor) > (self._waiting + 1) // 2:
                raise Busy("you have too many queries running and waiting; wait for one of them", self._retry_after())
            if self._is_slow(own) and sum(map(self._is_slow, self._queue)) > (self._waiting + 1) // 2:
                raise Busy("too many queries that take long are waiting; try again in a moment", self._retry_after())
            if len(self._queue) > self._waiting:
                raise Busy("too many queries are waiting; try again in a moment", self._retry_after())

    def _check(self, own: _Turn) -> None:
        with self._lock:
            if own.started is None:
                reason = _CLOSING if self._closed else "all query workers are busy; try again in a moment"
                raise Busy(reason, self._retry_after())

    def _leave(self, own: _Turn) -> None:
        with self._lock:
            for turns in (self._queue, self._running):
                if own in turns:
                    turns.remove(own)
            self._remember(own)
            self._advance()

    def _remember(self, own: _Turn) -> None:
        """Note who had a long turn, and forget those whose time is over."""
        now = time.monotonic()
        if own.visitor is not None and own.started is not None and now - own.started > self._seconds / 2:
            self._slow_until = {who: until for who, until in self._slow_until.items() if until > now}
            self._slow_until[own.visitor] = now + _REMEMBERED_SECONDS

    def _is_slow(self, turn: _Turn) -> bool:
        return turn.visitor is not None and self._slow_until.get(turn.visitor, 0) > time.monotonic()

    def _advance(self) -> None:
        """Begin the turns that can begin."""
        while len(self._running) < self._places and not self._closed:
            able = [turn for turn in self._queue if self._may_run(turn)]
            if not able:
                return
            following = min(able, key=lambda turn: self._count(self._running, turn.visitor))
            self._queue.remove(following)
            self._running.append(following)
            following.started = time.monotonic()
            following.called.set()

    def _may_run(self, turn: _Turn) -> bool:
        share = max(1, self._places - 1)
        if turn.visitor is None:
            return True
        if self._is_slow(turn) and sum(map(self._is_slow, self._running)) >= share:
            return False
        return self._count(self._running, turn.visitor) < share

    @staticmethod
    def _count(turns: list[_Turn], visitor: str | None) -> int:
        return sum(turn.visitor == visitor for turn in turns)

    def _retry_after(self) -> int:
        """Whole seconds until a place is free at the latest."""
        first = min((turn.started for turn in self._running if turn.started is not None), default=time.monotonic())
        return max(1, math.ceil(first + self._seconds - time.monotonic()))
