"""Lists are fetched within limits, and never from inside our own networks."""

from __future__ import annotations

import io
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from mangnon.gateway.feeds.fetching import fetch
from mangnon.gateway.feeds.model import Fetched, FetchFailed, FetchRefused, Known, Limits
from mangnon.gateway.feeds.reaching import is_public
from tests.gateway.feeds.publisher import Publisher, publisher

HERE = Limits(plain_http=True, private=True, seconds=10.0)
NAMES = b"ca-cuoc.example\nnha-cai.example\n"


def test_a_list_comes_whole_with_what_its_publisher_says_of_it(at: Publisher) -> None:
    address = at.put("/ds.txt", NAMES, ETag='"v1"', Last_Modified="Sat, 28 Nov 2026 08:00:00 GMT")
    file = io.BytesIO()

    came = fetch(address, file, limits=HERE)

    assert came == Fetched(False, 32, '"v1"', "Sat, 28 Nov 2026 08:00:00 GMT")
    assert file.getvalue() == NAMES
    assert at.asked[0][1]["Accept-Encoding"] == "identity"
    assert "If-None-Match" not in at.asked[0][1]


def test_a_list_that_did_not_change_is_not_sent_again(at: Publisher) -> None:
    address = at.put("/ds.txt", NAMES, ETag='"v1"')
    file = io.BytesIO()

    came = fetch(address, file, limits=HERE, known=Known('"v1"', "Sat, 28 Nov 2026 08:00:00 GMT"))

    assert came == Fetched(True, 0, '"v1"', "Sat, 28 Nov 2026 08:00:00 GMT")
    assert file.getvalue() == b""
    assert at.asked[0][1]["If-None-Match"] == '"v1"'
    assert at.asked[0][1]["If-Modified-Since"] == "Sat, 28 Nov 2026 08:00:00 GMT"


@pytest.mark.parametrize("headers", [{}, {"Content_Length": "9000000"}])
def test_a_file_past_the_size_is_refused_told_or_not(at: Publisher, headers: Any) -> None:
    address = at.put("/lon.txt", b"x" * 3_000_000, **headers)
    limits = Limits(most_bytes=2**20, plain_http=True, private=True)
    file = io.BytesIO()

    with pytest.raises(FetchRefused, match="Tệp lớn hơn 1 MB"):
        fetch(address, file, limits=limits)

    assert len(file.getvalue()) <= 2**20


def test_a_file_cut_short_is_no_file(at: Publisher) -> None:
    def cut(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(NAMES)

    at.files["/cut.txt"] = cut

    with pytest.raises(FetchFailed, match="Tải thiếu: 32 trong 1000 byte"):
        fetch(at.address + "/cut.txt", io.BytesIO(), limits=HERE)


@pytest.mark.parametrize("drips", ["headers", "body"])
def test_a_publisher_that_drips_is_left_when_time_is_up(at: Publisher, drips: str) -> None:
    done = threading.Event()

    def drip(handler: BaseHTTPRequestHandler) -> None:
        if drips == "body":
            handler.send_response(200)
            handler.end_headers()
        while not done.wait(0.05):
            try:
                handler.wfile.write(b"a")
                handler.wfile.flush()
            except OSError:
                return

    at.files["/drip.txt"] = drip
    limits = Limits(plain_http=True, private=True, seconds=0.6)
    try:
        with pytest.raises(FetchFailed, match="Tải quá 1 giây chưa xong"):
            fetch(at.address + "/drip.txt", io.BytesIO(), limits=limits)
    finally:
        done.set()


def test_a_move_is_followed_but_not_for_ever(at: Publisher) -> None:
    address = at.put("/cu.txt", b"", 302, Location="/moi.txt")
    at.put("/moi.txt", NAMES)
    at.put("/vong.txt", b"", 301, Location="/vong.txt")
    file = io.BytesIO()

    assert fetch(address, file, limits=HERE).size_bytes == 32
    with pytest.raises(FetchFailed, match="chuyển tiếp quá 4 lần"):
        fetch(at.address + "/vong.txt", io.BytesIO(), limits=HERE)

    assert [path for path, _ in at.asked] == ["/cu.txt", "/moi.txt", *["/vong.txt"] * 5]


@pytest.mark.parametrize("status", [403, 404, 410, 500, 304])
def test_any_other_answer_is_a_failure_with_its_number(at: Publisher, status: int) -> None:
    address = at.put("/ds.txt", b"", status)

    with pytest.raises(FetchFailed, match=f"Máy chủ trả lời {status}"):
        fetch(address, io.BytesIO(), limits=HERE)


def test_a_machine_that_is_away_is_a_failure() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/ds.txt"

        with pytest.raises(FetchFailed, match=r"Không nối được 127\.0\.0\.1: Connection refused"):
            fetch(address, io.BytesIO(), limits=HERE)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://ds.example/a", "phải bắt đầu bằng https"),
        ("ds.example/a", "phải bắt đầu bằng https"),
        ("https://", "phải bắt đầu bằng https"),
        ("https://ds.example:999999/", "viết sai"),
        ("http://ds.example/a", "LISTS_OVER_HTTP"),
        ("https://ai:khoa@ds.example/a", "tên và mật khẩu"),
        ("https://ds.example:6379/", "Cổng 6379"),
    ],
)
def test_addresses_that_are_not_fetched(address: str, words: str) -> None:
    with pytest.raises(FetchRefused, match=words):
        fetch(address, io.BytesIO(), limits=Limits())


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 - an address to be refused
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%lo",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_addresses_of_our_own_networks_are_not_public(host: str) -> None:
    assert not is_public(host)


@pytest.mark.parametrize("host", ["1.1.1.1", "203.113.131.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_open_internet_are(host: str) -> None:
    assert is_public(host)


def test_a_name_that_points_inside_is_refused_and_nobody_is_asked(at: Publisher) -> None:
    address = at.put("/ds.txt", NAMES).replace("127.0.0.1", "localhost")
    limits = Limits(plain_http=True)

    with pytest.raises(FetchRefused):
        fetch(address, io.BytesIO(), limits=limits)

    assert at.asked == []


def test_a_move_into_our_networks_is_refused(at: Publisher, monkeypatch: Any) -> None:
    """The first machine is let pass as a public one; where it sends us is judged anew."""
    monkeypatch.setattr(
        "mangnon.gateway.feeds.reaching.is_public", lambda address: address == "127.0.0.1"
    )
    monkeypatch.setattr("mangnon.gateway.feeds.reaching._PORTS", {"http": port(at), "https": 443})
    address = at.put("/ds.txt", b"", 302, Location="http://[::1]/latest/meta-data/")

    with pytest.raises(FetchRefused, match="trỏ vào mạng nội bộ"):
        fetch(address, io.BytesIO(), limits=Limits(plain_http=True))

    assert [path for path, _ in at.asked] == ["/ds.txt"]


def port(at: Publisher) -> int:
    return int(at.address.rpartition(":")[2])


def test_a_name_is_looked_up_once_so_that_its_second_answer_gains_nothing(
    at: Publisher, monkeypatch: Any
) -> None:
    looked: list[str] = []
    found = socket.getaddrinfo

    def lookup(host: str, *args: Any, **kwargs: Any) -> Any:
        looked.append(host)
        return found("127.0.0.1", *args, **kwargs)

    monkeypatch.setattr("mangnon.gateway.feeds.reaching.socket.getaddrinfo", lookup)
    address = at.put("/ds.txt", NAMES).replace("127.0.0.1", "ds.example")

    assert fetch(address, io.BytesIO(), limits=HERE).size_bytes == 32

    assert [host for host in looked if host == "ds.example"] == ["ds.example"]


def test_a_machine_that_speaks_no_tls_is_a_failure(at: Publisher) -> None:
    address = at.put("/ds.txt", NAMES).replace("http://", "https://")

    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1 không nói TLS"):
        fetch(address, io.BytesIO(), limits=HERE)


def test_a_certificate_is_believed_only_from_an_authority_that_is_trusted(tmp_path: Path) -> None:
    own = certificate(tmp_path)
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(own)
    with publisher(serving) as there:
        address = there.put("/ds.txt", NAMES)

        with pytest.raises(
            FetchFailed, match=r"Chứng thư của 127\.0\.0\.1 không đúng: self-signed"
        ):
            fetch(address, io.BytesIO(), limits=HERE)
        trusting = ssl.create_default_context(cafile=str(own))
        came = fetch(address, io.BytesIO(), limits=HERE, tls=trusting)

    assert came.size_bytes == 32
    assert len(there.asked) == 1


def certificate(folder: Path) -> Path:
    """A self-signed certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "noi-phat-hanh.example")])
    here = x509.IPAddress(ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([here]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "chung-thu.pem"
    sealed = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(key.private_bytes(*sealed) + made.public_bytes(Encoding.PEM))
    return file
