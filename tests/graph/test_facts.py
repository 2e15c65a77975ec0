"""The curated facts, tested like code: one rule, one test, the repair in the message."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlatlas.atlas import Atlas, Statement
from mlatlas.resources import data_root
from mlatlas.sources import curated
from mlatlas.sources.curated import TurtleFile

FILES = sorted((data_root() / "graph").glob("*.ttl"))
NOTES = [f"F{number:03}" for number in range(1, 191)]
#: Facts beside the notes': those collected with the notes (E), and those found since (R, S).
FURTHER = re.compile(r"E(00[1-9]|0[1-9]\d|[1-4]\d\d|50[0-6])|[RS]\d{3}")

#: What the notes (F) or the facts beside them (E) say and an authority does not: contradicted and outdated facts.
WRONG = {
    "F095": "contradicted",
    "F096": "contradicted",
    "F097": "contradicted",
    "F177": "contradicted",
    "E094": "contradicted",
}
OUTDATED = {"F046": "outdated", "F066": "outdated", "E001": "outdated"}
#: Facts that deny something.
NEGATIVE = {"F005", "F006", "F007", "F014", "F045", "F049", "F060", "F062", "F074", "F077", "F084", "F174"}


@pytest.fixture(scope="module")
def facts(atlas: Atlas) -> dict[str, Statement]:
    return {statement.id: statement for statement in atlas.facts()}


@pytest.fixture(scope="module")
def files() -> dict[str, TurtleFile]:
    return {file.name: file for file in curated.read(data_root()).graph}


def test_every_fact_of_the_notes_is_there(facts: dict[str, Statement]) -> None:
    missing = [fact for fact in NOTES if fact not in facts]
    assert not missing, f"write the statements stmt:{', stmt:'.join(missing)}"


def test_no_fact_is_invented(facts: dict[str, Statement]) -> None:
    strange = [
        s.id
        for s in facts.values()
        if not re.fullmatch(rf"{s.fact}(-[a-z0-9-]+)?", s.id) or not (s.fact in NOTES or FURTHER.fullmatch(s.fact))
    ]
    assert not strange, f"name a statement after its fact, F001 or F001-word, and give it that atlas:factID: {strange}"


def test_every_fact_of_the_notes_cites_them(facts: dict[str, Statement]) -> None:
    silent = [fact for fact in NOTES if "MLA-C01 exam notes" not in facts[fact].sources[0].text]
    assert not silent, f"add the notes' section as a source of {silent}"


def test_a_confirmed_fact_cites_an_authority_too(facts: dict[str, Statement]) -> None:
    alone = [fact for fact in NOTES if facts[fact].verdict == "confirmed" and len(facts[fact].sources) < 2]
    assert not alone, f"who confirms {alone}? Cite it, or call them unverified"


def test_a_correction_does_not_cite_what_it_corrects(facts: dict[str, Statement]) -> None:
    corrections = {s.corrected_by for s in facts.values() if s.corrected_by}
    wrong = [c for c in corrections if any("exam notes" in source.text for source in facts[c].sources)]
    assert not wrong, f"corrections cite the authority that corrects, not the notes: {wrong}"


def test_a_correction_stands(facts: dict[str, Statement]) -> None:
    fallen = [s.corrected_by for s in facts.values() if s.corrected_by and not facts[s.corrected_by].stands]
    assert not fallen, f"point to the statement that is right in the end: {fallen}"


def test_the_wrong_and_the_outdated_are_known(facts: dict[str, Statement]) -> None:
    found = {s.id: s.verdict for s in facts.values() if s.verdict in {"contradicted", "outdated"}}
    assert found == {**WRONG, **OUTDATED}


def test_negative_facts_are_facts(facts: dict[str, Statement]) -> None:
    assert {fact for fact in NOTES if not facts[fact].holds} == NEGATIVE


@pytest.mark.parametrize(
    ("id_", "value", "unit", "bound"),
    [
        ("F059", 60, "MIN", "maximum"),
        ("F059-default", 15, "MIN", "default"),
        ("F064", 60, "SEC", "maximum"),
        ("F070", 60, "SEC", "maximum"),
        ("F072", 6, "GigaBYTE", "maximum"),
        ("F073", 200, "request", "maximum"),
        ("F030-minimum", 1, "job", "minimum"),
        ("F030-maximum", 5, "job", "maximum"),
    ],
)
def test_limits_are_exact(facts: dict[str, Statement], id_: str, value: int, unit: str, bound: str) -> None:
    quantity = facts[id_].quantity
    assert quantity is not None
    assert quantity.value == value
    assert quantity.unit.endswith(unit)
    assert facts[id_].bound == bound


def test_idle_cost_of_asynchronous_inference_is_conditional(facts: dict[str, Statement]) -> None:
    condition = facts["F060"].condition
    assert condition is not None
    assert (condition.operator, condition.operand) == ("=", "0")


def test_model_monitor_detects_through_classes(facts: dict[str, Statement]) -> None:
    means = {id_: [ref.label for ref in facts[id_].through] for id_ in ("F109", "F114", "F117")}
    assert means == {
        "F109": ["DefaultModelMonitor"],
        "F114": ["ModelBiasMonitor"],
        "F117": ["ModelExplainabilityMonitor"],
    }


def test_two_statements_never_say_the_same(facts: dict[str, Statement]) -> None:
    seen: dict[tuple[object, ...], str] = {}
    doubles = []
    for s in facts.values():
        value = s.object.iri if s.object else (s.quantity or s.text)
        key = (s.subject.iri, s.property.iri, value, s.bound, s.holds, s.condition)
        if key in seen:
            doubles.append((seen[key], s.id))
        seen[key] = s.id
    assert not doubles, f"one claim, one statement: {doubles}"


def test_every_entity_is_said_something_of(atlas: Atlas) -> None:
    graph = atlas.graph
    lonely = [
        e.slug
        for e in atlas.entities()
        if e.kind != "Topic" and all(n.kind == "Topic" for n in graph.neighbours(e.iri))
    ]
    assert not lonely, f"connect these, or drop them: {lonely}"


def test_definitions_are_sentences_and_no_two_are_alike(atlas: Atlas) -> None:
    texts = [e.definition for e in atlas.entities()]
    assert not [text for text in texts if not text.endswith((".", "?")) or not text[0].isupper()]
    assert len(set(texts)) == len(texts)


def test_a_name_means_one_thing(atlas: Atlas) -> None:
    owners: dict[str, set[str]] = {}
    for e in atlas.entities():
        for name in (e.label, *e.alt_labels):
            owners.setdefault(name.casefold(), set()).add(e.slug)
    shared = {name: sorted(slugs) for name, slugs in owners.items() if len(slugs) > 1}
    assert not shared, f"give each name to the entity that people mean by it: {shared}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_written_for_people(path: Path) -> None:
    text = path.read_text("utf-8")
    lines = text.splitlines()
    assert lines[0].startswith("# "), f"{path.name}: say in the first line what the file is about"
    assert text.endswith(".\n"), f"{path.name}: end with one newline"
    long = [number for number, line in enumerate(lines, 1) if len(line) > 240]
    assert not long, f"{path.name}: break lines {long}"
    assert "\t" not in text, f"{path.name}: indent with blanks"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_subjects_begin_their_line(path: Path, files: dict[str, TurtleFile]) -> None:
    file = files[f"graph/{path.name}"]
    described = {t.subject.value for t in file.triples if hasattr(t.subject, "value") and "://" in t.subject.value}
    lost = [iri for iri in described if file.line_of(iri) is None]
    assert not lost, f"{path.name}: begin the description at the start of a line, so that errors can name it: {lost}"
