"""A number for each request, and one line about it: route, status, time; no path, no person."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Callable
from ipaddress import ip_address, ip_network

import structlog
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError

from mangnon.base.health.metrics import count_request

log = structlog.get_logger("mangnon.web")
_GIVEN_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
# Asked many times a minute, and of no interest when they answer well.
_QUIET = frozenset({"health:healthz", "health:metrics"})
# What Django turns into 403, 404 and 400: refusals, which the line of the request tells.
_ANSWERED = (PermissionDenied, Http404, SuspiciousOperation, BadRequest, MultiPartParserError)


class RequestLog:
    """The outermost middleware. A proxy may hand in `X-Request-ID`; the answer carries it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else uuid.uuid4().hex
        began = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=request_id):
            response = self.get_response(request)
            _note(request, response.status_code, time.perf_counter() - began)
        response["X-Request-ID"] = request_id
        return response

    def process_exception(self, request: HttpRequest, wrong: Exception) -> None:
        """Log what crashed, once, with its trace; Django then answers with the error page."""
        if not isinstance(wrong, _ANSWERED):
            log.error("request crashed", route=route_of(request), exc_info=wrong)


class PlainAddress:
    """No page has a NUL in its address, and PostgreSQL takes none, not even to say so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            raise Http404
        return self.get_response(request)


def route_of(request: HttpRequest) -> str:
    """The pattern that matched, such as `cong-van/<uuid:pk>/`: ids and secrets stay out of it."""
    match = request.resolver_match
    return match.route if match else "(không có trang)"


def view_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or match.route or "home") if match else "none"


def _note(request: HttpRequest, status: int, spent_s: float) -> None:
    if request.resolver_match is None and request.path_info.startswith("/static/"):
        return
    view = view_of(request)
    count_request(view=view, method=request.method or "", status=status, spent_s=spent_s)
    if view in _QUIET and status < 400:
        return
    log.info(
        "request",
        method=request.method,
        route=route_of(request),
        status=status,
        spent_ms=round(spent_s * 1000),
        network=network_of(request.META.get("REMOTE_ADDR", "")),
    )


def network_of(address: str) -> str:
    """The network that an address lies in (/24, /48), never the address itself."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if found.is_loopback:
        return "loopback"
    width = 24 if found.version == 4 else 48
    return str(ip_network(f"{found}/{width}", strict=False))
