"""The results of checks as EARL assertions, W3C's vocabulary for test results, for the graph of the verification."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from mlatlas.facts import Check, Outcome
from mlatlas.terms import CHECK, DCTERMS, EARL, PROJECT, RDF, RDFS, STMT, XSD, atlas
from mlatlas.verify.plans import Plan

_OUTCOMES: Final[dict[Outcome, str]] = {
    "agrees": "passed",
    "disagrees": "failed",
    "no such path": "cantTell",
    "not checked": "untested",
}
_TYPE: Final = ox.NamedNode(RDF + "type")


def assertions(results: Iterable[tuple[Plan, Check]]) -> list[ox.Triple]:
    """One `earl:Assertion` for each check (`check:F072-1`), with its result beside it (`check:F072-1-result`)."""
    software = ox.NamedNode(PROJECT)
    triples = [
        ox.Triple(software, _TYPE, _earl("Software")),
        ox.Triple(software, ox.NamedNode(RDFS + "label"), ox.Literal("ML Atlas")),
    ]
    numbers: Counter[str] = Counter()
    for plan, check in results:
        numbers[plan.statement] += 1
        triples += _assertion(f"{plan.statement}-{numbers[plan.statement]}", plan, check)
    return triples


def _assertion(name: str, plan: Plan, check: Check) -> Iterator[ox.Triple]:
    node, result = ox.NamedNode(CHECK + name), ox.NamedNode(f"{CHECK}{name}-result")
    yield ox.Triple(node, _TYPE, _earl("Assertion"))
    yield ox.Triple(node, _earl("assertedBy"), ox.NamedNode(PROJECT))
    yield ox.Triple(node, _earl("mode"), _earl("automatic"))
    yield ox.Triple(node, _earl("subject"), ox.NamedNode(STMT + plan.statement))
    yield ox.Triple(node, _earl("test"), ox.BlankNode(plan.node))
    yield ox.Triple(node, _earl("result"), result)
    if check.element is not None:
        yield ox.Triple(node, ox.NamedNode(atlas("apiElement")), ox.NamedNode(check.element))
    yield from _result(result, check)


def _result(result: ox.NamedNode, check: Check) -> Iterator[ox.Triple]:
    yield ox.Triple(result, _TYPE, _earl("TestResult"))
    yield ox.Triple(result, _earl("outcome"), _earl(_OUTCOMES[check.outcome]))
    texts = {
        DCTERMS + "source": check.authority,
        atlas("path"): check.path,
        atlas("expected"): check.expected,
        atlas("observed"): check.observed,
        atlas("evidence"): check.evidence,
    }
    for predicate, value in texts.items():
        if value is not None:
            yield ox.Triple(result, ox.NamedNode(predicate), ox.Literal(value))
    reads_text = ox.Literal(str(check.reads_text).lower(), datatype=ox.NamedNode(XSD + "boolean"))
    yield ox.Triple(result, ox.NamedNode(atlas("readsText")), reads_text)


def _earl(name: str) -> ox.NamedNode:
    return ox.NamedNode(EARL + name)
