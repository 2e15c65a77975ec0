"""The parts of the Compare page: the controls, the table with what people do to it, the downloads.

The view lives in `st.session_state`, most of it under the keys of the widgets, and in the address; `synchronise`
takes it from the address whenever that was changed by anybody but the page itself.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from mlatlas.api.elements import is_element, short_name
from mlatlas.app import as_sparql, filter_view, shared
from mlatlas.app.address import quoted
from mlatlas.app.compare_state import FORMS, STANDING_VERDICTS, View, read
from mlatlas.app.components import comparison as comparison_table
from mlatlas.atlas import Atlas
from mlatlas.compare.arrange import arranged, moved, unknown
from mlatlas.compare.formats import FORMATS, names
from mlatlas.compare.records import Comparison
from mlatlas.compare.rows import FEWEST, MOST
from mlatlas.errors import BadRequest, UnknownEntity
from mlatlas.picture.looks import class_name
from mlatlas.terms import entity_iri

THINGS: Final = "compare.things"
DIFFERENCES: Final = "compare.differences"
BASELINE: Final = "compare.baseline"
PIVOT: Final = "compare.pivot"
FORM: Final = "compare.form"
DROP: Final = "compare.drop"
ORDER: Final = "compare.order"
_WRITTEN: Final = "compare.written"
_FILTER: Final = "compare.filter"
#: Not None, which a select box takes for "nothing chosen yet".
_NO_BASELINE: Final = ""

_FORMAT_LABELS: Final = {
    "csv": "CSV", "markdown": "Markdown", "latex": "LaTeX", "html": "HTML page", "json": "JSON",
}  # fmt: skip
_LEGEND: Final = "✓ yes · ✗ no · — not stated: no source says so, which is not a no · filled chip: checked by a machine"


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
    st.session_state.update({
        THINGS: list(view.things), DIFFERENCES: view.differences, BASELINE: view.baseline or _NO_BASELINE,
        PIVOT: view.pivot, FORM: view.form, DROP: view.drop, ORDER: view.order,
    })  # fmt: skip
    return ignored + _unknown_rows(atlas, view)


def _unknown_rows(atlas: Atlas, view: View) -> list[str]:
    """Names of rows in the address that no row has; they are forgotten."""
    asked = [*view.drop, *(place.row for place in view.order)]
    try:
        strange = unknown(atlas.compare(*view.things).rows, asked) if asked else []
    except BadRequest:  # which the page says itself
        return []
    st.session_state[DROP] = tuple(name for name in view.drop if name not in strange)
    st.session_state[ORDER] = tuple(place for place in view.order if place.row not in strange)
    return [f"{quoted(name)} is no row of this comparison" for name in strange]


def choose(things: tuple[str, ...]) -> None:
    """Put these things side by side (the callback of a suggestion)."""
    st.session_state[THINGS] = list(things)
    st.session_state[BASELINE] = _NO_BASELINE
    _reset_rows()


def _reset_rows() -> None:
    st.session_state[DROP], st.session_state[ORDER] = (), ()


# ── Controls ─────────────────────────────────────────────────────────────────


def pick(atlas: Atlas) -> tuple[str, ...]:
    """The list of things; gives the slugs of those that are picked."""
    labels = _labels(atlas) | _element_labels(atlas)
    st.multiselect(
        "Things to compare", list(labels), key=THINGS, format_func=labels.__getitem__, label_visibility="collapsed",
        max_selections=MOST, placeholder="Pick two to six: type a name, or that of an API's operation",
        accept_new_options=True, on_change=_resolve, args=(atlas,),
    )  # fmt: skip
    things = tuple(st.session_state[THINGS])
    if st.session_state[BASELINE] not in things:
        st.session_state[BASELINE] = _NO_BASELINE
    return things


def controls(atlas: Atlas, things: tuple[str, ...]) -> View:
    """How the things are shown; gives the view that all widgets make up, and writes it into the address."""
    idle = len(things) < FEWEST
    st.toggle("Differences only", key=DIFFERENCES, disabled=idle)
    st.toggle("Swap rows and columns", key=PIVOT, disabled=idle)
    st.selectbox(
        "Baseline", [_NO_BASELINE, *things], key=BASELINE, width=225, disabled=idle, label_visibility="collapsed",
        format_func=lambda slug: f"Baseline: {atlas.ref(slug).label}" if slug else "No baseline",
    )  # fmt: skip
    filtered = "Filter: on" if filter_view.chosen(_FILTER) else "Filter"
    with st.popover(filtered, disabled=idle, help="By verdict, by what machines found, by source"):
        filter_view.show(filter_view.works(atlas), _FILTER, STANDING_VERDICTS)
    state = st.session_state
    view = View(
        things, state[DIFFERENCES], state[BASELINE] or None, state[PIVOT], filter_view.chosen(_FILTER),
        state[DROP], state[ORDER], state.get(FORM) or "table",
    )  # fmt: skip
    _write(view)
    return view


def form() -> None:
    """The switch between table and graph; one that was switched off shows the table."""
    st.segmented_control(
        "Form", FORMS, key=FORM, format_func=str.capitalize, label_visibility="collapsed", width="content"
    )


def rows_menu(comparison: Comparison) -> None:
    """What was done to the rows, and the way back."""
    dropped, order = st.session_state[DROP], st.session_state[ORDER]
    told = [f"{len(comparison.dropped)} left out"] if comparison.dropped else []
    told += ["moved"] if order else []
    with st.popover(f"Rows: {', '.join(told)}" if told else "Rows", help="Rows that were left out or moved"):
        if not told:
            st.write(
                "Point to a row or a thing in the table: **⠿** moves it (drag it, or press the arrow keys), "
                "**×** leaves it out. Here you bring rows back."
            )
        for name in dropped:
            label = shared.markdown_text(_row_label(comparison, name))
            st.button(f"Bring back {label}", on_click=_bring_back, args=(name,), key=f"compare.back.{name}")
        if order:
            st.button("Usual order", on_click=_usual_order)
        if len(dropped) > 1:
            st.button("Bring all back", on_click=_bring_back)


def _row_label(comparison: Comparison, name: str) -> str:
    for row in comparison.dropped:
        if name == row.key:
            return row.label
        if name in {row.property.group.key, row.group}:
            return f"all of {row.group}"
        if name in {row.property.slug, row.property.label}:
            return f"all of {row.property.label}"
    return name


def _bring_back(name: str | None = None) -> None:
    st.session_state[DROP] = tuple(each for each in st.session_state[DROP] if name not in {None, each})


def _usual_order() -> None:
    st.session_state[ORDER] = ()


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


# ── The table ────────────────────────────────────────────────────────────────


def compared(atlas: Atlas, view: View) -> Comparison:
    """The comparison of a view. Raises `BadRequest` where the things have no rows in common."""
    whole = atlas.compare(*view.things, baseline=view.baseline, shown=view.filter.keeps)
    return arranged(whole, order=view.order, drop=view.drop, differences=view.differences)


def show(atlas: Atlas, comparison: Comparison, view: View) -> None:
    """The table, with what is hidden said above it."""
    st.caption(f"{_count(comparison, view)} {_LEGEND}")
    if comparison.rows:
        comparison_table.show(comparison, view.pivot, key="compare.table", on_act=partial(act, atlas))


def act(atlas: Atlas, what: str, name: str, before: str) -> None:
    """What a person did in the table: see `components.comparison`. Names that are not there change nothing."""
    state = st.session_state
    if what == "baseline-thing" and name in state[THINGS]:
        state[BASELINE] = _NO_BASELINE if state[BASELINE] == name else name
    elif what == "drop-thing":
        state[THINGS] = [slug for slug in state[THINGS] if slug != name]
    elif what == "move-thing" and name in state[THINGS]:
        others = [slug for slug in state[THINGS] if slug != name]
        place = others.index(before) if before in others else len(others)
        state[THINGS] = [*others[:place], name, *others[place:]]
    elif what in {"drop-row", "drop-group"}:
        state[DROP] = tuple(dict.fromkeys((*state[DROP], name)))
    elif what == "move-row":
        keys = [row.key for row in atlas.compare(*state[THINGS], shown=filter_view.chosen(_FILTER).keeps).rows]
        state[ORDER] = moved(keys, state[ORDER], name, before) if name in keys else state[ORDER]


def _count(comparison: Comparison, view: View) -> str:
    total = len(comparison.rows) + comparison.hidden_equal
    left_out = comparison.hidden_filtered
    if not total and not left_out and not comparison.dropped:
        return "No source states anything about these things yet."
    alike = f"{comparison.alike} alike in all{', hidden' if view.differences else ''}"
    told = f"{_rows(total)}, {alike if comparison.alike else 'none alike in all'}."
    return f"{told} The filter shows nothing of {_rows(left_out)} more." if left_out else told


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def downloads(atlas: Atlas, comparison: Comparison, view: View) -> None:
    """The comparison as files, exactly as it is shown; they are written when somebody asks for one."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Download as shown:", width="content")
        for name, format_ in FORMATS.items():
            st.download_button(
                _FORMAT_LABELS[name],
                partial(atlas.format_comparison, comparison, name, view.pivot),
                file_name=f"{names(comparison.entities)}.{format_.suffix}",
                mime=format_.media_type,
                on_click="ignore",
            )
        query = as_sparql.comparison([entity.iri for entity in comparison.entities])
        st.html(as_sparql.link(query, "As SPARQL"), width="content")
