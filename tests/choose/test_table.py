"""A decision, choices and criteria in a terminal."""

from __future__ import annotations

import io

from rich.console import Console, RenderableType

from mlatlas.atlas import Atlas
from mlatlas.choose.table import render, render_choices, render_criteria
from small_choice import WORLD, choose

GRAPH = "ML Atlas 9.9.9, built today"


def _text(shown: RenderableType, width: int = 120) -> str:
    written = io.StringIO()
    Console(file=written, width=width).print(shown)
    return written.getvalue()


def test_the_answer_every_reason_and_the_sources_are_told() -> None:
    text = _text(render(choose(WORLD, "time >= 45 s", "vpc", prefer=["latency = rt"]), GRAPH))
    assert "Choice: A fits. B fits under a condition." in text
    assert "◐ B: fits only in a subnet · 0 of 1 wish" in text
    assert "15 s short [1]" in text
    assert "≈ imprecise" in text
    assert "If time >= 45 s moves:" in text
    assert "[1] Notes" in text
    assert GRAPH in text


def test_what_could_give_way_is_told() -> None:
    text = _text(render(choose(WORLD, "time >= 2 h"), GRAPH))
    assert "What could give way:" in text
    assert "B: time >= 60 min instead of 2 h" in text


def test_markup_of_the_terminal_stays_text() -> None:
    text = _text(render(choose(WORLD, "latency = rt"), "[bold]graph[/bold] [link=x]"))
    assert "[bold]graph[/bold] [link=x]" in text


def test_choices_and_criteria_are_listed(atlas: Atlas) -> None:
    assert "inference-option" in _text(render_choices(atlas.choices()))
    options = atlas.options("inference-option")
    text = _text(render_criteria(options.criteria, options.empty))
    assert "payload >= 300 MB" in text
    assert "VPC = yes" in text
