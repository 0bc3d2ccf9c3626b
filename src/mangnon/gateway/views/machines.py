"""What filters ask and tell, as JSON under /bo-loc/may/, by the token of the filter.

Every refusal is `{"error": "…"}` in words for the filter's log.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, cast

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from mangnon.base.limits.api import Limit
from mangnon.gateway import deltas, signing
from mangnon.gateway.actions import fleet as actions
from mangnon.gateway.link.codes import SECRET_BYTES
from mangnon.gateway.link.report import BadReport, read_report
from mangnon.gateway.models import Bundle, Gateway
from mangnon.gateway.queries import bundles, fleet

MOST_BODY, MOST_PLAIN = 2 * 1024 * 1024, 16 * 1024 * 1024
# 80 bits cannot be guessed; this keeps the record and the database quiet while somebody tries. A
# right code from elsewhere is taken whatever others do.
WRONG_CODES = Limit("enrolment-code", 10, timedelta(minutes=10))  # from one address
WRONG_OF_ALL = Limit("enrolment-codes", 300, timedelta(minutes=10))  # then none is written down
BINARY = "application/octet-stream"
_TOO_OFTEN = "thử mã ghi danh quá nhiều lần, hãy đợi mười phút"
_HEX = re.compile(r"[0-9a-f]+")
P = ParamSpec("P")


class Unreadable(ValueError):
    """A body that is not taken; says why."""

    status = 400


class TooLarge(Unreadable):
    status = 413


def refusal(status: int, words: str, **more: object) -> JsonResponse:
    return JsonResponse({"error": words, **more}, status=status)


def of_filter(
    view: Callable[Concatenate[HttpRequest, Gateway, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """For a filter that shows its token; one that was revoked is told so."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        gateway = fleet.gateway_of_token(_token(request)) if _token(request) else None
        if gateway is None:
            return refusal(403, "máy lọc chưa ghi danh")
        if gateway.revoked_at:
            return refusal(403, "máy lọc đã bị thu hồi", revoked=True)
        try:
            return view(request, gateway, *args, **kwargs)
        except Unreadable as wrong:
            return refusal(wrong.status, str(wrong))

    return cast(Callable[Concatenate[HttpRequest, P], HttpResponseBase], guarded)


def _token(request: HttpRequest) -> str:
    word, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if word == "Bearer" else ""


@require_GET
def key(request: HttpRequest) -> HttpResponse:
    """The public key; a filter compares it with the fingerprint in its code."""
    return JsonResponse({"key": signing.public_key().hex()})


@csrf_exempt
@require_POST
def enrol(request: HttpRequest) -> HttpResponse:
    """A filter comes in by a code."""
    if WRONG_CODES.is_reached(get_client_ip(request)):
        return refusal(429, _TOO_OFTEN)
    try:
        said = _body(request)
        secret = _hex(said, "code", SECRET_BYTES)
        token_hash = _hex(said, "token_hash", 32)
    except Unreadable as wrong:
        return refusal(403, str(wrong))
    try:
        gateway = actions.enrol(
            secret=secret,
            token_hash=token_hash,
            name=str(said.get("name", "")),
            version=str(said.get("version", "")),
            before=_token(request),
        )
    except actions.CodeRefused as why:
        if WRONG_OF_ALL.is_reached():
            return refusal(429, _TOO_OFTEN)
        WRONG_CODES.count(get_client_ip(request))
        WRONG_OF_ALL.count()
        return refusal(403, str(why))
    told = {"gateway": str(gateway.pk), "site": gateway.site_id, "hub": settings.HUB_URL}
    return HttpResponse(signing.envelope("enrolment", told), content_type="application/json")


def _hex(said: dict[str, Any], name: str, size: int) -> str:
    value = said.get(name)
    if not isinstance(value, str) or len(value) != 2 * size or not _HEX.fullmatch(value):
        raise Unreadable(f"{name}: cần {size} byte viết bằng chữ số thập lục phân")
    return value


@require_GET
@of_filter
def current(request: HttpRequest, gateway: Gateway) -> HttpResponseBase:
    """What is newest, for a filter that finds no hub."""
    told = {
        "plan": gateway.site.revision,
        "bundle": fleet.newest_bundle(),
        "hub": settings.HUB_URL,
    }
    etag = f'"{told["plan"]}-{told["bundle"]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return JsonResponse(told, headers={"ETag": etag})


@require_GET
@of_filter
def plan(request: HttpRequest, gateway: Gateway) -> HttpResponseBase:
    """The plan last released for the filter's site, signed."""
    site = gateway.site
    if not site.plan:
        return refusal(404, "điểm trường chưa có quy tắc")
    signed = signing.plan_envelope(site.pk, site.revision, site.plan)
    return HttpResponse(signed, content_type="application/json")


@require_GET
@of_filter
def bundle(request: HttpRequest, gateway: Gateway) -> HttpResponseBase:
    """The newest bundle's manifest, signed; the index itself is fetched apart."""
    newest = bundles.current_bundle()
    if newest is None:
        return refusal(404, "chưa có gói danh sách")
    sha256 = newest.manifest["index_sha256"]
    size = (bundles.bundle_folder(newest.pk) / "index.bin").stat().st_size
    signed = signing.bundle_envelope(newest.pk, newest.manifest, sha256, size)
    return HttpResponse(signed, content_type="application/json")


@require_GET
@of_filter
def index(request: HttpRequest, gateway: Gateway, number: int) -> HttpResponseBase:
    """The whole index, from a byte on where the filter has the beginning."""
    try:
        return _ranged(request, bundles.bundle_folder(number) / "index.bin")
    except Bundle.DoesNotExist:
        return refusal(404, "không có gói danh sách này")


@require_GET
@of_filter
def model(request: HttpRequest, gateway: Gateway, number: int) -> HttpResponseBase:
    """The name model of a bundle, where there is one."""
    try:
        return _ranged(request, bundles.bundle_folder(number) / "model.bin")
    except (Bundle.DoesNotExist, FileNotFoundError):
        return refusal(404, "gói danh sách này không có mô hình tên lạ")


@require_GET
@of_filter
def change(request: HttpRequest, gateway: Gateway, number: int, base: int) -> HttpResponseBase:
    """What changed from a bundle that the filter has."""
    try:
        path = deltas.bundle_delta(base, number)
    except Bundle.DoesNotExist:
        path = None
    if path is None:
        return refusal(404, "không có đường ngắn, hãy tải cả gói")
    return FileResponse(path.open("rb"), content_type=BINARY)


@require_POST
@of_filter
def report(request: HttpRequest, gateway: Gateway) -> HttpResponseBase:
    """What a filter tells; the answer says what of it is kept."""
    try:
        told = read_report(_body(request))
    except BadReport as wrong:
        raise Unreadable(str(wrong)) from None
    return JsonResponse(actions.take_report(gateway=gateway, report=told))


def _body(request: HttpRequest) -> dict[str, Any]:
    """The JSON of a body, plain or gzip, of a bearable size. Raises Unreadable."""
    try:
        raw = request.body
    except RequestDataTooBig:
        raise TooLarge("nội dung quá lớn") from None
    if len(raw) > MOST_BODY:
        raise TooLarge(f"nội dung lớn hơn {MOST_BODY} byte")
    if request.headers.get("Content-Encoding") == "gzip":
        raw = _unzipped(raw)
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unreadable("nội dung không phải JSON") from None
    if not isinstance(said, dict):
        raise Unreadable("nội dung phải là một đối tượng JSON")
    return said


def _unzipped(raw: bytes) -> bytes:
    opening = zlib.decompressobj(wbits=31)
    try:
        plain = opening.decompress(raw, MOST_PLAIN)
    except (zlib.error, gzip.BadGzipFile):
        raise Unreadable("nội dung nén bị hỏng") from None
    if opening.unconsumed_tail:
        raise TooLarge(f"nội dung lớn hơn {MOST_PLAIN} byte khi mở nén")
    if not opening.eof:
        raise Unreadable("nội dung nén bị thiếu")
    return plain


def _ranged(request: HttpRequest, path: Path) -> HttpResponseBase:
    """`bytes=N-` alone is understood: filters ask nothing else."""
    size = path.stat().st_size
    asked = re.fullmatch(r"bytes=(\d{1,15})-", request.headers.get("Range", ""))
    file = path.open("rb")
    if asked is None:
        return FileResponse(file, content_type=BINARY)
    start = int(asked[1])
    if start >= size:
        file.close()
        return refusal(416, "gói danh sách không dài đến đó")
    file.seek(start)
    answer = FileResponse(file, content_type=BINARY, status=206)
    answer["Content-Range"] = f"bytes {start}-{size - 1}/{size}"
    answer["Content-Length"] = str(size - start)
    return answer
