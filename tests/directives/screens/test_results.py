"""The report is compiled from returns, edited, seen and taken away; days off are kept."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from mangnon.directives.models import Holiday
from tests.directives.screens.conftest import Browse
from tests.directives.screens.pages import words_of
from tests.directives.work.cast import Cast, make_issued, returned, work_of

pytestmark = pytest.mark.django_db


def edited(client, address: str, **changes: str):  # type: ignore[no-untyped-def]
    page = client.get(address)
    form = page.context["form"]
    fields = [*form, *form.head]
    data = {field.html_name: field.value() or "" for field in fields}
    return client.post(
        address, {**data, "version": page.context["version"], **changes}, follow=True
    )


def test_a_report_is_edited_and_taken_away_as_docx(cast: Cast, browse: Browse) -> None:
    work = returned(cast, work_of(make_issued(cast), cast.house.son_ha), difficulties="Thiếu loa")
    client, address = browse(cast.officer), reverse("result_letter", args=[work.directive_id])
    assert "Thiếu loa" in words_of(client.get(address))
    answer = edited(client, address, **{"section-2": "Kinh phí còn ít.", "head-number": "15"})
    assert "Đã lưu báo cáo." in words_of(answer)
    file = client.get(reverse("result_docx", args=[work.directive_id]))
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(file.content)).paragraphs)
    assert "Kinh phí còn ít." in text
    assert "Thiếu loa" not in text


def test_a_report_without_a_subject_is_not_saved(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    answer = edited(
        browse(cast.officer), reverse("result_letter", args=[letter.pk]), subject="", opening="Mở"
    )
    assert answer.status_code == 422


def test_two_editors_of_a_report(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    address = reverse("result_letter", args=[letter.pk])
    edited(browse(cast.officer), address, opening="Của tôi")
    answer = edited(browse(cast.mate), address, opening="Của bạn", version="0")
    assert answer.status_code == 409
    assert "Của bạn" in words_of(answer)
    kept = browse(cast.officer).get(address).context["form"]["opening"].value()
    assert kept == "Của tôi"


def test_a_report_is_compiled_again(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    client, address = browse(cast.officer), reverse("result_letter", args=[letter.pk])
    edited(client, address, opening="Sửa hỏng")
    answer = client.post(address, {"do": "again"}, follow=True)
    assert "Sửa hỏng" not in words_of(answer)


def test_a_report_is_seen_page_by_page_before_it_is_sent(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    client = browse(cast.officer)
    page = client.get(reverse("result_preview", args=[letter.pk]))
    assert "Trang 1 của báo cáo" in page.content.decode()
    picture = client.get(reverse("result_page", args=[letter.pk, 1]))
    assert picture.content.startswith(b"\xff\xd8")
    assert client.get(reverse("result_page", args=[letter.pk, 99])).status_code == 404


@pytest.mark.parametrize("page", ["giving_letter", "urging_letter"])
@pytest.mark.parametrize(("suffix", "start"), [("docx", b"PK"), ("pdf", b"%PDF")])
def test_other_letters(cast: Cast, browse: Browse, page: str, suffix: str, start: bytes) -> None:
    letter = make_issued(cast, due_in=-3)
    file = browse(cast.officer).get(reverse(page, args=[letter.pk, suffix]))
    assert file.content.startswith(start)
    assert browse(cast.officer).get(reverse(page, args=[letter.pk, "exe"])).status_code == 404


def test_days_off_are_kept_by_provincial_officers(cast: Cast, browse: Browse) -> None:
    from tests.cast import make_person

    keeper = make_person("provincial_officer", cast.house.health)
    address = reverse("holidays")
    given = {"on": "2027-09-02", "name": "Quốc khánh", "source": "Thông báo", "checked": "on"}
    assert browse(cast.officer).post(address, given).status_code == 403
    assert not Holiday.objects.filter(on="2027-09-02").exists()
    browse(keeper).post(address, given)
    assert Holiday.objects.get(on="2027-09-02").checked
    page = words_of(browse(cast.officer).get(address, {"nam": "2027"}))
    assert "Quốc khánh" in page
    assert "Ghi một ngày" not in page
    browse(keeper).post(reverse("holiday_remove", args=["2027-09-02"]))
    assert not Holiday.objects.filter(on="2027-09-02").exists()


@pytest.mark.parametrize("bad", [{}, {"on": "31/02/2027"}, {"on": "2027-09-02", "name": ""}])
def test_a_day_off_that_is_not_whole_is_refused(
    cast: Cast, browse: Browse, bad: dict[str, str]
) -> None:
    from tests.cast import make_person

    keeper = make_person("provincial_officer", cast.house.health)
    assert browse(keeper).post(reverse("holidays"), bad).status_code == 422
