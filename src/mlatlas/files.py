"""Writing files so that a reader finds the old or the new one, never half of one."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from mlatlas.errors import BadRequest


def write(path: Path, content: bytes) -> None:
    """Write `content` to `path` through a temporary name in the same folder. Raises like `replacing`."""
    with replacing(path) as file:
        file.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file with a temporary name in the same folder, which takes the place of `path` once all is written.

    Raises `BadRequest` where the folder does not exist or cannot be written.
    """
    temporary = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with temporary.open("xb") as file:  # unlike tempfile's, it has the rights that people expect
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise BadRequest(f"{path}: cannot be written ({error.strerror}); choose another place") from error
    finally:
        temporary.unlink(missing_ok=True)
