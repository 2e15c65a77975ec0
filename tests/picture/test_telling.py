"""What a line says when somebody reads it."""

from __future__ import annotations

from mlatlas.facts import Condition, Link, Ref
from mlatlas.picture.captions import lines_of
from mlatlas.picture.drawing import component_data
from mlatlas.picture.growth import Opening, View, grown
from mlatlas.picture.neighbourhood import Graph
from mlatlas.picture.telling import MOST, Told, told
from mlatlas.terms import kb
from small_world import FORMAT, SUPPORTS, VPC, A, B, say


def facts(graph: Graph) -> list[Told]:
    (line,) = lines_of(graph.around([A]))
    return told(line, lambda id_: f"sentence of {id_}")


def test_a_fact_has_condition_verdict_scope_and_source() -> None:
    condition = Condition("where the network is isolated")
    said = say(A, SUPPORTS, VPC, condition=condition, scope="per account", verdict="imprecise", note="Since May.")
    (fact,) = facts(Graph([said], []))
    assert fact.text == "A supports VPC (where the network is isolated)"
    assert (fact.verdict, fact.scope, fact.is_struck) == ("≈ imprecise", "per account · Since May.", False)
    assert [source.text for source in fact.sources] == ["Notes"]


def test_a_wrong_claim_is_struck_and_says_what_is_right() -> None:
    (fact,) = facts(Graph([say(A, SUPPORTS, VPC, verdict="contradicted", corrected_by="F002")], []))
    assert (fact.is_struck, fact.correction) == (True, "sentence of F002")


def test_two_facts_between_two_things_are_both_told() -> None:
    found = facts(Graph([say(A, SUPPORTS, B), say(A, SUPPORTS, B, id="second", holds=False)], []))
    assert [fact.text for fact in found] == ["A supports B", "A does not support B"]


def test_a_structural_link_is_told_without_verdict() -> None:
    (fact,) = facts(Graph([], [Link(A, FORMAT, "related to")]))
    assert (fact.text, fact.verdict, fact.sources) == ("A – related to – CSV", "", ())


def test_the_line_of_a_group_tells_its_members_and_not_too_many() -> None:
    many = [say(A, SUPPORTS, Ref(kb(f"f{number}"), f"F{number}", "DataFormat")) for number in range(60)]
    picture = grown(Graph(many, []), [Opening(A)]).shown(View())
    (line,) = [line for line in lines_of(picture) if line.first.members]
    assert len(told(line)) == MOST


def test_the_legend_keeps_what_is_switched_off_to_switch_it_on_again() -> None:
    whole = grown(Graph([say(A, SUPPORTS, VPC)], [Link(A, FORMAT, "related to")]), [Opening(A)])
    shown = whole.shown(View(off=frozenset({"Capability"})))
    legend = {mark["key"]: mark["is_off"] for mark in component_data(shown, off=("Capability",))["legend"]}
    assert legend == {"Option": False, "DataFormat": False, "Capability": True, "link": False}
