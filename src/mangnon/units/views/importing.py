"""Lists of schools and people: file in, dry run on the screen, confirmed."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mangnon.units import actions
from mangnon.units.forms import ListForm
from mangnon.units.importing.kinds import KINDS, Kind, template_file
from mangnon.units.importing.tables import BadTable
from mangnon.units.models import ImportDraft
from mangnon.units.queries import draft_of
from mangnon.units.refusals import Refusal
from mangnon.units.views.asking import signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 200


def _kind(request: HttpRequest, name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None or not kind.allowed(signed_in(request)):
        raise Http404
    return kind


@login_required
def index(request: HttpRequest) -> HttpResponse:
    kinds = [kind for kind in KINDS.values() if kind.allowed(signed_in(request))]
    if not kinds:
        raise Http404
    return render(request, "units/imports.html", {"kinds": kinds})


@login_required
def template(request: HttpRequest, kind: str) -> HttpResponse:
    found = _kind(request, kind)
    answer = HttpResponse(template_file(found), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="mau-{found.name}.xlsx"'
    return answer


@login_required
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    found = _kind(request, kind)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = actions.keep_list(
                by=signed_in(request), kind=found.name, name=file.name or "", data=file.read()
            )
        except (BadTable, Refusal) as why:
            form.add_error("file", str(why))
        else:
            return redirect("import_review", pk=draft.pk)
    return render(request, "units/import.html", {"form": form, "kind": found})


@login_required
def review(request: HttpRequest, pk: int) -> HttpResponse:
    draft = draft_of(signed_in(request), pk)
    if draft is None:
        raise Http404
    _kind(request, draft.kind)
    if request.method == "POST":
        return _confirm(request, draft)
    plan = actions.plan_of(draft, by=signed_in(request))
    return render(
        request,
        "units/import_review.html",
        {
            "draft": draft,
            "kind": KINDS[draft.kind],
            "plan": plan,
            "problems": plan.problems[:SHOWN],
            "new": plan.new[:SHOWN],
            "changed": plan.changed[:SHOWN],
            "shown": SHOWN,
            "unknown": draft.rows["unknown"],
        },
    )


def _confirm(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    try:
        plan = actions.bring_in(
            by=signed_in(request), draft=draft, shown=request.POST.get("shown", "")
        )
    except Refusal as why:
        messages.error(request, str(why))
        return redirect("import_review", pk=draft.pk)
    messages.success(
        request,
        f"Đã nhập: {len(plan.new)} dòng mới, {len(plan.changed)} dòng sửa, "
        f"{len(plan.same)} dòng giữ nguyên, bỏ qua {len(plan.problems)} dòng sai.",
    )
    return redirect("units")
