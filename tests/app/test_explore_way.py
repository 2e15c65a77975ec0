"""Ways on Explore without a browser: the address, the picture, the sentences, and what makes no sense."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from app.test_explore_page import address, open_page, sent
from mlatlas.app.state import State, read, write

ENDS = "multi-model-endpoint,vpc-configuration"
THINGS = {"dropout", "overfitting", "f1-score"}


@pytest.fixture(autouse=True)
def _store(store_home: Path) -> None:
    """The page opens the store of the test run."""


def story(page: AppTest) -> str:
    return " ".join(str(each.proto.body) for each in page.get("html"))


def test_an_address_shows_how_two_things_are_connected() -> None:
    page = open_page(way=ENDS)
    assert not page.exception
    assert not page.warning
    graph = sent(page, "mlatlas_graph")
    names = {node["name"] for node in graph["nodes"]}
    assert {"Multi-model endpoint", "Real-time inference", "VPC configuration"} <= names
    assert graph["scene"] == "multi-model-endpoint~vpc-configuration"
    assert "Real-time inference supports VPC configuration" in story(page)
    assert address(page) == {"way": ENDS}


def test_the_ways_are_a_table_too() -> None:
    page = open_page(way=ENDS, **{"as": "table"})
    assert not page.exception
    subjects = set(page.dataframe[0].value["Subject"])
    assert "Real-time inference" in subjects


def test_two_things_that_nothing_connects_are_shown_with_a_message() -> None:
    page = open_page(way="aws:sagemaker.shapes.AccountId,dropout")
    assert not page.exception
    shown = {node["name"] for node in sent(page, "mlatlas_graph")["nodes"]}
    assert {"AccountId", "Dropout"} <= shown


@pytest.mark.parametrize("way", ["dropout", "dropout,nonsense", "dropout,dropout", "a,b,c", "dropout,f1-score~x", ","])
def test_a_way_that_makes_no_sense_is_ignored_aloud(way: str) -> None:
    state, ignored = read({"way": way}, THINGS.__contains__)
    assert state == State()
    assert any(text.startswith("way") for text in ignored)


def test_a_way_is_written_as_it_is_read() -> None:
    state = State(("dropout",)).connect("dropout", "f1-score")
    assert read(write(state), THINGS.__contains__) == (state, [])


def test_opening_leaves_the_way() -> None:
    state = State().connect("dropout", "f1-score").open("overfitting")
    assert (state.opened, state.way) == (("overfitting",), ())
