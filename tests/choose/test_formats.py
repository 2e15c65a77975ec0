"""Every export says what was decided, with its sources and the graph, and lets no text out of its place."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from mlatlas.atlas import Atlas
from mlatlas.choose.formats import FORMATS, choices_json, criteria_json, to_csv, to_json, to_markdown
from mlatlas.choose.records import Decision
from mlatlas.facts import Condition, Ref, Source
from mlatlas.terms import kb
from small_choice import choose, when
from small_world import LATENCY, REAL_TIME, SUPPORTS, TIME, VPC, A, B, C, say

GRAPH = "ML Atlas 9.9.9, built today"
HOSTILE = "=1+1|</td><script>alert(1)</script> $x$ [a](b) ![c](d) `e`\n# f"
GUIDE = Source("Guide", "https://example.org/guide?a=1&b=2", "page", "2023")
OUTCOMES = {"fits", "conditional", "fails", "unknown"}


@pytest.fixture
def decision() -> Decision:
    """All four outcomes, a wish, a condition and a margin."""
    said = [
        say(A, TIME, (60, "SEC"), sources=(GUIDE,)), say(A, SUPPORTS, VPC), say(A, LATENCY, REAL_TIME),
        say(B, TIME, (60, "MIN")), say(B, SUPPORTS, VPC, condition=when("in a subnet"), verdict="imprecise"),
        say(C, TIME, (30, "SEC")),
    ]  # fmt: skip
    return choose(said, "time >= 45 s", "vpc = yes", prefer=["latency = rt"])


@pytest.fixture
def hostile() -> Decision:
    """A decision in which every text is an attack."""
    bad = Source(HOSTILE, "javascript:alert(1)", HOSTILE)
    thing = Ref(kb("x"), HOSTILE, "Task")
    said = [
        say(A, LATENCY, thing, condition=Condition(HOSTILE), sources=(bad,)),
        say(B, LATENCY, thing, sources=(bad,)),
    ]
    return choose(said, f"latency = {HOSTILE}")


def _rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


# ── JSON ─────────────────────────────────────────────────────────────────────


def test_json_has_the_keys_that_scripts_rely_on(decision: Decision) -> None:
    made = json.loads(FORMATS["json"].write(decision, GRAPH))
    assert {"choice", "requirements", "options", "relax"} <= made.keys()
    assert made["graph"] == GRAPH
    assert [each["text"] for each in made["requirements"]] == ["time >= 45 s", "vpc = yes", "latency = Real time"]
    for option in made["options"]:
        assert {"option", "label", "outcome", "reasons"} <= option.keys()
        assert option["outcome"] in OUTCOMES
        assert len(option["reasons"]) == 3
        for reason in option["reasons"]:
            assert {"requirement", "outcome", "text", "margin", "condition", "sources"} <= reason.keys()
            assert reason["outcome"] in OUTCOMES
            assert all(source.keys() == {"label", "url", "section", "version"} for source in reason["sources"])


def test_json_values_are_what_a_script_compares(decision: Decision) -> None:
    made = {each["label"]: each for each in to_json(decision, GRAPH)["options"]}
    assert {label: each["outcome"] for label, each in made.items()} == {"A": "fits", "B": "conditional", "C": "fails"}
    assert made["A"]["reasons"][0]["margin"] == {"value": 15, "unit": "s"}
    assert made["C"]["reasons"][0]["margin"] == {"value": -15, "unit": "s"}
    assert made["B"]["reasons"][1]["condition"] == "in a subnet"
    assert made["B"]["conditions"] == ["in a subnet"]
    assert made["A"]["wishes"] == 1
    assert made["C"]["reasons"][1] | {"requirement": ""} == {
        "requirement": "", "outcome": "unknown", "text": "not stated", "margin": None, "condition": None,
        "statements": [], "verdicts": [], "sources": [],
    }  # fmt: skip


def test_json_tells_what_could_give_way_and_up_to_where() -> None:
    said = [say(A, TIME, (60, "SEC"))]
    made = to_json(choose(said, "time >= 2 min"), GRAPH)
    (relaxed,) = made["relax"]
    assert relaxed["changes"][0]["to"] == {"value": 60, "unit": "s"}
    amounts = {each["label"]: each["to"] for each in made["sensitivity"][0]["options"]}
    assert amounts == {"A": {"value": 60, "unit": "s"}, "B": None, "C": None}


def test_json_of_the_choices_and_of_what_can_be_asked(atlas: Atlas) -> None:
    choices = choices_json(atlas.choices())
    assert all({"iri", "label", "options"} <= each.keys() for each in choices)
    options = atlas.options("inference-option")
    criteria = criteria_json(options.criteria, options.empty)
    assert {"name": "payload", "unit": "MB"}.items() <= criteria[0].items()
    for each in criteria:
        assert options.requirements([each["example"]]), each


# ── CSV ──────────────────────────────────────────────────────────────────────


def test_csv_has_a_line_for_every_reason(decision: Decision) -> None:
    head, *rows = _rows(to_csv(decision, GRAPH))
    assert head == ["option", "outcome", "requirement", "kind", "result", "reason", "condition", "sources", "graph"]
    assert len(rows) == 9
    assert rows[0] == [
        "A", "fits", "time >= 45 s", "required", "fits", "max. 60 SEC, 15 s to spare", "",
        "Guide, 2023: page <https://example.org/guide?a=1&b=2>", GRAPH,
    ]  # fmt: skip
    assert {row[3] for row in rows} == {"required", "wished for"}


def test_no_cell_of_the_csv_is_a_formula(hostile: Decision) -> None:
    cells = [cell for row in _rows(to_csv(hostile, "=graph()")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert any(cell.startswith("'=") for cell in cells)


# ── Markdown ─────────────────────────────────────────────────────────────────


def test_markdown_is_a_report_with_numbered_sources(decision: Decision) -> None:
    text = to_markdown(decision, GRAPH)
    assert text.startswith("# Choice\n\nA fits. B fits under a condition.\n")
    assert "## ✓ A: fits · 1 of 1 wish" in text
    assert "## ◐ B: fits only in a subnet · 0 of 1 wish" in text
    assert r"- ✓ time \>= 45 s: max. 60 SEC, 15 s to spare \[1\]" in text
    assert "1. Guide, 2023: page <https://example.org/guide?a=1&b=2>" in text
    assert "imprecise" in text
    numbers = set(re.findall(r"\\\[(\d+)\\\]", text))
    assert numbers == set(re.findall(r"^(\d+)\. ", text, re.M))
    assert text.endswith(f"_{GRAPH}_\n")


def test_markdown_lets_no_markup_arise_from_texts(hostile: Decision) -> None:
    text = to_markdown(hostile, GRAPH)
    assert "<script>" not in text
    assert "javascript:" not in text
    assert not re.search(r"(?<!\\)[`$!]|(?<!\\)\[|\n# f", text)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_names_the_graph_and_ends_with_a_line(name: str, decision: Decision) -> None:
    text = FORMATS[name].write(decision, GRAPH)
    assert GRAPH in text
    assert text.endswith("\n")
    assert "Guide" in text
