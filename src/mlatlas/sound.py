"""Remembers which curated files broke no rule, for trying all rules takes longer than the rest of a build.

What is remembered is a digest of the files, of the code of the rules and of the validator's version, so that
whatever is changed is tried again.
"""

from __future__ import annotations

import contextlib
import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Final

from mlatlas import conflicts, files, opposites, validate
from mlatlas.errors import BadRequest
from mlatlas.sources import curated, packages

#: The modules whose code decides what is sound.
_JUDGES: Final = (validate, opposites, conflicts, curated)


def is_known(root: Path) -> bool:
    """Whether the files under `root` are known to break no rule."""
    return _mark(root).is_file()


def remember(root: Path) -> None:
    """Note that the files under `root` break no rule. Where the cache cannot be written, they are tried again."""
    mark = _mark(root)
    with contextlib.suppress(OSError, BadRequest):
        mark.parent.mkdir(parents=True, exist_ok=True)
        files.write(mark, b"")


def _mark(root: Path) -> Path:
    code = b"".join(Path(str(module.__file__)).read_bytes() for module in _JUDGES) + version("pyshacl").encode()
    return packages.cache().with_name("sound") / f"{curated.digest(root)}-{hashlib.sha256(code).hexdigest()[:16]}"
