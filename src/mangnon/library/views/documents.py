"""Finding, adding, describing and comparing documents."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from mangnon.directives.api import directive_for
from mangnon.library import perms
from mangnon.library.actions import documents as deeds
from mangnon.library.actions import maps as map_deeds
from mangnon.library.choices import EntryKind, Kind
from mangnon.library.forms.documents import (
    FACET_WORDS,
    FIELDS,
    AddForm,
    BeginForm,
    CatalogueForm,
    DescribeForm,
    EditionForm,
    ListForm,
    SearchForm,
)
from mangnon.library.models import Entry
from mangnon.library.queries import shown
from mangnon.library.queries.products import differences
from mangnon.library.queries.search import PER_PAGE, Choice, Wanted, search
from mangnon.library.refusals import Invalid, Refusal
from mangnon.library.views.access import (
    document_of,
    done,
    must,
    person_of,
    refused,
    signed_in,
    unit_of,
)


@signed_in
def library(request: HttpRequest) -> HttpResponse:
    """Search over documents, maps and products."""
    person, unit = person_of(request), unit_of(request)
    form = SearchForm(request.GET)
    wanted = form.wanted()
    found = search(person, wanted)
    pictures = shown.first_pictures(one.product_id for one in found.entries if one.product_id)
    page = Paginator(range(found.total), PER_PAGE).get_page(found.page)
    return render(
        request,
        "library/library.html",
        {
            "form": form,
            "found": found,
            "page": page,
            "rows": [
                (one, _address(one), pictures.get(one.product_id) if one.product_id else None)
                for one in found.entries
            ],
            "facets": [
                (FACET_WORDS[name], _links(wanted, name, choices))
                for name, choices in found.facets.items()
                if choices
            ],
            "chosen": any(getattr(wanted, name) for name in FIELDS),
            "unit": unit,
            "may_write": perms.can_write(person, unit),
        },
    )


_PAGES = {
    EntryKind.MAP: "library_map",
    EntryKind.PRODUCT: "library_product",
}


def _address(entry: Entry) -> str:
    return reverse(_PAGES.get(EntryKind(entry.kind), "library_document"), args=[entry.of])


def _links(wanted: Wanted, name: str, choices: list[Choice]) -> list[tuple[Choice, str]]:
    """Each value with the address that chooses it, or leaves it when it is chosen."""
    said = {field: getattr(wanted, facet) for facet, field in FIELDS.items()} | {"q": wanted.words}
    links = []
    for choice in choices:
        asked = {**said, FIELDS[name]: "" if choice.chosen else choice.value}
        query = urlencode({key: value for key, value in asked.items() if value})
        links.append((choice, f"?{query}"))
    return links


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """A source comes in as a file."""
    person, unit = person_of(request), unit_of(request)
    must(perms.can_write(person, unit), "Anh/chị không đưa tài liệu vào thư viện của đơn vị này.")
    form = AddForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            document = deeds.add_source(
                by=person,
                unit=unit,
                data=file.read(),
                name=file.name,
                title=form.cleaned_data["title"],
            )
        except Invalid as invalid:
            form.add_error("file", str(invalid))
        else:
            return redirect("library_document", document.pk)
    return render(request, "library/add.html", {"form": form, "unit": unit}, status=_status(form))


@signed_in
def document(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One document: its paragraphs, editions, maps and products. While it is read, the page asks
    again by itself, with or without script."""
    person, unit = person_of(request), unit_of(request)
    seen = shown.document_shown(person, document_of(request, pk))
    if "HX-Request" in request.headers:
        if seen.reading is None:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "library/parts/reading.html", {"shown": seen})
    return render(
        request,
        "library/document.html",
        {
            "shown": seen,
            "document": seen.document,
            "begin": BeginForm(initial={"audience": _first_audience(seen.document.audiences)}),
            "may_change": perms.can_change(person, seen.document),
            "may_write": perms.can_write(person, unit),
            "may_be_remade": perms.may_be_remade(seen.document),
            "products": shown.makings(seen.products),
        },
    )


def _first_audience(audiences: list[str]) -> str:
    return audiences[0] if audiences else "can-bo"


@signed_in
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the document is, filled in from what was read."""
    of = document_of(request, pk)
    must(perms.can_change(person_of(request), of), "Anh/chị không sửa được tài liệu này.")
    made = CatalogueForm if of.kind == Kind.PRODUCT else DescribeForm
    form = made(request.POST if request.method == "POST" else None, instance=of)
    if request.method == "POST" and form.is_valid():
        try:
            deeds.describe(by=person_of(request), document=of, **form.cleaned_data)
        except Invalid as invalid:
            form.add_error(invalid.field or None, str(invalid))
        else:
            return done(request, "Đã lưu thông tin tài liệu.", "library_document", pk)
    told = {"form": form, "document": document_of(request, pk)}
    return render(request, "library/describe.html", told, status=_status(form))


@signed_in
def edition(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new edition of the source."""
    of = document_of(request, pk)
    must(perms.can_change(person_of(request), of), "Anh/chị không sửa được tài liệu này.")
    form = EditionForm(*_sent(request))
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = deeds.add_edition(
                by=person_of(request),
                document=of,
                data=file.read(),
                name=file.name,
                note=form.cleaned_data["note"],
            )
        except Refusal as why:
            form.add_error("file", str(why))
        else:
            if made.state == "ready":
                return redirect("library_difference", pk, made.number)
            return redirect("library_document", pk)
    return render(
        request, "library/edition.html", {"form": form, "document": of}, status=_status(form)
    )


@signed_in
def difference(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """An edition beside the one before, and the products that need an update."""
    of = document_of(request, pk)
    new = shown.edition_of(of, number)
    old = shown.edition_before(new)
    lines = differences(old, new) if old else []
    seen = shown.document_shown(person_of(request), of)
    outdated = [one for one in seen.products if one.outdated_at is not None]
    return render(
        request,
        "library/difference.html",
        {
            "document": of,
            "new": new,
            "old": old,
            "lines": [shown.line_shown(line) for line in lines if line.change != "same"],
            "same": sum(line.change == "same" for line in lines),
            "outdated": outdated,
            "maps": seen.maps,
        },
    )


@signed_in
@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    deeds.withdraw(by=person_of(request), document=document_of(request, pk))
    return done(request, "Đã rút tài liệu khỏi thư viện.", "library")


@signed_in
@require_POST
def begin_map(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The program proposes a map for an audience."""
    form = BeginForm(request.POST)
    audience = form.cleaned_data["audience"] if form.is_valid() else ""
    try:
        made = map_deeds.begin_map(
            by=person_of(request),
            document=document_of(request, pk),
            unit=unit_of(request),
            audience=audience,
        )
    except Invalid as why:
        return refused(request, why, "library_document", pk)
    return redirect("library_map", made.pk)


@signed_in
def catalogue(request: HttpRequest) -> HttpResponse:
    """Note a product of somebody else."""
    person, unit = person_of(request), unit_of(request)
    must(perms.can_write(person, unit), "Anh/chị không ghi được vào thư viện của đơn vị này.")
    form = CatalogueForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = deeds.catalogue(by=person, unit=unit, **form.cleaned_data)
        except Invalid as invalid:
            form.add_error(invalid.field or None, str(invalid))
        else:
            return redirect("library_document", made.pk)
    return render(
        request, "library/catalogue.html", {"form": form, "unit": unit}, status=_status(form)
    )


@signed_in
def letter_list(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list of products attached to a letter, entered at once."""
    person, unit = person_of(request), unit_of(request)
    letter = directive_for(person, pk)
    may = perms.can_write(person, unit)
    form = ListForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        must(may)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        made = deeds.catalogue_list(
            by=person,
            unit=unit,
            letter=letter,
            issuer=said["issuer"],
            lines=said["lines"].splitlines(),
        )
        return done(request, f"Đã ghi {len(made)} sản phẩm.", "library_letter_list", pk)
    told = {"form": form, "letter": letter, "listed": shown.listed_with(pk), "may_write": may}
    return render(request, "library/letter_list.html", told, status=_status(form))


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def _status(form: BaseForm) -> int:
    return 422 if form.errors else 200
