"""A listener that nobody may connect to, and a file that nobody may open; both notice it."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

#: Stands in the file, and may stand in no answer.
MARK = "the-canary-sings"
_OPENED_OR_READ = 0x20 | 0x1
_NOT_BLOCKING = 0o4000


@dataclass
class Canary:
    """`host` is the listener's address, `file` the path; `connections` and `reads` count what was noticed.

    Reads are noticed by the kernel's inotify; where there is none (not Linux), only by what answers say.
    """

    host: str
    file: Path
    _listener: socket.socket
    _notices: int | None
    _calls: list[str] = field(default_factory=list)

    @property
    def connections(self) -> int:
        """How many connections there were until now."""
        return len(self._calls)

    @property
    def reads(self) -> int:
        """How often the file was opened or read since this was last asked."""
        if self._notices is None:
            return 0
        try:
            return len(os.read(self._notices, 65_536)) // 16
        except BlockingIOError:
            return 0

    def listen(self) -> None:
        """Take connections, note them, and hang up; until the listener closes."""
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                self._calls.append(connection.getpeername()[0])


@contextmanager
def canary(folder: Path) -> Iterator[Canary]:
    """A canary in a folder: Turtle with the secret in it, and a listener on loopback."""
    file = folder / "canary.ttl"
    file.write_text(f'<urn:canary> <urn:says> "{MARK}" .\n', "utf-8")
    notices = _watch(file)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made = Canary(f"127.0.0.1:{listener.getsockname()[1]}", file, listener, notices)
        Thread(target=made.listen, daemon=True).start()
        yield made
        listener.shutdown(socket.SHUT_RDWR)
    if notices is not None:
        os.close(notices)


def _watch(file: Path) -> int | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    notices: int = libc.inotify_init1(_NOT_BLOCKING)
    watch = libc.inotify_add_watch(notices, os.fsencode(file), _OPENED_OR_READ)
    assert notices >= 0
    assert watch >= 0
    return notices
