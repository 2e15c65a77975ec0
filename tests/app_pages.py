"""Pages of the app as Streamlit runs them, without a browser."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from mlatlas.resources import data_root


def opened(path: Path, **address: str) -> AppTest:
    """The page in this file of the project, at an address."""
    page = AppTest.from_file(str(data_root() / path), default_timeout=30)
    for name, text in address.items():
        page.query_params[name] = text
    return page.run()
