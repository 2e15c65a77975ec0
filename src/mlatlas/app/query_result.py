"""The lower part of the Query page: the answer as table, graph, chart and text, its downloads, the explanation."""

from __future__ import annotations

import html
from collections.abc import Callable
from functools import partial
from typing import Final

import streamlit as st

from mlatlas.app import result_chart, result_files, result_graph, result_table, shared
from mlatlas.app.components import graph
from mlatlas.app.query_run import MOST_COUNTED, Counted, Explanation, Outcome, sentence
from mlatlas.app.query_state import MOST_IN_ADDRESS
from mlatlas.app.query_view import bench, count, is_shared, milliseconds
from mlatlas.atlas import Answer, Atlas
from mlatlas.errors import QueryStopped
from mlatlas.facts import Ref, Statement
from mlatlas.picture import layout
from mlatlas.sandbox.formats import written

_CHOSEN: Final = "query.chosen"
#: The graph's height, and its width to height on a window of usual size.
_GRAPH_HEIGHT: Final = "560px"
_ASPECT: Final = 2.2
#: So much of an answer is shown as text; the downloads have all of it.
_MOST_RAW: Final = 50_000


def show(atlas: Atlas, found: Outcome) -> None:
    """What came of the query: the answer, why there is none, or how much its patterns match."""
    if found.error is not None and found.problem is None:
        st.error(shared.markdown_text(sentence(found.error)))
        if isinstance(found.error, QueryStopped) and found.explained is None:
            st.caption("Explain counts what each pattern matches, and finds patterns that share no variable.")
    if found.explained is not None:
        _explanation(found.explained)
    if found.answer is not None:
        _answer(found, found.answer, atlas)


def _answer(found: Outcome, answer: Answer, atlas: Atlas) -> None:
    views = _views(answer, atlas, f"{bench().key}.{found.number}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(shared.markdown_text(_summary(answer)), width="stretch")
        view = next(iter(views))
        if len(views) > 1:
            view = st.segmented_control(
                "Show as", list(views), default=view, required=True, label_visibility="collapsed",
                key=f"query.view.{found.number}",
            )  # fmt: skip
        _downloads(answer, atlas, found.query)
    if answer.truncated:
        most = f"Only the first {answer.row_count:,} are here: there are more than the page lets through."
        st.warning(f"{most} Narrow the query, or page with LIMIT and OFFSET.")
    views[view]()


def _summary(answer: Answer) -> str:
    unit = {"select": "row", "graph": "triple", "ask": "answer"}[answer.kind]
    rows = 1 if answer.kind == "ask" else answer.row_count
    number = f"{rows:,} of more {unit}s" if answer.truncated else count(rows, unit)
    told = f"{number} in {milliseconds(answer.elapsed_ms)}"
    if is_shared():
        return told
    return f"{told} · the query has more than {MOST_IN_ADDRESS:,} signs, too many for the address of this page"


def _views(answer: Answer, atlas: Atlas, run: str) -> dict[str, Callable[[], object]]:
    """The forms that this answer can take, the fittest first; `run` tells it from other answers."""
    if answer.kind == "ask":
        return {"Answer": lambda: st.subheader("Yes" if answer.truth else "No", anchor=False)}
    if not answer.rows:
        return {"Answer": lambda: st.info("The query is fine, but nothing in the graph matches it.")}
    found: dict[str, Callable[[], object]] = {"Table": lambda: _table(answer, atlas, run)}
    if result_graph.can_be_drawn(answer, _entities(atlas)):
        drawn: dict[str, Callable[[], object]] = {"Graph": lambda: _graph(answer, atlas, run)}
        found = drawn | found if answer.kind == "graph" else found | drawn
    chart = result_chart.chart(answer)
    if chart is not None:
        found["Chart"] = lambda: _chart(chart, answer, atlas)
    return found | {"Raw": lambda: _raw(answer)}


def _table(answer: Answer, atlas: Atlas, run: str) -> None:
    pages = result_table.pages(answer)
    page = 1
    if pages > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Page", width="content")
            page = st.number_input("Page", 1, pages, key=f"query.page.{run}", width=130, label_visibility="collapsed")
            st.caption(f"of {pages}, {result_table.ROWS_PER_PAGE} rows each", width="content")
    st.html(result_table.table(answer, _entities(atlas), page))


def _chart(chart: result_chart.Chart, answer: Answer, atlas: Atlas) -> None:
    if len(chart.rows) > result_chart.MOST_BARS:
        st.caption(f"The first {result_chart.MOST_BARS} of {len(chart.rows):,} rows; ORDER BY decides which they are.")
    st.html(result_chart.bars(chart, answer, _entities(atlas)))


def _raw(answer: Answer) -> None:
    form = "turtle" if answer.kind == "graph" else "json"
    text = written(answer, form).content.decode()
    if len(text) > _MOST_RAW:
        st.caption(f"The first {_MOST_RAW:,} of {len(text):,} signs; the downloads have all of them.")
    st.code(text[:_MOST_RAW], language=None, height=480)


# ── Graph ────────────────────────────────────────────────────────────────────


def _graph(answer: Answer, atlas: Atlas, run: str) -> None:
    draw = result_graph.picture if answer.kind == "graph" else result_graph.picture_of_table
    picture = draw(answer, _entities(atlas), _statements(atlas))
    total = result_graph.resources(answer, _entities(atlas))
    if total > len(picture.nodes):
        st.caption(f"The {len(picture.nodes)} best connected of {total:,} things; the table has all.")
    places = layout.positions(picture, aspect=_ASPECT)
    graph.show(
        picture, key="query.graph", places=places, scene=run, height=_GRAPH_HEIGHT,
        selected=st.session_state.get(_CHOSEN), on_select=_choose,
    )  # fmt: skip
    chosen = next((node.ref for node in picture.nodes if node.ref.iri == st.session_state.get(_CHOSEN)), None)
    if chosen is not None and chosen.kind:
        st.html(f'<p class="chosen">{result_table.link(chosen)} in Explore: its facts, sources and neighbours</p>')


def _choose(iri: str) -> None:
    st.session_state[_CHOSEN] = iri


@st.cache_resource(show_spinner=False)
def _entities(_atlas: Atlas) -> dict[str, Ref]:
    return {entity.iri: entity.ref for entity in _atlas.entities()}


@st.cache_resource(show_spinner=False)
def _statements(_atlas: Atlas) -> dict[result_graph.Triple, Statement]:
    return result_graph.statements_by_triple(_atlas.facts())


# ── Files ────────────────────────────────────────────────────────────────────


def _downloads(answer: Answer, atlas: Atlas, query: str) -> None:
    manifest = atlas.store.manifest
    about = {"graph": atlas.name, "query": query, "truncated": str(answer.truncated).lower()}
    with st.popover("Download"):
        for form in result_files.offered(answer):
            st.download_button(
                result_files.LABELS[form], partial(result_files.content, answer, form, about),
                file_name=result_files.file_name(manifest, bench().tab.name, form),
                mime=result_files.media_type(answer, form), on_click="ignore", width="stretch",
                key=f"query.download.{form}",
            )  # fmt: skip


# ── Explanation ──────────────────────────────────────────────────────────────


def _explanation(explained: Explanation) -> None:
    if not explained.counted:
        st.info("The query has no triple pattern to count.")
        return
    st.markdown("**What each pattern matches by itself.** A query is quick when one of them matches little.")
    for told in explained.products:
        st.warning(shared.markdown_text(told))
    most = max((one.matches or 0 for one in explained.counted), default=0)
    body = "".join(_counted(one, most) for one in explained.counted)
    head = '<th scope="col" class="number">Line</th><th scope="col">Pattern</th><th scope="col">Matches</th>'
    region = '<div class="result counts" role="region" aria-label="Matches of each pattern" tabindex="0">'
    st.html(f"{region}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>")


def _counted(one: Counted, most: int) -> str:
    pattern = one.pattern
    text = f"GRAPH {pattern.graph} {{ {pattern.text} }}" if pattern.graph else pattern.text
    start = f'<tr><td class="number">{pattern.line}</td><td><code>{html.escape(text)}</code></td>'
    if one.matches is None:
        return f"{start}<td>{html.escape(one.why)}</td></tr>"
    if one.matches == 0:
        return f"{start}<td><strong>0</strong> – nothing in the graph is like this</td></tr>"
    width = one.matches / most * 100
    bar = f'<span class="bar"><i style="width:{width:.2f}%"></i></span><span class="amount">{_amount(one)}</span>'
    return f"{start}<td>{bar}</td></tr>"


def _amount(one: Counted) -> str:
    matches = one.matches or 0
    return f"more than {MOST_COUNTED:,}" if matches > MOST_COUNTED else f"{matches:,}"
