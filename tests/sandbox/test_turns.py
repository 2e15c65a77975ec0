"""Whose turn it is: nobody gets more than a fair share of places and queue, and long turns make room for others."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlatlas.errors import Busy, QueryStopped
from mlatlas.sandbox.turns import Handle, Turn, Turns

FLOODER, OTHER = "192.0.2.1", "192.0.2.2"


def _wait(turns: Turns, visitor: str | None, order: list[str | None], handle: Handle | None = None) -> None:
    with turns.turn(visitor, handle or Handle()):
        order.append(visitor)


def _queued(
    turns: Turns, visitors: Sequence[str | None], threads: ThreadPoolExecutor
) -> tuple[list[str | None], list[Future[None]]]:
    """Visitors that wait, in this order; and, once they had it, in which order they had their turn."""
    order: list[str | None] = []
    waiting = []
    for visitor in visitors:
        before = len(turns._queue)
        waiting.append(threads.submit(_wait, turns, visitor, order))
        while len(turns._queue) == before:
            time.sleep(0.001)
    return order, waiting


def test_one_visitor_leaves_a_place_for_others() -> None:
    turns = Turns(places=3, waiting=8, seconds=0.05)
    with ExitStack() as running:
        for _ in range(2):
            running.enter_context(turns.turn(FLOODER, Handle()))
        with pytest.raises(Busy, match="all query workers are busy"), turns.turn(FLOODER, Handle()):
            pass
        with turns.turn(OTHER, Handle()):
            pass


def test_one_visitor_leaves_half_of_the_queue_for_others() -> None:
    turns = Turns(places=2, waiting=4, seconds=5)
    with ThreadPoolExecutor(8) as threads, turns.turn(FLOODER, Handle()):
        _, waiting = _queued(turns, [FLOODER, FLOODER], threads)
        with pytest.raises(Busy, match="you have too many") as refused, turns.turn(FLOODER, Handle()):
            pass
        assert 1 <= refused.value.retry_after <= 5
        assert not any(each.done() for each in waiting)
        with turns.turn(OTHER, Handle()):
            pass


def test_all_who_took_long_share_what_one_visitor_gets() -> None:
    turns = Turns(places=2, waiting=4, seconds=0.2)
    crowd = [f"198.51.100.{number}" for number in range(6)]
    for visitor in crowd:
        with turns.turn(visitor, Handle()):
            time.sleep(0.11)
    with ThreadPoolExecutor(8) as threads, turns.turn(crowd[0], Handle()):
        _, waiting = _queued(turns, crowd[1:3], threads)
        with pytest.raises(Busy, match="queries that take long"), turns.turn(crowd[3], Handle()):
            pass
        with turns.turn(OTHER, Handle()):
            pass
        assert [type(each.exception(timeout=1)) for each in waiting] == [Busy, Busy]


def test_long_turns_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mlatlas.sandbox.turns._REMEMBERED_SECONDS", 0.05)
    turns = Turns(places=2, waiting=0, seconds=0.05)
    for visitor in (FLOODER, OTHER):
        with turns.turn(visitor, Handle()):
            time.sleep(0.03)
    time.sleep(0.06)
    with turns.turn(FLOODER, Handle()), turns.turn(OTHER, Handle()):
        pass


def test_the_only_worker_serves_everybody_in_turn() -> None:
    turns = Turns(places=1, waiting=8, seconds=5)
    with ThreadPoolExecutor(8) as threads:
        with turns.turn(None, Handle()):
            order, waiting = _queued(turns, [FLOODER, FLOODER, OTHER, None], threads)
        for each in waiting:
            each.result(timeout=5)
    assert order == [FLOODER, FLOODER, OTHER, None]


def test_whoever_has_nothing_running_comes_before_whoever_has() -> None:
    turns = Turns(places=3, waiting=8, seconds=5)
    with ThreadPoolExecutor(8) as threads, turns.turn(FLOODER, Handle()), ExitStack() as others:
        for _ in range(2):
            others.enter_context(turns.turn(None, Handle()))
        order, waiting = _queued(turns, [FLOODER, OTHER], threads)
        with turns._lock:  # one place becomes free, and the turn of whoever gets it is not over yet
            turns._remove(turns._quick[-1])
            turns._advance()
        waiting[1].result(timeout=5)
    assert order[0] == OTHER


def test_a_full_queue_is_told_at_once() -> None:
    turns = Turns(places=1, waiting=0, seconds=60)
    with (
        turns.turn(None, Handle()),
        pytest.raises(Busy, match="too many queries are waiting"),
        turns.turn(None, Handle()),
    ):
        pass


def test_whoever_gives_up_leaves_the_queue_at_once() -> None:
    turns = Turns(places=1, waiting=8, seconds=60)
    handle = Handle()
    with ThreadPoolExecutor(1) as thread, turns.turn(None, Handle()):
        waiting = thread.submit(_wait, turns, OTHER, [], handle)
        while not turns._queue:
            time.sleep(0.001)
        handle.cancel()
        assert isinstance(waiting.exception(timeout=1), QueryStopped)
        assert turns._queue == []


def test_whoever_gave_up_before_gets_no_turn() -> None:
    handle = Handle()
    handle.cancel()
    turns = Turns(places=1, waiting=1, seconds=1)
    with pytest.raises(QueryStopped), turns.turn(None, handle):
        pass
    assert (turns._queue, turns._quick) == ([], [])


def test_at_the_end_those_who_wait_are_sent_away() -> None:
    turns = Turns(places=1, waiting=8, seconds=60)
    with ThreadPoolExecutor(1) as thread, turns.turn(None, Handle()):
        waiting = thread.submit(_wait, turns, OTHER, [])
        while not turns._queue:
            time.sleep(0.001)
        turns.close()
        assert isinstance(waiting.exception(timeout=1), Busy)
    with pytest.raises(Busy, match="shut down"), turns.turn(None, Handle()):
        pass


@settings(max_examples=15, deadline=None)
@given(places=st.integers(1, 4), visitors=st.lists(st.sampled_from([FLOODER, OTHER, None]), min_size=1, max_size=20))
def test_never_more_run_than_there_are_places_and_all_get_their_turn(places: int, visitors: list[str | None]) -> None:
    turns = Turns(places, waiting=40, seconds=10)
    most: list[tuple[int, int]] = []

    def work(visitor: str | None) -> None:
        with turns.turn(visitor, Handle()):
            with turns._lock:
                most.append((len(turns._quick), sum(turn.visitor == FLOODER for turn in turns._quick)))
            time.sleep(0.001)

    with ThreadPoolExecutor(20) as threads:
        assert all(each.exception() is None for each in [threads.submit(work, visitor) for visitor in visitors])
    assert len(most) == len(visitors)
    assert max(running for running, _ in most) <= places
    assert max(flooding for _, flooding in most) <= max(1, places - 1)
    assert (turns._queue, turns._quick) == ([], [])


# ── Long turns ───────────────────────────────────────────────────────────────


def _long(turns: Turns, visitor: str | None, running: ExitStack) -> Turn:
    """A turn of this visitor that has become long."""
    turn = running.enter_context(turns.turn(visitor, Handle()))
    turns.lengthen(turn)
    return turn


def _age(turn: Turn, seconds: float) -> None:
    assert turn.started is not None
    turn.started -= seconds


@pytest.fixture
def running() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def test_a_long_turn_gives_its_place_away(running: ExitStack) -> None:
    turns = Turns(places=1, waiting=0, seconds=10, slow=1)
    long = _long(turns, FLOODER, running)
    running.enter_context(turns.turn(OTHER, Handle()))
    assert (turns._slow, len(turns._quick)) == ([long], 1)
    assert not long.stop.cancelled


def test_a_long_turn_stays_where_it_is_while_nobody_wants_its_place(running: ExitStack) -> None:
    turns = Turns(places=2, waiting=4, seconds=10, slow=1)
    long = [_long(turns, f"198.51.100.{number}", running) for number in range(3)]
    assert (turns._slow, turns._quick) == (long[:1], long[1:])
    assert not any(turn.stop.cancelled for turn in long)


def test_the_longest_is_stopped_when_others_wait_and_one_moves_up(running: ExitStack) -> None:
    turns = Turns(places=1, waiting=4, seconds=10, slow=2)
    long = [_long(turns, f"198.51.100.{number}", running) for number in range(3)]
    _age(long[1], 5)
    with turns.turn(OTHER, Handle()):
        assert [turn.stop.cancelled for turn in long] == [False, True, False]
        assert turns._slow == [long[0], long[2]]
    _age(long[0], 7.5)
    assert (str(turns.stopped()), turns.stopped().retry_after) == (
        "the server is busy with long queries; try again in 3 s",
        3,
    )


def test_a_visitor_with_two_long_turns_loses_one_before_others_do(running: ExitStack) -> None:
    turns = Turns(places=2, waiting=4, seconds=10, slow=2)
    single, first = _long(turns, OTHER, running), _long(turns, FLOODER, running)
    second = _long(turns, FLOODER, running)
    running.enter_context(turns.turn("192.0.2.3", Handle()))
    assert turns._quick[0] is second  # of two slow places, one visitor has one
    _age(single, 8)
    _age(first, 5)
    with turns.turn("192.0.2.4", Handle()):
        assert [turn.stop.cancelled for turn in (single, first, second)] == [False, True, False]
        assert turns._slow == [single, second]


def test_who_had_a_long_turn_lately_loses_the_next_before_others_do(running: ExitStack) -> None:
    turns = Turns(places=1, waiting=4, seconds=10, slow=1)
    with turns.turn(FLOODER, Handle()) as earlier:
        assert earlier.quick_seconds == 1
        turns.lengthen(earlier)
        earlier.is_heavy = True
        _age(earlier, 1.5)
    known = _long(turns, FLOODER, running)
    assert known.quick_seconds == pytest.approx(0.2)
    fresh = _long(turns, OTHER, running)
    _age(fresh, 8)
    with turns.turn("192.0.2.3", Handle()):
        assert (known.stop.cancelled, fresh.stop.cancelled) == (True, False)


@pytest.mark.parametrize(
    ("long_ones", "waiting"),
    [
        pytest.param((OTHER, FLOODER), FLOODER, id="for another query of theirs"),
        pytest.param((None, None), OTHER, id="who has no name"),
    ],
)
def test_nobody_is_stopped(long_ones: Sequence[str | None], waiting: str, running: ExitStack) -> None:
    turns = Turns(places=1, waiting=4, seconds=0.05, slow=1)
    long = [_long(turns, visitor, running) for visitor in long_ones]
    with pytest.raises(Busy), turns.turn(waiting, Handle()):
        pass
    assert not any(turn.stop.cancelled for turn in long)


@settings(max_examples=15, deadline=None)
@given(
    places=st.integers(1, 3),
    slow=st.integers(0, 3),
    asked=st.lists(
        st.tuples(st.sampled_from([FLOODER, OTHER, "c", "d", None]), st.booleans()), min_size=1, max_size=20
    ),
)
def test_places_and_shares_hold_for_long_turns_too(
    places: int, slow: int, asked: list[tuple[str | None, bool]]
) -> None:
    turns = Turns(places, waiting=40, seconds=10, slow=slow)
    seen: list[tuple[int, int, int]] = []

    def work(visitor: str | None, is_long: bool) -> None:
        with turns.turn(visitor, Handle()) as own:
            if is_long:
                turns.lengthen(own)
            with turns._lock:
                seen.append((len(turns._quick), len(turns._slow), sum(turn.visitor == OTHER for turn in turns._slow)))
            time.sleep(0.001)

    with ThreadPoolExecutor(20) as threads:
        assert all(each.exception() is None for each in [threads.submit(work, *one) for one in asked])
    assert max(quick for quick, _, _ in seen) <= places
    assert max(long for _, long, _ in seen) <= slow
    assert max(own for _, _, own in seen) <= max(1, slow - 1)
    assert (turns._queue, turns._quick, turns._slow) == ([], [], [])
