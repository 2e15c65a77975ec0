"""The upper part of the Query page: the gallery, what was run before, and the editor with its tabs.

What the page shows lives in `st.session_state`; `synchronise` takes the query from the address whenever
that was changed by anybody but the page itself.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, tzinfo
from typing import Final
from uuid import uuid4
from zoneinfo import ZoneInfo

import streamlit as st

from mlatlas.app import query_run, shared
from mlatlas.app.completion import Completion, api_terms, completion
from mlatlas.app.components import editor, picker
from mlatlas.app.query_bench import Bench, Past, load
from mlatlas.app.query_run import Outcome
from mlatlas.app.query_state import MOST_IN_ADDRESS, named, read, write
from mlatlas.atlas import Atlas
from mlatlas.errors import AtlasError
from mlatlas.queries import SECTIONS, examples

_BENCH: Final = "query.bench"
_OUTCOMES: Final = "query.outcomes"
_RUNS: Final = "query.runs"
_FRESH: Final = "query.fresh"
_LINKED: Final = "query.linked"
_ASKED: Final = "query.asked"
_WRITTEN: Final = "query.written"
_CHANGED: Final = "query.changed"
_LOOK: Final = "query.look"
#: Whose queries these are, for a fair share of the workers; never what a browser says.
_VISITOR: Final = "query.visitor"
_EDITOR: Final = "query.editor"
_PAST_SHOWN: Final = 110


# ── The state ────────────────────────────────────────────────────────────────


def synchronise() -> list[str]:
    """Take the query from the address where that has changed; give what of it made no sense."""
    state = st.session_state
    asked = st.query_params.to_dict()
    if _BENCH in state and (not asked or asked == state[_WRITTEN]):
        return []
    query, ignored = read(asked)
    if _BENCH not in state:
        state[_BENCH] = Bench.start(query, uuid4().hex)
        state[_OUTCOMES], state[_RUNS] = {}, 0
        state[_FRESH], state[_LINKED] = True, bool(asked)
        state[_VISITOR] = uuid4().hex
    elif bench().tab.query != query:
        _show_query(query)
    state[_WRITTEN] = asked
    return ignored


def bench() -> Bench:
    """The tabs, and what was run before."""
    kept: Bench = st.session_state[_BENCH]
    return kept


def outcome() -> Outcome | None:
    """What came of the query of the open tab, if it was run."""
    found: Outcome | None = st.session_state[_OUTCOMES].get(bench().open)
    return found


def is_shared() -> bool:
    """Whether the address of the page has the query."""
    return bool(st.session_state[_WRITTEN])


def _keep(changed: Bench) -> None:
    st.session_state[_BENCH] = changed
    st.session_state[_FRESH] = False
    st.session_state[_CHANGED] = True


def _write_address(query: str | None) -> None:
    st.session_state[_WRITTEN] = write(query) if query is not None else {}
    st.query_params.from_dict(st.session_state[_WRITTEN])


def run(query: str) -> None:
    """Run a query in the open tab and keep what comes of it."""
    found = query_run.run(shared.atlas(), _completion(shared.atlas()), query, st.session_state[_VISITOR])
    _keep(bench().write(query).remember(query_run.past(found, time.time())))
    _finish(replace(found, number=st.session_state[_RUNS]))


def explain(query: str) -> None:
    """Count what the patterns of a query match."""
    found = query_run.explain(shared.atlas(), query, st.session_state[_VISITOR])
    before = outcome()
    if before is not None and before.query == query:
        found = replace(before, explained=found.explained)
    _keep(bench().write(query))
    _finish(found)


def _finish(found: Outcome) -> None:
    st.session_state[_OUTCOMES][bench().open] = found
    st.session_state[_RUNS] += 1
    _write_address(found.query)


def _show_query(query: str) -> None:
    """Put a query into the open tab, or into another where this one holds something that would be lost."""
    open_ = bench().tab.query
    known = {past.query for past in bench().past} | {example.text for example in examples()}
    can_go = not open_.strip() or open_ in known or bench().is_full
    _keep(bench().fill(query) if can_go else bench().add(query))
    st.session_state[_OUTCOMES].pop(bench().open, None)


def _take_example(name: str) -> None:
    example = named(name)
    if example is not None:
        _show_query(example.text)
        run(example.text)


def _take_past(position: str) -> None:
    with suppress(IndexError):
        _show_query(bench().past[_number(position)].query)
        _write_address(None)


def _act_on_tab(action: str, id_: str, name: str) -> None:
    """Open, add, rename or close a tab; what is no number or no action changes nothing."""
    kept = bench()
    number = _number(id_)
    if action == "add":
        kept = kept.add()
    elif action == "rename":
        kept = kept.rename(number, name)
    elif action == "close":
        kept = kept.close(number)
        st.session_state[_OUTCOMES].pop(number, None)
    elif action == "open":
        kept = kept.choose(number)
    _keep(kept)
    shown = outcome()
    _write_address(shown.query if shown else None)


def _typed(id_: str, query: str) -> None:
    """Know what is in a tab, so that an example does not take its place unseen."""
    st.session_state[_BENCH] = bench().write(query, _number(id_))


def _number(id_: str) -> int:
    """The id of a tab, which comes from the browser; 0 for what is none."""
    return int(id_) if re.fullmatch("[0-9]{1,9}", id_) else 0


def _look(for_: str) -> None:
    st.session_state[_LOOK] = for_
    st.session_state[_CHANGED] = True


def _restore(text: str) -> None:
    """Take over the tabs that the browser has kept from before a reload."""
    if not st.session_state[_FRESH]:
        return
    kept = load(text)
    _keep(bench().join(kept, keep=st.session_state[_LINKED]) if kept else bench())


# ── The parts ────────────────────────────────────────────────────────────────


def dialog() -> None:
    """The examples or the history, where a person asked for them."""
    wanted = st.session_state.pop(_LOOK, "")
    if wanted == "examples":
        _gallery_dialog()
    elif wanted == "history":
        _history_dialog()


@st.dialog("Example queries", width="large")
def _gallery_dialog() -> None:
    _gallery("query.gallery.dialog")


@st.dialog("What was run before", width="large")
def _history_dialog() -> None:
    items = [_past_item(place, past) for place, past in enumerate(bench().past)]
    section = picker.Section("", tuple(items), "Picking one fills the editor; it does not run it again.")
    picker.show([section], key="query.history", placeholder="Search what was run", on_pick=_take_past)
    _leave_if_changed()


def _past_item(place: int, past: Past) -> picker.Item:
    example = next((example.title for example in examples() if example.text == past.query), "")
    text = " ".join(line for line in past.query.split("\n") if not line.upper().startswith("PREFIX "))
    short = " ".join(text.split())
    cut = short if len(short) <= _PAST_SHOWN else f"{short[:_PAST_SHOWN]} …"
    return picker.Item(str(place), example or cut, cut if example else "", _remark(past), past.query)


def _remark(past: Past) -> str:
    at = datetime.fromtimestamp(past.at, _zone(st.context.timezone)).strftime("%H:%M:%S")
    if past.kind == "error":
        return f"{at} · failed"
    rows = "yes or no" if past.kind == "ask" else count(past.rows, "triple" if past.kind == "graph" else "row")
    return f"{at} · {rows} · {milliseconds(past.ms)}"


def _zone(name: str | None) -> tzinfo:
    """The time zone that a browser names, or UTC where it names none that is known."""
    try:
        return ZoneInfo(name or "UTC")
    except (ValueError, KeyError, OSError):
        return UTC


def gallery() -> None:
    """The examples, where there is nothing else to show."""
    _gallery("query.gallery")


def _gallery(key: str) -> None:
    sections = [
        picker.Section(
            title,
            tuple(
                picker.Item(example.name, example.title, example.answers, found_by=example.text)
                for example in examples()
                if example.section == title
            ),
            about,
        )
        for title, about in SECTIONS.items()
    ]
    placeholder = f"Search {len(examples())} examples: memory, drift, GROUP BY …"
    picker.show(sections, key=key, placeholder=placeholder, on_pick=_take_example)
    _leave_if_changed()


def write_query(atlas: Atlas) -> None:
    """The editor. Raises `StoreError` where the names that it completes cannot be had."""
    _editor(atlas, _completion(atlas))  # a fragment shows errors in its own way, so it gets what may fail


@st.fragment
def _editor(atlas: Atlas, known: Completion) -> None:
    """The editor in a fragment: asking for names reruns nothing else, all other events rerun the page."""
    shown = outcome()
    content = editor.Content(
        bench(), st.session_state[_RUNS], shown.problem if shown else None, st.session_state[_FRESH],
        st.session_state.get(_ASKED),
    )  # fmt: skip

    def ask(word: str) -> None:
        with suppress(AtlasError):  # where the server does not answer, no names are offered
            st.session_state[_ASKED] = (word, api_terms(atlas, word))

    events = editor.Events(
        run=run, explain=explain, tab=_act_on_tab, typed=_typed, restore=_restore, ask=ask, look=_look
    )
    editor.show(content, known, key=_EDITOR, longest_link=MOST_IN_ADDRESS, events=events)
    _leave_if_changed()


def _leave_if_changed() -> None:
    """Rerun the whole page after an event that concerns it; that also closes a dialog."""
    if st.session_state.pop(_CHANGED, False):
        st.rerun()


@st.cache_resource(show_spinner=False)
def _completion(_atlas: Atlas) -> Completion:
    return completion(_atlas)


# ── Words ────────────────────────────────────────────────────────────────────


def count(number: int, unit: str) -> str:
    """A number of things: `1 row`, `1,200 rows`."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def milliseconds(taken: float) -> str:
    """A time that a query took."""
    return f"{taken:,.0f} ms" if taken >= 1 else "under 1 ms"
