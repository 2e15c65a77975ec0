"""What the page of an entity says, and in which order."""

from __future__ import annotations

import pytest

from mlatlas.app.entity_page import Page, fact_sections, grounds_of, link_sections, mention_sections, page_of
from mlatlas.atlas import Atlas
from mlatlas.conflicts import conflicts
from mlatlas.errors import UnknownEntity
from mlatlas.facts import Check, Condition, Link, Ref, Source
from mlatlas.records import LINK_LABELS
from mlatlas.terms import kb
from small_world import LIMITS, SUPPORT, SUPPORTS, TIME, VPC, A, B, say

TOPIC = Ref(kb("topic"), "Topic", "Topic")


def headings(page: Page) -> list[str]:
    return [section.heading for section in page.sections]


def test_sections_follow_the_rank_of_groups_and_denials_come_after() -> None:
    facts = [say(A, SUPPORTS, VPC, holds=False), say(A, SUPPORTS, B), say(A, TIME, (60, "SEC"))]
    sections = fact_sections(facts, [])
    assert [(section.heading, section.tone) for section in sections] == [
        (LIMITS.label, "yes"),
        (SUPPORT.label, "yes"),
        (SUPPORT.negative_label, "no"),
    ]


def test_a_wrong_claim_stands_in_a_block_with_its_correction() -> None:
    wrong = say(A, SUPPORTS, VPC, id="F1", verdict="contradicted", corrected_by="F1-exact", note="Never did.")
    right = say(A, SUPPORTS, VPC, id="F1-exact", holds=False)
    (section,) = fact_sections([wrong, right], conflicts([wrong, right]))
    (fact,) = section.facts
    assert fact.grounds is not None
    assert fact.grounds.stands
    (dispute,) = fact.disputes
    assert dispute.is_sharp
    assert dispute.reason == "An authority says the opposite. Never did."
    (other,) = dispute.others
    assert other.grounds is not None
    assert (other.grounds.stands, other.grounds.note) == (False, "")


def test_a_claim_that_is_corrected_elsewhere_stands_with_the_correction() -> None:
    wrong = say(A, SUPPORTS, VPC, id="F1", verdict="outdated", corrected_by="F9")
    right = say(B, SUPPORTS, VPC, id="F9")
    (section,) = fact_sections([wrong], conflicts([wrong, right]))
    (other,) = section.facts[0].disputes[0].others
    assert (other.target, other.text, other.after) == (B, "B", "supports VPC")


def test_a_denial_that_joins_a_conflict_keeps_its_own_place() -> None:
    wrong = say(A, SUPPORTS, VPC, id="F1", verdict="contradicted", corrected_by="F1-exact")
    right, denial = say(A, SUPPORTS, B, id="F1-exact"), say(A, SUPPORTS, VPC, id="F1-absent", holds=False)
    sections = fact_sections([wrong, right, denial], conflicts([wrong, right, denial]))
    assert [(section.tone, section.facts[0].text) for section in sections] == [("yes", "B"), ("no", "VPC")]


def test_a_default_is_told_with_the_maximum() -> None:
    said = [say(A, TIME, (60, "MIN"), id="F1"), say(A, TIME, (15, "MIN"), id="F1-default", bound="default")]
    (section,) = fact_sections(said, conflicts(said))
    (fact,) = section.facts
    assert fact.text == "max. 60 MIN"
    assert (fact.disputes[0].is_sharp, fact.disputes[0].others[0].text) == (False, "default 15 MIN")


def test_grounds_carry_the_evidence_of_machines() -> None:
    element = "https://w3id.org/mlatlas/aws/sagemaker.shapes.MemorySize"
    check = Check(
        "botocore 1.44.5, sagemaker", "x", "6", "6", "supporting", "agrees", "agrees with …", True, element=element
    )
    grounds = grounds_of(say(A, SUPPORTS, VPC, checks=(check,)))
    assert grounds.checked == "checked in text"
    (evidence,) = grounds.evidence
    assert (evidence.sign, evidence.text, evidence.weak) == ("✓", "agrees with …", True)
    assert evidence.element is not None
    assert evidence.element.label == "MemorySize"


def test_a_verb_that_repeats_the_heading_is_left_out() -> None:
    (section,) = fact_sections([say(A, SUPPORTS, VPC)], [])
    assert section.facts[0].before == ""
    assert section.facts[0].target is not None


def test_grounds_carry_condition_scope_note_and_sources() -> None:
    sources = (Source("Page", "https://docs.example/x"), Source("Trap", "javascript:alert(1)"))
    fact = say(
        A, SUPPORTS, VPC, condition=Condition("on Mondays"), scope="per account", note="Really.", sources=sources
    )
    grounds = fact_sections([fact], [])[0].facts[0].grounds
    assert grounds is not None
    assert (grounds.condition, grounds.scope, grounds.note) == ("on Mondays", "per account", "Really.")
    assert [cited.url for cited in grounds.sources] == ["https://docs.example/x", None]


def test_mentions_are_told_from_the_other_side() -> None:
    used, denied = say(A, SUPPORTS, VPC), say(B, SUPPORTS, VPC, holds=False)
    by_means = say(A, SUPPORTS, B, through=(VPC,))
    wrong = say(B, SUPPORTS, VPC, verdict="contradicted")
    (section,) = mention_sections(VPC, [used, denied, by_means, wrong])
    assert [fact.after for fact in section.facts] == ["", "does not support it", "supports B by means of it"]
    assert [fact.text for fact in section.facts] == ["A", "B", "A"]


def test_links_are_headed_from_where_one_stands() -> None:
    links = [Link(A, B, "narrower than"), Link(VPC, A, "narrower than"), Link(A, TOPIC, "topic")]
    assert [(section.heading, section.facts[0].text) for section in link_sections(A, links)] == [
        ("Broader", "B"),
        ("Narrower", "VPC"),
    ]


@pytest.mark.parametrize("label", sorted(set(LINK_LABELS.values()) - {"topic"}))
def test_every_kind_of_link_is_told_on_both_pages(label: str) -> None:
    for end in (A, B):
        assert [section.facts[0].target for section in link_sections(end, [Link(A, B, label)])] == [
            B if end == A else A
        ]


def test_a_feature_names_its_service_and_the_service_its_parts(atlas: Atlas) -> None:
    assert "Part of" in headings(page_of(atlas, "sagemaker-clarify"))
    assert "Parts" in headings(page_of(atlas, "amazon-sagemaker"))


def test_a_topic_lists_its_entities_by_class() -> None:
    sections = link_sections(TOPIC, [Link(VPC, TOPIC, "topic"), Link(B, TOPIC, "topic"), Link(A, TOPIC, "topic")])
    assert [(section.heading, len(section.facts)) for section in sections] == [("Options", 2), ("Capabilities", 1)]


def test_serverless_inference_says_what_it_must(atlas: Atlas) -> None:
    page = page_of(atlas, "serverless-inference")
    assert headings(page)[:1] == ["Limits"]
    assert "Does not support" in headings(page)
    limits = {fact.before: fact.text for fact in page.sections[0].facts}
    assert limits["memory"] == "max. 6 GB"


def test_every_entity_has_a_page(atlas: Atlas) -> None:
    for entity in atlas.entities():
        page = page_of(atlas, entity.slug)
        assert page.entity.label == entity.label
        assert len(headings(page)) == len(set(headings(page)))


def test_a_page_of_nothing_is_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownEntity):
        page_of(atlas, "no-such-thing")
