"""The page benchmarks/README.md: its top is written by `run.py`, its sections by the others, each for itself."""

from __future__ import annotations

import re
from pathlib import Path

README = Path(__file__).with_name("README.md")
#: In their order on the page.
TITLES = ("Explore in a browser", "Hostile corpus", "Under load")


def put(title: str, body: str) -> None:
    """Write one section; the rest of the page stays."""
    top, sections = _read()
    sections[title] = body.strip() + "\n"
    _write(top, sections)


def put_top(text: str) -> None:
    """Write what comes before the sections."""
    _write(text, _read()[1])


def _read() -> tuple[str, dict[str, str]]:
    parts = re.split(rf"^## ({'|'.join(TITLES)})\n", README.read_text("utf-8"), flags=re.MULTILINE)
    return parts[0], dict(zip(parts[1::2], (body.strip() + "\n" for body in parts[2::2]), strict=True))


def _write(top: str, sections: dict[str, str]) -> None:
    pieces = [top.strip() + "\n", *(f"## {title}\n\n{sections[title]}" for title in TITLES if title in sections)]
    README.write_text("\n".join(pieces), "utf-8")
