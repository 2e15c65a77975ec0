"""Every export says what the view says, with its sources, and lets no text out of its place."""

from __future__ import annotations

import csv
import html
import io
import json
import re
from html.parser import HTMLParser

import pytest
from rich.console import Console

from mlatlas.atlas import Atlas
from mlatlas.compare.arrange import Place, arranged
from mlatlas.compare.formats import FORMATS, names, to_csv, to_json, to_latex, to_markdown
from mlatlas.compare.page import document, table
from mlatlas.compare.records import Comparison
from mlatlas.compare.table import render
from mlatlas.facts import Check, Condition, Ref, Source
from mlatlas.terms import kb
from small_world import LATENCY, NEAR, SUPPORTS, TIME, VPC, A, B, C, say, side_by_side

GRAPH = "ML Atlas 9.9.9, built today"
HOSTILE = "=1+1|</td><script>alert(1)</script> $x$ \\input{x} [a](b) 50 %"


@pytest.fixture
def comparison() -> Comparison:
    """All six states, two units, a condition, a correction and a baseline."""
    guide = Source("Guide", "https://example.org/guide?a=1&b=2", "page", "2023")
    return side_by_side(
        say(A, TIME, (60, "SEC"), scope="per request"),
        say(B, TIME, (60, "MIN"), scope="per request", sources=(guide,)),
        say(A, SUPPORTS, VPC),
        say(B, SUPPORTS, VPC, holds=False, condition=Condition("only on Mondays"), verdict="imprecise"),
        say(B, SUPPORTS, VPC, id="old", verdict="outdated", corrected_by="new"),
        say(A, LATENCY, NEAR),
        say(A, LATENCY, NEAR, id="denied", holds=False),
        things=(A, B, Ref(kb("csv"), "CSV", "DataFormat")),
        baseline=A.iri,
    )


@pytest.fixture
def hostile() -> Comparison:
    """A comparison in which every text is an attack."""
    thing = Ref(kb("x"), HOSTILE, "Option")
    bad = Source(HOSTILE, "javascript:alert(1)", HOSTILE)
    said = say(
        thing, LATENCY, Ref(kb("y"), HOSTILE, "Task"), condition=Condition(HOSTILE), sources=(bad,), note=HOSTILE
    )
    return side_by_side(said, things=(thing, B))


# ── JSON ─────────────────────────────────────────────────────────────────────


def test_json_has_the_keys_that_scripts_rely_on(comparison: Comparison) -> None:
    made = json.loads(FORMATS["json"].write(comparison, GRAPH, False))
    assert {"entities", "hidden_equal", "rows"} <= made.keys()
    assert made["graph"] == GRAPH
    for row in made["rows"]:
        assert {"property", "label", "group", "equal", "cells"} <= row.keys()
        for cell in row["cells"]:
            assert {"state", "text", "value", "unit", "delta", "sources", "condition"} <= cell.keys()
            assert all(source.keys() == {"label", "url", "section", "version"} for source in cell["sources"])


def test_json_values_are_what_a_script_compares(comparison: Comparison) -> None:
    rows = {row["label"]: row["cells"] for row in to_json(comparison, GRAPH)["rows"]}
    time = rows["processing time (maximum)"]
    assert [cell["value"] for cell in time] == [60, 3600, None]
    assert [cell["unit"] for cell in time] == ["s", "s", None]
    assert [cell["state"] for cell in time] == ["value", "value", "not-applicable"]
    assert time[1]["delta"] == 3540
    assert [cell["value"] for cell in rows["supports VPC"]] == [True, False, None]
    assert rows["latency class"][0] | {"sources": []} == rows["latency class"][0] | {
        "state": "conflict", "value": None, "text": "Near real time ≠ not Near real time", "sources": [],
    }  # fmt: skip


# ── CSV ──────────────────────────────────────────────────────────────────────


def _read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_csv_has_a_column_of_sources_beside_each_thing(comparison: Comparison) -> None:
    head, *rows = _read(to_csv(comparison, GRAPH))
    assert head == ["group", "property", "A", "A: sources", "B", "B: sources", "CSV", "CSV: sources", "graph"]
    assert rows[0][1] == "processing time (maximum), per request"
    assert rows[0][4:6] == [
        "60 MIN = 3600 s (+3540 s (×60), better)",
        "Guide, 2023: page <https://example.org/guide?a=1&b=2>",
    ]
    assert {row[-1] for row in rows} == {GRAPH}


def test_csv_says_on_every_line_how_much_the_view_leaves_out() -> None:
    said = (say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC), say(A, LATENCY, NEAR), say(B, TIME, (1, "MIN")))
    head, *rows = _read(to_csv(side_by_side(*said, differences=True), GRAPH))
    assert head[-2:] == ["left out", "graph"]
    assert [row[-2:] for row in rows] == [["1 row in which all are alike hidden", GRAPH]] * 2


def test_csv_turned_is_the_same_table_turned(comparison: Comparison) -> None:
    straight, turned = _read(to_csv(comparison, GRAPH)), _read(to_csv(comparison, GRAPH, pivot=True))
    assert turned == [list(column) for column in zip(*straight, strict=True)]


@pytest.mark.parametrize("pivot", [False, True])
def test_no_cell_of_the_csv_is_a_formula(hostile: Comparison, pivot: bool) -> None:
    cells = [cell for row in _read(to_csv(hostile, "=graph()", pivot)) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=") for cell in cells)


# ── Markdown ─────────────────────────────────────────────────────────────────


def test_markdown_is_a_table_with_footnotes(comparison: Comparison) -> None:
    text = to_markdown(comparison, GRAPH)
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) == 1
    cited, listed = set(re.findall(r"(\[\^\d+\])(?!:)", text)), set(re.findall(r"^(\[\^\d+\]):", text, re.M))
    assert cited == listed
    assert cited
    assert "✗ no[^1]<br>*only on Mondays*<br>*imprecise*" in text
    assert "— not stated" in text
    assert "⚠ conflict" in text
    assert GRAPH in text.replace("\\", "")


def test_markdown_lets_no_markup_arise_from_texts(hostile: Comparison) -> None:
    text = to_markdown(hostile, GRAPH)
    assert not re.search(r"(?<!\\)<(?!br>)", text)
    assert not re.search(r"(?<!\\)\[a", text)
    assert len({len(re.findall(r"(?<!\\)\|", row)) for row in text.splitlines() if row.startswith("|")}) == 1


# ── LaTeX ────────────────────────────────────────────────────────────────────


def test_latex_is_a_booktabs_table_with_sources_beneath(comparison: Comparison) -> None:
    text = to_latex(comparison, GRAPH)
    for rule in (r"\toprule", r"\midrule", r"\bottomrule", r"\begin{longtable}", r"\end{longtable}"):
        assert rule in text
    assert text.count("{") - text.count(r"\{") == text.count("}") - text.count(r"\}")
    assert r"60 MIN = 3600 s (+3540 s ($\times$60), better)\textsuperscript{2}" in text
    plain = text.replace(r"\allowbreak{}", "")
    assert r"\textsuperscript{2}~Guide, 2023: page, https://example.org/guide?a=1\&b=2" in plain
    rows = [line for line in text.splitlines() if line.endswith(r"\tabularnewline")]
    assert {line.count(" & ") for line in rows} == {3}
    assert len(rows) == len(comparison.rows) + 1


def test_latex_is_turned_where_there_is_room(comparison: Comparison) -> None:
    turned = to_latex(comparison, GRAPH, pivot=True)
    rows = [line for line in turned.splitlines() if line.endswith(r"\tabularnewline")]
    assert len(rows) == len(comparison.entities) + 1
    assert {line.count(" & ") for line in rows} == {len(comparison.rows)}
    many = side_by_side(*(say(A, SUPPORTS, Ref(kb(f"x{number}"), f"x{number}", "Capability")) for number in range(9)))
    wide = to_latex(many, GRAPH, pivot=True)
    assert "% not turned" in wide
    assert wide.replace("% not turned: so many columns would leave the page\n", "") == to_latex(many, GRAPH)


def test_latex_has_no_sign_that_would_stop_an_engine() -> None:
    thing = Ref(kb("x"), "≈ 5 µs – “naïve” 𝒳 日 ✓", "Option")
    text = to_latex(side_by_side(say(thing, LATENCY, NEAR), things=(thing, B)), GRAPH)
    assert max(map(ord, text)) <= 0x17F
    assert r"\texttt{U+65E5}" in text
    assert "naïve" in text


def test_latex_escapes_texts(hostile: Comparison) -> None:
    text = to_latex(hostile, GRAPH)
    assert r"\input" not in text
    assert r"\$x\$ \textbackslash{}input\{x\}" in text
    assert r"50 \%" in text


# ── HTML ─────────────────────────────────────────────────────────────────────


class _Tags(HTMLParser):
    """Collects the tags of a text, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.mark.parametrize("pivot", [False, True])
def test_every_head_of_the_table_has_a_scope(comparison: Comparison, pivot: bool) -> None:
    tags = _Tags(table(comparison, pivot))
    assert {head.get("scope") for head in tags.named("th")} <= {"col", "row", "colgroup", "rowgroup"}
    assert len(tags.named("td")) == len(comparison.rows) * len(comparison.entities)
    assert tags.named("div")[0]["tabindex"] == "0"


def test_the_table_shows_states_sources_and_what_was_corrected(comparison: Comparison) -> None:
    text = html.unescape(table(comparison))
    for state in ("value", "yes", "no", "not-stated", "not-applicable", "conflict"):
        assert f'<td class="{state}' in text
    assert '<a href="https://example.org/guide?a=1&b=2"' in text
    assert "corrects a claim" in text
    assert '<span class="verdict imprecise">≈ imprecise</span>' in text


def test_a_cell_has_its_evidence_behind_the_verdict() -> None:
    check = Check("botocore 1.44.5, sagemaker", "x", "6", "6", "supporting", "agrees", "agrees with botocore: x = <6>")
    text = table(side_by_side(say(A, SUPPORTS, VPC, checks=(check,))))
    assert '<b aria-hidden="true">✓</b><span class="name">Notes</span></span></summary>' in text
    assert '<span class="heard">confirmed, checked, source: </span>' in text
    assert '✓ confirmed<span class="machine">checked</span></span>' in text
    assert "<li>✓ agrees with botocore: x = &lt;6&gt;</li>" in text


def test_a_long_list_folds() -> None:
    many = [Ref(kb(f"x{number:02}"), f"x{number:02}", "Capability") for number in range(12)]
    text = table(side_by_side(*(say(A, LATENCY, each) for each in many)))
    assert "<summary>8 more</summary>" in text
    assert all(each.label in text for each in many)
    assert "<summary>" not in table(side_by_side(*(say(A, LATENCY, each) for each in many[:5]))).split("why")[0]


def test_numbers_of_a_row_have_bars() -> None:
    text = table(side_by_side(say(A, TIME, (1, "SEC")), say(B, TIME, (4, "SEC"))))
    assert re.findall(r'<i style="width:([\d.]+)%">', text) == ["25.00", "100.00"]
    huge = table(side_by_side(say(A, TIME, (1, "SEC")), say(B, TIME, (1, "HR"))))
    assert "bars by powers of ten" in huge


@pytest.mark.parametrize("pivot", [False, True])
def test_heads_have_hands_only_where_they_lead_somewhere(comparison: Comparison, pivot: bool) -> None:
    assert not _Tags(table(comparison, pivot)).named("button")
    live = _Tags(table(comparison, pivot, lambda thing: f"./?open={thing.slug}"))
    acts = [button["data-act"] for button in live.named("button")]
    heads = len(comparison.rows) + len(comparison.entities)
    groups = len({row.group for row in comparison.rows})
    assert (acts.count("move"), acts.count("baseline")) == (heads, len(comparison.entities))
    assert acts.count("drop") == heads + groups
    assert all(button["aria-label"] for button in live.named("button"))


def test_a_conflict_shows_both_values_who_says_them_and_why() -> None:
    hour = say(A, TIME, (1, "HR"), sources=(Source("Guide"),))
    minute = say(A, TIME, (1, "MIN"), verdict="imprecise")
    text = html.unescape(table(side_by_side(hour, minute)))
    assert "<small>Sources give different values: max. 1 HR and max. 1 MIN.</small>" in text
    assert "<small>1 HR: Guide</small><small>1 MIN: Notes</small>" in text


def test_what_is_replaced_says_why() -> None:
    wrong = say(A, SUPPORTS, VPC, id="x", verdict="contradicted", corrected_by="y", note="Never did.")
    right = say(A, SUPPORTS, VPC, id="y", holds=False)
    text = html.unescape(table(side_by_side(right, wrong)))
    assert "Instead of: <s>A supports VPC</s> (contradicted). An authority says the opposite. Never did." in text


def test_rows_that_a_filter_leaves_out_are_counted() -> None:
    made = side_by_side(say(A, SUPPORTS, VPC), say(A, TIME, (1, "MIN")), shown=lambda said: said.property == SUPPORTS)
    assert "1 row of which the filter shows nothing" in document(made, GRAPH)
    assert to_json(made, GRAPH)["hidden_filtered"] == 1


def test_the_page_stands_alone(comparison: Comparison) -> None:
    tags = _Tags(document(comparison, GRAPH))
    assert not {tag for tag, _ in tags.found} & {"script", "link", "img", "iframe"}
    assert GRAPH in document(comparison, GRAPH)


@pytest.mark.parametrize("pivot", [False, True])
def test_texts_stay_texts_in_html(hostile: Comparison, pivot: bool) -> None:
    tags = _Tags(document(hostile, HOSTILE, pivot))
    assert not tags.named("script")
    assert not [link for link in tags.named("a") if not str(link["href"]).startswith("https://")]


# ── All of them ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("format_", FORMATS)
def test_every_export_obeys_the_view(format_: str) -> None:
    said = (say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC), say(A, LATENCY, NEAR))
    write = FORMATS[format_].write
    whole, view = (write(side_by_side(*said, differences=hide), GRAPH, False) for hide in (False, True))
    assert "supports VPC" in whole
    assert "supports VPC" not in view
    assert "latency class" in view
    assert all(text in view.replace("\\", "") for text in (GRAPH, "Notes"))


@pytest.mark.parametrize("format_", FORMATS)
def test_every_export_obeys_what_was_moved_and_left_out(format_: str) -> None:
    said = (say(A, SUPPORTS, VPC), say(B, SUPPORTS, NEAR), say(A, LATENCY, NEAR), say(A, TIME, (1, "SEC")))
    whole = side_by_side(*said)
    view = arranged(whole, order=[Place("latencyClass", 1)], drop=["supports.vpc"])
    text = FORMATS[format_].write(view, GRAPH, False)
    assert "supports VPC" not in text
    assert text.index("latency class") < text.index("processing time")
    assert "supports.vpc" in text if format_ == "json" else "1 row left out on demand" in text


@pytest.mark.parametrize("format_", FORMATS)
def test_every_export_keeps_the_order_of_things(format_: str, comparison: Comparison) -> None:
    text = FORMATS[format_].write(side_by_side(say(C, LATENCY, NEAR), things=(C, A)), GRAPH, False)
    assert re.search(r"\bC\b[^B]*\bA\b", text, re.S)


def test_a_file_is_named_after_its_things() -> None:
    assert names((A, B)) == "a-vs-b"


def test_the_terminal_shows_four_options_at_100_columns(atlas: Atlas) -> None:
    options = ("real-time-inference", "serverless-inference", "asynchronous-inference", "batch-transform")
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(render(atlas.compare(*options, baseline="real-time-inference"), GRAPH))
    text = console.export_text()
    assert max(map(len, text.splitlines())) <= 100
    for said in ("✓ yes", "✗ no", "— not stated", "= 3600 s", "+3540 s (×60)", "[1]", GRAPH):
        assert said in text


def test_markup_in_a_label_stays_text_in_the_terminal() -> None:
    console = Console(width=100, record=True, file=io.StringIO())
    console.print(render(side_by_side(say(A, LATENCY, Ref(kb("z"), "[red]z[/red]", "Task"))), "[b]graph[/b]"))
    text = console.export_text()
    assert "[red]z[/red]" in text
    assert "[b]graph[/b]" in text
