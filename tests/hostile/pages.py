"""How queries and addresses take their way into the app: its pages, run as Streamlit runs them."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.testing.v1 import AppTest

from hostile.cases import End, Outcome
from mlatlas.app import query_view, shared
from mlatlas.errors import BadQuery, BadRequest, QueryStopped
from mlatlas.resources import data_root

_QUERY = data_root() / "src/mlatlas/app/pages/query.py"
_TIMEOUT = 15


class Pages:
    """The pages of the app; every call is a session of its own."""

    def ask(self, query: str) -> End:
        """Run a query on the Query page, as its button does, and show what comes of it."""
        started = time.monotonic()
        page = AppTest.from_function(_press, default_timeout=_TIMEOUT, kwargs={"query": query, "page": str(_QUERY)})
        page.run()
        return End(_outcome(page), time.monotonic() - started, _said(page))

    def open(self, path: Path, address: dict[str, str]) -> End:
        """Open a page at an address."""
        started = time.monotonic()
        page = AppTest.from_file(str(path), default_timeout=_TIMEOUT)
        for name, text in address.items():
            page.query_params[name] = text
        page.run()
        return End("failed" if page.exception else "answered", time.monotonic() - started, _said(page))


def _press(query: str, page: str) -> None:
    import runpy  # noqa: PLC0415 - the body of this function is a script of its own

    from mlatlas.app import query_view  # noqa: PLC0415

    query_view.synchronise()
    state = query_view.st.session_state
    if "pressed" not in state:  # the page reruns itself, and the button is pressed once
        state["pressed"] = True
        query_view.run(query)
        state.pop("query.changed", None)
    runpy.run_path(page)


def _outcome(page: AppTest) -> Outcome:
    if page.exception:
        return "failed"
    outcomes = page.session_state[query_view._OUTCOMES]
    error = next(iter(outcomes.values())).error
    if error is None:
        return "answered"
    kinds: dict[type[Exception], Outcome] = {QueryStopped: "stopped", BadQuery: "refused", BadRequest: "refused"}
    return kinds.get(type(error), "failed")


def _said(page: AppTest) -> str:
    """The HTML on a page, and what went wrong; Markdown is shown by the browser, which never runs what is in it."""
    told = [each.value for each in (*page.exception, *page.error)]
    return "\n".join([*(element.proto.body for element in page.get("html")), *told])


@contextmanager
def opened(seconds: float) -> Iterator[Pages]:
    """The app's pages, whose queries run for so many seconds; their workers end with the block."""
    before = os.environ.get("MLATLAS_QUERY_SECONDS")
    os.environ["MLATLAS_QUERY_SECONDS"] = str(seconds)
    shared.atlas().close()
    yield Pages()
    shared.atlas().close()
    if before is None:
        del os.environ["MLATLAS_QUERY_SECONDS"]
    else:
        os.environ["MLATLAS_QUERY_SECONDS"] = before
