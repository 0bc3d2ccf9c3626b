"""The pages of those who keep or audit the system: its state, its background work, its record."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mangnon.base.audit.api import (
    AuditRow,
    Wanted,
    act_words,
    fact_words,
    head,
    may_audit,
    names_of,
    rows_for_auditor,
    type_words,
)
from mangnon.base.health.checks import run_checks
from mangnon.base.health.forms import RecordFilter
from mangnon.base.jobs.api import (
    JobRefused,
    counts_by_state,
    dead_jobs,
    retry,
    running_jobs,
    workers_alive,
)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
_ROWS_A_PAGE, _DEAD_SHOWN = 50, 100


def may_keep(person: Any) -> bool:
    """Keepers of the system."""
    return bool(person.is_active and person.is_staff)


def may_see_system(person: Any) -> bool:
    """Keepers, and auditors, who look and change nothing."""
    return person.is_authenticated and (may_keep(person) or may_audit(person))


def _for(rule: Callable[[Any], bool]) -> Callable[[View[P]], View[P]]:
    """Only for those whom the rule admits; whoever is signed out signs in first."""

    def guard(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not rule(request.user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("View[P]", never_cache(login_required(guarded)))

    return guard


def _tabs(request: HttpRequest, here: str) -> list[tuple[str, str, bool]]:
    shown = [("status", "Tình trạng"), ("jobs", "Việc nền")]
    if may_audit(request.user):
        shown.append(("record", "Nhật ký"))
    return [(words, reverse(f"system:{name}"), name == here) for name, words in shown]


@require_safe
@_for(may_see_system)
def status(request: HttpRequest) -> HttpResponse:
    """What `mangnon check` says, on a page."""
    findings = run_checks()
    context = {
        "tabs": _tabs(request, "status"),
        "wrong": [finding for finding in findings if not finding.ok],
        "well": [finding for finding in findings if finding.ok],
    }
    return render(request, "health/status.html", context)


@require_safe
@_for(may_see_system)
def jobs(request: HttpRequest) -> HttpResponse:
    context = {
        "tabs": _tabs(request, "jobs"),
        "counts": {state.value: count for state, count in counts_by_state().items()},
        "workers": workers_alive(),
        "running": running_jobs()[:_DEAD_SHOWN],
        "dead": dead_jobs()[:_DEAD_SHOWN],
        "may_retry": may_keep(request.user),
    }
    return render(request, "health/jobs.html", context)


@require_POST
@_for(may_keep)
def retry_job(request: HttpRequest, job_id: str) -> HttpResponse:
    try:
        retry(job_id=job_id, by=request.user)
    except JobRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Đã đưa việc trở lại hàng chờ.")
    return redirect("system:jobs")


@require_safe
@_for(may_audit)
def record(request: HttpRequest) -> HttpResponse:
    """The record with filters, newest first."""
    form = RecordFilter(request.GET or None)
    wanted = form.wanted() if form.is_valid() else Wanted()
    rows = rows_for_auditor(wanted, request.user)
    page = Paginator(rows, _ROWS_A_PAGE).get_page(request.GET.get("page"))
    names = names_of(page.object_list)
    context = {
        "tabs": _tabs(request, "record"),
        "form": form,
        "page": page,
        "lines": [_line(row, names) for row in page.object_list],
        "head": head(),
    }
    return render(request, "health/record.html", context)


def _line(row: AuditRow, names: dict[str, str]) -> dict[str, Any]:
    return {
        "row": row,
        "who": names.get(row.by, "tài khoản đã xóa") if row.by else "hệ thống",
        "act": act_words(row.what),
        "kind": type_words(row.on_type),
        "facts": [fact_words(name, value) for name, value in row.facts.items()],
    }
