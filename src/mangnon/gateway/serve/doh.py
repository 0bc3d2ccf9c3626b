"""DNS over HTTPS (RFC 8484): a request read as a question, an answer written as a response.

    GET  /dns-query?dns=AAABAAAB…          the group of the client's address
    POST /dns-query/TOKEN                  the group that has this token, wherever the client is

An answer depends on who asks: it may be kept by the client alone, as long as its shortest TTL.
"""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from urllib.parse import parse_qs

from mangnon.gateway.engine import message
from mangnon.gateway.serve.desk import Client, Desk
from mangnon.gateway.serve.records import RRSIG, BadReply, read_reply
from mangnon.gateway.serve.web import Fields, Limits, Request, Response

PATH = "/dns-query"
MEDIA = "application/dns-message"
MOST_MESSAGE = 65_535
LIMITS = Limits(most_body=MOST_MESSAGE, idle_s=60.0)
_ALLOW: Fields = (("allow", "GET, POST"),)


class NotAsked(Exception):
    """A request that holds no question; `status` says why."""

    def __init__(self, status: HTTPStatus, fields: Fields = ()) -> None:
        super().__init__(status.phrase)
        self.response = Response(status, fields)


async def respond(request: Request, desk: Desk, address: bytes) -> Response:
    """The response to a request from a client address of 4 or 16 bytes."""
    try:
        token = _token(request.path, desk)
        packet = _message(request)
    except NotAsked as wrong:
        return wrong.response
    answer = await desk.answer(packet, Client(address, token))
    if answer is None:
        return Response(HTTPStatus.BAD_REQUEST)
    kept = f"private, max-age={freshness(answer)}"
    return Response(HTTPStatus.OK, (("content-type", MEDIA), ("cache-control", kept)), answer)


def _token(path: str, desk: Desk) -> str:
    """The token of a path; blank where the address decides. Raises NotAsked."""
    if path == PATH:
        return ""
    before, _, token = path.rpartition("/")
    if before != PATH or not token or not desk.known(token):
        raise NotAsked(HTTPStatus.NOT_FOUND)
    return token


def _message(request: Request) -> bytes:
    """The DNS message in a request. Raises NotAsked."""
    if request.method == "GET":
        return _from_query(request.query)
    if request.method != "POST":
        raise NotAsked(HTTPStatus.METHOD_NOT_ALLOWED, _ALLOW)
    if request.fields.get("content-type", "").partition(";")[0].strip().lower() != MEDIA:
        raise NotAsked(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    return request.body


def _from_query(query: str) -> bytes:
    """`dns`: base64url without padding (RFC 8484 6)."""
    try:
        said = parse_qs(query, strict_parsing=True, max_num_fields=8)["dns"][0]
        raw = said.encode("ascii")
        if not raw or b"+" in raw or b"/" in raw:
            raise ValueError
        return base64.b64decode(raw + b"=" * (-len(raw) % 4), altchars=b"-_", validate=True)
    except (ValueError, KeyError, binascii.Error):
        raise NotAsked(HTTPStatus.BAD_REQUEST) from None


def freshness(answer: bytes) -> int:
    """Seconds for which an answer may be kept (RFC 8484 5.1): its shortest TTL; what its SOA says
    when it has no answers; 0 when nothing is said."""
    try:
        reply = read_reply(answer)
    except BadReply:
        return 0
    said = [each.ttl for each in reply.answers if each.kind != RRSIG]
    soa = [each for each in reply.authority if each.kind == message.SOA]
    if not said:
        said = [min(each.ttl, int.from_bytes(each.data[-4:], "big")) for each in soa]
    return min(said, default=0)
