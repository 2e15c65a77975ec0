"""Starting the app: Streamlit on the installed entry file, offline and on loopback."""

from __future__ import annotations

import os
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


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens. Raises `BadRequest` where the port is taken or the host unknown.

    >>> with listen("127.0.0.1", 0) as free:
    ...     address(free)
    'http://127.0.0.1:...'
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise BadRequest(f"cannot listen on {host}:{port} ({reason}); choose another with --port or --host") from error


def address(listener: socket.socket) -> str:
    """Where a listening socket is reached, for people and browsers."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def launch(host: str, port: int, endpoint: str | None = None) -> None:
    """Run the app until it is interrupted, on the store here or on a SPARQL server's.

    Raises `BadRequest` where the port is taken or the host unknown.
    """
    listen(host, port).close()
    print(f"ML Atlas is at http://{host}:{port} (stop it with Ctrl+C)", flush=True)
    environment = {**os.environ, **({"MLATLAS_ENDPOINT": endpoint} if endpoint else {})}
    try:
        subprocess.run(command(host, port), check=False, stdout=subprocess.DEVNULL, env=environment)  # noqa: S603 - our own words only
    except KeyboardInterrupt:
        print("\nStopped.")
