"""Starting the app: Streamlit on the installed entry file, offline and on loopback."""

from __future__ import annotations

import socket
import subprocess
import sys

from mlatlas.errors import BadRequest
from mlatlas.resources import data_root

_OPTIONS = {
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "browser.gatherUsageStats": "false",  # no call leaves the machine
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",  # they lead to search engines
    "client.toolbarMode": "minimal",
    "theme.light.primaryColor": "#1d4ed8",
    "theme.dark.primaryColor": "#5b8def",
    "runner.postScriptGC": "false",  # a full collection after every rerun costs more than the rerun
}


def command(host: str, port: int) -> list[str]:
    """The command line that runs the app."""
    entry = data_root() / "streamlit_app.py"
    options = {**_OPTIONS, "server.address": host, "server.port": str(port)}
    return [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(entry),
        *(f"--{name}={value}" for name, value in options.items()),
    ]


def launch(host: str, port: int) -> None:
    """Run the app until it is interrupted. Raises `BadRequest` where the port is taken or the host unknown."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadRequest(f"cannot listen on {host}:{port} ({reason}); choose another with --port or --host") from error
    print(f"ML Atlas is at http://{host}:{port} (stop it with Ctrl+C)", flush=True)
    try:
        subprocess.run(command(host, port), check=False, stdout=subprocess.DEVNULL)  # noqa: S603 - our own words only
    except KeyboardInterrupt:
        print("\nStopped.")
