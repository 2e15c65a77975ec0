"""The scripts and style sheets that lie beside the components."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent


def text(*names: str) -> str:
    """The files with these names, one after the other: each component has a shadow root, and styles of its own."""
    return "\n".join((_HERE / name).read_text("utf-8") for name in names)
