"""The answer of the Choose page: which options fit and why, what would change that, and where to go on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from mlatlas.app import as_sparql, choose_builder, choose_view, compare_state, shared
from mlatlas.app.choose_state import FORMS, View
from mlatlas.app.components import graph
from mlatlas.app.components.comparison import address
from mlatlas.atlas import Atlas
from mlatlas.choose import moving
from mlatlas.choose.formats import FORMATS
from mlatlas.choose.page import names, table
from mlatlas.choose.records import Decision, Relaxation
from mlatlas.choose.wording import relaxations, summary
from mlatlas.compare.page import style
from mlatlas.compare.rows import FEWEST, MOST
from mlatlas.options import Options
from mlatlas.picture import decision as drawn

_NODE: Final = "choose.node"
_HEIGHT: Final = "max(380px, 100dvh - 21rem)"
_FORMAT_LABELS: Final = {"csv": "CSV", "markdown": "Markdown report", "json": "JSON"}
_MOST_RELAXED: Final = 8


def show(atlas: Atlas, options: Options, decision: Decision, view: View) -> None:
    """Everything that follows from the requirements; without any, the options and what may be asked of them."""
    if not decision.requirements:
        choose_builder.examples(options)
        st.markdown(f"##### {shared.markdown_text(summary(decision))}")
        st.html(names([each.option for each in decision.judgements], address))
    else:
        _answer(decision, view)
        _consequences(decision, view)
    _onwards(atlas, decision, view)


def _answer(decision: Decision, view: View) -> None:
    """The answer in a sentence, then as a table or as a graph."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"##### {shared.markdown_text(summary(decision))}", width="content")
        st.segmented_control(
            "Show as", FORMS, key=choose_view.FORM, format_func=str.capitalize, label_visibility="collapsed",
            required=True, on_change=_turn,
        )  # fmt: skip
    if view.form == "graph":
        _graph(decision)
    else:
        _table(decision)


def _turn() -> None:
    form = st.session_state[choose_view.FORM] or FORMS[0]
    choose_view.put(replace(choose_view.current(), form=form))


def _table(decision: Decision) -> None:
    st.html(f"<style>{style()}</style>{table(decision, address)}")


# ── The graph ────────────────────────────────────────────────────────────────


def _graph(decision: Decision) -> None:
    """The picture, and beneath it the evidence for the options that the chosen node is about."""
    shown = drawn.picture(decision)
    chosen = st.session_state.get(_NODE)
    graph.show(
        shown, key="choose.graph", places=drawn.positions(shown), height=_HEIGHT, bent=True,
        scene=" ".join(each.text for each in decision.requirements), selected=chosen, on_select=_choose,
    )  # fmt: skip
    left_out = len(decision.judgements) - drawn.MOST_OPTIONS
    if left_out > 0:
        st.caption(f"The best {drawn.MOST_OPTIONS} options; the table has the other {left_out} too.")
    if chosen is not None and any(node.ref.iri == chosen for node in shown.nodes):
        about = drawn.options_at(shown, chosen)
        judged = tuple(each for each in decision.judgements if each.option.iri in about)
        _table(replace(decision, judgements=judged))


def _choose(iri: str) -> None:
    st.session_state[_NODE] = iri


# ── What would change it ─────────────────────────────────────────────────────


def _consequences(decision: Decision, view: View) -> None:
    """What could give way, and up to where each option fits."""
    if decision.relaxations:
        st.markdown("###### What could give way")
        with st.container(gap=None, key="choose-relaxed"):
            for number, told in enumerate(relaxations(decision)[:_MOST_RELAXED]):
                st.button(
                    f"{shared.markdown_text(told)} ›", key=f"choose.relax.{number}", type="tertiary",
                    on_click=choose_view.put, args=(_relaxed(view, decision.relaxations[number]),),
                )  # fmt: skip
        _count_others(len(decision.relaxations) - _MOST_RELAXED)
    if decision.sensitivities:
        st.markdown("###### Up to where each option fits, all else staying as it is")
        st.html(moving.tables(decision.sensitivities))


def _count_others(more: int) -> None:
    if more > 0:
        st.caption(f"{more} more {'option needs' if more == 1 else 'options need'} as much or more.")


def _relaxed(view: View, relaxation: Relaxation) -> View:
    """The view with what gives way for an option."""
    for change in relaxation.changes:
        text = change.requirement.text
        view = view.changing(text, change.relaxed.text) if change.relaxed else view.without(text)
    return view


# ── Onwards ──────────────────────────────────────────────────────────────────


def _onwards(atlas: Atlas, decision: Decision, view: View) -> None:
    """The decision as files, as SPARQL, and its options side by side."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if decision.requirements:
            st.caption("Download:", width="content")
            for name, format_ in FORMATS.items():
                st.download_button(
                    _FORMAT_LABELS[name], partial(format_.write, decision, atlas.name), mime=format_.media_type,
                    file_name=f"choose-{view.choice.lower()}.{format_.suffix}", on_click="ignore",
                )  # fmt: skip
            st.html(as_sparql.link(as_sparql.decision(decision), "As SPARQL"), width="content")
        if len(decision.judgements) >= FEWEST:
            st.html(_comparison(decision), width="content")


def _comparison(decision: Decision) -> str:
    """A link to the best options side by side."""
    best = tuple(each.option.slug for each in decision.judgements[:MOST])
    text = "Compare them" if len(best) == len(decision.judgements) else f"Compare the first {len(best)}"
    link = shared.escape(f"./compare?{urlencode(compare_state.View(best).parameters(), safe=',')}")
    return f'<a href="{link}" target="_self" style="color:inherit">{text}</a>'
