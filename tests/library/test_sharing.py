"""Another unit uses what was approved; logos are clean; a child's picture needs consent."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.test import Client
from PIL import Image

from mangnon.base.jobs.api import run_due
from mangnon.base.notices.models import Notice
from mangnon.directives.queries.indicators import Asked, indicator
from mangnon.kit import clock
from mangnon.library.actions import making
from mangnon.library.actions.adapting import adapt
from mangnon.library.actions.approving import ask_approval, decide
from mangnon.library.actions.making import brief_of, make_again
from mangnon.library.actions.maps import begin_map
from mangnon.library.actions.marks import set_mark
from mangnon.library.actions.recalling import recall, recall_left_copies
from mangnon.library.actions.using import count_use, subscribe
from mangnon.library.choices import ProductState, Use
from mangnon.library.logos import BadLogo, cleaned
from mangnon.library.models import Consent, Document, Product, UnitMark, Used
from mangnon.library.queries.products import copies_of
from mangnon.library.queries.visible import publishable_to
from mangnon.library.refusals import Conflict, Invalid, NotAllowed
from mangnon.units.choices import Role
from tests.cast import make_person, sign_in
from tests.library.cast import Cast, add, make, make_cast, map_of

pytestmark = pytest.mark.django_db

LOGO = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="alert(1)">
<script>alert(1)</script><style>*{fill:url(http://x.example)}</style>
<a href="https://x.example"><rect width="9" height="9"/></a><foreignObject/>
<image href="https://x.example/a.png"/><use href="#x"/>
<g fill="url(#g)" onclick="x()"><path d="M0 0h4v4z" style="fill:red" stroke="url(//x)"/></g>
</svg>"""


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def approved(cast: Cast) -> Product:
    (social,) = make(cast, map_of(cast, add(cast)))
    ask_approval(by=cast.hoa, product=social)
    decide(by=cast.binh, product=social, decision="approved")
    social.refresh_from_db()
    return social


def png() -> bytes:
    held = io.BytesIO()
    Image.new("RGB", (12, 8), "green").save(held, "PNG")
    return held.getvalue()


def test_a_school_adapts_a_product_and_the_source_stays_named(
    cast: Cast, approved: Product
) -> None:
    set_mark(by=cast.thu, unit=cast.house.primary, contact="Phòng tư vấn số 3", logo=png())
    own = adapt(product=approved, unit=cast.house.primary, by=cast.thu)
    run_due()

    own.refresh_from_db()
    assert (own.parent, own.state) == (approved, ProductState.DRAFT)
    brief = brief_of(own)
    assert brief.maker.name == cast.house.primary.name
    assert brief.maker.contact == "Phòng tư vấn số 3"
    assert brief.maker.logo.startswith("<svg ")
    assert brief.plan.source.title == approved.revision.values["source"]["title"]
    with pytest.raises(Conflict, match="đã dùng lại"):
        adapt(product=approved, unit=cast.house.primary, by=cast.thu)
    with pytest.raises(NotAllowed):
        adapt(product=approved, unit=cast.house.lower_secondary, by=cast.thu)


def test_a_recall_takes_every_copy_along_and_says_why(cast: Cast, approved: Product) -> None:
    """The school's copy is approved, the district's copy of that copy still a draft."""
    copy = adapt(product=approved, unit=cast.house.primary, by=cast.mai)
    run_due()
    copy.refresh_from_db()
    ask_approval(by=cast.mai, product=copy)
    decide(by=cast.thu, product=copy, decision="approved")
    copy.refresh_from_db()
    worker = make_person(Role.COMMUNE_WORKER, cast.house.son_ha, name="Đinh Thị Xã")
    farther = adapt(product=copy, unit=cast.house.son_ha, by=worker)
    run_due()
    teacher = make_person(Role.TEACHER, cast.house.lower_secondary, name="Phạm Văn Nam")
    subscribe(product=approved, unit=cast.house.lower_secondary, by=teacher)
    assert copies_of(approved) == [copy, farther]

    with pytest.raises(Invalid):
        recall(product=approved, by=cast.binh, reason=" ")
    gone = recall(product=approved, by=cast.binh, reason="Sai số điện thoại")

    assert gone == [approved, copy, farther]
    rows = Product.objects.filter(pk__in=[copy.pk, farther.pk])
    assert {(one.state, one.recall_reason) for one in rows} == {
        (ProductState.RECALLED, "Bản gốc của Sở Y tế đã thu hồi: Sai số điện thoại")
    }
    told = Notice.objects.filter(subject__startswith="Đã thu hồi theo bản gốc")
    assert {one.person_id for one in told} == {str(one.pk) for one in (cast.thu, cast.mai, worker)}
    assert "Lý do: Sai số điện thoại" in told[0].body
    follower = Notice.objects.get(subject__startswith="Sản phẩm đã thu hồi")
    assert follower.person_id == str(teacher.pk)
    assert list(publishable_to(cast.hoa)) == list(publishable_to(cast.thu)) == []


def test_a_copy_comes_back_only_by_adapting_a_version_that_stands(
    cast: Cast, approved: Product
) -> None:
    copy = adapt(product=approved, unit=cast.house.primary, by=cast.thu)
    run_due()
    copy.refresh_from_db()
    link = ask_approval(by=cast.mai, product=copy, by_link=True, to_name="Bà Lan").link
    recall(product=approved, by=cast.binh, reason="Sai nguồn")

    copy.refresh_from_db()
    with pytest.raises(Conflict, match="Bản gốc đã bị thu hồi"):
        make_again(by=cast.thu, product=copy)
    with pytest.raises(Conflict, match="Chỉ dùng lại được"):
        adapt(product=approved, unit=cast.house.primary, by=cast.thu)
    assert Client().get("/" + link.split("/", 3)[3]).status_code == 404
    page = sign_in(Client(), cast.thu).get(f"/thu-vien-noi-bo/san-pham/{copy.pk}/")
    assert "Khi đơn vị gốc có bản mới đã duyệt" in page.content.decode()

    later = make_again(by=cast.hoa, product=approved)
    run_due()
    ask_approval(by=cast.hoa, product=Product.objects.get(pk=later.pk))
    decide(by=cast.binh, product=later, decision="approved")
    page = sign_in(Client(), cast.thu).get(f"/thu-vien-noi-bo/san-pham/{copy.pk}/")
    assert f"/thu-vien-noi-bo/san-pham/{later.pk}/" in page.content.decode()
    anew = adapt(product=Product.objects.get(pk=later.pk), unit=cast.house.primary, by=cast.thu)
    run_due()
    anew.refresh_from_db()
    assert (anew.state, anew.parent_id) == (ProductState.DRAFT, later.pk)


def test_what_is_recalled_while_it_is_made_stays_recalled(cast: Cast, approved: Product) -> None:
    """The recall falls between the first look of the making and its keeping."""
    copy = adapt(product=approved, unit=cast.house.primary, by=cast.thu)
    with mock.patch.object(making, "check_map") as meanwhile:
        meanwhile.side_effect = lambda _: recall(product=approved, by=cast.binh, reason="Sai")
        assert making.make_now(copy.pk).state == ProductState.RECALLED
    assert not copy.files.exists()


def test_copies_of_an_original_that_was_recalled_alone_are_found(
    cast: Cast, approved: Product
) -> None:
    """As databases of older versions hold them."""
    copy = adapt(product=approved, unit=cast.house.primary, by=cast.thu)
    said = {"state": ProductState.RECALLED, "recall_reason": "Sai nguồn"}
    Product.objects.filter(pk=approved.pk).update(**said)

    assert [recall_left_copies() for _ in range(2)] == [1, 0]
    copy.refresh_from_db()
    assert copy.recall_reason == "Bản gốc của Sở Y tế đã thu hồi: Sai nguồn"


def test_what_is_publishable_is_approved_and_up_to_date(cast: Cast, approved: Product) -> None:
    assert list(publishable_to(cast.hoa)) == list(publishable_to(cast.binh)) == [approved]
    assert list(publishable_to(cast.mai)) == []
    Product.objects.update(outdated_at=clock.now())
    assert list(publishable_to(cast.hoa)) == []


def test_of_a_source_that_is_over_nothing_is_made_or_posted(cast: Cast, approved: Product) -> None:
    """Its last day counts whole."""
    document, of_map = approved.revision.map.document, approved.revision.map
    Document.objects.update(valid_until=clock.today())
    assert list(publishable_to(cast.hoa)) == [approved]

    Document.objects.update(valid_until=clock.today() - timedelta(days=1))
    document.refresh_from_db()
    assert list(publishable_to(cast.hoa)) == []
    with pytest.raises(Invalid, match="hết hạn dùng"):
        begin_map(by=cast.hoa, document=document, unit=cast.house.health, audience="thcs")
    with pytest.raises(Invalid, match="hết hạn dùng"):
        make(cast, of_map)
    with pytest.raises(Conflict, match="hết hạn dùng"):
        make_again(by=cast.hoa, product=approved)
    with pytest.raises(Conflict, match="hết hạn dùng"):
        adapt(product=approved, unit=cast.house.primary, by=cast.thu)
    officer = sign_in(Client(), cast.hoa)
    for page in (f"tai-lieu/{document.pk}", f"san-pham/{approved.pk}"):
        assert "ết hạn dùng" in officer.get(f"/thu-vien-noi-bo/{page}/").text


def test_uses_are_counted_by_day_without_names(cast: Cast, approved: Product) -> None:
    for use in (Use.VIEW, Use.VIEW, Use.DOWNLOAD):
        count_use(approved, use)
    rows = Used.objects.values_list("use", "count", "on")
    assert set(rows) == {("view", 2, clock.today()), ("download", 1, clock.today())}


def test_who_takes_or_prints_at_a_desk_is_counted_once_it_is_approved(
    cast: Cast, approved: Product
) -> None:
    officer = sign_in(Client(), cast.hoa)
    page = f"/thu-vien-noi-bo/san-pham/{approved.pk}/"
    name = approved.files.first().name
    assert "Lượt dùng" not in officer.get(page).text

    for asked in ("?tai=1", "?in=1", "?in=1", ""):
        answered(officer.get(f"{page}tep/{name}{asked}"))
    answered(officer.head(f"{page}tep/{name}?tai=1"))
    assert set(Used.objects.values_list("use", "count")) == {("download", 1), ("print", 2)}
    told = officer.get(page).text.split("Lượt dùng")[1].split("</section>")[0]
    assert "<p>0 lượt xem, 1 lượt tải, 2 lượt in</p>" in told

    Product.objects.update(state=ProductState.DRAFT)
    answered(officer.get(f"{page}tep/{name}?tai=1"))
    assert Used.objects.get(use="download").count == 1


def answered(answer: Any) -> None:
    assert answer.status_code == 200


def test_of_a_logo_only_the_drawing_is_left() -> None:
    made = "".join(cleaned(LOGO).split("\n"))
    assert made == (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">'
        '<g fill="url(#g)"><path d="M0 0h4v4z" /></g></svg>'
    )


@pytest.mark.parametrize(
    "content",
    [
        b"<html></html>",
        b"khong phai hinh",
        b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><text>a</text></svg>',
        b"\x89PNG\r\n\x1a\nhong",
        b"x" * 300_000,
    ],
)
def test_what_is_no_logo_is_refused(content: bytes) -> None:
    with pytest.raises(BadLogo):
        cleaned(content)


def test_a_picture_of_a_child_needs_a_consent_on_record(cast: Cast) -> None:
    unit = cast.house.primary
    with pytest.raises(Invalid, match="cha mẹ hoặc người giám hộ"):
        set_mark(by=cast.thu, unit=unit, contact="", logo=png(), shows_a_child=True)
    assert not UnitMark.objects.filter(unit=unit).exclude(logo="").exists()
    tomorrow = clock.today() + timedelta(days=1)
    with pytest.raises(Invalid, match="tương lai"):
        set_mark(
            by=cast.thu, unit=unit, contact="", logo=png(), shows_a_child=True,
            consent=("Bà Đinh Thị Mẫu", tomorrow, "Biểu trưng của trường"),
        )  # fmt: skip

    set_mark(
        by=cast.thu, unit=unit, contact="", logo=png(), shows_a_child=True,
        consent=("Bà Đinh Thị Mẫu", date(2026, 9, 5), "Biểu trưng của trường"),
    )  # fmt: skip
    kept = Consent.objects.get()
    assert (kept.given_by, kept.noted_by) == ("Bà Đinh Thị Mẫu", cast.thu)
    assert UnitMark.objects.get(unit=unit).consent == kept


def test_letters_count_products_and_the_units_that_made_them(cast: Cast, approved: Product) -> None:
    units = frozenset({cast.house.health.pk, cast.house.primary.pk})
    asked = Asked(1, units, clock.today() - timedelta(days=1), clock.today())
    products, made = indicator("library.products"), indicator("library.units")

    assert products is not None
    assert made is not None
    assert products.measure(asked).value == 1
    assert (made.measure(asked).value, made.measure(asked).of) == (1, 2)
