"""Coming in: a filter shows a one-time code and is given its site.

The code holds the fingerprint of the platform's key. Who stands in between on plain HTTP has
another key and is refused before the code's secret is told. The filter makes its own token and
tells only that token's hash, so that an answer that was lost can be asked for again.
"""

from __future__ import annotations

import hashlib
import logging
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

from mangnon import __version__
from mangnon.gateway.link import memory
from mangnon.gateway.link.backoff import Backoff
from mangnon.gateway.link.codes import Code, read_code
from mangnon.gateway.link.delivering import MACHINES
from mangnon.gateway.link.envelope import BadEnvelope, fingerprint, opened
from mangnon.gateway.link.memory import Enrolled
from mangnon.gateway.link.talking import Away, Refused, Talker

log = logging.getLogger("mangnon.gateway")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class NotThePlatform(Exception):
    """Who answered at the address has not the key that the code was made with."""


def enrol(state: Path, url: str, code: Code, name: str = "") -> Enrolled:
    """Come in. Raises Away, Refused, NotThePlatform and OSError; the old enrolment then stays."""
    _warn_of_plain(url)
    before = memory.enrolled(state)
    talker = Talker(url, before.token if before and before.url == url else "")
    key = _key(Talker(url), code)
    code_hash = hashlib.sha256(code.secret).hexdigest()
    token = memory.token_for(state, code_hash)
    said = {
        "code": code.secret.hex(),
        "token_hash": hashlib.sha256(token.encode()).hexdigest(),
        "name": name or socket.gethostname(),
        "version": __version__,
    }
    answer = talker.ask(f"{MACHINES}/ghi-danh", said=said)
    try:
        told = opened("enrolment", answer.body, key)
        who = Enrolled(
            url,
            token,
            key.hex(),
            str(told["gateway"]),
            int(told["site"]),
            str(told["hub"]),
            code_hash,
        )
    except (BadEnvelope, KeyError, TypeError, ValueError) as wrong:
        raise NotThePlatform(f"câu trả lời ghi danh không đúng: {wrong}") from None
    memory.keep_enrolled(state, who)
    return who


def enrolled_or_waiting(state: Path, url: str, code: str, stop: threading.Event) -> Enrolled | None:
    """Who steers this filter; with an address and a code in its file it comes in first, however
    long the platform is away. None: nobody does, or it was told to stop. Raises BadCode."""
    before = memory.enrolled(state)
    if not url or not code:
        return before
    wanted = read_code(code)
    if before and before.code == hashlib.sha256(wanted.secret).hexdigest():
        return before
    pause = Backoff()
    while not stop.is_set():
        try:
            return enrol(state, url, wanted)
        except (Refused, NotThePlatform) as wrong:
            log.error("không ghi danh được: %s", wrong)
            if before:
                return before  # what it follows now is better than nothing
        except (Away, OSError) as wrong:
            log.warning("chưa ghi danh được, sẽ thử lại: %s", wrong)
        stop.wait(pause.next())
    return before


def _key(talker: Talker, code: Code) -> bytes:
    try:
        key = bytes.fromhex(talker.ask(f"{MACHINES}/khoa").json()["key"])
    except (KeyError, TypeError, ValueError):
        raise NotThePlatform("máy chủ ở địa chỉ này không phải nền tảng Măng Non") from None
    if fingerprint(key) != code.fingerprint:
        raise NotThePlatform(
            "máy chủ trả lời không giữ khóa ghi trong mã: sai địa chỉ, mã của nền tảng khác, "
            "hoặc có máy đứng giữa đường. Chưa gửi gì đi."
        )
    return key


def _warn_of_plain(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        log.warning("địa chỉ %s không mã hóa: hãy dùng https khi có thể", url)
