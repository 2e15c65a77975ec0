"""Make sure there is a Virtuoso for the tests of remote engines: one that is there, or Debian's package.

Where none can be had it says so, and the tests skip it aloud: not every machine may install Debian's packages.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

_NAMES = ("virtuoso-t", "isql-vt")
_PACKAGE = "virtuoso-opensource-7-bin"  # the programs alone, without a service that starts by itself


def _is_there() -> bool:
    return all(shutil.which(name) for name in _NAMES)


def _install() -> None:
    """Ask Debian for its package, as root or through a sudo that asks for no password."""
    if shutil.which("apt-get") is None:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", _PACKAGE]
    for command in (["apt-get", "update", "-qq"], install):
        try:
            subprocess.run([*prefix, *command], check=False, capture_output=True)
        except OSError:
            return


def main() -> None:
    """Look, install where needed, and report."""
    if not _is_there():
        print("No Virtuoso yet: installing Debian's package …", flush=True)
        _install()
    if _is_there():
        print(f"Virtuoso for the tests of remote engines: {shutil.which(_NAMES[0])}")
    else:
        print(
            f"No Virtuoso could be had; its tests are skipped. On Debian: apt-get install {_PACKAGE}", file=sys.stderr
        )


if __name__ == "__main__":
    main()
