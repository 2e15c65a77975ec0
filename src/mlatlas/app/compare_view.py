"""The parts of the Compare page: what to start with, the controls, the table, the downloads.

The view lives in `st.session_state` under the keys of the widgets, and in the address; `synchronise`
takes it from the address whenever that was changed by anybody but the page itself.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import streamlit as st

from mlatlas.api.elements import is_element, short_name
from mlatlas.app import as_sparql, filter_view, shared
from mlatlas.app.compare_state import MOST_THINGS, STANDING_VERDICTS, View, read
from mlatlas.atlas import Atlas
from mlatlas.compare.formats import FORMATS, names
from mlatlas.compare.page import style, table
from mlatlas.compare.records import Comparison
from mlatlas.compare.rows import FEWEST
from mlatlas.errors import UnknownEntity
from mlatlas.picture.looks import class_name
from mlatlas.terms import entity_iri

THINGS: Final = "compare.things"
DIFFERENCES: Final = "compare.differences"
BASELINE: Final = "compare.baseline"
PIVOT: Final = "compare.pivot"
_WRITTEN: Final = "compare.written"
_FILTER: Final = "compare.filter"
#: Not None, which a select box takes for "nothing chosen yet".
_NO_BASELINE: Final = ""

_FORMAT_LABELS: Final = {
    "csv": "CSV", "markdown": "Markdown", "latex": "LaTeX", "html": "HTML page", "json": "JSON",
}  # fmt: skip
_LEGEND: Final = "✓ yes, ✗ no, — not stated: no source says so, and that is not a no."


class Suggestion(NamedTuple):
    """Things that are worth a look side by side."""

    title: str
    things: tuple[str, ...]


#: Beside the options of each choice, which the graph knows itself.
_MORE: Final = (
    Suggestion("Drift monitors", (
        "default-model-monitor", "model-quality-monitor", "model-bias-monitor", "model-explainability-monitor",
    )),
    Suggestion("Clarify or Model Monitor", ("sagemaker-clarify", "sagemaker-model-monitor")),
    Suggestion("Parquet, ORC or CSV", ("apache-parquet", "apache-orc", "csv")),
    Suggestion("Debugger or TensorBoard", ("sagemaker-debugger", "sagemaker-tensorboard")),
    Suggestion("Glue or DataBrew", ("aws-glue", "aws-glue-databrew")),
    Suggestion("Early stopping or warm start", ("early-stopping", "warm-start")),
    Suggestion("API: CreateTransformJob or CreateEndpoint", (
        "aws:sagemaker.operations.CreateTransformJob", "aws:sagemaker.operations.CreateEndpoint",
    )),
)  # fmt: skip


def synchronise(atlas: Atlas) -> list[str]:
    """Take the view from the address where that has changed; give what of it made no sense."""
    asked = st.query_params.to_dict()
    entered = THINGS not in st.session_state  # Streamlit forgets the widgets of a page that is left
    if entered and not asked:
        asked = st.session_state.get(_WRITTEN, {})
    if not entered and asked == st.session_state.get(_WRITTEN):
        return []
    view, ignored = read(asked, lambda name: atlas.ref(name).slug, filter_view.works(atlas))
    filter_view.fill(view.filter, _FILTER)
    st.session_state[THINGS] = list(view.things)
    st.session_state[DIFFERENCES] = view.differences
    st.session_state[BASELINE] = view.baseline or _NO_BASELINE
    st.session_state[PIVOT] = view.pivot
    return ignored


def choose(things: tuple[str, ...]) -> None:
    """Put these things side by side (the callback of a suggestion)."""
    st.session_state[THINGS] = list(things)
    st.session_state[BASELINE] = _NO_BASELINE


def controls(atlas: Atlas) -> View:
    """The widgets; gives the view they make up and writes it into the address."""
    labels = _labels(atlas) | _element_labels(atlas)
    st.multiselect(
        "Things to compare", list(labels), key=THINGS, format_func=labels.__getitem__,
        max_selections=MOST_THINGS, placeholder="Pick two to six: type a name, or that of an API's operation",
        accept_new_options=True, on_change=_resolve, args=(atlas,),
    )  # fmt: skip
    things = tuple(st.session_state[THINGS])
    if st.session_state[BASELINE] not in things:
        st.session_state[BASELINE] = _NO_BASELINE
    idle = len(things) < FEWEST
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.toggle("Differences only", key=DIFFERENCES, disabled=idle)
        st.toggle("Swap rows and columns", key=PIVOT, disabled=idle)
        st.selectbox(
            "Baseline", [_NO_BASELINE, *things], key=BASELINE, width=280, disabled=idle, label_visibility="collapsed",
            format_func=lambda slug: f"Baseline: {atlas.ref(slug).label}" if slug else "No baseline",
        )  # fmt: skip
        filtered = "Filter: on" if filter_view.chosen(_FILTER) else "Filter"
        with st.popover(filtered, disabled=idle, help="By verdict, by what machines found, by source"):
            filter_view.show(filter_view.works(atlas), _FILTER, STANDING_VERDICTS)
    state = st.session_state
    view = View(things, state[DIFFERENCES], state[BASELINE] or None, state[PIVOT], filter_view.chosen(_FILTER))
    _write(view)
    return view


def _write(view: View) -> None:
    st.session_state[_WRITTEN] = view.parameters()
    if st.query_params.to_dict() != view.parameters():
        st.query_params.from_dict(view.parameters())


@st.cache_data(show_spinner=False)
def _labels(_atlas: Atlas) -> dict[str, str]:
    """What the list of things shows for each slug: label and class."""
    return {entity.slug: f"{entity.label} · {class_name(entity.kind)}" for entity in _atlas.entities()}


def _element_labels(atlas: Atlas) -> dict[str, str]:
    """The same for those elements of APIs that are picked; all of them would be too many for a list."""
    picked = [atlas.ref(slug) for slug in st.session_state[THINGS] if is_element(entity_iri(slug))]
    return {ref.slug: f"{short_name(ref)} · {class_name(ref.kind)}" for ref in picked}


def _resolve(atlas: Atlas) -> None:
    """What was typed becomes the thing with that name, which may be an element of an API."""
    found = []
    for name in st.session_state[THINGS]:
        try:
            found.append(atlas.ref(name).slug)
        except UnknownEntity as error:
            st.toast(shared.markdown_text(str(error)))
    st.session_state[THINGS] = list(dict.fromkeys(found))


@st.cache_data(show_spinner=False)
def suggestions(_atlas: Atlas) -> list[Suggestion]:
    """The options of each choice, and a few more sets, as far as the graph has their members."""
    found = []
    for choice in _atlas.entities("Choice"):
        links = _atlas.links(choice.slug)
        options = sorted(link.source.slug for link in links if link.label == "option of")
        found.append(Suggestion(f"{choice.label}: all {len(options)}", tuple(options[:MOST_THINGS])))
    for title, things in _MORE:
        found.append(Suggestion(title, tuple(slug for slug in things if _atlas.knows(slug))))
    return [suggestion for suggestion in found if len(suggestion.things) > 1]


def invite(atlas: Atlas, things: tuple[str, ...]) -> None:
    """What to start with: all suggestions, or those with the one thing that is picked."""
    offered = suggestions(atlas)
    fitting = [each for each in offered if set(things) & set(each.things)]
    st.write("Pick one more thing above, or take one of these:" if things else "Pick things above, or start with:")
    with st.container(horizontal=True):
        for suggestion in fitting or offered:
            members = ", ".join(atlas.ref(slug).label for slug in suggestion.things)
            st.button(
                shared.markdown_text(suggestion.title),
                help=shared.markdown_text(members),
                on_click=choose,
                args=(suggestion.things,),
            )


def show(comparison: Comparison, view: View) -> None:
    """The table, with what is hidden said above it."""
    st.caption(f"{_count(comparison, view)} {_LEGEND}")
    if comparison.rows:
        st.html(f"<style>{style()}</style>{table(comparison, view.pivot)}")


def _count(comparison: Comparison, view: View) -> str:
    total = len(comparison.rows) + comparison.hidden_equal
    left_out = comparison.hidden_filtered
    if not total and not left_out:
        return "No source states anything about these things yet."
    alike = f"{comparison.alike} alike in all{', hidden' if view.differences else ''}"
    told = f"{_rows(total)}, {alike if comparison.alike else 'none alike in all'}."
    return f"{told} The filter shows nothing of {_rows(left_out)} more." if left_out else told


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def downloads(atlas: Atlas, comparison: Comparison, view: View) -> None:
    """The comparison as files, exactly as it is shown."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Download as shown:", width="content")
        for name, format_ in FORMATS.items():
            st.download_button(
                _FORMAT_LABELS[name],
                atlas.format_comparison(comparison, name, view.pivot),
                file_name=f"{names(comparison.entities)}.{format_.suffix}",
                mime=format_.media_type,
                on_click="ignore",
            )
        query = as_sparql.comparison([entity.iri for entity in comparison.entities])
        st.html(as_sparql.link(query, "As SPARQL"), width="content")
