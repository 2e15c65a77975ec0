"""Whose turn it is: quick and slow places, a queue with a limit, and a fair share of all for each visitor.

::

    queue ──▶ quick place ──(first second over)──▶ slow place
                   └─(all slow places taken, and others wait)─▶ one long turn is stopped
"""

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
#: So long a query may take and is still quick; for a visitor who had a long one lately, a part of that.
_QUICK_SECONDS: Final = 1.0
_QUICK_PART: Final = 0.2
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
class Turn:
    """Somebody's turn; it is `called` when it begins (`started` is set), and when it never will.

    It is long after `quick_seconds`, and heavy where that is not only since others kept the processors busy.
    `stop` ends it for the sake of others, who wait.
    """

    visitor: str | None
    quick_seconds: float = 0.0
    called: Event = field(default_factory=Event)
    started: float | None = None
    is_known: bool = False
    is_long: bool = False
    is_heavy: bool = False
    stop: Handle = field(default_factory=Handle)

    @property
    def age(self) -> float:
        """Seconds since it began; 0 before."""
        return 0.0 if self.started is None else time.monotonic() - self.started


class Turns:
    """Lets as many run at a time as there are places, and a limited number wait.

    A turn begins in one of the quick places. When it is told to be long (`lengthen`), it moves to one of the `slow`
    places. Where these are taken it stays, until somebody else waits for its place; then one of the long turns is
    stopped: of a visitor with two of them, else of one who had others lately, else the longest.

    Of several quick places, of several slow ones and of the queue, one visitor gets all but one, all but one, and
    half; and so do all together who had a long turn in the last minute, of the quick places and the queue: so no
    crowd with endless queries keeps out those with quick ones. Somebody without a name (`None`) is not held to that,
    nor stopped for others. Whoever has the least running comes first, then whoever waits longest. A turn is waited
    for, and is thought to last, `seconds` at most.
    """

    def __init__(self, places: int, waiting: int, seconds: float, slow: int = 0) -> None:
        self._places = places
        self._slow_places = slow
        self._waiting = waiting
        self._seconds = seconds
        self._quick_seconds = min(_QUICK_SECONDS, seconds / 2)
        self._lock = Lock()
        self._queue: list[Turn] = []
        self._quick: list[Turn] = []
        self._slow: list[Turn] = []
        self._known_until: dict[str, float] = {}
        self._closed = False

    @contextmanager
    def turn(self, visitor: str | None, handle: Handle) -> Iterator[Turn]:
        """Wait for a turn and have it as long as the block runs.

        Raises `Busy` where there is no place to wait, none becomes free in time, or the turn is stopped for others;
        `QueryStopped` where the handle gives up.
        """
        own = Turn(visitor)
        try:
            self._join(own)
            with handle.during(own.called.set):
                own.called.wait(self._seconds)
            handle.check()
            self._check(own)
            yield own
        finally:
            self._leave(own)

    def lengthen(self, own: Turn) -> None:
        """Let a turn be long, which has lasted its `quick_seconds`: that frees its quick place if one can be had."""
        with self._lock:
            own.is_long = True
            self._advance()

    def stopped(self) -> Busy:
        """The error of a turn that was stopped for others."""
        with self._lock:
            seconds = _until(self._slow, self._seconds)
        return Busy(f"the server is busy with long queries; try again in {seconds} s", seconds)

    def close(self) -> None:
        """Send away those who wait, and let nobody in any more."""
        with self._lock:
            self._closed = True
            for turn in self._queue:
                turn.called.set()

    # ── Coming and going ─────────────────────────────────────────────────────

    def _join(self, own: Turn) -> None:
        with self._lock:
            own.is_known = own.visitor is not None and self._known_until.get(own.visitor, 0) > time.monotonic()
            own.quick_seconds = self._quick_seconds * (_QUICK_PART if own.is_known else 1)
            self._queue.append(own)
            self._advance()
            if own.started is None:
                self._check_queue(own)

    def _check_queue(self, own: Turn) -> None:
        """Raise `Busy` where there is no place to wait."""
        half = (self._waiting + 1) // 2
        if self._closed:
            raise Busy(_CLOSING, self._retry_after())
        if own.visitor is not None and _count(self._queue, own.visitor) > half:
            raise Busy("you have too many queries running and waiting; wait for one of them", self._until_one_ends())
        if own.is_known and sum(turn.is_known for turn in self._queue) > half:
            raise Busy("too many queries that take long are waiting; try again in a moment", self._until_one_ends())
        if len(self._queue) > self._waiting:
            raise Busy("too many queries are waiting; try again in a moment", self._retry_after())

    def _check(self, own: Turn) -> None:
        with self._lock:
            if own.started is None:
                reason = _CLOSING if self._closed else "all query workers are busy; try again in a moment"
                raise Busy(reason, self._retry_after())

    def _leave(self, own: Turn) -> None:
        with self._lock:
            self._remove(own)
            self._remember(own)
            self._advance()

    def _remove(self, turn: Turn) -> None:
        for turns in (self._queue, self._quick, self._slow):
            if turn in turns:
                turns.remove(turn)

    def _remember(self, own: Turn) -> None:
        """Note who had a long turn, and forget those whose time is over."""
        now = time.monotonic()
        was_heavy = (own.is_heavy or not self._slow_places) and own.age > self._quick_seconds
        if own.visitor is not None and was_heavy:
            self._known_until = {who: until for who, until in self._known_until.items() if until > now}
            self._known_until[own.visitor] = now + _REMEMBERED_SECONDS

    # ── Places ───────────────────────────────────────────────────────────────

    def _advance(self) -> None:
        """Move the turns that can move, begin those that can begin, and stop those that are in the way of others."""
        while not self._closed:
            self._move()
            following = self._next()
            if following is not None:
                self._begin(following)
            elif (obstacle := self._obstacle()) is not None:
                self._remove(obstacle)
                obstacle.stop.cancel()
            else:
                return

    def _move(self) -> None:
        """Bring long turns to slow places, as far as there are some."""
        for turn in [turn for turn in self._quick if turn.is_long]:
            is_fair = turn.visitor is None or _count(self._slow, turn.visitor) < max(1, self._slow_places - 1)
            if len(self._slow) < self._slow_places and is_fair:
                self._quick.remove(turn)
                self._slow.append(turn)

    def _next(self) -> Turn | None:
        able = [turn for turn in self._queue if self._may_begin(turn, self._quick)]
        return min(able, key=lambda turn: _count([*self._quick, *self._slow], turn.visitor), default=None)

    def _begin(self, turn: Turn) -> None:
        self._queue.remove(turn)
        self._quick.append(turn)
        turn.started = time.monotonic()
        turn.called.set()

    def _may_begin(self, turn: Turn, beside: list[Turn]) -> bool:
        """Whether there is a place for a turn beside these, and it is not another's share."""
        if len(beside) >= self._places or turn.visitor is None:
            return len(beside) < self._places
        share = max(1, self._places - 1)
        if turn.is_known and sum(other.is_known for other in beside) >= share:
            return False
        return _count(beside, turn.visitor) < share

    def _obstacle(self) -> Turn | None:
        """The turn to be stopped, where another visitor's would begin if a long one left its quick place."""
        if not any(self._blocks(turn) for turn in self._quick):
            return None
        long = [turn for turn in (*self._slow, *self._quick) if turn.is_long and turn.visitor is not None]
        return max(long, key=lambda turn: (_count(long, turn.visitor) > 1, turn.is_known, turn.age))

    def _blocks(self, turn: Turn) -> bool:
        """Whether this is a long turn of somebody in whose place another's could begin."""
        beside = [other for other in self._quick if other is not turn]
        others = (other for other in self._queue if other.visitor != turn.visitor)
        return turn.is_long and turn.visitor is not None and any(self._may_begin(other, beside) for other in others)

    def _retry_after(self) -> int:
        """Whole seconds until a quick place is free at the latest."""
        return _until(self._quick, self._quick_seconds if self._slow_places else self._seconds)

    def _until_one_ends(self) -> int:
        """Whole seconds until any turn is over at the latest."""
        return _until([*self._quick, *self._slow], self._seconds)


def _count(turns: list[Turn], visitor: str | None) -> int:
    return sum(turn.visitor == visitor for turn in turns)


def _until(turns: list[Turn], seconds: float) -> int:
    """Whole seconds, and 1 at least, until the first of these turns has lasted so long."""
    return max(1, math.ceil(seconds - max((turn.age for turn in turns), default=seconds)))
