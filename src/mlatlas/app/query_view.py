"""The parts of the Query page: the gallery, the editor, the answer and its downloads.

What the page shows lives in `st.session_state`; `synchronise` takes the query from the address whenever
that was changed by anybody but the page itself.
"""

from __future__ import annotations

from functools import partial
from typing import Final
from uuid import uuid4

import streamlit as st

from mlatlas.app import result_graph, result_table, shared
from mlatlas.app.completion import Completion, completion
from mlatlas.app.components import editor, graph
from mlatlas.app.query_state import MOST_IN_ADDRESS, named, read, write
from mlatlas.atlas import Atlas
from mlatlas.errors import AtlasError, BadQuery
from mlatlas.facts import Ref, Statement
from mlatlas.picture import layout
from mlatlas.queries import examples
from mlatlas.sandbox import Answer
from mlatlas.sandbox.formats import formats_for, written

_CONTENT: Final = "query.content"
_ANSWER: Final = "query.answer"
_ERROR: Final = "query.error"
_CHOSEN: Final = "query.chosen"
_WRITTEN: Final = "query.written"
_GALLERY: Final = "query.gallery"
#: The graph's height, and its width to height on a window of usual size.
_GRAPH_HEIGHT: Final = "560px"
_ASPECT: Final = 2.2
_LABELS: Final = {
    "csv": "CSV", "tsv": "TSV", "json": "JSON", "xml": "XML", "turtle": "Turtle", "ntriples": "N-Triples",
}  # fmt: skip
_SUFFIXES: Final = {"turtle": "ttl", "ntriples": "nt", "json": "srj", "xml": "srx"}


# ── The query ────────────────────────────────────────────────────────────────


def synchronise() -> list[str]:
    """Take the query from the address where that has changed; give what of it made no sense."""
    state = st.session_state
    asked = st.query_params.to_dict()
    if _CONTENT in state and (not asked or asked == state[_WRITTEN]):
        return []
    query, ignored = read(asked)
    _fill(query)
    state[_WRITTEN] = asked
    return ignored


def _fill(query: str) -> None:
    """Put a query into the editor; the answer to another one goes."""
    st.session_state[_CONTENT] = editor.Content(query, revision=uuid4().hex)
    st.session_state[_ANSWER] = st.session_state[_ERROR] = None


def run(query: str) -> None:
    """Run a query and keep its answer, or what is wrong with it."""
    state = st.session_state
    before = state[_CONTENT]
    state[_ANSWER] = state[_ERROR] = None
    state.pop(_CHOSEN, None)
    try:
        state[_ANSWER] = shared.atlas().query(query, "table")
    except AtlasError as error:
        state[_ERROR] = error
    place = state[_ERROR] if isinstance(state[_ERROR], BadQuery) else None
    state[_CONTENT] = editor.Content(query, before.revision, before.runs + 1, place)
    state[_WRITTEN] = write(query)
    st.query_params.from_dict(state[_WRITTEN])


def _take_example() -> None:
    example = named(st.session_state[_GALLERY] or "")
    st.session_state[_GALLERY] = None  # so that the same one can be taken again
    if example is not None:
        _fill(example.text)
        run(example.text)


def gallery() -> None:
    """The examples: choosing one puts it into the editor and runs it."""
    titles = {example.name: example.title for example in examples()}
    heading, choice = st.columns([1, 7], vertical_alignment="bottom")
    heading.subheader("Query", anchor=False)
    choice.selectbox(
        "Example queries", list(titles), key=_GALLERY, index=None, format_func=titles.__getitem__,
        placeholder=f"Run one of {len(titles)} examples", on_change=_take_example, label_visibility="collapsed",
    )  # fmt: skip
    shown = next((example for example in examples() if example.text == st.session_state[_CONTENT].query), None)
    if shown is not None:
        st.caption(shared.markdown_text(f"{shown.title} – {shown.answers}"))


def write_query(atlas: Atlas) -> None:
    """The editor, with the line of an error marked."""
    editor.show(st.session_state[_CONTENT], _completion(atlas), key="query.editor", on_run=run)


def _run_id() -> str:
    """What tells one answer from the next."""
    content: editor.Content = st.session_state[_CONTENT]
    return f"{content.revision}.{content.runs}"


@st.cache_resource(show_spinner=False)
def _completion(_atlas: Atlas) -> Completion:
    return completion(_atlas)


# ── The answer ───────────────────────────────────────────────────────────────


def result(atlas: Atlas) -> None:
    """What the query answered, or why it did not."""
    error, answer = st.session_state[_ERROR], st.session_state[_ANSWER]
    if error is not None:
        st.error(shared.markdown_text(_sentence(error)))
    if answer is None:
        return
    st.caption(shared.markdown_text(_summary(answer)))
    if answer.truncated:
        most = f"Only the first {answer.row_count:,} are here: there are more than the page lets through."
        st.warning(f"{most} Narrow the query, or page with LIMIT and OFFSET.")
    if answer.kind == "ask":
        st.subheader("Yes" if answer.truth else "No", anchor=False)
    elif not answer.rows:
        st.info("The query is fine, but nothing in the graph matches it.")
    elif answer.kind == "graph":
        _graph(answer, atlas)
    else:
        _table(answer, atlas)
    _downloads(answer)


def _sentence(error: AtlasError) -> str:
    text = str(error)
    return text[0].upper() + text[1:] + ("" if text.endswith((".", "?")) else ".")


def _summary(answer: Answer) -> str:
    unit = {"select": "row", "graph": "triple", "ask": "answer"}[answer.kind]
    count = 1 if answer.kind == "ask" else answer.row_count
    taken = f"{answer.elapsed_ms:.0f} ms" if answer.elapsed_ms >= 1 else "under 1 ms"
    said = f"{count:,} {unit}{'' if count == 1 else 's'} in {taken}"
    if st.session_state[_WRITTEN]:
        return f"{said} · the address of this page shares the query"
    return f"{said} · the query has more than {MOST_IN_ADDRESS:,} signs, too many for the address of this page"


def _table(answer: Answer, atlas: Atlas) -> None:
    pages = result_table.pages(answer)
    page = 1
    if pages > 1:
        page = st.number_input(f"Page (of {pages})", 1, pages, key=f"query.page.{_run_id()}", width=160)
    st.html(result_table.table(answer, _entities(atlas), page))


def _graph(answer: Answer, atlas: Atlas) -> None:
    picture = result_graph.picture(answer, _entities(atlas), _statements(atlas))
    views = ["Graph", "Table"] if picture.nodes else ["Table"]
    view = st.segmented_control("Show as", views, default=views[0], required=True, label_visibility="collapsed")
    if view == "Table":
        _table(answer, atlas)
        return
    total = result_graph.resources(answer)
    if total > len(picture.nodes):
        st.caption(f"The {len(picture.nodes)} best connected of {total} things; the table has all triples.")
    places = layout.positions(picture, aspect=_ASPECT)
    graph.show(
        picture, key="query.graph", places=places, scene=_run_id(), height=_GRAPH_HEIGHT,
        selected=st.session_state.get(_CHOSEN), on_select=_choose,
    )  # fmt: skip
    chosen = _entities(atlas).get(st.session_state.get(_CHOSEN, ""))
    if chosen is not None:
        st.html(f'<p class="chosen">{result_table.link(chosen)} in Explore: its facts, sources and neighbours</p>')


def _choose(iri: str) -> None:
    st.session_state[_CHOSEN] = iri


@st.cache_resource(show_spinner=False)
def _entities(_atlas: Atlas) -> dict[str, Ref]:
    return {entity.iri: entity.ref for entity in _atlas.entities()}


@st.cache_resource(show_spinner=False)
def _statements(_atlas: Atlas) -> dict[result_graph.Triple, Statement]:
    return result_graph.statements_by_triple(_atlas.facts())


def _downloads(answer: Answer) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("Download:", width="content")
        formats = formats_for(answer.kind)
        for name in (name for name in _LABELS if name in formats):
            st.download_button(
                _LABELS[name], partial(_content, answer, name), mime=formats[name].partition(";")[0],
                file_name=f"answer.{_SUFFIXES.get(name, name)}", on_click="ignore", key=f"query.download.{name}",
            )  # fmt: skip


def _content(answer: Answer, name: str) -> bytes:
    return written(answer, name).content
