"""The lists that the filters follow: which are in use, what came, what a person decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from mangnon.gateway.actions import lists as actions
from mangnon.gateway.forms.lists import ListFilters, ListForm, OwnListForm, PublicListForm
from mangnon.gateway.perms import can_see_filters, can_steer_province
from mangnon.gateway.queries import bundles, lists
from mangnon.gateway.refusals import Invalid
from mangnon.gateway.views.access import done, must, person_of, signed_in

PER_PAGE = 20


def parts(request: HttpRequest, here: str) -> list[tuple[str, str, bool, int]]:
    """The three pages about what is blocked, as tabs with their counts."""
    person = person_of(request)
    counts = lists.counts_for(person)
    words = {
        "filters_lists": "Danh sách",
        "filters_orders": "Lệnh chặn",
        "filters_wrong": "Báo chặn nhầm",
    }
    return [(said, reverse(name), name == here, counts[name]) for name, said in words.items()]


def invalid(form: forms.Form, why: Invalid) -> None:
    """The words of a refusal beside the field that they speak of."""
    form.add_error(why.field if why.field in form.fields else None, str(why).split("\n"))


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """All lists, those in use first."""
    person = person_of(request)
    must(can_see_filters(person))
    form = ListFilters(request.GET)
    context = {
        "form": form,
        "rows": lists.lists_shown(**form.asked()),
        "parts": parts(request, "filters_lists"),
        "bundle": bundles.current_bundle(),
        "steers": can_steer_province(person),
    }
    return render(request, "gateway/lists.html", context)


@signed_in
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """A list with its versions."""
    person = person_of(request)
    must(can_see_filters(person))
    row = lists.list_row(pk)
    versions = Paginator(lists.versions_of(row.source), PER_PAGE)
    context = {
        "row": row,
        "source": row.source,
        "page": versions.get_page(request.GET.get("page")),
        "acceptable": lists.acceptable(row.source),
        "steers": can_steer_province(person),
    }
    return render(request, "gateway/list.html", context)


@signed_in
@require_POST
def use(request: HttpRequest, pk: int) -> HttpResponse:
    """Into use or out of it."""
    source = lists.list_row(pk).source
    enabled = request.POST.get("dung") == "1"
    actions.use_list(by=person_of(request), source=source, enabled=enabled)
    words = "được dùng từ gói tiếp theo" if enabled else "không còn được dùng"
    return done(request, f"“{source.title}” {words}.", "filters_list", pk)


@signed_in
@require_POST
def fetch(request: HttpRequest, pk: int) -> HttpResponse:
    source = lists.list_row(pk).source
    actions.ask_for_list(by=person_of(request), source=source)
    return done(request, "Đang tải. Mở lại trang này sau ít phút để xem.", "filters_list", pk)


@signed_in
@require_POST
def take(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """A version that the guards refused, taken by a person."""
    source = lists.list_row(pk).source
    wanted = lists.version_of(source, version)
    actions.take_version(by=person_of(request), source=source, version=wanted)
    return done(request, "Đã nhận bản này bằng tay.", "filters_list", pk)


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """How a list is used; of the province's own, the names too."""
    person, source = person_of(request), lists.list_row(pk).source
    must(can_steer_province(person))
    if not source.address:
        return _own(request, source)
    initial = {name: getattr(source, name) for name in ListForm.base_fields}
    form = ListForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.set_list(by=person, source=source, wish=form.wish())
            return done(request, "Đã lưu.", "filters_list", pk)
        except Invalid as why:
            invalid(form, why)
    return _form(request, form, source.title, source=source)


@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """A new list of the province's own."""
    must(can_steer_province(person_of(request)))
    return _own(request, None)


def _own(request: HttpRequest, source: Any) -> HttpResponse:
    form = OwnListForm.of(source, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            kept = actions.write_own_list(
                by=person_of(request),
                title=given["title"],
                text=given["text"],
                wish=form.wish(),
                source=source,
            )
            return done(request, "Đã lưu. Các máy lọc nhận gói mới ngay.", "filters_list", kept.pk)
        except Invalid as why:
            invalid(form, why)
    return _form(request, form, source.title if source else "Danh sách của tỉnh", source=source)


@signed_in
def add(request: HttpRequest) -> HttpResponse:
    """A public list that the catalogue does not know."""
    must(can_steer_province(person_of(request)))
    form = PublicListForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            source = actions.add_list(
                by=person_of(request), **form.fields_of_list(), wish=form.wish()
            )
            words = "Đã thêm. Bấm “Dùng danh sách này” khi đã xem giấy phép."
            return done(request, words, "filters_list", source.pk)
        except Invalid as why:
            invalid(form, why)
    return _form(request, form, "Thêm danh sách theo địa chỉ")


def _form(
    request: HttpRequest, form: forms.Form, title: str, *, source: Any = None
) -> HttpResponse:
    context = {"form": form, "title": title, "source": source}
    status = 422 if form.errors else 200
    return render(request, "gateway/list_form.html", context, status=status)
