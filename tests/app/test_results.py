"""Answers as table, picture, bars and files: what each shows, and what it leaves out."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlatlas.app import result_chart, result_files, result_graph, result_table
from mlatlas.facts import Ref
from mlatlas.sandbox import Answer, Term
from mlatlas.terms import ATLAS, STMT, UNIT, XSD, atlas, aws, kb

DROPOUT = Ref(kb("dropout"), "Dropout", "Technique")
OVERFITTING = Ref(kb("overfitting"), "Overfitting", "Phenomenon")
ENTITIES = {ref.iri: ref for ref in (DROPOUT, OVERFITTING)}


def number(text: str, kind: str = "integer") -> Term:
    return Term("literal", text, XSD + kind)


def text(value: str) -> Term:
    return Term("literal", value)


def iri(value: str) -> Term:
    return Term("iri", value)


def select(names: str, *rows: tuple[Term | None, ...]) -> Answer:
    return Answer("select", tuple(names.split()), rows, None, 1.0, False)


# ── Table ────────────────────────────────────────────────────────────────────


def test_a_number_is_shown_with_the_unit_of_the_next_column() -> None:
    answer = select(
        "who value unit", (iri(DROPOUT.iri), number("6"), iri(UNIT + "GigaBYTE")), (None, number("7"), None)
    )
    shown = result_table.table(answer, ENTITIES)
    assert '<td class="number">6&nbsp;GB</td>' in shown
    assert '<td class="number">7</td>' in shown
    assert ">unit</th>" not in shown


def test_both_ends_of_a_range_have_the_unit_and_other_numbers_have_not() -> None:
    row = (number("3"), number("1"), number("63"), iri(atlas("character")))
    assert result_table.unit_columns(select("count min max unit", row)) == {1: 3, 2: 3}
    assert result_table.unit_columns(select("count value max unit", row)) == {2: 3}


def test_a_column_of_units_without_numbers_stays() -> None:
    answer = select("unit", (iri(UNIT + "SEC"),))
    assert "unit:SEC" in result_table.table(answer, ENTITIES)


def test_entities_and_elements_of_apis_are_links() -> None:
    answer = select("a b", (iri(DROPOUT.iri), iri(aws("sagemaker", "operations.CreateModel"))))
    shown = result_table.table(answer, ENTITIES)
    assert 'href="./?open=dropout&amp;node=dropout"' in shown
    assert "open=aws:sagemaker.operations.CreateModel" in shown


def test_a_statement_is_a_link_to_its_evidence() -> None:
    shown = result_table.cell_html(iri(STMT + "F072"), {})
    assert shown == '<a href="./facts?words=F072" target="_self">stmt:F072</a>'
    assert '"><' not in result_table.cell_html(iri(STMT + '"><img>'), {})


def test_a_very_long_text_is_cut_and_can_be_looked_at() -> None:
    shown = result_table.cell_html(text("word " * 200), {})
    assert shown.endswith(" …</span>")
    assert shown.startswith('<span title="word word')


@given(st.text(max_size=40), st.sampled_from(["iri", "literal", "bnode", "triple"]))
def test_no_term_becomes_markup(value: str, kind: str) -> None:
    shown = result_table.cell_html(Term(kind, f"<img>{value}"), {})  # type: ignore[arg-type]
    assert "<img" not in shown


# ── Picture ──────────────────────────────────────────────────────────────────


def edges(answer: Answer) -> list[tuple[str, str, str]]:
    picture = result_graph.picture_of_table(answer, ENTITIES, {})
    return [(edge.source.label, edge.label, edge.target.label) for edge in picture.edges]


def test_a_table_with_two_entities_in_a_row_is_a_picture() -> None:
    row = (iri(DROPOUT.iri), iri(OVERFITTING.iri))
    answer = select("who what", row, row)
    assert result_graph.can_be_drawn(answer, ENTITIES)
    assert edges(answer) == [("Dropout", "what", "Overfitting")]


def test_a_property_between_two_entities_labels_the_line() -> None:
    answer = select("who property what", (iri(DROPOUT.iri), iri(ATLAS + "reduces"), iri(OVERFITTING.iri)))
    assert edges(answer) == [("Dropout", "reduces", "Overfitting")]


@pytest.mark.parametrize(
    "answer",
    [
        select("who", (iri(DROPOUT.iri),)),
        select("who what", (iri(DROPOUT.iri), text("a text"))),
        select("who what", (iri(DROPOUT.iri), iri(DROPOUT.iri))),
        select("who what", (iri(DROPOUT.iri), None)),
        select("who what", (iri(DROPOUT.iri), iri("http://example.org/other"))),
        Answer("graph", ("subject", "predicate", "object"), ((iri(DROPOUT.iri), iri("urn:p"), text("a")),), None, 1.0, False),
    ],
)  # fmt: skip
def test_without_two_things_there_is_nothing_to_draw(answer: Answer) -> None:
    assert not result_graph.can_be_drawn(answer, ENTITIES)


# ── Bars ─────────────────────────────────────────────────────────────────────


def test_names_and_numbers_make_bars() -> None:
    answer = select(
        "name count share", *((text(name), number(str(n)), number("0.5", "decimal")) for n, name in enumerate("abc"))
    )
    chart = result_chart.chart(answer)
    assert chart is not None
    assert (chart.names, chart.measures, len(chart.rows)) == (0, (1, 2), 3)
    shown = result_chart.bars(chart, answer, {})
    assert shown.count("<i ") == 6
    assert "width:100.00%" in shown


def test_bars_carry_units_and_start_at_zero() -> None:
    rows = ((text("a"), number("-5"), iri(UNIT + "SEC")), (text("b"), number("15"), iri(UNIT + "SEC")))
    answer = select("name value unit", *rows)
    chart = result_chart.chart(answer)
    assert chart is not None
    shown = result_chart.bars(chart, answer, {})
    assert "margin-left:0.00%;width:25.00%" in shown
    assert "margin-left:25.00%;width:75.00%" in shown
    assert "-5 s<" in shown


@pytest.mark.parametrize(
    "answer",
    [
        select("name", (text("a"),), (text("b"),)),
        select("count", (number("1"),), (number("2"),)),
        select("name count", (text("a"), number("1"))),
        select("name count", (text("a"), number("1")), (text("a"), number("2"))),
        select("name count", (text("a"), number("INF", "double")), (text("b"), number("1", "double"))),
        Answer("ask", (), (), True, 1.0, False),
        select("name count"),
    ],
)
def test_what_is_no_chart_is_none(answer: Answer) -> None:
    assert result_chart.chart(answer) is None


# ── Files ────────────────────────────────────────────────────────────────────


def table_of(answer: Answer) -> pa.Table:
    return pq.read_table(io.BytesIO(result_files.parquet(answer, {"graph": "ML Atlas 9"})))


def test_parquet_keeps_types() -> None:
    moment = number("2026-11-23T10:00:00Z", "dateTime")
    row = (
        iri("urn:a"), number("7"), number("2.50", "decimal"), number("true", "boolean"), number("2026-11-23", "date"),
        number("1e3", "double"), moment, text("plain"),
    )  # fmt: skip
    table = table_of(select("i n d b t f m s", row, (None,) * 8))
    assert table.schema.metadata[b"graph"] == b"ML Atlas 9"
    assert [str(field.type) for field in table.schema] == [
        "string", "int64", "decimal128(38, 18)", "bool", "date32[day]", "double", "timestamp[us, tz=UTC]", "string",
    ]  # fmt: skip
    first, second = table.to_pylist()
    assert list(first.values()) == [
        "urn:a", 7, Decimal("2.5"), True, date(2026, 11, 23), 1000.0, datetime(2026, 11, 23, 10, tzinfo=UTC), "plain",
    ]  # fmt: skip
    assert set(second.values()) == {None}


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ((number("1"), number("1.5", "decimal")), "decimal128(38, 18)"),
        ((number("1"), number("1.5", "double")), "double"),
        ((number("1"), text("one")), "string"),
        ((number("1"), iri("urn:a")), "string"),
        ((number("9" * 30),), "string"),
        ((number("9" * 30 + ".5", "decimal"),), "string"),
        ((number("nonsense", "date"),), "string"),
        ((number("2026-11-23T10:00:00", "dateTime"),), "string"),
        ((number("maybe", "boolean"),), "string"),
        ((None,), "string"),
    ],
)
def test_a_mixed_or_senseless_column_is_text(terms: tuple[Term | None, ...], kind: str) -> None:
    table = table_of(select("x", *((term,) for term in terms)))
    assert str(table.schema.field("x").type) == kind
    if kind == "string":
        assert table.column("x").to_pylist() == [term.value if term else None for term in terms]


@given(
    st.lists(
        st.none()
        | st.builds(
            lambda value, kind: Term("literal", value, XSD + kind),
            st.text(st.characters(codec="utf-8"), max_size=8) | st.integers().map(str) | st.decimals().map(str),
            st.sampled_from(["integer", "decimal", "double", "boolean", "date", "dateTime"]),
        ),
        max_size=4,
    )
)
def test_no_column_is_too_strange(terms: list[Term | None]) -> None:
    assert table_of(select("x", *((term,) for term in terms))).num_rows == len(terms)


def test_a_file_says_its_graph_in_its_name() -> None:
    manifest = {"version": "0.1.0", "built": "2026-11-23T14:14:32+00:00"}
    assert result_files.file_name(manifest, "Limits & units", "csv") == "mlatlas-0.1.0-20261123-limits-units.csv"
    assert result_files.file_name(manifest, "…", "rdf-xml") == "mlatlas-0.1.0-20261123-answer.rdf"


def test_each_kind_of_answer_has_its_formats() -> None:
    assert "parquet" in result_files.offered(select("x"))
    asked = result_files.offered(Answer("ask", (), (), True, 1.0, False))
    drawn = result_files.offered(Answer("graph", ("subject", "predicate", "object"), (), None, 1.0, False))
    assert "parquet" not in {*asked, *drawn}
    assert {"turtle", "ntriples"} <= set(drawn)
    for answer in (select("x"), Answer("ask", (), (), True, 1.0, False)):
        for form in result_files.offered(answer):
            assert result_files.content(answer, form, {}) is not None
            assert ";" not in result_files.media_type(answer, form)
