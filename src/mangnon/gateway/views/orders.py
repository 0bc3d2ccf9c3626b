"""Names that an authority had blocked."""

from __future__ import annotations

import csv

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mangnon.directives.api import letters_visible_to
from mangnon.gateway.actions import orders as actions
from mangnon.gateway.feeds.written import read_names
from mangnon.gateway.forms.orders import LiftForm, OrderForm, OrderSearch
from mangnon.gateway.perms import can_see_filters, can_steer_province
from mangnon.gateway.queries import lists
from mangnon.gateway.refusals import Invalid
from mangnon.gateway.views.access import done, must, person_of, signed_in
from mangnon.gateway.views.lists import invalid, parts
from mangnon.kit import clock
from mangnon.units.api import Person

PER_PAGE = 50
LETTERS_SHOWN = 100


@signed_in
def index(request: HttpRequest) -> HttpResponse:
    """The orders for who steers the province; for others an answer about one name: the whole list
    of unlawful sites is no reading for everybody."""
    person = person_of(request)
    must(can_see_filters(person))
    steers = can_steer_province(person)
    form = OrderSearch(request.GET)
    form.is_valid()
    words = form.cleaned_data.get("q", "").strip()
    if steers:
        found = lists.orders_shown(words, history=form.cleaned_data.get("cu") == "co")
    else:
        found = lists.orders_on(next(iter(read_names(words, blocks=False).names), ""))
    context = {
        "form": form,
        "words": words,
        "steers": steers,
        "today": clock.today(),
        "parts": parts(request, "filters_orders"),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "gateway/orders.html", context)


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Two steps: what the names are, then the order itself."""
    person = person_of(request)
    must(can_steer_province(person))
    form = OrderForm(request.POST if request.method == "POST" else None, letters=_letters(person))
    step = request.POST.get("buoc", "")
    if not form.is_valid() or step == "sua":
        return _order_form(request, form)
    try:
        if step == "chan":
            names = form.cleaned_data["names"].split()
            made = actions.order_names(by=person, names=names, paper=form.paper_said())
            words = f"Đã ghi lệnh chặn {len(made)} tên. Các trường đang nhận lệnh."
            return done(request, words, "filters_orders")
        return _confirm(request, person, form)
    except Invalid as why:
        invalid(form, why)
    return _order_form(request, form)


def _letters(person: Person) -> list[tuple[str, str]]:
    """Letters of this platform that the person may see, the newest first."""
    seen = letters_visible_to(person).order_by("-created_at")[:LETTERS_SHOWN]
    return [(str(letter.pk), f"{letter.notation} {letter.title}"[:120].strip()) for letter in seen]


def _confirm(request: HttpRequest, person: Person, form: OrderForm) -> HttpResponse:
    actions.check_paper(by=person, paper=form.paper_said())
    proposal = actions.propose(by=person, text=form.cleaned_data["names"])
    letter = dict(form.fields["directive"].choices).get(form.cleaned_data["directive"])  # type: ignore[attr-defined]
    context = {
        "form": form,
        "proposal": proposal,
        "paper": form.paper_said(),
        "letter": letter if form.cleaned_data["directive"] else "",
        "names": " ".join(proposal.new),
    }
    return render(request, "gateway/order_confirm.html", context)


def _order_form(request: HttpRequest, form: OrderForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "gateway/order_form.html", {"form": form}, status=status)


@signed_in
def lift(request: HttpRequest, pk: int) -> HttpResponse:
    """End an order, by another paper."""
    person = person_of(request)
    must(can_steer_province(person))
    order = lists.orders_shown(history=True).get(pk=pk)
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.lift_order(by=person, order=order, paper=given["paper"], on=given["paper_on"])
            return done(request, f"Đã gỡ lệnh chặn {order.name}.", "filters_orders")
        except Invalid as why:
            invalid(form, why)
    context = {"form": form, "order": order}
    return render(request, "gateway/order_lift.html", context, status=422 if form.errors else 200)


@signed_in
def as_csv(request: HttpRequest) -> HttpResponse:
    """All orders, also past ones, for the file of who keeps them."""
    must(can_steer_province(person_of(request)))
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="lenh-chan.csv"'
    answer.write("\ufeff")  # so that a spreadsheet reads the marks
    writer = csv.writer(answer)
    writer.writerow(lists.ORDER_COLUMNS)
    writer.writerows(lists.order_rows())
    return answer
