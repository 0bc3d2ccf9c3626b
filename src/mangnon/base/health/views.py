"""`/healthz` for the one who watches, `/metrics` for the one who measures."""

from __future__ import annotations

import hmac
from ipaddress import ip_address

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mangnon.base.health.metrics import CONTENT_TYPE, exposition
from mangnon.base.health.vital import vital_signs

_OF_A_PROXY = (
    "Forwarded",
    "Via",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """Each part as `ok` or not; 503 when one is not."""
    signs = vital_signs()
    ok = all(signs.values())
    parts = {name: "ok" if well else "down" for name, well in signs.items()}
    return JsonResponse({"ok": ok, **parts}, status=200 if ok else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Only for this machine itself, or for whoever sends the token."""
    if not (_has_token(request) or _from_here(request)):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE)


def _has_token(request: HttpRequest) -> bool:
    wanted: str | None = settings.METRICS_TOKEN
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(given.encode(), str(wanted).encode())


def _from_here(request: HttpRequest) -> bool:
    """A loopback address, and nothing that a proxy on this machine would add."""
    if any(name in request.headers for name in _OF_A_PROXY):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
