"""The pages of the app, in the order of the navigation: file and title."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent

ALL: Final[list[tuple[Path, str]]] = [
    (_HERE / "explore.py", "Explore"),
    (_HERE / "compare.py", "Compare"),
    (_HERE / "choose.py", "Choose"),
    (_HERE / "facts.py", "Facts"),
    (_HERE / "query.py", "Query"),
    (_HERE / "changes.py", "What changed"),
    (_HERE / "about.py", "About"),
]
