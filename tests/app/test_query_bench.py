"""The workbench as plain data: tabs, the past, and the text that a browser keeps."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from mlatlas.app.query_bench import MOST_PAST, MOST_TABS, Bench, Past, dump, load

ONE = Bench.start("ASK { }", "key")
QUERIES = st.text(st.characters(codec="utf-8"), max_size=30)
ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), QUERIES),
        st.tuples(st.just("fill"), QUERIES),
        st.tuples(st.just("add"), QUERIES),
        st.tuples(st.just("choose"), st.integers(0, 12)),
        st.tuples(st.just("close"), st.integers(0, 12)),
        st.tuples(st.just("rename"), st.tuples(st.integers(0, 12), QUERIES)),
        st.tuples(st.just("remember"), QUERIES),
    ),
    max_size=25,
)


def after(actions: list[tuple[str, object]]) -> Bench:
    bench = ONE
    for name, about in actions:
        if name == "remember":
            bench = bench.remember(Past(str(about), 1.0, "select", 3, 0.5))
        elif isinstance(about, tuple):
            bench = bench.rename(*about)
        else:
            bench = getattr(bench, name)(about)
    return bench


@given(ACTIONS)
def test_whatever_is_done_the_bench_stays_whole(actions: list[tuple[str, object]]) -> None:
    bench = after(actions)
    ids = [tab.id for tab in bench.tabs]
    assert bench.open in ids
    assert len(set(ids)) == len(ids) <= MOST_TABS
    assert all(name.strip() for name in bench.names)
    assert len(bench.past) <= MOST_PAST


@given(ACTIONS)
def test_the_text_gives_the_bench_back(actions: list[tuple[str, object]]) -> None:
    bench = after(actions)
    assert load(dump(bench)) == bench


@given(st.text(max_size=80) | st.recursive(st.none() | st.text() | st.integers(), st.lists).map(json.dumps))
def test_no_text_is_too_strange(text: str) -> None:
    assert load(text) is None


@given(
    st.sampled_from(["tabs", "open", "past", "key", "made"]),
    st.none() | st.text() | st.integers() | st.lists(st.none()),
)
def test_a_text_that_was_tampered_with_never_raises(name: str, value: object) -> None:
    content = json.loads(dump(ONE)) | {name: value}
    bench = load(json.dumps(content))
    assert bench is None or bench.tab


def test_half_a_surrogate_pair_is_refused() -> None:
    assert load(dump(ONE).replace("ASK", "\\ud800")) is None


def test_closing_opens_the_neighbour_and_empties_the_last() -> None:
    three = ONE.add("a").add("b")
    assert three.close(3).tab.query == "a"
    assert three.choose(1).close(1).tab.query == "a"
    assert three.choose(1).close(3).open == 1
    last = three.close(3).close(2).close(1)
    assert (last.tab.query, last.names) == ("", ("Query 1",))
    assert last.revision != ONE.revision


def test_no_revision_comes_twice() -> None:
    first = ONE.add("a")
    second = first.close(2).add("b")
    assert len({ONE.revision, first.revision, second.revision, second.fill("c").revision}) == 4


def test_what_was_typed_into_a_tab_that_is_left_stays_there() -> None:
    bench = ONE.add("b").choose(1).write("typed late", 2)
    assert [tab.query for tab in bench.tabs] == ["ASK { }", "typed late"]


def test_the_past_names_each_query_once_and_the_latest_first() -> None:
    bench = ONE
    for query in [*map(str, range(40)), "39", "38"]:
        bench = bench.remember(Past(query, 1.0, "ask"))
    assert [past.query for past in bench.past][:3] == ["38", "39", "37"]
    assert len(bench.past) == MOST_PAST


def test_a_shared_query_joins_the_tabs_of_before() -> None:
    kept = Bench.start("old", "kept").add("older").choose(1)
    assert ONE.join(kept, keep=False).tab.query == "old"
    joined = ONE.join(kept, keep=True)
    assert [tab.query for tab in joined.tabs] == ["old", "older", "ASK { }"]
    assert joined.tab.query == "ASK { }"
    assert Bench.start("older", "x").join(kept, keep=True).open == 2
