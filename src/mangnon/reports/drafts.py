"""What somebody is writing, page after page: in the server's session, sealed.

The key is a random one that only a cookie of the browser has, for as long as the browser is open;
a stolen session table tells nothing. Each tab writes a draft of its own.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from mangnon.kit import sealing
from mangnon.kit.crypto import NotOpened

_bound = "__Secure-" if settings.SESSION_COOKIE_SECURE else ""
COOKIE, PATH = f"{_bound}mangnon-tam", "/bao-tin/"
_KEPT, _MOST = "drafts", 5


def begun(request: HttpRequest, response_key: bytes, said: Mapping[str, Any]) -> UUID:
    """A new draft; the oldest goes when there are too many."""
    pk = uuid4()
    drafts = dict(list(request.session.get(_KEPT, {}).items())[1 - _MOST :])
    request.session[_KEPT] = drafts
    keep(request, response_key, pk, said)
    return pk


def key_of(request: HttpRequest) -> bytes | None:
    """The key that the browser holds, or None."""
    try:
        raw = base64.urlsafe_b64decode(request.COOKIES.get(COOKIE, ""))
    except ValueError:
        return None
    return raw if len(raw) == sealing.KEY_BYTES else None


def hand_out(response: HttpResponse, key: bytes) -> None:
    response.set_cookie(
        COOKIE,
        base64.urlsafe_b64encode(key).decode(),
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def keep(request: HttpRequest, key: bytes, pk: UUID, said: Mapping[str, Any]) -> None:
    plain = json.dumps(dict(said), ensure_ascii=False).encode()
    box = base64.b64encode(sealing.seal(key, plain, f"draft:{pk}")).decode()
    request.session[_KEPT] = {**request.session.get(_KEPT, {}), str(pk): box}


def said_in(request: HttpRequest, pk: UUID) -> dict[str, Any] | None:
    """The draft opened; None when it is gone or the browser was closed meanwhile."""
    key, box = key_of(request), request.session.get(_KEPT, {}).get(str(pk))
    if key is None or box is None:
        return None
    try:
        opened = sealing.opened(key, base64.b64decode(box), f"draft:{pk}")
    except NotOpened:
        return None
    said: dict[str, Any] = json.loads(opened)
    return said


def kept_in(request: HttpRequest) -> list[UUID]:
    """The drafts of this browser, the newest first."""
    return [UUID(pk) for pk in reversed(request.session.get(_KEPT, {}))]


def drop(request: HttpRequest, pk: UUID) -> None:
    drafts = dict(request.session.get(_KEPT, {}))
    if drafts.pop(str(pk), None) is not None:
        request.session[_KEPT] = drafts


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Everything of the browser's: for leaving."""
    if _KEPT in request.session:
        del request.session[_KEPT]
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")
