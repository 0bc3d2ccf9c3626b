"""Programs that people use: dig, kdig, curl, Unbound and a browser ask the filter, each its way."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from mangnon.gateway.engine import message
from tests.browser.watching import CHROMIUM
from tests.gateway.serve.browsers import chromium_by
from tests.gateway.serve.certificates import certificate, doors
from tests.gateway.serve.school import PUPIL, TEACHER, School, Upstream, a, free_port, school
from tests.gateway.serve.sites import site

ZONE = {
    ("mo.example", message.A): [a("mo.example", "192.0.2.7")],
    ("game.example", message.A): [a("game.example", "192.0.2.8")],
}
TOKEN = "co-lan-7h3k"
PAGE = "127.0.0.1"


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not here")


@dataclass
class Town:
    """A school with every door open, and its ports."""

    running: School
    tls: int
    doh: int
    page: int

    def said(self, command: str) -> str:
        """What a program says. PEM, PORT, TLS and DOH stand for the school's."""
        for word, value in {
            "PEM": self.running.folder / "cert.pem",
            "PORT": self.running.port,
            "TLS": self.tls,
            "DOH": self.doh,
        }.items():
            command = command.replace(word, str(value))
        done = subprocess.run(command.split(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder, tls, doh, page = tmp_path_factory.mktemp("school"), *(free_port() for _ in range(3))
    more = doors(folder, tls_port=tls, doh_port=doh)
    more += f'[page]\naddresses = ["{PAGE}"]\nport = {page}\n'
    with Upstream(dict(ZONE)).running() as up, school(folder, up.port, more=more) as running:
        plan = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
        next(each for each in plan["groups"] if each["key"] == "staff")["tokens"] = [TOKEN]
        (folder / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
        assert running.until(lambda: "bộ quy tắc mới có hiệu lực" in running.log)
        yield Town(running, tls, doh, page)


@needs("dig")
@pytest.mark.parametrize("how", ["", "+tcp", "+nocookie +bufsize=512", "+dnssec", "-6"])
def test_dig(town: Town, how: str) -> None:
    at = "@::1" if how == "-6" else f"@127.0.0.1 -b {PUPIL}"
    assert town.said(f"dig {at} -p PORT {how} game.example +short") == PAGE
    if how != "-6":
        teacher = f"dig @127.0.0.1 -b {TEACHER} -p PORT {how} game.example +short"
        assert town.said(teacher) == "192.0.2.8"


KDIG = "kdig @127.0.0.1 +short"
SURE = "+tls-ca=PEM +tls-hostname=truong.example"


@needs("kdig")
@pytest.mark.parametrize(
    "how",
    [
        "-p PORT",
        "-p PORT +tcp",
        f"-p TLS +tls {SURE}",
        f"-p DOH +https {SURE}",
        f"-p DOH +https-get {SURE}",
        f"-p DOH +https=/dns-query {SURE} +padding",
    ],
    ids=["udp", "tcp", "tls", "https", "https by get", "padded"],
)
def test_kdig(town: Town, how: str) -> None:
    assert town.said(f"{KDIG} {how} -b {PUPIL} game.example") == PAGE
    assert town.said(f"{KDIG} {how} -b {TEACHER} game.example") == "192.0.2.8"


@needs("kdig")
def test_kdig_by_a_name_or_a_path_that_holds_a_token(town: Town) -> None:
    by_name = f"-p TLS +tls-ca=PEM +tls-hostname={TOKEN}.truong.example"
    by_path = f"-p DOH +https=/dns-query/{TOKEN} {SURE}"
    for how in (by_name, by_path):
        assert town.said(f"{KDIG} {how} -b {PUPIL} game.example") == "192.0.2.8"


@needs("curl")
def test_curl_opens_a_site_by_doh(town: Town) -> None:
    with site(town.page, "Xin chào!"):
        common = f"curl -sS --noproxy * --cacert PEM http://tro-choi.example:{town.page}/ --doh-url"
        open_for_teachers = town.said(f"{common} https://127.0.0.1:DOH/dns-query/{TOKEN}")
        assert open_for_teachers == "Xin chào!"
        shut = town.said(f"{common} https://127.0.0.1:DOH/dns-query")
        assert "<h1>Trang này dành cho người lớn</h1>" in shut


UNBOUND = """server:
  interface: 127.0.0.1@{port}
  do-daemonize: no
  username: ""
  chroot: ""
  directory: "{folder}"
  pidfile: ""
  use-syslog: no
  module-config: "iterator"
  do-not-query-localhost: no
  tls-cert-bundle: "{pem}"
  {more}
"""
FORWARD = 'forward-zone:\n  name: "."\n  forward-addr: 127.0.0.1@{to}\n  {tls}\n'


@contextmanager
def unbound(folder: Path, more: str, rest: str, pem: Path) -> Iterator[int]:
    """A running Unbound; its port."""
    port, config = free_port(), folder / "unbound.conf"
    text = UNBOUND.format(port=port, folder=folder, pem=pem, more=more)
    config.write_text(text + rest, encoding="utf-8")
    program = shutil.which("unbound") or ""
    with (folder / "unbound.log").open("wb") as log:
        process = subprocess.Popen([program, "-d", "-c", str(config)], stdout=log, stderr=log)
    try:
        yield port
    finally:
        process.terminate()
        process.wait(10)


@needs("unbound")
@pytest.mark.parametrize("tls", [False, True], ids=["udp", "tls"])
def test_unbound_forwards_to_the_filter(town: Town, tmp_path: Path, tls: bool) -> None:
    to = f"{town.tls}#truong.example" if tls else str(town.running.port)
    rest = FORWARD.format(to=to, tls="forward-tls-upstream: yes" if tls else "")
    with unbound(tmp_path, "", rest, town.running.folder / "cert.pem") as port:
        resolver = School(tmp_path, port, town.running.process)
        assert resolver.until(lambda: bool(resolver.ask("mo.example", patience=1).answers))
        for name, expected in (("mo.example", "192.0.2.7"), ("ca-cuoc.example", PAGE)):
            [record] = resolver.ask(name).answers
            assert socket.inet_ntoa(record.data) == expected


@needs("unbound")
@pytest.mark.parametrize("protocol", ["tcp", "tls", "https"])
def test_the_filter_asks_an_unbound(tmp_path: Path, protocol: str) -> None:
    pem, key = certificate(tmp_path, "dns.example")
    tls, https = free_port(), free_port()
    lines = [f"interface: 127.0.0.1@{tls}", f"interface: 127.0.0.1@{https}"]
    lines += [f"tls-port: {tls}", f"https-port: {https}"]
    lines += [f'tls-service-pem: "{pem}"', f'tls-service-key: "{key}"']
    lines += ["local-data: 'xa.example. A 192.0.2.77'"]
    with unbound(tmp_path, "\n  ".join(lines), "", pem) as port:
        to = {"tcp": port, "tls": tls, "https": https}[protocol]
        more = f'protocol = "{protocol}"\nname = "dns.example"\nca = "cert.pem"\n'
        with school(tmp_path, to, upstream=more) as running:
            assert running.until(lambda: bool(running.ask("xa.example").answers)), running.log
            [record] = running.ask("xa.example").answers
            assert socket.inet_ntoa(record.data) == "192.0.2.77"


@pytest.mark.browser
@pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="there is no browser here")
@pytest.mark.parametrize(
    ("path", "words"),
    [
        (f"/dns-query/{TOKEN}", "Xin chào!"),
        ("/dns-query", "Trang này dành cho người lớn"),
        ("/dns-query/doan-mo", None),
    ],
    ids=["a teacher's laptop", "a strange laptop", "a guessed token"],
)
def test_chromium_with_secure_dns(town: Town, tmp_path: Path, path: str, words: str | None) -> None:
    from playwright.sync_api import Error

    pem = town.running.folder / "cert.pem"
    address = f"http://tro-choi.example:{town.page}/"
    with (
        site(town.page, "<h1>Xin chào!</h1>"),
        chromium_by(tmp_path, town.doh, pem, path) as browser,
    ):
        if words is None:
            with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
                browser.pages[0].goto(address)
        else:
            browser.pages[0].goto(address)
            assert browser.pages[0].inner_text("h1") == words
