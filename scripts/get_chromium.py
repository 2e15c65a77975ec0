"""Make sure there is a Chromium for the browser tests: one that is there, Playwright's own, or Debian's package.

Exits with 1 where none can be had, and says what to do.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DOWNLOAD_SECONDS = 300


def find_chromium() -> str | None:
    """The path of a Chromium: $MLATLAS_CHROMIUM, Playwright's own, or one on the PATH; None without any."""
    named = os.environ.get("MLATLAS_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    if Path(own).is_file():
        return own
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def _download() -> None:
    """Ask Playwright for its own browser; where its host cannot be reached, that fails and is no fault."""
    command = [sys.executable, "-m", "playwright", "install", "--with-deps", "chromium"]
    try:
        subprocess.run(command, check=False, timeout=_DOWNLOAD_SECONDS, capture_output=True)
    except (OSError, subprocess.TimeoutExpired):
        return


def _install_package() -> None:
    """Ask Debian for its package, as root or through a sudo that asks for no password."""
    if shutil.which("apt-get") is None:
        return
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for command in (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", "chromium"]):
        try:
            subprocess.run([*prefix, *command], check=False, capture_output=True)
        except OSError:
            return


def main() -> int:
    """Look, fetch where needed, and report."""
    for fetch in (None, _download, _install_package):
        if fetch is not None:
            print(f"No Chromium yet: {fetch.__name__.strip('_').replace('_', ' ')} …", flush=True)
            fetch()
        found = find_chromium()
        if found:
            print(f"Chromium for the browser tests: {found}")
            return 0
    advice = "Install one and name it: MLATLAS_CHROMIUM=/path/to/chromium make test"
    print(f"No Chromium could be had. {advice}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
