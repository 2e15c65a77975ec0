"""How a folder takes its way into the product: `mlatlas check --root`, in a process that it may kill."""

from __future__ import annotations

import json
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hostile.cases import End, Outcome

_SECONDS = 20.0
#: Imports all that a check needs once, and then runs each check in a fork of itself: starting Python takes longer.
_SERVER = """
import json, os, sys, traceback
import pyshacl
from mlatlas import cli

for line in sys.stdin:
    root, log = json.loads(line)
    child = os.fork()
    if child == 0:
        output = os.open(log, os.O_WRONLY | os.O_CREAT)
        os.dup2(output, 1), os.dup2(output, 2)
        sys.argv = ["mlatlas", "check", "--root", root]
        try:
            cli.main()
        except SystemExit as end:
            sys.stdout.flush()
            os._exit(end.code or 0)
        except BaseException:
            traceback.print_exc()
        os._exit(70)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Checker:
    """Runs checks one after the other."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def check(self, root: Path, log: Path) -> End:
        """Check a folder of curated files; both exit codes for what is broken count as a refusal."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        started = time.monotonic()
        self._process.stdin.write(json.dumps([str(root), str(log)]) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], _SECONDS)
        code = int(self._process.stdout.readline() or 70) if ready else 70
        outcome: Outcome = "answered" if code == 0 else "refused" if code in {1, 2} else "failed"
        said = log.read_bytes().decode("utf-8", "replace") if log.exists() else ""
        return End(outcome, time.monotonic() - started, said if ready else "it did not end")


@contextmanager
def checker() -> Iterator[Checker]:
    """A process that runs checks until the block ends."""
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Checker(process)
        process.kill()
