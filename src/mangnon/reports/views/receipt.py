"""Coming back with a receipt. It travels in the body of a form alone: never in an address."""

from __future__ import annotations

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.reports.actions import messages
from mangnon.reports.actions.receipts import Shown, names_a_receipt, open_receipt
from mangnon.reports.choices import Lane
from mangnon.reports.forms.receipt import CodeForm, MessageForm
from mangnon.reports.refusals import Invalid
from mangnon.reports.stages import progress
from mangnon.reports.views.public import quiet

_NOT_HERE = "Trong lời nhắn có mã bí mật. Hãy xóa mã đi rồi gửi. Những gì đã viết vẫn còn."


@quiet
def receipt(request: HttpRequest) -> HttpResponse:
    """Ask for the receipt; with it, show how things stand and what was said."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "reports/code.html", {"form": form}, status=_status(form))
    try:
        shown = open_receipt(form.cleaned_data["code"])
    except Invalid as why:
        form.add_error("code", str(why))
        return render(request, "reports/code.html", {"form": form}, status=422)
    return _conversation(request, shown, form.cleaned_data["code"])


def _conversation(request: HttpRequest, shown: Shown, code: str) -> HttpResponse:
    writes = "token" in request.POST
    form = MessageForm(request.POST if writes else None)
    sent = False
    if writes and form.is_valid():
        if names_a_receipt(form.cleaned_data["text"]):
            form.add_error("text", _NOT_HERE)
        else:
            messages.said_by_reporter(
                shown=shown, text=form.cleaned_data["text"], token=_token(request)
            )
            form, sent = MessageForm(), True
    context: dict[str, Any] = {
        "form": form,
        "code": code,
        "sent": sent,
        "token": secrets.token_hex(32) if sent or not writes else _token(request),
        "said": messages.conversation(shown=shown),
        "progress": progress(shown.report.stage, shown.report.lane),
        "is_child": shown.report.lane == Lane.CHILD,
    }
    return render(request, "reports/conversation.html", context, status=_status(form))


def _token(request: HttpRequest) -> str:
    return request.POST["token"][:64] or secrets.token_hex(32)


def _status(form: Any) -> int:
    return 422 if form.errors else 200
