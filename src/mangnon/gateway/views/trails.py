"""Safeguarding matters: asking, seconding, reading, ending. Never kept by a browser."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mangnon.gateway.actions import trails as actions
from mangnon.gateway.forms.trails import MatterForm, WhyForm
from mangnon.gateway.matterkeys import KeyNotOpened
from mangnon.gateway.queries import trails
from mangnon.gateway.refusals import Invalid
from mangnon.gateway.templatetags.filters import moment
from mangnon.gateway.views.access import done, must, person_of, signed_in

PER_PAGE, LINES_A_PAGE = 25, 500
_NOT_YOURS = "Chỉ hiệu trưởng, tư vấn viên, cán bộ đầu mối tỉnh và người kiểm tra xem được mục này."


@signed_in
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """The matters that a person may know of; auditors see that they exist."""
    person = person_of(request)
    must(trails.can_see_matters(person), _NOT_YOURS)
    page = Paginator(trails.matters_visible_to(person), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "matters": [trails.shown(person, matter) for matter in page.object_list],
        "may_ask": trails.sites_to_ask_for(person).exists(),
        "law": trails.law_lines(),
    }
    return render(request, "gateway/trails.html", context)


@signed_in
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """One asks; nothing is kept before a second person agrees."""
    person = person_of(request)
    sites = list(trails.sites_to_ask_for(person))
    must(bool(sites), "Chỉ hiệu trưởng hoặc tư vấn viên của trường đề nghị được việc này.")
    form = MatterForm(request.POST if request.method == "POST" else None, sites=sites)
    if form.is_valid():
        chosen = next(site for site in sites if str(site.pk) == form.cleaned_data["site"])
        said = form.cleaned_data
        try:
            matter = actions.ask_matter(
                by=person,
                site=chosen,
                client=said["client"],
                reason=said["reason"],
                until=form.end,
            )
        except Invalid as why:
            form.add_error(why.field or None, str(why))
        else:
            words = "Đã gửi đề nghị. Chưa ghi gì cho đến khi người thứ hai đồng ý."
            return done(request, words, "filters_trail", matter.pk)
    context = {"form": form, "law": trails.law_lines()}
    return render(request, "gateway/trail_new.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A matter: how it stands, what this person may do with it."""
    person = person_of(request)
    matter = trails.matter_for(person, pk)
    seen = trails.shown(person, matter)
    context = {
        "seen": seen,
        "matter": matter,
        "facts": _facts(seen),
        "why": WhyForm(),
        "law": trails.law_lines(),
    }
    return render(request, "gateway/trail.html", context)


def _facts(seen: trails.Shown) -> list[tuple[str, str]]:
    """The matter line by line, as far as the person sees it."""
    matter = seen.matter
    second = matter.second.full_name if matter.second else "chưa có"
    kept = f"{trails.record_count(matter)} dòng, niêm phong; xóa 7 ngày sau khi kết thúc"
    rows = [
        ("Đề nghị", f"{matter.asked_by.full_name}, {moment(matter.asked_at)}"),
        ("Máy", seen.device),
        ("Người thứ hai", f"{second}, {moment(matter.opened_at)}" if matter.opened_at else second),
        ("Ghi đến", moment(matter.until)),
        ("Kết thúc", moment(matter.ended_at) if matter.ended_at else ""),
        ("Lý do", matter.answer),
        ("Dữ liệu", f"đã xóa {moment(matter.forgotten_at)}" if matter.forgotten_at else kept),
    ]
    return [row for row in rows if row[1]]


@signed_in
@require_POST
def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second person agrees or not, or one of the two ends it."""
    person = person_of(request)
    matter = trails.matter_for(person, pk)
    why, do = request.POST.get("why", "")[:300], request.POST.get("do", "")
    if do == "open":
        actions.open_matter(by=person, matter=matter)
        words = "Đã đồng ý. Bộ lọc bắt đầu ghi trong vài giây."
    elif do == "refuse":
        actions.refuse_matter(by=person, matter=matter, why=why)
        words = "Đã ghi nhận: không đồng ý. Không có gì được ghi."
    elif do == "end":
        actions.end_matter(by=person, matter=matter, why=why)
        words = "Đã kết thúc. Dữ liệu được xóa sau 7 ngày."
    else:
        raise Invalid("Hãy chọn một việc trên trang.")
    return done(request, words, "filters_trail", pk)


@signed_in
@never_cache
def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lines, for the two alone; each reading is recorded before anything is shown."""
    person = person_of(request)
    matter = trails.matter_for(person, pk)
    must(trails.shown(person, matter).may_read, "Chỉ hai người mở vụ việc này đọc được.")
    page = Paginator(trails.sealed_of(matter), LINES_A_PAGE).get_page(request.GET.get("page"))
    try:
        lines = trails.lines_of(matter, page.object_list)
    except KeyNotOpened as why:
        raise Invalid(f"{why} Khóa bí mật của hệ thống đã đổi từ khi mở vụ việc.") from None
    actions.note_reading(by=person, matter=matter, lines=len(lines))
    context = {
        "matter": matter,
        "page": page,
        "lines": lines,
        "unopened": sum(line.at is None for line in lines),
    }
    return render(request, "gateway/trail_read.html", context)
