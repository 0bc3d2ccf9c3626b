"""What machines read: feeds and the map of the site."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from mangnon.base.files.api import contents
from mangnon.base.ui.site import Site
from mangnon.kit import clock
from mangnon.library import api as library
from mangnon.publishing import feeding
from mangnon.publishing.cover import podcast_cover
from mangnon.publishing.queries import public
from mangnon.publishing.views.public import file_address

ITEMS, MOST_PAGES = 30, 5000


@require_safe
def rss(request: HttpRequest) -> HttpResponse:
    return _answer(feeding.rss(_news(request)), "application/rss+xml")


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    return _answer(feeding.atom(_news(request), clock.now()), "application/atom+xml")


@require_safe
def json_feed(request: HttpRequest) -> HttpResponse:
    return _answer(feeding.json_feed(_news(request)), "application/feed+json")


def _news(request: HttpRequest) -> feeding.Feed:
    items = tuple(_item(one) for one in public.newest(ITEMS))
    return _feed(request, "Thư viện bảo vệ trẻ em trên mạng", items)


def _feed(request: HttpRequest, title: str, items: tuple[feeding.Item, ...]) -> feeding.Feed:
    name = Site().name
    return feeding.Feed(
        title=f"{title} – {name}",
        about="Bài viết, hình, video và bài phát thanh để trẻ em, cha mẹ, thầy cô dùng.",
        address=settings.PUBLIC_URL + request.path,
        home=settings.PUBLIC_URL + reverse("public_library"),
        owner=name,
        picture=settings.PUBLIC_URL + reverse("public_podcast_cover"),
        items=items,
    )


def _item(shown: public.Shown, sound: tuple[str, int, float] | None = None) -> feeding.Item:
    cover = shown.cover
    about = f"Đính chính: {shown.note} {shown.description}" if shown.note else shown.description
    address = settings.PUBLIC_URL + reverse("public_product", args=[shown.product.pk])
    small = cover and reverse("public_preview", args=[shown.product.pk, cover.name])
    return feeding.Item(
        shown.title,
        about,
        address,
        f"urn:uuid:{shown.product.pk}",
        shown.at,
        shown.product.unit.name,
        shown.genre,
        settings.PUBLIC_URL + small if small else "",
        sound,
    )


@require_safe
def podcast(request: HttpRequest, province: str) -> HttpResponse:
    place = public.province_of(province)
    if place is None:
        raise Http404("Không có tỉnh này.")
    items = []
    for shown, file in public.sounds_of(province, ITEMS):
        address = f"{settings.PUBLIC_URL}{file_address(file)}?tai"
        items.append(_item(shown, (address, file.file.bytes, _seconds(shown.product))))
    feed = _feed(request, f"Phát thanh cho trẻ em và cha mẹ, {place.name}", tuple(items))
    return _answer(feeding.rss(feed, podcast=True), "application/rss+xml")


@require_safe
def cover(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(podcast_cover(), content_type="image/png")
    response["Cache-Control"] = "public, max-age=86400"
    return response


def _seconds(product: library.Product) -> float:
    """As the slip of the broadcast says."""
    slip = next((one for one in library.files_of(product) if one.name.endswith(".json")), None)
    return float(json.loads(contents(slip.file)).get("seconds", 0)) if slip else 0.0


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    at = settings.PUBLIC_URL
    pages = [(at + reverse(name), None) for name in ("home", "public_library", "contacts")]
    rows = library.listed_products().values_list("pk", "published_at")[:MOST_PAGES]
    found = [(at + reverse("public_product", args=[pk]), when) for pk, when in rows]
    return _answer(feeding.sitemap([*pages, *found]), "application/xml")


def _answer(content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{kind}; charset=utf-8")
    response["Cache-Control"] = "public, max-age=300"
    return response
