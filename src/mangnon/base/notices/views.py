"""A person's own notices: all of them, and the way from one to what it speaks of."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mangnon.base.notices.actions import mark_read
from mangnon.base.notices.queries import notices_of, unread_count

_A_PAGE = 30


@require_safe
@never_cache
@login_required
def all_notices(request: HttpRequest) -> HttpResponse:
    page = Paginator(notices_of(request.user.pk), _A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "unread": unread_count(request.user.pk)}
    return render(request, "notices/all.html", context)


@require_safe
@never_cache
@login_required
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Note that the person has read it, and go to what it speaks of."""
    notice = notices_of(request.user.pk).filter(pk=notice_id).first()
    if notice is None:
        raise Http404
    mark_read(person_id=request.user.pk, notice_ids=[notice.pk])
    return redirect(notice.link or "notices:all")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    mark_read(person_id=request.user.pk)
    return redirect("notices:all")
