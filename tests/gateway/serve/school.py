"""A fake upstream and a running filter, for stories about a school. Everything on the loopback."""

from __future__ import annotations

import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from mangnon.gateway.demo import demo_site
from mangnon.gateway.engine import message, names
from mangnon.gateway.serve.records import BadReply, Record, Reply, body, read_reply

PUPIL, TEACHER, LITTLE = "127.0.1.5", "127.0.9.5", "127.0.4.5"
Changes = Callable[[bytes, bytes], bytes | None]


def a(owner: str, to: str, ttl: int = 300) -> Record:
    packed = ip_address(to).packed
    kind = message.A if len(packed) == 4 else message.AAAA
    return Record(names.wire(owner.encode()), kind, ttl, packed)


def cname(owner: str, to: str, ttl: int = 300) -> Record:
    data = names.wire(to.encode()) + b"\0"
    return Record(names.wire(owner.encode()), message.CNAME, ttl, data)


def https(owner: str, params: dict[int, bytes], target: str = "") -> Record:
    name = names.wire(target.encode()) if target else b""
    data = b"\0\1" + name + b"\0"
    data += b"".join(struct.pack("!2H", k, len(v)) + v for k, v in sorted(params.items()))
    return Record(names.wire(owner.encode()), message.HTTPS, 300, data)


def soa(owner: str, ttl: int, minimum: int) -> Record:
    data = b"\x02ns\0\x02me\0" + struct.pack("!5I", 1, 2, 3, 4, minimum)
    return Record(names.wire(owner.encode()), message.SOA, ttl, data)


def query(name: str, qtype: int = message.A, ident: bytes = b"\x12\x34", flags: int = 0) -> bytes:
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    head = ident + struct.pack("!5H", message.RD | flags, 1, 0, 0, 1)
    return head + labels + b"\0" + struct.pack("!2H", qtype, 1) + message.opt_record()


@dataclass
class Upstream:
    """Answers what `zone` knows, else NXDOMAIN. `seen`: (name, type, by which protocol), letters as
    they came. `udp`, `tcp`: change an answer on its way, or swallow it with None."""

    zone: dict[tuple[str, int], list[Record]] = field(default_factory=dict)
    seen: list[tuple[bytes, int, str]] = field(default_factory=list)
    udp: Changes = lambda packet, answer: answer
    tcp: Changes = lambda packet, answer: answer
    rcode: int = 0
    authority: tuple[Record, ...] = ()
    port: int = 0

    @contextmanager
    def running(self) -> Iterator[Upstream]:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        tcp = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        with udp, tcp:
            tcp.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self.port = self.port or free_port()
            tcp.bind(("127.0.0.1", self.port))
            udp.bind(("127.0.0.1", self.port))
            tcp.listen()
            threads = [
                threading.Thread(target=self._datagrams, args=(udp,)),
                threading.Thread(target=self._streams, args=(tcp,)),
            ]
            for thread in threads:
                thread.start()
            try:
                yield self
            finally:
                for sock in (udp, tcp):
                    with suppress(OSError):
                        sock.shutdown(socket.SHUT_RDWR)
                for thread in threads:
                    thread.join()

    def _datagrams(self, sock: socket.socket) -> None:
        with suppress(OSError):
            while True:
                packet, client = sock.recvfrom(4096)
                if not packet:
                    return
                self.send(sock, packet, client)

    def send(self, sock: socket.socket, packet: bytes, client: tuple[str, int]) -> None:
        """Answer a datagram."""
        answer = self.udp(packet, self.answer(packet, "udp"))
        if answer is not None:
            sock.sendto(answer, client)

    def _streams(self, sock: socket.socket) -> None:
        with suppress(OSError):
            while True:
                stream, _ = sock.accept()
                with stream:
                    stream.settimeout(2)
                    packet = stream.recv(4096)[2:]
                    answer = self.tcp(packet, self.answer(packet, "tcp"))
                    if answer is not None:
                        stream.sendall(struct.pack("!H", len(answer)) + answer)

    def answer(self, packet: bytes, protocol: str) -> bytes:
        question = message.read_question(packet)
        assert question is not None
        raw = packet[message.HEADER : message.HEADER + len(question.name)]
        self.seen.append((raw, question.qtype, protocol))
        found = self.zone.get((names.text(question.name), question.qtype))
        rcode = self.rcode or (0 if found is not None else message.NXDOMAIN)
        made = body(question, rcode=rcode, answers=tuple(found or ()), authority=self.authority)
        end = message.HEADER + len(raw)
        return packet[:2] + made[2 : message.HEADER] + raw + made[end:]


def free_port() -> int:
    """A port that is free for UDP and TCP on both loopbacks at this moment."""
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as sock:
            sock.bind(("127.0.0.1", 0))
            port = int(sock.getsockname()[1])
        if all(_can_bind(host, port) for host in ("127.0.0.1", "::1")):
            return port


def _can_bind(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(family, kind) as sock:
            try:
                sock.bind((host, port))
            except OSError:
                return False
    return True


@dataclass
class School:
    """A running filter of the demo school."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    def ask(
        self,
        name: str,
        qtype: int = message.A,
        *,
        by: str = PUPIL,
        tcp: bool = False,
        at: str = "127.0.0.1",
        patience: float = 3,
    ) -> Reply:
        packet = query(name, qtype)
        return read_reply(self.raw(packet, by=by, tcp=tcp, at=at, patience=patience))

    def raw(
        self,
        packet: bytes,
        *,
        by: str = PUPIL,
        tcp: bool = False,
        at: str = "127.0.0.1",
        patience: float = 3,
    ) -> bytes:
        """The answer's bytes. Raises TimeoutError when none comes."""
        family = socket.AF_INET6 if ":" in at else socket.AF_INET
        kind = socket.SOCK_STREAM if tcp else socket.SOCK_DGRAM
        with socket.socket(family, kind) as sock:
            sock.settimeout(patience)
            if family == socket.AF_INET:
                sock.bind((by, 0))
            sock.connect((at, self.port))
            sock.sendall(struct.pack("!H", len(packet)) + packet if tcp else packet)
            if not tcp:
                return sock.recv(4096)
            with sock.makefile("rb") as stream:
                (length,) = struct.unpack("!H", stream.read(2))
                return stream.read(length)

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    @property
    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(each) for each in children.read_text().split()]

    def until(self, holds: Callable[[], bool], *, within: float = 8.0) -> bool:
        """Whether it comes to hold within these seconds."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            with suppress(OSError, BadReply):
                if holds():
                    return True
            time.sleep(0.05)
        return False


@contextmanager
def school(
    folder: Path, upstream_port: int, *, more: str = "", upstream: str = ""
) -> Iterator[School]:
    """The demo school, answering. more: further tables of its config; upstream: further lines about
    its upstream."""
    port = free_port()
    config = demo_site(folder, port=port, upstream="127.0.0.1", upstream_port=upstream_port)
    config.write_text(config.read_text(encoding="utf-8") + upstream + more, encoding="utf-8")
    with (folder / "log").open("wb") as log:
        command = [sys.executable, "-m", "mangnon", "gateway", "serve", "--config", str(config)]
        process = subprocess.Popen(command, stdout=log, stderr=log, env=os.environ | {"TZ": "UTC"})
    running = School(folder, port, process)
    try:
        assert running.until(lambda: bool(running.ask("truong.example").answers)), running.log
        assert running.until(lambda: len(running.workers) == 2)
        yield running
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)
