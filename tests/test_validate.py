"""Each rule of the curated data catches what it is for, and says where and how to repair it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mlatlas.resources import data_root
from mlatlas.sources import curated
from mlatlas.sources.api_models import Models
from mlatlas.terms import atlas
from mlatlas.validate import Violation, missing_elements, violations

FILE = "graph/inference-options.ttl"

#: What is replaced in FILE, by what, the subject to blame, and words of the rule.
BREAKS = {
    "no source": ("prov:wasDerivedFrom src:notes-endpoints , src:docs-serverless ;", "", "stmt:F071", "at least one source"),
    "undefined source": ("src:notes-endpoints , src:docs-serverless ;", "src:nowhere ;", "stmt:F071", "at least one source"),
    "part of nothing": ("[ dcterms:isPartOf src:botocore-sagemaker ; atlas:section \"shapes.ServerlessMemorySizeInMB.max\"",
                        "[ atlas:section \"shapes.ServerlessMemorySizeInMB.max\"", "stmt:F072", "one part of one source"),
    "no polarity": (
        'atlas:scope "per endpoint" ;\n    atlas:holds true ;\n    prov:wasDerivedFrom src:notes-endpoints ,\n'
        "        [ dcterms:isPartOf src:botocore-sagemaker ; atlas:section \"shapes.ServerlessMemorySizeInMB.max\"",
        'atlas:scope "per endpoint" ;\n    prov:wasDerivedFrom src:notes-endpoints ,\n'
        "        [ dcterms:isPartOf src:botocore-sagemaker ; atlas:section \"shapes.ServerlessMemorySizeInMB.max\"",
        "stmt:F072",
        "polarity",
    ),
    "no unit": ("atlas:unit unit:GigaBYTE ; ", "", "stmt:F072", "exactly one thing"),
    "no bound": ("atlas:bound atlas:maximum ; atlas:value 6 ;", "atlas:value 6 ;", "stmt:F072", "exactly one thing"),
    "not as written": (' ; atlas:asWritten "6 GB"', "", "stmt:F072", "exactly one thing"),
    "a thing and a number": ("atlas:unit unit:GigaBYTE ;", "atlas:unit unit:GigaBYTE ; atlas:object kb:data-capture ;",
                             "stmt:F072", "exactly one thing"),
    "a thing with a unit": ("atlas:object kb:vpc-configuration", "atlas:unit unit:GigaBYTE ; atlas:object kb:vpc-configuration",
                            "stmt:F074", "exactly one thing"),
    "a text with a unit": ("atlas:object kb:vpc-configuration", 'atlas:unit unit:GigaBYTE ; atlas:value "much"', "stmt:F074", "exactly one thing"),
    "nothing": ("atlas:object kb:vpc-configuration ;", "", "stmt:F074", "exactly one thing"),
    "a list": ("atlas:object kb:vpc-configuration ;", "atlas:object ( kb:vpc-configuration ) ;", "stmt:F074", "is a list"),
    "a condition without words": ("atlas:object kb:vpc-configuration ;",
                                  "atlas:object kb:vpc-configuration ; atlas:condition [ a atlas:Condition ] ;", "stmt:F074", "told in words"),
    "a criterion without rank": ("atlas:rank 1 ; rdfs:label ", "rdfs:label ", "kb:inference-option", "a criterion of a choice names"),
    "undefined object": ("atlas:object kb:vpc-configuration", "atlas:object kb:vpc", "stmt:F074", "one entity of the graph"),
    "undeclared property": ("atlas:property atlas:memory", "atlas:property atlas:memry", "stmt:F072", "ontology.ttl declares"),
    "unknown verdict": ("atlas:verdict atlas:unverified", "atlas:verdict atlas:maybe", "stmt:F083", "exactly one verdict"),
    "no fact id": ('stmt:F074 a atlas:Statement ; atlas:factID "F074" ;', "stmt:F074 a atlas:Statement ;", "stmt:F074", "id of its fact"),
    "outdated without correction": (" ; atlas:correctedBy stmt:F066-today", "", "stmt:F066", "no statement says what is right"),
    "dangling correction": ("atlas:correctedBy stmt:F066-today", "atlas:correctedBy stmt:F066-tomorrow", "stmt:F066", "another statement"),
    "imprecise without word": (
        'atlas:verdict atlas:imprecise ;\n    skos:note "AWS speaks',
        'atlas:verdict atlas:imprecise ;\n    rdfs:comment "AWS speaks',
        "stmt:F062",
        "nothing says how it is exact",
    ),
    "no class": ("stmt:F074 a atlas:Statement ; ", "stmt:F074 ", "stmt:F074", "exactly one class"),
    "no definition": ('skos:definition "Paying for capacity while no request comes."', 'rdfs:comment "x"', "kb:cost-while-idle", "definition"),
    "no topic": ("kb:data-capture a atlas:Feature ; dcterms:subject kb:serving-inferences , kb:monitoring-in-production ;",
                 "kb:data-capture a atlas:Feature ;", "kb:data-capture", "at least one topic"),
    "misnamed": ('skos:prefLabel "Cost while idle" ; skos:altLabel "idle cost"', 'skos:prefLabel "Idleness"', "kb:cost-while-idle", "kebab-case"),
    "label taken": ('skos:prefLabel "Continuous cost"', 'skos:prefLabel "Cost while idle" ; skos:altLabel "Continuous cost"',
                    "kb:continuous-cost", "its label is also that of"),
}  # fmt: skip


def _broken(root: Path, change: Callable[[str], str]) -> list[Violation]:
    path = root / FILE
    before = path.read_text("utf-8")
    after = change(before)
    assert after != before, "the text to be broken is no longer there: mend this test"
    path.write_text(after, "utf-8")
    return violations(curated.read(root))


def test_the_curated_data_breaks_no_rule() -> None:
    found = violations(curated.read(data_root()))
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_rule_is_found_with_file_line_and_repair(name: str, curated_copy: Path) -> None:
    old, new, subject, rule = BREAKS[name]
    found = _broken(curated_copy, lambda text: text.replace(old, new, 1))
    mine = [violation for violation in found if violation.subject == subject and rule in violation.rule]
    assert mine, f"not found; instead: {[str(violation) for violation in found]}"
    violation = mine[0]
    line = (curated_copy / FILE).read_text("utf-8").splitlines()[(violation.line or 0) - 1]
    assert violation.file == FILE
    assert line.startswith(subject)
    assert violation.repair


def test_an_entity_described_in_two_files_is_found(curated_copy: Path) -> None:
    text = (curated_copy / "graph" / "kendra.ttl").read_text("utf-8")
    (curated_copy / "graph" / "zz-copy.ttl").write_text(text, "utf-8")
    found = violations(curated.read(curated_copy))
    assert any(v.file == "graph/zz-copy.ttl" and "already described in graph/kendra.ttl" in v.rule for v in found)


@pytest.mark.parametrize(
    ("pattern", "told"),
    [("^([a-z ]+)+[0-9]$", "is not through after 0.2 s"), ("(((", "is no regular expression: missing )")],
)
def test_a_pattern_that_is_none_or_has_no_end_is_named(
    curated_copy: Path, monkeypatch: pytest.MonkeyPatch, pattern: str, told: str
) -> None:
    monkeypatch.setattr("mlatlas.validate._SECONDS", 0.2)
    shapes = curated_copy / "shapes.ttl"
    head = "\n@prefix kb: <https://w3id.org/mlatlas/id/> .\n"
    rule = f'kb:rule a sh:NodeShape ; sh:property [ sh:path rdfs:label ; sh:pattern "{pattern}" ] .\n'
    shapes.write_text(shapes.read_text("utf-8") + head + rule, "utf-8")
    (found,) = violations(curated.read(curated_copy))
    line = shapes.read_text("utf-8").splitlines().index(rule.strip()) + 1
    assert (found.file, found.line, found.subject) == ("shapes.ttl", line, "kb:rule")
    assert told in found.rule
    assert found.rule.startswith(f"the pattern '{pattern}' ")


# ── API elements ─────────────────────────────────────────────────────────────


def test_every_link_to_an_api_leads_to_something() -> None:
    data = curated.read(data_root())
    links = [triple for triple in data.triples if triple.predicate.value == atlas("apiElement")]
    assert len(links) >= 80
    assert missing_elements(data, Models.installed()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "sagemaker.operations.CreateTransformJobs",
        "sagemaker.shapes.Tag.members.Nope",
        "nosuchservice",
        "sagemaker.shapes",
    ],
)
def test_a_link_that_leads_nowhere_is_named(curated_copy: Path, wrong: str) -> None:
    file = curated_copy / FILE
    text = file.read_text("utf-8")
    assert "aws:sagemaker.operations.CreateTransformJob " in text
    file.write_text(text.replace("aws:sagemaker.operations.CreateTransformJob ", f"aws:{wrong} "), "utf-8")
    found = missing_elements(curated.read(curated_copy), Models.installed())
    if wrong == "sagemaker.shapes":
        assert any("place in the API model" in violation.rule for violation in violations(curated.read(curated_copy)))
    else:
        (violation,) = found
        assert (violation.file, violation.subject) == (FILE, "kb:batch-transform")
        assert f"has no aws:{wrong}" in violation.rule
