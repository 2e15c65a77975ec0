"""The Explore page without a browser: what it sends to its components, its address, its table."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from mlatlas.app import explore_table
from mlatlas.app.state import MOST_OPENED
from mlatlas.atlas import Atlas
from mlatlas.resources import data_root

PAGE = Path("src/mlatlas/app/pages/explore.py")


@pytest.fixture(autouse=True)
def _store(store_home: Path) -> None:
    """The page opens the store of the test run."""


def open_page(**address: str) -> AppTest:
    page = AppTest.from_file(str(data_root() / PAGE), default_timeout=30)
    for name, text in address.items():
        page.query_params[name] = text
    return page.run()


def sent(page: AppTest, component: str) -> dict[str, Any]:
    """The data that a component of the page was given."""
    (element,) = [each for each in page.get("bidi_component") if each.proto.component_name == component]
    data: dict[str, Any] = json.loads(element.proto.json)
    return data


def address(page: AppTest) -> dict[str, str]:
    return {name: "".join(texts) for name, texts in page.query_params.items()}


def test_it_opens_on_the_map_of_all_topics(atlas: Atlas) -> None:
    page = open_page()
    assert not page.exception
    assert len(sent(page, "mlatlas_graph")["nodes"]) == len(atlas.topics()) > 0
    assert address(page) == {}
    assert "map" in page.markdown[0].value.lower()


def test_an_address_opens_the_same_graph_and_page() -> None:
    page = open_page(open="sagemaker-model-monitor,data-capture", node="data-capture")
    graph, panel = sent(page, "mlatlas_graph"), sent(page, "mlatlas_entity_panel")
    assert graph["selected"].endswith("/data-capture")
    assert graph["scene"] == "sagemaker-model-monitor"
    assert panel["page"]["entity"]["label"] == "Data Capture"
    assert address(page) == {"open": "sagemaker-model-monitor,data-capture", "node": "data-capture"}


def test_junk_in_the_address_is_ignored_aloud() -> None:
    page = open_page(open="\0,nonsense,dropout", node="<img src=x>", x="1")
    assert not page.exception
    assert "nonsense" in page.warning[0].value
    assert address(page) == {"open": "dropout", "node": "dropout"}


@pytest.mark.parametrize("address", [{"node": "dropout"}, {"open": "dropout"}, {"as": "table"}, {"as": ""}])
def test_half_an_address_is_enough(address: dict[str, str]) -> None:
    assert not open_page(**address).exception


def test_buttons_change_the_address() -> None:
    page = open_page(open="dropout", node="model-training")
    by_label = {button.label: button for button in page.button}
    by_label["Open"].click().run()
    assert address(page)["open"] == "dropout,model-training"
    {button.label: button for button in page.button}["Undo"].click().run()
    assert address(page) == {"open": "dropout", "node": "dropout"}
    {button.label: button for button in page.button}["Map"].click().run()
    assert address(page) == {}


def test_opening_what_is_open_already_says_so() -> None:
    page = open_page(open="dropout", node="dropout")
    {button.label: button for button in page.button}["Open"].click().run()
    assert address(page)["open"] == "dropout"
    assert "on the graph already" in page.toast[0].value


def test_the_table_says_what_the_graph_says() -> None:
    page = open_page(open="serverless-inference", **{"as": "table"})
    assert not page.exception
    frame = page.dataframe[0].value
    facts = {tuple(row) for row in frame[["Subject", "Property", "Object or value"]].itertuples(index=False)}
    assert ("Serverless inference", "✗ does not support", "VPC configuration") in facts
    assert ("Serverless inference", "memory", "max. 6 GB") in facts
    assert address(page)["as"] == "table"


def test_the_table_has_a_row_for_every_edge(atlas: Atlas) -> None:
    picture = atlas.neighbourhood(["dropout"])
    rows = explore_table.rows(atlas, picture)
    statements = {edge.statement.id for edge in picture.edges if edge.statement is not None}
    links = [edge for edge in picture.edges if edge.statement is None]
    assert len(rows) >= len(statements) + len(links)
    assert all(row.keys() == explore_table.WIDTHS.keys() for row in rows)
    assert all(row["Source"] for row in rows if row["Verdict"])


# ── Elements of APIs ─────────────────────────────────────────────────────────

OPERATION = "aws:sagemaker.operations.CreateTrainingJob"


def test_an_operation_has_an_address_a_graph_and_a_page() -> None:
    page = open_page(open=OPERATION)
    assert not page.exception
    assert not page.warning
    assert address(page) == {"open": OPERATION, "node": OPERATION}
    graph, panel = sent(page, "mlatlas_graph"), sent(page, "mlatlas_entity_panel")
    assert "TrainingJobName" in {node["name"] for node in graph["nodes"]}
    assert graph["selected"] == panel["page"]["entity"]["iri"]
    assert panel["page"]["kind"] == "Operation"


def test_the_table_of_an_operation_holds_every_limit(atlas: Atlas) -> None:
    page = open_page(open=OPERATION, **{"as": "table"})
    frame = page.dataframe[0].value
    shown = set(zip(frame["Property"], frame["Object or value"], strict=True))
    assert ("TrainingJobName", "max. 63 characters") in shown
    assert len(shown) >= len(atlas.limits("CreateTrainingJob"))


def test_columns_that_say_nothing_are_left_out(atlas: Atlas) -> None:
    widths = explore_table.widths(explore_table.rows(atlas, atlas.neighbourhood([OPERATION])))
    assert widths["Condition"] == 0
    assert widths["Property"] > explore_table.WIDTHS["Property"]


@pytest.mark.parametrize("name", ["aws:sagemaker.CreateTrainingJob", "aws:sagemaker.shapes.Nope", "aws:", "aws:events"])
def test_an_element_that_is_not_there_is_ignored_aloud(name: str) -> None:
    page = open_page(open=name)
    assert not page.exception
    assert "no such entity" in page.warning[0].value.replace("\\", "")


# ── What a person hides, and takes back ──────────────────────────────────────


def press(page: AppTest, label: str) -> None:
    {button.label: button for button in page.button}[label].click().run()


def names(page: AppTest) -> set[str]:
    return {node["name"] for node in sent(page, "mlatlas_graph")["nodes"]}


def test_what_is_hidden_comes_from_the_address_and_goes_there() -> None:
    page = open_page(open="amazon-kendra", node="machine-learning")
    assert "Machine learning" in names(page)
    press(page, "Remove")
    assert address(page)["without"] == "machine-learning"
    assert "Machine learning" not in names(page)
    press(page, "Undo")
    assert "without" not in address(page)
    press(page, "Redo")
    assert address(page)["without"] == "machine-learning"
    press(page, "Show all that was hidden")
    assert "Machine learning" in names(page)


def test_what_the_graph_starts_from_is_not_removed() -> None:
    page = open_page(open="amazon-kendra")
    press(page, "Remove")
    assert "without" not in address(page)
    assert "started from this" in page.toast[0].value


def test_a_switch_brings_one_property_only() -> None:
    page = open_page(open="amazon-kendra")
    before = names(page)
    (switch,) = [each for each in page.toggle if "reads the format" in each.label]
    assert "0 of 12" in switch.label
    assert not switch.value
    switch.set_value(True).run()
    assert address(page)["open"] == "amazon-kendra,amazon-kendra~reads-the-format"
    brought = {node["kind"] for node in sent(page, "mlatlas_graph")["nodes"] if node["name"] not in before}
    assert "Data format" in brought


def test_a_full_graph_says_so() -> None:
    many = ",".join(["amazon-kendra"] + ["dropout"] * (MOST_OPENED - 1))
    page = open_page(open=many, node="amazon-kendra")
    press(page, "Open")
    assert "The graph is full" in page.toast[0].value
    assert address(page)["open"] == many


def test_the_levels_of_the_map_are_in_the_address(atlas: Atlas) -> None:
    page = open_page(level="features")
    data = sent(page, "mlatlas_graph")
    assert len(data["frames"]) == len(atlas.topics())
    assert data["goes_in"]
    assert {entity.label for entity in atlas.entities("Service")} <= names(page)
    assert address(page) == {"level": "features"}


@pytest.mark.parametrize("layout", ["force", "layered"])
def test_a_layout_is_in_the_address(layout: str) -> None:
    page = open_page(open="amazon-kendra", layout=layout)
    assert not page.exception
    assert sent(page, "mlatlas_graph")["scene"] == f"amazon-kendra: {layout}"
    assert names(page) == names(open_page(open="amazon-kendra"))
