"""The address that the web server listens on."""

import socket

import pytest

from portal.local.terminal import CannotGoOn
from portal.local.web import answers, check_port


def test_a_free_port_is_taken(free_port):
    assert check_port("127.0.0.1", str(free_port)) == free_port


def test_a_port_in_use_is_one_sentence():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotGoOn) as refusal:
            check_port("127.0.0.1", str(port))
    assert str(refusal.value) == (
        f"Port {port} is in use: stop the program that uses it, or choose another port, for "
        f"example `PORT={port + 1} make run`."
    )


@pytest.mark.parametrize("text", ["", "web", "0", "65536", "-1", "80 80"])
def test_what_is_no_port_is_one_sentence(text):
    with pytest.raises(CannotGoOn) as refusal:
        check_port("127.0.0.1", text)
    assert str(refusal.value) == f"PORT must be a number from 1 to 65535, not {text!r}."


def test_an_address_of_another_machine_is_one_sentence(free_port):
    with pytest.raises(CannotGoOn, match=r"^Nothing can listen on 192\.0\.2\.1 port \d+ \(.+\): "):
        check_port("192.0.2.1", str(free_port))


def test_nobody_answers_on_a_free_port(free_port):
    assert answers("127.0.0.1", free_port, "/readyz") is False
