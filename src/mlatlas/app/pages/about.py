"""About: what is in the graph, its vocabulary, how to cite it and how to contribute."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import get_args

import streamlit as st

from mlatlas.app import shared
from mlatlas.atlas import Atlas, Counts
from mlatlas.checked import MEANINGS, by_authority
from mlatlas.facts import Outcome

VERDICT_MEANINGS = {
    "confirmed": "an authority says the same",
    "imprecise": "right in the main; an authority says it more exactly",
    "outdated": "was right once; the service has changed",
    "contradicted": "an authority says the opposite; the correction stands beside it",
    "unverified": "no authority was found that decides it",
}


def show(atlas: Atlas) -> None:
    """Write the whole page."""
    shared.report_ignored(f"{name} (no parameter here)" for name in st.query_params)
    counts = _counts(atlas.store.key, atlas)
    st.title("About ML Atlas")
    st.markdown(
        "AWS's machine-learning services as a graph of single facts. Each fact says **where it comes from**, under "
        "which **condition** it holds, and how it fared when it was held against an **authority**. What no source "
        "states is *not stated*, which is not the same as *no*."
    )
    _headline(counts)
    left, right = st.columns(2, gap="large")
    with left:
        _verdicts(counts)
        _machines(atlas, counts)
        _table("By class", "Class", counts.by_class, "Entities")
    with right:
        _table("By source", "Work", counts.by_source, "Statements that cite it")
        _authorities(atlas)
    _vocabulary(atlas)
    _take_away(atlas)
    _cite(counts)
    _contribute()


@st.cache_resource(max_entries=4, show_spinner=False)
def _counts(store: str, _atlas: Atlas) -> Counts:
    """The counts of a store, which never change."""
    return _atlas.counts()


def _headline(counts: Counts) -> None:
    numbers = {
        "Entities": counts.entities,
        "Statements": counts.statements,
        "of them “no”": counts.negative,
        "Limits": counts.limits,
        "Triples": counts.triples,
    }
    for column, (label, number) in zip(st.columns(len(numbers)), numbers.items(), strict=True):
        column.metric(label, f"{number:,}")


def _verdicts(counts: Counts) -> None:
    st.subheader("By verdict")
    _legend(
        (shared.badge(verdict), counts.by_verdict.get(verdict, 0), meaning, f"./facts?verdict={verdict}")
        for verdict, meaning in VERDICT_MEANINGS.items()
    )


def _machines(atlas: Atlas, counts: Counts) -> None:
    """How many statements a machine has held against an authority; and where sources disagree."""
    st.subheader("Checked by machine")
    disputed = {side.id for conflict in atlas.conflicts for side in conflict.statements}
    rows = [
        (word, counts.by_checked.get(word, 0), meaning, word.replace(" ", "-")) for word, meaning in MEANINGS.items()
    ]
    _legend(
        [
            *((word, count, meaning, f"./facts?checked={slug}") for word, count, meaning, slug in rows),
            ("in a conflict", len(disputed), "sources disagree, or one says it more exactly", "./facts?conflicts=1"),
        ]
    )


def _legend(rows: Iterable[tuple[str, int, str, str]]) -> None:
    """A table of names (HTML), numbers that lead to the list of what they count, and meanings."""
    cell = "<td style='padding:3px 14px 3px 0;vertical-align:top"
    told = "".join(
        f"<tr>{cell};white-space:nowrap'>{name}</td>{cell};text-align:right'>"
        f"<a href='{shared.escape(address)}' target='_self' aria-label='{count:,} statements'>{count:,}</a></td>"
        f"{cell}'>{shared.escape(meaning)}</td></tr>"
        for name, count, meaning, address in rows
    )
    st.html(f"<table style='border-collapse:collapse'>{told}</table>")


def _authorities(atlas: Atlas) -> None:
    st.subheader("By authority")
    found = by_authority(atlas.facts())
    rows = {
        "Package": list(found),
        "Checks": [outcomes.total() for outcomes in found.values()],
        **{outcome: [outcomes[outcome] for outcomes in found.values()] for outcome in get_args(Outcome)},
    }
    st.dataframe(rows, hide_index=True, height=35 * (len(found) + 1) + 3)


def _table(title: str, name: str, counted: dict[str, int], unit: str) -> None:
    st.subheader(title)
    rows = {name: list(counted), unit: list(counted.values())}
    st.dataframe(rows, hide_index=True, height=35 * min(len(counted) + 1, 15) + 3)


def _vocabulary(atlas: Atlas) -> None:
    st.subheader("The vocabulary")
    st.markdown(
        "Every statement is a node of its own, with `atlas:subject`, `atlas:property` and `atlas:object` or "
        "`atlas:value`. These are the properties; each is also an RDF property, and leads directly from subject to "
        "object where a confirmed statement holds without condition."
    )
    properties = atlas.properties.values()
    rows = {
        "Property": [f"atlas:{one.slug}" for one in properties],
        "Reads": [one.label for one in properties],
        "Denied": [one.negative_label for one in properties],
        "Shown under": [one.group.label for one in properties],
        "Means": [one.comment for one in properties],
    }
    st.dataframe(rows, hide_index=True, height=360)


def _take_away(atlas: Atlas) -> None:
    st.subheader("Take the graph away")
    formats = {
        "Turtle": ("turtle", "ttl"),
        "JSON-LD": ("json-ld", "jsonld"),
        "GraphML": ("graphml", "graphml"),
        "CSV": ("csv", "csv"),
    }
    with st.container(horizontal=True):
        for label, (name, ending) in formats.items():
            # Written only when somebody asks for it: the whole graph is not made anew for every look at the page.
            st.download_button(
                label, data=partial(atlas.export, name), file_name=f"mlatlas.{ending}", on_click="ignore", key=name
            )


def _cite(counts: Counts) -> None:
    st.subheader("How to cite")
    day = counts.built[:10]
    st.code(
        f"ML Atlas {counts.version}, knowledge graph of AWS machine learning, store of {day}. Apache-2.0.",
        language=None,
    )
    st.markdown(
        "The facts of the exam notes are after David Galera, *MLA-C01 exam notes*, July 2025, in our own words."
    )


def _contribute() -> None:
    st.subheader("How to contribute")
    st.markdown(
        "A fact is a few lines of Turtle in `graph/`; no Python is touched. Copy a statement beside yours, edit "
        "subject, property, value, source and verdict, then run `make check`: it names file, line, rule and repair. "
        "`CONTRIBUTING.md` walks through it in five minutes."
    )


show(shared.atlas())
