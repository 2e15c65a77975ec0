"""The SPARQL editor: tabs, colours, completion with the graph's own terms, Ctrl+Enter to run, slips to mend.

It needs no library: editor.js lays a textarea over a coloured copy of its text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Final, Literal

import streamlit as st

from mlatlas.app.completion import Completion, Term
from mlatlas.app.components import assets
from mlatlas.app.components.events import sent
from mlatlas.app.query_bench import Bench, dump
from mlatlas.sparql.fixes import Fix

_HTML: Final = """
<div class="editor">
  <div class="row">
    <div class="tabs" role="tablist" aria-label="Queries"></div>
    <button type="button" class="add" title="Another query" aria-label="Another query">+</button>
    <span class="ways">
      <button type="button" class="examples">Examples</button>
      <button type="button" class="history" title="What was run before">History</button>
    </span>
  </div>
  <div class="box">
    <div class="gutter" aria-hidden="true"></div>
    <div class="text">
      <pre class="paint" aria-hidden="true"></pre>
      <textarea id="query-text" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off"
        aria-label="SPARQL query" aria-autocomplete="list" aria-controls="offers"
        aria-describedby="hint problem"></textarea>
    </div>
  </div>
  <ul class="offers" id="offers" role="listbox" aria-label="Words that fit" hidden></ul>
  <div class="problem" id="problem" role="alert" hidden></div>
  <div class="below">
    <button type="button" class="run">Run query</button>
    <button type="button" class="explain quiet" title="How much each pattern matches by itself">Explain</button>
    <button type="button" class="link quiet" title="A link that fills the editor; it runs nothing">Copy link</button>
    <button type="button" class="prefixes quiet" title="Declare the prefixes that the query uses: other engines
 do not know them by themselves" hidden>Add prefixes</button>
    <span class="hint" id="hint">Ctrl+Enter runs, Ctrl+Space offers words: Enter or Tab takes one, Escape closes
      the list. Tab leaves the editor.</span>
  </div>
  <div class="spoken" aria-live="polite"></div>
</div>
"""
_editor = st.components.v2.component(
    "mlatlas_editor",
    html=_HTML,
    css=assets.text("editor.css", "spoken.css"),
    js=assets.text("editor.js", "editor_paint.js", "editor_words.js", "editor_tabs.js"),
)
#: Carries the terms of the graph, which are very many: its message never changes, so the browser keeps it.
_terms = st.components.v2.component("mlatlas_terms", js=assets.text("editor_terms.js"))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a query (`of`), from `start` to `end`, and edits that mend it; a hint is not an error."""

    tone: Literal["error", "hint"]
    text: str
    of: str
    start: int
    end: int
    fixes: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What the editor shows. With every run, `runs` is another number; `asked` are names for what was typed.

    A `fresh` bench knows nothing of what the browser may have kept.
    """

    bench: Bench
    runs: int = 0
    problem: Problem | None = None
    fresh: bool = False
    asked: tuple[str, tuple[Term, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Events:
    """Who is told what: `run` and `explain` the query; `tab` an action, the tab's id and its new name; `typed` the
    id of a tab and the query in it, when a person leaves it; `restore` a bench that the browser has kept; `ask` the
    word that is being typed; `look` for what a person looks: examples or history."""

    run: Callable[[str], None]
    explain: Callable[[str], None]
    tab: Callable[[str, str, str], None]
    typed: Callable[[str, str], None]
    restore: Callable[[str], None]
    ask: Callable[[str], None]
    look: Callable[[str], None]


def show(content: Content, completion: Completion, *, key: str, longest_link: int, events: Events) -> None:
    """Show the editor; longer queries than `longest_link` are not offered as links."""

    def told(event: str, answer: Callable[..., None], *names: str) -> Callable[[], None]:
        def call() -> None:
            texts = [sent(st.session_state.get(key), event, name) for name in names]
            if all(text is not None for text in texts):
                answer(*texts)

        return call

    _editor(
        key=key,
        data=_data(content, completion) | {"longest": longest_link},
        on_run_change=told("run", events.run, "text"),
        on_explain_change=told("explain", events.explain, "text"),
        on_typed_change=told("typed", events.typed, "id", "text"),
        on_tab_change=told("tab", events.tab, "action", "id", "name"),
        on_restore_change=told("restore", events.restore, "text"),
        on_ask_change=told("ask", events.ask, "text"),
        on_look_change=told("look", events.look, "for"),
    )
    _terms(key=f"{key}-terms", data=completion.packed)


def _data(content: Content, completion: Completion) -> dict[str, object]:
    bench = content.bench
    asked = content.asked
    return {
        "text": bench.tab.query,
        "revision": bench.revision,
        "tabs": [{"id": tab.id, "name": tab.name} for tab in bench.tabs],
        "open": bench.open,
        "full": bench.is_full,
        "past": len(bench.past),
        "kept": dump(bench),
        "fresh": content.fresh,
        "runs": content.runs,
        "problem": asdict(content.problem) if content.problem else None,
        "asked": {"word": asked[0], "terms": asked[1]} if asked else None,
        "prefixes": completion.prefixes,
        "words": completion.words,
        "lazy": completion.has_api,
    }
