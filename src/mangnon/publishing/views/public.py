"""The public library: no account, no cookie; what is counted is a number a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from mangnon.base.files.api import contents
from mangnon.library import api as library
from mangnon.publishing.queries import public
from mangnon.publishing.queries.visible import site_post_of

FACETS = {
    "genre": ("the-loai", "Thể loại"),
    "audience": ("doi-tuong", "Dành cho"),
    "issuer": ("co-quan", "Nguồn của"),
    "year": ("nam", "Năm của nguồn"),
}


@dataclass(frozen=True)
class Link:
    """A choice of a facet, or a page, with its address."""

    words: str
    href: str
    count: int = 0
    chosen: bool = False


@dataclass
class Shelf:
    """The files of a product by how they are shown."""

    article: str = ""
    pictures: list[library.ProductFile] = field(default_factory=list)
    films: list[library.ProductFile] = field(default_factory=list)
    captions: library.ProductFile | None = None
    sounds: list[library.ProductFile] = field(default_factory=list)
    papers: list[library.ProductFile] = field(default_factory=list)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    asked = {name: request.GET.get(key, "")[:100] for name, (key, _) in FACETS.items()}
    words = request.GET.get("tim", "")[:200]
    number = request.GET.get("trang", "")
    wanted = library.Wanted(words=words, page=int(number) if number.isdecimal() else 1, **asked)
    page = public.public_page(wanted)
    context = {
        "words": words,
        "page": page,
        "facets": [
            (title, _choices(wanted, name, page.found.facets.get(name, [])))
            for name, (_, title) in FACETS.items()
        ],
        "narrowed": words or any(asked.values()),
        "hidden": [(FACETS[name][0], value) for name, value in asked.items() if value],
        "turns": _turns(wanted, page.found),
        "canonical": settings.PUBLIC_URL + request.get_full_path(),
        "podcast": settings.PROVINCE_CODE,
        "by_mail": settings.NEWS_BY_MAIL,
    }
    return render(request, "publishing/public/library.html", context)


def _choices(wanted: library.Wanted, name: str, found: list[library.Choice]) -> list[Link]:
    return [
        Link(
            one.words, _at(wanted, **{name: "" if one.chosen else one.value}), one.count, one.chosen
        )
        for one in found
    ]


def _turns(wanted: library.Wanted, found: library.Found) -> list[Link]:
    """To the page before and the page after."""
    turns = []
    if found.page > 1:
        turns.append(Link("Trang trước", _at(wanted, page=str(found.page - 1))))
    if found.page < found.pages:
        turns.append(Link("Trang sau", _at(wanted, page=str(found.page + 1))))
    return turns


def _at(wanted: library.Wanted, page: str = "", **changes: str) -> str:
    """The same search with something changed; back at its first page unless one is named."""
    said = {FACETS[name][0]: changes.get(name, getattr(wanted, name)) for name in FACETS}
    asked = {"tim": wanted.words, **said, "trang": page}
    kept = {key: value for key, value in asked.items() if value}
    return reverse("public_library") + (f"?{urlencode(kept)}" if kept else "")


@require_safe
@csp_update({"media-src": [SELF]})  # type: ignore[arg-type]
def product(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = _public(pk)
    if request.method == "GET":
        library.count_use(found, library.Use.VIEW)
    shown = public.as_shown([found])[0]
    document = found.revision.map.document
    beside = [] if document.is_over else public.of_document(document.pk).exclude(pk=pk)[:6]
    picture = public.shared_picture(found)
    context = {
        "shown": shown,
        "product": found,
        "shelf": _shelf(found),
        "document": document,
        "beside": public.as_shown(beside),
        "post": site_post_of(found),
        "address": settings.PUBLIC_URL + request.path,
        "picture": picture and settings.PUBLIC_URL + file_address(picture),
        "picture_alt": picture.alt if picture else "",
    }
    return render(request, "publishing/public/product.html", context)


def _public(pk: UUID) -> library.Product:
    try:
        return public.public_product(pk)
    except ObjectDoesNotExist:
        raise Http404("Nội dung này không còn ở đây.") from None


def file_address(file: library.ProductFile) -> str:
    return reverse("public_file", args=[file.product_id, file.name])


def _shelf(product: library.Product) -> Shelf:
    shelf = Shelf()
    for file in library.files_of(product):
        kind = file.file.media_type
        if kind == "text/html":
            # Written by the studio, which escapes every text of a map.
            html = contents(file.file).decode()
            shelf.article = mark_safe(html)  # noqa: S308
        elif kind == "image/png":
            shelf.pictures.append(file)
        elif kind == "video/mp4":
            shelf.films.append(file)
        elif kind == "text/vtt":
            shelf.captions = file
        elif kind == "audio/mpeg":
            shelf.sounds.append(file)
        if kind not in {"text/html", "text/vtt", "application/json"}:
            shelf.papers.append(file)
    return shelf


@require_safe
def collection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything from one source."""
    rows = list(public.of_document(pk)[:100])
    if not rows:
        raise Http404("Chưa có nội dung nào từ tài liệu này.")
    context = {
        "document": rows[0].revision.map.document,
        "rows": public.as_shown(rows),
        "canonical": settings.PUBLIC_URL + request.path,
    }
    return render(request, "publishing/public/collection.html", context)
