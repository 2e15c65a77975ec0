"""A decision as HTML: what it says, and that everything in it is escaped."""

from __future__ import annotations

import re

import pytest

from mlatlas.choose.page import names, table
from mlatlas.facts import Condition, Ref, Source
from mlatlas.terms import kb
from small_choice import WORLD, choose
from small_world import LATENCY, A, say

HOSTILE = "</td><script>alert(1)</script>\"'><img src=x>"


def _address(option: Ref) -> str:
    return f"./?open={option.slug}"


def test_every_option_and_reason_is_there() -> None:
    html = table(choose(WORLD, "time >= 45 s", "vpc", prefer=["latency != rt"]), _address)
    assert re.findall(r'<tr class="(\w+)">', html) == ["fits", "conditional", "fails"]
    assert html.count("<td") == 9
    assert '<a href="./?open=a" target="_self" title="A in Explore">A</a>' in html
    assert "15 s short" in html
    assert html.count(">wish</small>") == 1


def test_outcomes_are_told_without_colour_too() -> None:
    html = table(choose(WORLD, "vpc"), _address)
    for sign, word in (("✓", "fits"), ("◐", "fits on a condition"), ("?", "cannot tell")):
        assert f'<span class="outcome">{sign} {word}</span>' in html
        assert f'<span class="heard">{word}: </span>' in html


def test_a_condition_is_said_once() -> None:
    html = table(choose(WORLD, "vpc"), _address)
    (cell,) = re.findall(r'<td class="conditional">.*?</div>', html)
    assert cell.count("in a subnet") == 1


def test_the_worst_verdict_is_shown() -> None:
    html = table(choose(WORLD, "vpc"), _address)
    assert 'class="chip imprecise' in html


@pytest.mark.parametrize("prefer", [(), ("time >= 1 s",)])
def test_no_text_gets_out_of_its_place(prefer: tuple[str, ...]) -> None:
    thing, option = Ref(kb("y"), HOSTILE, "Task"), Ref(A.iri, HOSTILE, "Option")
    bad = Source(HOSTILE, "javascript:alert(1)", HOSTILE)
    said = [say(A, LATENCY, thing, condition=Condition(HOSTILE), sources=(bad,), note=HOSTILE)]
    decision = choose(said, f"latency = {HOSTILE}", prefer=prefer)
    for html in (table(decision, lambda _: HOSTILE), names([option], lambda _: HOSTILE)):
        assert "<script" not in html
        assert "<img" not in html
        assert "'><" not in html.replace("&#x27;", "")
        assert 'href="javascript:' not in html
