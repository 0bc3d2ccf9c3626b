"""Having products made, looking at them, sending them to approval, recalling, adapting."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from mangnon.library import perms
from mangnon.library.actions import adapting, approving, making, marks, recalling, using
from mangnon.library.choices import Decision, ProductState
from mangnon.library.forms.products import AskForm, DecideForm, MakeForm, MarkForm, RecallForm
from mangnon.library.models import Product
from mangnon.library.queries import shown
from mangnon.library.queries.visible import publishable_to
from mangnon.library.refusals import Conflict, Invalid, NotAllowed, Refusal
from mangnon.library.views.access import (
    done,
    map_of,
    must,
    person_of,
    product_of,
    refused,
    signed_in,
    unit_of,
)
from mangnon.studio.genres import LIGHT_FIRST
from mangnon.units.api import current_unit


@signed_in
def make(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose genres and look; each genre becomes a job."""
    of_map, unit = map_of(request, pk), unit_of(request)
    must(perms.can_write(person_of(request), unit), "Anh/chị không dựng được cho đơn vị này.")
    sent = request.POST if request.method == "POST" else None
    form = MakeForm(sent, initial={"theme": of_map.audience, "genres": list(LIGHT_FIRST)})
    if request.method == "POST" and form.is_valid():
        try:
            making.make_products(
                by=person_of(request),
                of_map=of_map,
                unit=unit,
                names=form.cleaned_data["genres"],
                theme=form.cleaned_data["theme"],
                airing=making.Airing(form.cleaned_data["priority"], form.cleaned_data["air_until"]),
            )
        except Invalid as invalid:
            form.add_error(invalid.field if invalid.field in form.fields else None, str(invalid))
        else:
            return redirect("library_map_products", pk)
    told = {
        "map": of_map,
        "form": form,
        "accepted": making.newest_accepted(of_map),
        "newest": shown.newest_revision(of_map),
        "mark": shown.mark_of(unit),
        "unit": unit,
    }
    return render(request, "library/make.html", told, status=422 if form.errors else 200)


@signed_in
def of_map(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The products of a map while they are made, and after."""
    the_map = map_of(request, pk)
    rows = shown.products_of_map(person_of(request), the_map)
    told = {"map": the_map, "rows": rows, "moving": any(row.is_moving for row in rows)}
    if "HX-Request" in request.headers:
        return render(request, "library/parts/makings.html", told)
    return render(request, "library/map_products.html", told)


_STATES = (
    ("", "Tất cả"),
    (ProductState.DRAFT, "Bản nháp"),
    (ProductState.ASKED, "Chờ duyệt"),
    (ProductState.APPROVED, "Đã duyệt"),
    (ProductState.SENT_BACK, "Trả lại"),
    ("outdated", "Cần cập nhật"),
)


@signed_in
def products(request: HttpRequest) -> HttpResponse:
    """What the unit made."""
    unit, state = unit_of(request), request.GET.get("trang-thai", "")[:12]
    tabs = [
        (words, f"?trang-thai={name}" if name else "?", name == state) for name, words in _STATES
    ]
    rows = shown.products_of_unit(person_of(request), unit, state)
    return render(
        request, "library/products.html", {"rows": rows, "unit": unit, "tabs": tabs, "state": state}
    )


@signed_in
def product(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One product: its files to look at and listen to, approval, versions."""
    one, person = product_of(request, pk), person_of(request)
    unit = current_unit(person)
    seen = shown.product_shown(one, person, unit)
    if "HX-Request" in request.headers:
        if one.state != ProductState.MAKING:
            return HttpResponse(headers={"HX-Refresh": "true"})
        return render(request, "library/parts/progress.html", {"shown": seen, "product": one})
    may_handle = perms.can_handle(person, one)
    may_adapt = (
        unit is not None
        and unit.pk != one.unit_id
        and one.state == ProductState.APPROVED
        and perms.can_write(person, unit)
    )
    told = {
        "shown": seen,
        "product": one,
        "unit": unit,
        "may_handle": may_handle,
        "may_approve": one.state == ProductState.ASKED and perms.can_approve(person, one),
        "may_recall": perms.can_recall(person, one),
        "may_publish": publishable_to(person).filter(pk=one.pk).exists(),
        "may_see_posts": perms.publishes_somewhere(person),
        "may_adapt": may_adapt,
        "decide": DecideForm(),
        "recall": RecallForm(),
        "has_later": any(version.before_id == one.pk for version in seen.versions),
        "is_cut_off": shown.is_cut_off(one),
        "anew": shown.standing_anew(one) if shown.is_cut_off(one) else None,
    }
    return render(request, "library/product.html", told)


@signed_in
@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        made = making.make_again(by=person_of(request), product=product_of(request, pk))
    except Conflict as why:
        return refused(request, why, "library_product", pk)
    return redirect("library_product", made.pk)


@signed_in
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for approval; a link is shown once, here."""
    one, person = product_of(request, pk), person_of(request)
    must(perms.can_handle(person, one), "Anh/chị không trình duyệt được sản phẩm này.")
    form = AskForm(request.POST if request.method == "POST" else None)
    told = {"form": form, "product": one}
    if request.method == "POST" and form.is_valid():
        try:
            asked = _ask(request, one, form)
        except Refusal as why:
            form.add_error(None, str(why))
        else:
            if not asked.link:
                return done(request, "Đã trình lãnh đạo đơn vị.", "library_product", pk)
            answer = render(request, "library/asked.html", {"product": one, "asked": asked})
            answer["Cache-Control"] = "no-store"
            return answer
    return render(request, "library/ask.html", told, status=422 if form.errors else 200)


def _ask(request: HttpRequest, one: Product, form: AskForm) -> approving.Asked:
    said, person = form.cleaned_data, person_of(request)
    to = {"to_name": said["to_name"], "to_address": said["to_address"]}
    days = said["days"] or approving.HOLDS_DAYS
    by_link = said["way"] == "link"
    if one.state == ProductState.ASKED and by_link:
        return approving.renew_link(by=person, product=one, days=days, **to)
    return approving.ask_approval(by=person, product=one, by_link=by_link, days=days, **to)


@signed_in
@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        approving.take_back(by=person_of(request), product=product_of(request, pk))
    except Conflict as why:
        return refused(request, why, "library_product", pk)
    return done(request, "Đã rút lại việc trình duyệt.", "library_product", pk)


@signed_in
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    form = DecideForm(request.POST)
    if not form.is_valid():
        raise Http404
    said = form.cleaned_data
    try:
        approving.decide(
            by=person_of(request),
            product=product_of(request, pk),
            decision=said["decision"],
            remark=said["remark"],
        )
    except (Invalid, Conflict) as why:
        return refused(request, why, "library_product", pk)
    approved = said["decision"] == Decision.APPROVED
    words = "Đã duyệt sản phẩm." if approved else "Đã trả lại để sửa."
    return done(request, words, "library_product", pk)


@signed_in
@require_POST
def recall(request: HttpRequest, pk: UUID) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        recalling.recall(product=product_of(request, pk), by=person_of(request), reason=reason)
    except (Invalid, Conflict) as why:
        return refused(request, why, "library_product", pk)
    return done(request, "Đã thu hồi sản phẩm.", "library_products")


@signed_in
@require_POST
def adapt(request: HttpRequest, pk: UUID) -> HttpResponse:
    try:
        made = adapting.adapt(
            product=product_of(request, pk), unit=unit_of(request), by=person_of(request)
        )
    except Conflict as why:
        return refused(request, why, "library_product", pk)
    return redirect("library_product", made.pk)


@signed_in
@require_POST
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    one, unit, person = product_of(request, pk), unit_of(request), person_of(request)
    must(perms.can_write(person, unit))
    if request.POST.get("do") == "stop":
        using.unsubscribe(product=one, unit=unit, by=person)
        return done(request, "Đơn vị thôi theo dõi sản phẩm.", "library_product", pk)
    using.subscribe(product=one, unit=unit, by=person)
    return done(request, "Đơn vị sẽ được báo khi sản phẩm thay đổi.", "library_product", pk)


@signed_in
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two versions side by side, the older first, and what changed in words."""
    one = product_of(request, pk)
    seen = shown.product_shown(one, person_of(request), None)
    wanted = request.GET.get("voi", "")
    other = next((each for each in seen.versions if str(each.pk) == wanted), None)
    other = other or (seen.versions[0] if seen.versions else None)
    sides = sorted([one, other] if other else [one], key=lambda each: each.made_at)
    told = {
        "product": one,
        "other": other,
        "versions": seen.versions,
        "sides": [shown.product_shown(each, person_of(request), None) for each in sides],
        "wording": shown.wording_of(sides[0], sides[-1]),
    }
    return render(request, "library/compare.html", told)


@signed_in
def mark(request: HttpRequest) -> HttpResponse:
    """The unit's logo and contact line."""
    unit, person = unit_of(request), person_of(request)
    must(perms.can_write(person, unit), "Anh/chị không sửa được biểu trưng của đơn vị này.")
    kept = shown.mark_of(unit)
    is_sent = request.method == "POST"
    form = MarkForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"contact": kept.contact if kept else ""},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        logo = said["logo"].read(300 * 1024) if said["logo"] else None
        try:
            marks.set_mark(
                by=person,
                unit=unit,
                contact=said["contact"],
                logo=logo,
                drop_logo=said["drop_logo"],
                shows_a_child=said["shows_a_child"],
                consent=(said["given_by"], said["given_on"], said["purpose"]),
            )
        except (Invalid, NotAllowed) as why:
            form.add_error(getattr(why, "field", "") or None, str(why))
        else:
            return done(
                request, "Đã lưu. Sản phẩm dựng từ nay mang biểu trưng này.", "library_mark"
            )
    told = {"form": form, "unit": unit, "mark": kept}
    return render(request, "library/mark.html", told, status=422 if form.errors else 200)


@signed_in
def logo(request: HttpRequest) -> HttpResponse:
    """The unit's logo as it is kept. It runs nothing, whatever opens it."""
    kept = shown.mark_of(unit_of(request))
    if kept is None or not kept.logo:
        raise Http404
    answer = HttpResponse(kept.logo, content_type="image/svg+xml")
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; img-src data:"
    answer["Cache-Control"] = "private, no-store"
    return answer
