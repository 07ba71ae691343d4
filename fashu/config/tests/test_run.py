"""What `fashu run` makes sure of before it starts anything."""

import socket

import click
import pytest

from fashu.config import run
from fashu.config.parts import PARTS


def test_a_port_that_is_taken_is_named_with_the_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(click.ClickException, match="FASHU_PORT"):
            run._require_free(other.getsockname()[1])


def test_every_process_it_keeps_is_a_command_that_exists() -> None:
    for words in run.SERVANTS.values():
        part = PARTS[words[0]]
        if not part.exists:
            continue
        command = part.load()
        for word in words[1:]:
            assert isinstance(command, click.Group)
            command = command.commands[word]


def test_without_named_hosts_only_this_machine_is_served(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("FASHU_HOSTS", raising=False)
    assert "127.0.0.1:8000" in run._web(8000)
    monkeypatch.setenv("FASHU_HOSTS", "fashu.example")
    assert "0.0.0.0:8000" in run._web(8000)
