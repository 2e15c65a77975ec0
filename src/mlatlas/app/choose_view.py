"""The parts of the Choose page: what is chosen, the requirements, the answer, what would change it.

The view lives in `st.session_state`, and in the address; `synchronise` takes it from the address whenever that
was changed by anybody but the page itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from mlatlas.app import as_sparql, shared
from mlatlas.app.choose_state import FORMS, MOST, View, read
from mlatlas.app.components import graph
from mlatlas.atlas import Atlas
from mlatlas.choose.formats import FORMATS
from mlatlas.choose.page import table
from mlatlas.choose.records import Decision, Sensitivity
from mlatlas.choose.wording import relaxations, summary
from mlatlas.compare.page import style
from mlatlas.picture import decision as drawn
from mlatlas.picture.looks import class_name

VIEW: Final = "choose.view"
CHOICE: Final = "choose.choice"
FORM: Final = "choose.form"
_WRITTEN: Final = "choose.written"
_NOTHING: Final = ""
_FORMAT_LABELS: Final = {"csv": "CSV", "markdown": "Markdown report", "json": "JSON"}
_MOST_COMPARED: Final = 6


def synchronise(atlas: Atlas) -> list[str]:
    """Take the view from the address where that has changed; give what of it made no sense."""
    asked = {name: st.query_params.get_all(name) for name in st.query_params}
    entered = CHOICE not in st.session_state  # Streamlit forgets the widgets of a page that is left
    if entered and not asked:
        asked = st.session_state.get(_WRITTEN, {})
    if not entered and asked == st.session_state.get(_WRITTEN):
        return []
    view, ignored = read(asked, lambda name: name_of(atlas, name), lambda choice, text: meaning(atlas, choice, text))
    st.session_state.update({VIEW: view, CHOICE: view.choice, FORM: view.form})
    return ignored


def name_of(atlas: Atlas, name: str) -> str:
    """The slug of a choice, or the name of a class, by any of its names. Raises `BadRequest`."""
    subject = atlas.options(name).subject
    return subject.label if subject.kind == "Class" else subject.slug


def meaning(atlas: Atlas, choice: str, text: str) -> str:
    """The text of a requirement as it is written everywhere. Raises `BadRequest`."""
    (found,) = atlas.options(choice).requirements([text])
    return found.text


def current() -> View:
    """The view as it is."""
    view: View = st.session_state[VIEW]
    return view


def put(view: View) -> None:
    """Show another view from now on, and write it into the address."""
    st.session_state[VIEW] = view
    st.session_state[_WRITTEN] = view.parameters()
    if {name: st.query_params.get_all(name) for name in st.query_params} != view.parameters():
        st.query_params.from_dict(view.parameters())


def pick(atlas: Atlas) -> View:
    """The list of choices and classes; another choice begins without requirements."""
    names = _names(atlas)
    st.selectbox(
        "What do you choose?", [_NOTHING, *names], key=CHOICE, label_visibility="collapsed",
        format_func=lambda name: names.get(name, "Pick what you have to decide"),
    )  # fmt: skip
    view = current()
    if st.session_state[CHOICE] != view.choice:
        view = View(st.session_state[CHOICE])
    put(view)
    return view


@st.cache_data(show_spinner=False)
def _names(_atlas: Atlas) -> dict[str, str]:
    """What the list shows: choices with their number of options, then all things of a class."""
    choices = {each.entity.slug: f"{each.entity.label} · {len(each.options)} options" for each in _atlas.choices()}
    kinds = sorted({entity.kind for entity in _atlas.entities()} - {"Choice", "Topic", "Audience"})
    return choices | {kind: f"Any {class_name(kind).lower()}" for kind in kinds}


def invite(atlas: Atlas) -> None:
    """What to start with: every choice, with what it decides."""
    st.write("State what you need, and see which options meet it, and why the others do not.")
    columns = st.columns(3)
    for number, choice in enumerate(atlas.choices()):
        with columns[number % 3].container(border=True):
            st.button(
                f"**{shared.markdown_text(choice.entity.label)}** ›", key=f"choose.start.{number}", type="tertiary",
                on_click=_start, args=(choice.entity.slug,),
            )  # fmt: skip
            st.caption(shared.markdown_text(choice.entity.definition))


def _start(slug: str) -> None:
    st.session_state[CHOICE] = slug
    st.session_state[VIEW] = View(slug)


# ── Requirements ─────────────────────────────────────────────────────────────


def stated(view: View) -> None:
    """The requirements, each with what can be done to it."""
    if not (view.require or view.prefer):
        return
    with st.container(horizontal=True, gap="small"):
        for soft, texts in ((False, view.require), (True, view.prefer)):
            for number, text in enumerate(texts):
                _chip(view, text, soft, f"{soft}.{number}")
        if len(view.require) + len(view.prefer) > 1:
            st.button("Remove all", key="choose.clear", type="tertiary", on_click=put, args=(View(view.choice),))


def _chip(view: View, text: str, soft: bool, key: str) -> None:
    label = f"{'Wish: ' if soft else ''}{text}"
    with st.popover(shared.markdown_text(label), key=f"choose.asked.{key}"):
        other = "Require it" if soft else "Only wish for it"
        st.button(other, key=f"choose.turn.{key}", on_click=put, args=(view.adding(text, not soft),))
        st.button("Remove", key=f"choose.remove.{key}", on_click=put, args=(view.without(text),))


def is_full(view: View) -> bool:
    """Whether there are as many requirements as can be read side by side."""
    return len(view.require) + len(view.prefer) >= MOST


# ── The answer ───────────────────────────────────────────────────────────────


def answer(decision: Decision, view: View) -> None:
    """The answer in a sentence, then as a table or as a graph."""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"#### {shared.markdown_text(summary(decision))}", width="content")
        st.segmented_control(
            "Show as", FORMS, key=FORM, format_func=str.capitalize, label_visibility="collapsed", required=True,
            on_change=_turn,
        )  # fmt: skip
    if view.form == "graph":
        _graph(decision)
    else:
        st.html(f"<style>{style()}{_style()}</style>{table(decision)}")


def _turn() -> None:
    view = current()
    put(View(view.choice, view.require, view.prefer, st.session_state[FORM] or FORMS[0]))


def _style() -> str:
    return Path(__file__).with_name("choose.css").read_text("utf-8")


def _graph(decision: Decision) -> None:
    shown = drawn.picture(decision)
    left_out = len(decision.judgements) - drawn.MOST_OPTIONS
    if left_out > 0:
        st.caption(f"The best {drawn.MOST_OPTIONS} options; the table has the other {left_out} too.")
    graph.show(
        shown, key="choose.graph", places=drawn.positions(shown), scene=" ".join(r.text for r in decision.requirements),
        height="520px", bent=True,
    )  # fmt: skip


def consequences(decision: Decision) -> None:
    """What could give way, and up to where each option fits."""
    told = relaxations(decision)
    if told:
        st.markdown("##### What could give way")
        st.markdown("\n".join(f"- {shared.markdown_text(line)}" for line in told))
    if decision.sensitivities:
        st.markdown("##### Up to where each option fits, all else staying as it is")
        for each in decision.sensitivities:
            st.html(_thresholds(each))


def _thresholds(sensitivity: Sensitivity) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{shared.escape(each.option.label)}</th><td>{shared.escape(each.text)}</td></tr>"
        for each in sensitivity.thresholds
    )
    name = shared.escape(sensitivity.requirement.criterion.name)
    return f"<table class='thresholds'><caption>{name}</caption>{rows}</table>"


def onwards(atlas: Atlas, decision: Decision) -> None:
    """The decision as files, as SPARQL, and side by side."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Download:", width="content")
        for name, format_ in FORMATS.items():
            st.download_button(
                _FORMAT_LABELS[name], format_.write(decision, atlas.name), file_name=f"choose.{format_.suffix}",
                mime=format_.media_type, on_click="ignore",
            )  # fmt: skip
        st.html(as_sparql.link(as_sparql.decision(decision), "As SPARQL"), width="content")
        best = ",".join(each.option.slug for each in decision.judgements[:_MOST_COMPARED])
        st.html(
            f'<a href="./compare?things={shared.escape(best)}" target="_self" style="color:inherit">Compare them</a>'
        )
