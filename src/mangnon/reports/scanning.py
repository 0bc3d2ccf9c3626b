"""Asking a clamd whether a file carries something harmful: its INSTREAM command over a socket.

clamd(8): `zINSTREAM\\0`, then chunks, each behind its length in four bytes, big endian; a chunk of
length nought ends them. The answer is `stream: OK`, `stream: NAME FOUND` or `… ERROR`. The bytes
are sent from memory and are laid down nowhere by us; clamd keeps them in its own temporary folder
while it looks.
"""

from __future__ import annotations

import socket
import struct
from contextlib import closing
from enum import Enum
from typing import NamedTuple
from urllib.parse import urlsplit

import structlog

log = structlog.get_logger("mangnon.scanning")
_CHUNK, _WITHIN_S, _LONGEST_ANSWER = 64 * 1024, 20.0, 1024


class Found(Enum):
    """What a scanner says. NOT_ASKED: there is none, or it did not answer; the page says so."""

    NOT_ASKED = "not_asked"
    NOTHING = "nothing"
    HARM = "harm"


class Scan(NamedTuple):
    found: Found
    name: str = ""


def scan(raw: bytes, address: str | None) -> Scan:
    """What clamd at `unix:///…` or `tcp://host:port` says; a silent or ailing one stops nobody."""
    if not address:
        return Scan(Found.NOT_ASKED)
    try:
        with closing(_connected(address)) as line:
            return _read(_answer(line, raw))
    except OSError as wrong:
        log.warning("scanner did not answer", wrong=type(wrong).__name__)
        return Scan(Found.NOT_ASKED)


def _connected(address: str) -> socket.socket:
    at = urlsplit(address)
    if at.scheme == "tcp":
        return socket.create_connection((at.hostname or "", at.port or 3310), _WITHIN_S)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(_WITHIN_S)
    try:
        line.connect(at.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line: socket.socket, raw: bytes) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(raw), _CHUNK):
            chunk = raw[at : at + _CHUNK]
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        pass  # over its limit clamd says so and hangs up amid the file: the answer is there to read
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER and (more := line.recv(4096)):
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _read(answer: str) -> Scan:
    if answer.endswith(": OK"):
        return Scan(Found.NOTHING)
    if answer.endswith(" FOUND"):
        return Scan(Found.HARM, answer.removesuffix(" FOUND").rpartition(": ")[2][:100])
    log.warning("scanner did not judge", answer=answer[:200])
    return Scan(Found.NOT_ASKED)
