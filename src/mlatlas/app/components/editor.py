"""The SPARQL editor: colours, completion with the graph's own terms, Ctrl+Enter to run.

It needs no library: editor.js lays a textarea over a coloured copy of its text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from mlatlas.app.completion import Completion
from mlatlas.app.components import assets
from mlatlas.app.components.events import sent
from mlatlas.errors import BadQuery

_HTML: Final = """
<div class="editor">
  <div class="box">
    <div class="gutter" aria-hidden="true"></div>
    <div class="text">
      <pre class="paint" aria-hidden="true"></pre>
      <textarea wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off" aria-label="SPARQL query"
        aria-autocomplete="list" aria-controls="offers" aria-describedby="hint"></textarea>
    </div>
  </div>
  <ul class="offers" id="offers" role="listbox" aria-label="Words that fit" hidden></ul>
  <div class="below">
    <button type="button" class="run">Run query</button>
    <span class="hint" id="hint">Ctrl+Enter runs it. Ctrl+Space offers words: Enter or Tab takes one, Escape closes
      the list. Tab leaves the editor.</span>
  </div>
  <div class="spoken" aria-live="polite"></div>
</div>
"""
_editor = st.components.v2.component(
    "mlatlas_editor",
    html=_HTML,
    css=assets.text("editor.css", "spoken.css"),
    js=assets.text("editor.js"),
)


@dataclass(frozen=True, slots=True)
class Content:
    """What the editor shows: a query, and the place of what is wrong in it.

    Another `revision` replaces what a person has typed meanwhile; another number of `runs` marks the error
    again, even where it is the same as before.
    """

    query: str
    revision: str
    runs: int = 0
    error: BadQuery | None = None


def show(content: Content, completion: Completion, *, key: str, on_run: Callable[[str], None]) -> None:
    """Show the editor; `on_run` is told the query that a person wants to run."""

    def ran() -> None:
        query = sent(st.session_state.get(key), "run", "text")
        if query is not None:
            on_run(query)

    error = content.error
    data = {
        "text": content.query,
        "revision": content.revision,
        "runs": content.runs,
        "error": {"line": error.line, "column": error.column} if error and error.line else None,
        "terms": completion.terms,
        "prefixes": completion.prefixes,
        "words": completion.words,
    }
    _editor(key=key, data=data, on_run_change=ran)
