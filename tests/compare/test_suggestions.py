"""Suggested comparisons: from the links of the graph, each set of things once, two to six in each."""

from __future__ import annotations

from mlatlas.atlas import Atlas
from mlatlas.compare.suggestions import CONFUSED, OPTION_OF, suggestions
from mlatlas.facts import Link, Ref
from mlatlas.terms import aws, kb
from small_world import A, B, C

CHOICE = Ref(kb("which"), "Which", "Choice")


def _none(_iri: str) -> list[Ref]:
    return []


def test_the_options_of_a_choice() -> None:
    (found,) = suggestions([Link(thing, CHOICE, OPTION_OF) for thing in (C, A, B)], _none)
    assert (found.why, found.title, found.things) == ("choice", "Which: all 3", (A, B, C))


def test_a_choice_with_more_options_than_fit() -> None:
    many = [Ref(kb(f"x{number}"), f"X{number}", "Option") for number in range(8)]
    (found,) = suggestions([Link(thing, CHOICE, OPTION_OF) for thing in many], _none)
    assert (found.title, len(found.things)) == ("Which: 6 of 8", 6)


def test_what_is_confused_with_the_same_thing_is_one_set() -> None:
    (found,) = suggestions([Link(C, A, CONFUSED), Link(A, B, CONFUSED)], _none)
    assert (found.why, found.title, found.things) == ("confused", "A, B or C", (A, B, C))


def test_no_set_is_suggested_twice_and_no_thing_alone() -> None:
    options = [Link(A, CHOICE, OPTION_OF), Link(B, CHOICE, OPTION_OF)]
    assert [each.why for each in suggestions([*options, Link(A, B, CONFUSED)], _none)] == ["choice"]
    assert suggestions(options[:1], _none) == []


def test_operations_by_which_the_options_are_used() -> None:
    make, run = (Ref(aws("x", f"operations.{name}"), name, "Operation") for name in ("Make", "Run"))
    elements = {A.iri: [make, Ref(aws("x", "shapes.S"), "S", "Shape")], B.iri: [run, make]}
    options = [Link(A, CHOICE, OPTION_OF), Link(B, CHOICE, OPTION_OF)]
    found = suggestions(options, lambda iri: elements[iri])
    assert [(each.why, each.things) for each in found] == [("choice", (A, B)), ("api", (make, run))]


def test_the_graph_knows_what_people_confuse(atlas: Atlas) -> None:
    found = {frozenset(thing.slug for thing in each.things) for each in suggestions(atlas.links(), atlas.elements)}
    for pair in (
        {"class-imbalance-ci", "difference-in-proportions-of-labels"},
        {"sagemaker-data-wrangler", "aws-glue-databrew"},
        {"file-mode", "fast-file-mode", "pipe-mode"},
        {"apache-parquet", "apache-orc"},
        {"bayesian-optimization", "hyperband"},
    ):
        assert any(pair <= things for things in found)  # a third one may be confused with one of them
