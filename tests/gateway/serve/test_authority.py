"""The block page by HTTPS: the school's authority speaks for blocked names, and for no others."""

from __future__ import annotations

import socket
import ssl
import stat
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography import x509

from mangnon.gateway.authority_command import ca
from mangnon.gateway.serve.authority import (
    LEAF_DAYS,
    MOST_LEAVES,
    RENEW_DAYS,
    Authority,
    BadAuthority,
    make_authority,
)
from tests.gateway.serve.school import PUPIL, TEACHER, School, free_port, school

HUNG_UP = r"EOF occurred|unrecognized name"  # and no certificate was shown
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[School, int]]:
    folder, port = tmp_path_factory.mktemp("school"), free_port()
    make_authority(folder / "ca", "Trường trình diễn", datetime.now(UTC))
    more = f"""[page]
addresses = ["127.0.0.1"]
port = {free_port()}
https_port = {port}
ca_certificate = "ca/ca.crt"
ca_key = "ca/ca.key"
"""
    with school(folder, 9, more=more) as running:
        yield running, port


def visit(demo: tuple[School, int], host: str, by: str) -> str:
    """The page as a device sees it that trusts the school. Raises ssl.SSLError."""
    running, port = demo
    context = ssl.create_default_context(cafile=running.folder / "ca" / "ca.crt")
    with (
        socket.create_connection(("127.0.0.1", port), timeout=5, source_address=(by, 0)) as plain,
        context.wrap_socket(plain, server_hostname=host or None) as secure,
        closing(secure.makefile("rb")) as stream,
    ):
        secure.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
        return stream.read().decode()


@pytest.mark.parametrize("host", ["game.example", "www.ca-cuoc.example", "bi-cam.example"])
def test_a_device_that_trusts_the_school_reads_why(demo: tuple[School, int], host: str) -> None:
    said = visit(demo, host, PUPIL)
    assert said.startswith("HTTP/1.1 403 ")
    assert f"<dd>{host}</dd>" in said


def test_nobody_speaks_for_a_site_that_is_open(demo: tuple[School, int]) -> None:
    with pytest.raises(ssl.SSLError, match=HUNG_UP):
        visit(demo, "ngan-hang.example", TEACHER)
    with pytest.raises(ssl.SSLError, match=HUNG_UP):
        visit(demo, "game.example", TEACHER)
    assert "<dd>game.example</dd>" in visit(demo, "game.example", PUPIL)


def test_a_visitor_without_a_name_is_shown_nothing(demo: tuple[School, int]) -> None:
    context = ssl.create_default_context(cafile=demo[0].folder / "ca" / "ca.crt")
    context.check_hostname = False
    with (
        socket.create_connection(("127.0.0.1", demo[1]), timeout=5) as plain,
        pytest.raises(ssl.SSLError, match=HUNG_UP),
    ):
        context.wrap_socket(plain)


def test_scraps_instead_of_a_greeting_leave_the_door_open(demo: tuple[School, int]) -> None:
    for scrap in (b"", b"GET / HTTP/1.1\r\n\r\n", bytes(2000)):
        with socket.create_connection(("127.0.0.1", demo[1]), timeout=5) as plain:
            plain.sendall(scrap)
    assert "<dd>game.example</dd>" in visit(demo, "game.example", PUPIL)


def made(folder: Path) -> Authority:
    return Authority.read(*make_authority(folder, "Trường trình diễn", NOW))


def test_the_authority_lasts_ten_years_and_makes_no_other(tmp_path: Path) -> None:
    certificate, key = make_authority(tmp_path, "Trường trình diễn", NOW)
    read = x509.load_pem_x509_certificate(certificate.read_bytes())
    assert read.not_valid_after_utc == NOW + timedelta(days=3650)
    limits = read.extensions.get_extension_for_class(x509.BasicConstraints).value
    assert (limits.ca, limits.path_length) == (True, 0)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_a_leaf_is_for_its_name_and_a_month(tmp_path: Path) -> None:
    leaf = made(tmp_path)._certificate("game.example", NOW)
    named = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert named.get_values_for_type(x509.DNSName) == ["game.example"]
    assert leaf.not_valid_after_utc - NOW == timedelta(days=LEAF_DAYS)


def test_leaves_are_kept_and_renewed_in_time_whatever_the_clock_does(tmp_path: Path) -> None:
    authority = made(tmp_path)
    first = authority.context("game.example", NOW)
    assert authority.context("game.example", NOW + timedelta(days=RENEW_DAYS)) is first
    later = authority.context("game.example", NOW + timedelta(days=RENEW_DAYS, seconds=1))
    assert later is not first
    assert authority.context("game.example", NOW) is not later  # the clock was set back


def test_the_leaves_of_many_names_do_not_fill_the_memory(tmp_path: Path) -> None:
    authority = made(tmp_path)
    first = authority.context("n0.example", NOW)
    for number in range(1, MOST_LEAVES + 1):
        authority.context(f"n{number}.example", NOW)
    assert len(authority._leaves) == MOST_LEAVES
    assert authority.context("n0.example", NOW) is not first


def test_a_strange_key_is_refused(tmp_path: Path) -> None:
    certificate, _ = make_authority(tmp_path / "a", "A", NOW)
    _, key = make_authority(tmp_path / "b", "B", NOW)
    with pytest.raises(BadAuthority, match="không phải khóa của"):
        Authority.read(certificate, key)
    with pytest.raises(BadAuthority, match="không đọc được"):
        Authority.read(certificate, tmp_path / "khong-co")


def test_without_a_good_authority_the_filter_goes_on(tmp_path: Path) -> None:
    more = '[page]\naddresses = ["127.0.0.1"]\nca_certificate = "a"\nca_key = "b"\n'
    more += f"port = {free_port()}\nhttps_port = {free_port()}\n"
    with school(tmp_path, 9, more=more) as running:
        assert running.until(lambda: "không có trang báo chặn HTTPS" in running.log)
        assert running.ask("game.example", by=PUPIL).answers


def test_the_command_makes_one_and_never_a_second(tmp_path: Path) -> None:
    said = CliRunner().invoke(ca, ["--out", str(tmp_path), "--name", "Trường Lá"])
    assert said.exit_code == 0
    assert f'ca_key = "{tmp_path}/ca.key"' in said.output
    assert "Trusted Root Certification Authorities" in said.output
    before = (tmp_path / "ca.crt").read_bytes()

    again = CliRunner().invoke(ca, ["--out", str(tmp_path)])
    assert again.exit_code == 2
    assert "đã có" in again.output
    assert (tmp_path / "ca.crt").read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {"ca.crt", "ca.key"}
