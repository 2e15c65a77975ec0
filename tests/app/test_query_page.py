"""The Query page: what its address says, what it shows, and junk in the address."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from app_pages import opened
from mlatlas.app import query_view, result_files
from mlatlas.app.query_bench import Bench, dump
from mlatlas.app.query_state import MOST_IN_ADDRESS, read, write
from mlatlas.atlas import Atlas
from mlatlas.errors import QueryStopped, StoreError
from mlatlas.queries import examples
from mlatlas.resources import data_root

PAGE = Path("src/mlatlas/app/pages/query.py")
FIRST = examples()[0]


def open_page(**address: str) -> AppTest:
    return opened(PAGE, **address)


def editor(page: AppTest) -> Any:
    """What the editor was given."""
    (component,) = [each for each in page.get("bidi_component") if each.proto.component_name == "mlatlas_editor"]
    return json.loads(component.proto.json)


def markup(page: AppTest) -> str:
    return "\n".join(element.proto.body for element in page.get("html"))


def act(page_act: str, *given: str) -> AppTest:
    """As an event of a component does (AppTest cannot fire them): call a function of the view, show the page."""

    def script(page: str, name: str, given: tuple[str, ...]) -> None:
        import runpy  # noqa: PLC0415 - the body of this function is a script of its own

        from mlatlas.app import query_view  # noqa: PLC0415

        query_view.synchronise()
        state = query_view.st.session_state
        if "acted" not in state:  # later runs of this script are those of the page
            state["acted"] = True
            getattr(query_view, name)(*given)
            state.pop("query.changed", None)
        runpy.run_path(page)

    arguments = {"page": str(data_root() / PAGE), "name": page_act, "given": given}
    return AppTest.from_function(script, default_timeout=30, kwargs=arguments).run()


def take(name: str) -> AppTest:
    return act("_take_example", name)


def run(query: str) -> AppTest:
    return act("run", query)


# ── Opening ──────────────────────────────────────────────────────────────────


def test_it_opens_with_the_first_example_and_runs_nothing() -> None:
    page = open_page()
    assert not page.exception
    assert editor(page)["text"] == FIRST.text
    assert "<table>" not in markup(page)


def test_an_address_fills_the_editor_and_runs_nothing() -> None:
    page = open_page(q="ASK { ?s ?p ?o }")
    assert editor(page)["text"] == "ASK { ?s ?p ?o }"
    assert not page.subheader
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


def gallery(page: AppTest) -> list[str]:
    (component,) = [each for each in page.get("bidi_component") if each.proto.component_name == "mlatlas_picker"]
    return [item["id"] for section in json.loads(component.proto.json)["sections"] for item in section["items"]]


def test_the_gallery_is_there_until_something_was_run() -> None:
    assert gallery(open_page()) == [example.name for example in examples()]
    assert "mlatlas_picker" not in [each.proto.component_name for each in run("ASK { }").get("bidi_component")]


@pytest.mark.parametrize("name", ["direct", "named-graphs", "describe-serverless", "vpc", "widest-operations"])
def test_an_example_runs_from_the_gallery(name: str) -> None:
    page = take(name)
    assert not page.exception
    assert not page.error
    assert page.query_params["example"] == name
    assert page.get("download_button")


def test_entities_are_links_to_explore() -> None:
    shown = markup(take("detecting-bias"))
    link = '<a href="./?open=model-bias-monitor&amp;node=model-bias-monitor" target="_self"'
    assert link in shown
    assert ">ModelBiasMonitor</a>" in shown


def test_elements_of_apis_are_links_to_explore() -> None:
    shown = markup(take("limits-of-an-operation"))
    name = "aws:sagemaker.shapes.AlgorithmSpecification.members.AlgorithmName"
    assert f'<a href="./?open={name}&amp;node={name}" target="_self"' in shown
    assert ">AlgorithmSpecification.AlgorithmName</a>" in shown


def test_yes_is_said_in_a_word() -> None:
    assert take("vpc").subheader[-1].value == "Yes"


def views(page: AppTest) -> list[str]:
    return [option.content for option in page.button_group[0].proto.options]


def test_a_graph_is_drawn_and_can_be_read_as_a_table_and_as_text() -> None:
    page = take("model-monitor-graph")
    names = [component.proto.component_name for component in page.get("bidi_component")]
    assert "mlatlas_graph" in names
    assert views(page) == ["Graph", "Table", "Raw"]
    page.button_group[0].set_value("Table").run()
    assert "<th scope" in markup(page)
    page.button_group[0].set_value("Raw").run()
    assert "@prefix kb:" in page.code[0].value


def test_an_answer_has_the_forms_that_its_columns_allow() -> None:
    assert views(take("detects")) == ["Table", "Graph", "Raw"]
    page = take("operations-per-service")
    assert views(page) == ["Table", "Chart", "Raw"]
    page.button_group[0].set_value("Chart").run()
    assert 'class="result chart"' in markup(page)
    assert views(take("verdicts-and-bounds")) == ["Table", "Raw"]


def test_an_error_is_one_sentence_with_its_place() -> None:
    page = run("SELECT * {\n  ?s ?p\n}")
    problem = editor(page)["problem"]
    assert problem["text"] == "Line 3, column 1: found } where a value is missing."
    assert (problem["tone"], problem["start"], problem["end"]) == ("error", 19, 20)
    assert not page.get("download_button")
    assert not page.error


def test_names_that_cannot_be_had_are_told_by_whoever_shows_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error inside a fragment would never come to the app's own words on it."""

    def fail(_atlas: Atlas) -> None:
        raise StoreError("the server does not answer")

    query_view._completion.clear()
    monkeypatch.setattr(query_view, "completion", fail)
    script = f"""
import runpy
import streamlit as st
from mlatlas.errors import AtlasError
try:
    runpy.run_path({str(data_root() / PAGE)!r})
except AtlasError as error:
    st.error(str(error))
"""
    page = AppTest.from_string(script, default_timeout=30).run()
    assert not page.exception
    assert [error.value for error in page.error] == ["the server does not answer"]


def test_names_of_apis_that_cannot_be_had_are_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[Any] = []

    def fail(_atlas: Atlas, _word: str) -> None:
        raise StoreError("the server does not answer")

    monkeypatch.setattr(query_view, "api_terms", fail)
    monkeypatch.setattr(query_view.editor, "show", lambda *_, events, **__: given.append(events))
    assert not open_page().exception
    given[0].ask("CreateTr")


def test_a_stopped_query_is_told_on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise QueryStopped("the query was stopped after 10 s; add a LIMIT")

    monkeypatch.setattr(query_view.shared.atlas(), "query", stop)
    page = run("SELECT * { ?s ?p ?o }")
    assert page.error[0].value == r"The query was stopped after 10 s; add a LIMIT\."
    assert editor(page)["problem"] is None


def test_a_missing_prefix_and_a_misspelt_name_are_offered_to_be_mended() -> None:
    offered = editor(run("ASK { ?s a owl:Class }"))["problem"]["fixes"]
    assert [fix["label"] for fix in offered] == ["Add PREFIX owl:"]
    page = run("SELECT * { kb:serverles ?p ?o }")
    problem = editor(page)["problem"]
    assert problem["tone"] == "hint"
    assert "kb:serverles is no name in this graph" in problem["text"]
    assert "kb:serverless-inference" in [fix["text"] for fix in problem["fixes"]]
    assert "nothing in the graph matches" in page.info[0].value


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("atlas:suports", "atlas:supports"),
        ("aws:sagemaker.operations.CreateTrainingJb", "aws:sagemaker.operations.CreateTrainingJob"),
    ],
)
def test_names_of_the_vocabulary_and_of_apis_are_looked_at_too(name: str, meant: str) -> None:
    problem = editor(run(f"ASK {{ ?s {name} ?o }}" if name.startswith("atlas") else f"ASK {{ {name} ?p ?o }}"))[
        "problem"
    ]
    assert name in problem["text"]
    assert meant in [fix["text"] for fix in problem["fixes"]]


def test_new_names_in_a_graph_that_is_made_are_no_slips() -> None:
    query = "CONSTRUCT { ?s kb:made-up ?o } { ?s atlas:memory ?o }"
    assert editor(run(query))["problem"] is not None  # it is empty
    assert editor(run(query.replace("memory", "supports")))["problem"] is None


# ── Explaining ───────────────────────────────────────────────────────────────


def test_patterns_are_counted_in_their_order() -> None:
    page = act("explain", "SELECT * {\n  ?s a atlas:Limit ;\n    atlas:memory ?nothing .\n}")
    shown = markup(page)
    assert shown.index("?s a atlas:Limit") < shown.index("?s atlas:memory ?nothing")
    assert "<strong>0</strong>" in shown
    assert not page.warning


def test_patterns_that_share_nothing_are_told_with_what_they_make() -> None:
    page = act("explain", "SELECT * { ?a a atlas:Verdict . ?b a atlas:Bound }")
    assert "5 × 5 \\= 25 rows" in page.warning[0].value or "5 × 5 = 25 rows" in page.warning[0].value


def test_a_path_without_ends_is_not_counted() -> None:
    assert "not counted" in markup(act("explain", "SELECT * { ?a atlas:member* ?b }"))


def test_a_wrong_query_is_not_explained() -> None:
    assert editor(act("explain", "SELECT * { ?s ?p }"))["problem"]["tone"] == "error"


# ── Tabs and history ─────────────────────────────────────────────────────────


def test_what_was_run_is_remembered() -> None:
    (past,) = json.loads(editor(run("ASK { ?s ?p ?o }"))["kept"])["past"]
    assert (past["query"], past["kind"]) == ("ASK { ?s ?p ?o }", "ask")


def test_an_example_takes_no_place_of_something_typed() -> None:
    def script(page: str) -> None:
        import runpy  # noqa: PLC0415

        from mlatlas.app import query_view  # noqa: PLC0415

        query_view.synchronise()
        query_view._typed("1", "SELECT my own")
        query_view._take_example("vpc")
        query_view.st.session_state.pop("query.changed", None)
        runpy.run_path(page)

    page = AppTest.from_function(script, default_timeout=30, kwargs={"page": str(data_root() / PAGE)}).run()
    kept = json.loads(editor(page)["kept"])["tabs"]
    assert [tab["query"] for tab in kept] == ["SELECT my own", next(e.text for e in examples() if e.name == "vpc")]


@pytest.mark.parametrize("id_", ["1", "99", "", "-1", "9" * 6000, "١"])
@pytest.mark.parametrize("action", ["add", "close", "open", "rename", "nonsense"])
def test_no_event_of_a_tab_is_too_strange(action: str, id_: str) -> None:
    page = act("_act_on_tab", action, id_, "Name")
    assert not page.exception
    assert editor(page)["tabs"]


def test_a_kept_bench_comes_back() -> None:
    kept = dump(Bench.start("ASK { ?from ?before ?now }", "k").add("ASK { }"))
    page = act("_restore", kept)
    assert [tab["name"] for tab in editor(page)["tabs"]] == ["Query 1", "Query 2"]
    assert editor(page)["text"] == "ASK { }"
    assert not act("_restore", "nonsense").exception


def test_no_rows_are_told_apart_from_no_answer() -> None:
    assert "nothing in the graph matches" in run("SELECT * { ?s a atlas:Nothing }").info[0].value


def test_truncation_is_said_and_rows_come_in_pages() -> None:
    page = run("SELECT * { ?s ?p ?o . ?a ?b ?c }")
    assert "first 10,000" in page.warning[0].value
    assert any("10,000 of more rows" in each.value for each in page.markdown)
    assert page.number_input[0].max == 50
    assert markup(page).count("<tr>") == 201


def test_markup_in_an_answer_stays_text() -> None:
    page = run("SELECT ('<img src=x onerror=alert(1)>' AS ?a) ('<b>' AS ?b) { }")
    assert "&lt;img src=x onerror=alert(1)&gt;" in markup(page)
    assert "<img" not in markup(page)


def test_verdicts_read_as_on_every_other_page() -> None:
    shown = markup(run("SELECT DISTINCT ?verdict { ?s atlas:verdict ?verdict }"))
    assert '<span title="atlas:outdated">† outdated</span>' in shown


def test_an_address_of_the_web_is_a_link_only_where_it_is_one() -> None:
    query = "SELECT ('javascript:alert(1)'^^xsd:anyURI AS ?a) ('https://docs.aws.amazon.com/x'^^xsd:anyURI AS ?b) { }"
    shown = markup(run(query))
    assert 'href="https://docs.aws.amazon.com/x"' in shown
    assert 'href="javascript' not in shown


def test_downloads_are_safe_in_spreadsheets() -> None:
    answer = query_view.shared.atlas().query("SELECT ('=1+1' AS ?a) { }", "table")
    assert result_files.content(answer, "csv", {}) == b"a\r\n'=1+1\r\n"


@pytest.mark.parametrize("name", [None, "", "Nonsense/Zone", "../../etc/passwd", "\0", "Europe/Vienna"])
def test_no_time_zone_is_too_strange(name: str | None) -> None:
    assert query_view._zone(name).utcoffset(datetime(2026, 11, 23, tzinfo=UTC)) is not None
