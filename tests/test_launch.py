"""Starting the app: on loopback, without a call to anybody."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from streamlit import config

from mlatlas.errors import BadRequest
from mlatlas.launch import command, launch


def test_the_entry_exists_and_the_address_is_the_one_asked_for() -> None:
    words = command("127.0.0.1", 8601)
    assert Path(words[words.index("run") + 1]).is_file()
    assert {"--server.address=127.0.0.1", "--server.port=8601", "--browser.gatherUsageStats=false"} <= set(words)


def test_every_option_is_one_that_streamlit_knows() -> None:
    options = [word.removeprefix("--").split("=")[0] for word in command("127.0.0.1", 8601) if word.startswith("--")]
    unknown = [name for name in options if name not in config.get_config_options()]
    assert not unknown


def test_a_port_that_is_taken_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(BadRequest, match=rf"cannot listen on 127\.0\.0\.1:{port} .*--port"):
            launch("127.0.0.1", port)
