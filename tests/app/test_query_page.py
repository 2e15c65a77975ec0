"""The Query page: what its address says, what it shows, and junk in the address."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from mlatlas.app import query_view
from mlatlas.app.query_state import MOST_IN_ADDRESS, read, write
from mlatlas.queries import examples
from mlatlas.resources import data_root

PAGE = Path("src/mlatlas/app/pages/query.py")
FIRST = examples()[0]


def open_page(**address: str) -> AppTest:
    page = AppTest.from_file(str(data_root() / PAGE), default_timeout=30)
    for name, text in address.items():
        page.query_params[name] = text
    return page.run()


def editor(page: AppTest) -> Any:
    """What the editor was given."""
    (component,) = [each for each in page.get("bidi_component") if each.proto.component_name == "mlatlas_editor"]
    return json.loads(component.proto.json)


def markup(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def take(page: AppTest, name: str) -> AppTest:
    return page.selectbox[0].select(name).run()


# ── Opening ──────────────────────────────────────────────────────────────────


def test_it_opens_with_the_first_example_and_runs_nothing() -> None:
    page = open_page()
    assert not page.exception
    assert editor(page)["text"] == FIRST.text
    assert "<table>" not in markup(page)


def test_an_address_fills_the_editor_and_runs_nothing() -> None:
    page = open_page(q="ASK { ?s ?p ?o }")
    assert editor(page)["text"] == "ASK { ?s ?p ?o }"
    assert not page.subheader[1:]
    assert editor(open_page(example="vpc"))["text"].endswith("atlas:holds false .\n}")


@pytest.mark.parametrize(
    "address",
    [
        {"example": "nonsense"},
        {"node": "dropout"},
        {"q": "ASK { }", "example": "vpc"},
        {"example": "<script>x</script>"},
    ],
)
def test_junk_in_the_address_is_told(address: dict[str, str]) -> None:
    page = open_page(**address)
    assert not page.exception
    assert "Ignored" in page.warning[0].value
    assert "<script>" not in page.warning[0].value


@given(st.dictionaries(st.text(max_size=10) | st.sampled_from(["q", "example"]), st.text(max_size=60), max_size=3))
def test_no_address_is_too_strange(address: dict[str, str]) -> None:
    query, ignored = read(address)
    assert query
    assert ignored or set(address) <= {"q", "example"}


@given(st.text(min_size=1, max_size=MOST_IN_ADDRESS))
def test_an_address_gives_back_its_query(query: str) -> None:
    assert read(write(query)) == (query, [])


def test_an_example_has_a_short_address_and_a_long_query_none() -> None:
    assert write(FIRST.text) == {"example": FIRST.name}
    assert write("#" * (MOST_IN_ADDRESS + 1)) == {}


# ── The gallery and answers ──────────────────────────────────────────────────


@pytest.mark.parametrize("name", [example.name for example in examples()])
def test_every_example_runs_from_the_gallery(name: str) -> None:
    page = take(open_page(), name)
    assert not page.exception
    assert not page.error
    assert page.query_params["example"] == name
    assert page.get("download_button")


def test_entities_are_links_to_explore() -> None:
    shown = markup(take(open_page(), "detecting-bias"))
    link = '<a href="./?open=model-bias-monitor&amp;node=model-bias-monitor" target="_self"'
    assert link in shown
    assert ">ModelBiasMonitor</a>" in shown


def test_yes_is_said_in_a_word() -> None:
    assert take(open_page(), "vpc").subheader[-1].value == "Yes"


def test_a_graph_is_drawn_and_can_be_read_as_a_table() -> None:
    page = take(open_page(), "model-monitor-graph")
    names = [component.proto.component_name for component in page.get("bidi_component")]
    assert "mlatlas_graph" in names
    page.button_group[0].set_value("Table").run()
    assert "<th scope" in markup(page)


def run(query: str) -> AppTest:
    """As the editor's button does: AppTest cannot fire events of components."""

    def script(query: str, page: str) -> None:
        import runpy  # noqa: PLC0415 - the body of this function is a script of its own

        from mlatlas.app import query_view  # noqa: PLC0415

        query_view.synchronise()
        query_view.run(query)
        runpy.run_path(page)

    given = {"query": query, "page": str(data_root() / PAGE)}
    return AppTest.from_function(script, default_timeout=30, kwargs=given).run()


def test_an_error_is_one_sentence_with_its_place() -> None:
    page = run("SELECT * {\n  ?s ?p\n}")
    assert page.error[0].value == r"Line 3, column 1\: found \} where a value is missing\."
    assert editor(page)["error"] == {"line": 3, "column": 1}
    assert "download" not in markup(page)


def test_no_rows_are_told_apart_from_no_answer() -> None:
    assert "nothing in the graph matches" in run("SELECT * { ?s a atlas:Nothing }").info[0].value


def test_truncation_is_said_and_rows_come_in_pages() -> None:
    page = run("SELECT * { ?s ?p ?o . ?a ?b ?c }")
    assert "first 10,000" in page.warning[0].value
    assert page.number_input[0].max == 50
    assert markup(page).count("<tr>") == 201


def test_markup_in_an_answer_stays_text() -> None:
    page = run("SELECT ('<img src=x onerror=alert(1)>' AS ?a) ('<b>' AS ?b) { }")
    assert "&lt;img src=x onerror=alert(1)&gt;" in markup(page)
    assert "<img" not in markup(page)


def test_an_address_of_the_web_is_a_link_only_where_it_is_one() -> None:
    query = "SELECT ('javascript:alert(1)'^^xsd:anyURI AS ?a) ('https://docs.aws.amazon.com/x'^^xsd:anyURI AS ?b) { }"
    shown = markup(run(query))
    assert 'href="https://docs.aws.amazon.com/x"' in shown
    assert 'href="javascript' not in shown


def test_downloads_are_safe_in_spreadsheets() -> None:
    answer = query_view.shared.atlas().query("SELECT ('=1+1' AS ?a) { }", "table")
    assert query_view._content(answer, "csv") == b"a\r\n'=1+1\r\n"
