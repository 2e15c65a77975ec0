"""Which store the atlas stands on: the published one on this machine, or a server's."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol, Unpack

from mlatlas import build
from mlatlas.build import Progress
from mlatlas.resources import data_root
from mlatlas.sandbox import Answer, How, Limits, Sandbox
from mlatlas.store import EmbeddedStore, Store


class Visitors(Protocol):
    """Where visitors' queries run: `sandbox.Sandbox` or `remote.RemoteSandbox`."""

    def run(self, text: str, format: str = "json", **how: Unpack[How]) -> Answer:
        """See `sandbox.Sandbox.run`."""
        ...

    def close(self) -> None:
        """Take no more queries, and end what was started for them."""
        ...


def opened(
    folder: Path | None, progress: Progress | None, endpoint: str | None
) -> tuple[Store, Callable[[Limits], Visitors]]:
    """The store, and what runs visitors' queries on it within limits.

    That is the endpoint with this address; else the store in `folder`; else the endpoint that `$MLATLAS_ENDPOINT`
    names; else the user's own. Raises like `Atlas.open`.
    """
    address = endpoint or (os.environ.get("MLATLAS_ENDPOINT") if folder is None else None)
    if address:
        from mlatlas.remote import Endpoint, RemoteSandbox, RemoteStore  # noqa: PLC0415 - HTTP is slow to import

        server = Endpoint(address)
        return RemoteStore(server), partial(RemoteSandbox, server)
    build.refresh(data_root(), folder, progress)
    store = EmbeddedStore(build.current(folder).resolve())
    return store, lambda limits: Sandbox(store.path, limits=limits)
