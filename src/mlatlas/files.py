"""Writing files so that a reader finds the old or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from mlatlas.errors import BadRequest


def write(path: Path, content: bytes) -> None:
    """Write `content` to `path` through a temporary name in the same folder.

    Raises `BadRequest` where the folder does not exist or cannot be written.
    """
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
    except OSError as error:
        raise BadRequest(f"{path}: cannot be written ({error.strerror}); choose another place") from error
