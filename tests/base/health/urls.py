"""Addresses for the tests of the request log, beside the house's own."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path


def greet(request: HttpRequest, secret: str) -> HttpResponse:
    return HttpResponse("xin chào")


def crash(request: HttpRequest) -> HttpResponse:
    raise ValueError("hoa@example.org")


def refuse(request: HttpRequest, how: str) -> HttpResponse:
    raise {"403": PermissionDenied, "404": Http404, "400": SuspiciousOperation}[how]("chị Hoa")


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hỏng", status=500)


def stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("cũ", status=403)


urlpatterns = [
    path("", include("mangnon.base.health.urls")),
    path("moi/<str:secret>/", greet, name="greet"),
    path("crash/", crash),
    path("tu-choi/<str:how>/", refuse),
]
handler500 = "tests.base.health.urls.broken"
