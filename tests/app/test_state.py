"""The codec of Explore's address: both directions, and junk."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from mlatlas.app.state import MOST_OPENED, State, read, write

KNOWN = ("dropout", "overfitting", "f1-score", "l1-regularisation-lasso")

slugs = some.sampled_from(KNOWN)
opened = some.lists(slugs, min_size=1, max_size=MOST_OPENED).map(tuple)
views = some.sampled_from(["graph", "table"])
states = some.builds(State, opened=opened, node=slugs, view=views) | some.builds(
    State, opened=some.just(()), node=some.none() | slugs, view=views
)


@given(states)
def test_what_is_written_is_read_back(state: State) -> None:
    assert read(write(state), KNOWN.__contains__) == (state, [])


@given(some.dictionaries(some.sampled_from(["open", "node", "as", "x"]) | some.text(), some.text()))
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


def test_opening_a_full_graph_starts_afresh() -> None:
    full = State(("dropout",) * MOST_OPENED, "dropout")
    assert full.open("f1-score").opened == ("f1-score",)


@given(states, slugs)
def test_undo_takes_back_an_opening(state: State, slug: str) -> None:
    if len(state.opened) < MOST_OPENED:
        assert state.open(slug).undo().opened == state.opened


@given(states, slugs)
def test_selecting_keeps_the_graph_and_home_keeps_the_form(state: State, slug: str) -> None:
    assert state.select(slug).opened == state.opened
    assert state.home() == State(view=state.view)
    assert state.start(slug).opened == (slug,)
    assert state.show("table").view == "table"
