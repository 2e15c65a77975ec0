"""Writing files so that a reader finds the old or the new one, never half of one."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from mlatlas.errors import BadRequest


def write(path: Path, content: bytes) -> None:
    """Write `content` to `path` through a temporary name in the same folder.

    Raises `BadRequest` where the folder does not exist or cannot be written.
    """
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:  # unlike tempfile's, it has the rights that people expect
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise BadRequest(f"{path}: cannot be written ({error.strerror}); choose another place") from error
