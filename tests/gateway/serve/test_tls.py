"""The certificate of the encrypted doors: renewed while they are open, and missed without harm."""

from __future__ import annotations

import shutil
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gateway.serve.certificates import certificate, doors
from tests.gateway.serve.school import School, free_port, school


@pytest.fixture
def ports() -> tuple[int, int]:
    return free_port(), free_port()


@pytest.fixture
def demo(tmp_path: Path, ports: tuple[int, int]) -> Iterator[School]:
    """A school whose certificate is not there yet."""
    more = doors(tmp_path, tls_port=ports[0], doh_port=ports[1])
    (tmp_path / "cert.pem").rename(tmp_path / "later.pem")
    with school(tmp_path, 9, more=more) as running:
        yield running


def greets(folder: Path, port: int, ca: str) -> bool:
    """Whether the door shows a certificate that this authority made."""
    context = ssl.create_default_context(cafile=folder / ca)
    with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
        try:
            context.wrap_socket(plain, server_hostname="truong.example").close()
        except OSError:
            return False
    return True


def always(folder: Path, port: int, ca: str) -> bool:
    """Whichever process opens."""
    return all(greets(folder, port, ca) for _ in range(6))


def test_doors_open_when_the_certificate_comes_and_take_a_new_one(
    demo: School, ports: tuple[int, int], tmp_path: Path
) -> None:
    assert demo.ask("ca-cuoc.example").answers
    assert not any(greets(tmp_path, port, "later.pem") for port in ports)
    shutil.copy(tmp_path / "later.pem", tmp_path / "cert.pem")
    for port in ports:
        assert demo.until(lambda port=port: always(tmp_path, port, "later.pem"))  # type: ignore[misc]

    certificate(tmp_path, "truong.example", stem="new")
    (tmp_path / "new.key").replace(tmp_path / "cert.key")
    shutil.copy(tmp_path / "new.pem", tmp_path / "cert.pem")
    for port in ports:
        assert demo.until(lambda port=port: always(tmp_path, port, "new.pem"))  # type: ignore[misc]


def test_a_missing_certificate_is_said_once_by_each_door(demo: School) -> None:
    assert demo.until(lambda: demo.log.count("không dùng được chứng chỉ") == 2 * 2)
    demo.until(lambda: False, within=1.5)
    assert demo.log.count("không dùng được chứng chỉ") == 2 * 2
