"""Addresses for the tests of the request log, beside the house's own."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def greet(request: HttpRequest, secret: str) -> HttpResponse:
    return HttpResponse("xin chào")


def crash(request: HttpRequest) -> HttpResponse:
    raise ValueError("hoa@example.org")


def broken(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hỏng", status=500)


urlpatterns = [
    path("", include("mangnon.base.health.urls")),
    path("moi/<str:secret>/", greet, name="greet"),
    path("crash/", crash),
]
handler500 = "tests.base.health.urls.broken"
