"""The codec of Explore's address: both directions, and junk."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mlatlas.app.state import MOST_OPENED, State, read, write

KNOWN = ("dropout", "overfitting", "f1-score", "l1-regularisation-lasso")

slugs = some.sampled_from(KNOWN)
tokens = slugs | slugs.map(lambda slug: f"{slug}~is-part-of~in")
views = some.sampled_from(["graph", "table"])
openings = some.lists(tokens, min_size=1, max_size=MOST_OPENED).map(tuple)
lists = some.lists(tokens, max_size=4, unique=True).map(tuple)
hidden: dict[str, Any] = {
    "view": views,
    "without": lists,
    "closed": lists,
    "pinned": lists,
    "off": some.lists(some.sampled_from(["Metric", "denies", "link"]), unique=True).map(tuple),
    "level": some.sampled_from(["topics", "services", "features"]),
    "layout": some.sampled_from(["radial", "force", "layered"]),
}
states = some.builds(State, opened=openings, node=slugs, **hidden) | some.builds(
    State, opened=some.just(()), node=some.none() | slugs, **hidden
)


@given(states)
def test_what_is_written_is_read_back(state: State) -> None:
    assert read(write(state), KNOWN.__contains__) == (state, [])


@given(
    some.dictionaries(
        some.sampled_from(["open", "node", "as", "off", "closed", "layout", "x"]) | some.text(), some.text()
    )
)
def test_junk_never_raises_and_what_is_left_is_valid(params: dict[str, str]) -> None:
    state, ignored = read(params, KNOWN.__contains__)
    assert set(state.opened) <= set(KNOWN)
    assert state.node in {None, *KNOWN}
    assert read(write(state), KNOWN.__contains__) == (state, [])
    assert all(message.isprintable() and len(message) < 100 for message in ignored)


def test_each_piece_of_junk_is_named() -> None:
    _, ignored = read({"open": "\0,nonsense,dropout", "node": "<b>", "as": "cake", "x": "1"}, KNOWN.__contains__)
    assert ignored == [
        "x: no such parameter",
        "open=�: no such entity",
        "open=nonsense: no such entity",
        "node=<b>: no such entity",
        "as=cake: choose graph or table",
    ]


def test_too_many_openings_are_cut_and_said() -> None:
    state, ignored = read({"open": ",".join(["dropout"] * 99)}, KNOWN.__contains__)
    assert len(state.opened) == MOST_OPENED
    assert ignored == [f"open: only the first {MOST_OPENED} entities are opened"]


def test_the_last_opened_is_selected_where_nothing_is() -> None:
    assert read({"open": "dropout,overfitting"}, KNOWN.__contains__)[0].node == "overfitting"


def test_a_full_graph_stays_as_it_is() -> None:
    full = State(("dropout",) * MOST_OPENED, "dropout")
    assert full.is_full
    assert full.open("f1-score") == State(full.opened, "f1-score")


def test_opening_what_was_collapsed_brings_it_back() -> None:
    closed = State(("dropout", "overfitting"), "overfitting", closed=("overfitting",))
    assert closed.open("overfitting") == State(("dropout", "overfitting"), "overfitting")


@given(slugs, some.sampled_from(["without", "closed", "pinned"]))
def test_hiding_twice_changes_nothing(slug: str, field: Literal["without", "closed", "pinned"]) -> None:
    state = State((slug,), slug)
    assert state.switch(field, slug).switch(field, slug) == state


@pytest.mark.parametrize("token", ["dropout~", "dropout~<b>", "dropout~A", "dropout~a/b", "nope~is"])
def test_a_family_that_nobody_wrote_is_refused_aloud(token: str) -> None:
    state, ignored = read({"open": token, "closed": token}, KNOWN.__contains__)
    assert (state.opened, state.closed, len(ignored)) == ((), (), 2)


@given(states, slugs)
def test_undo_takes_back_an_opening(state: State, slug: str) -> None:
    if not state.is_full and slug not in state.closed:
        assert state.open(slug).undo().opened == state.opened


@given(states, slugs)
def test_selecting_keeps_the_graph_and_home_keeps_the_form(state: State, slug: str) -> None:
    assert state.select(slug).opened == state.opened
    assert state.home() == State(view=state.view, level=state.level)
    assert state.start(slug).opened == (slug,)
    assert state.show("table").view == "table"
