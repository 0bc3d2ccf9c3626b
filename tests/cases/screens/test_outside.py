"""Pages about what people outside ask: requests about data, exports; and what stays how long."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import docx
from django.urls import reverse

from mangnon.cases.models import Case, Export, SubjectRequest
from mangnon.kit import clock
from mangnon.units.choices import Role
from tests.cases.machine.cast import Cast
from tests.cases.screens.conftest import Browse
from tests.cast import make_person
from tests.reports.cast import with_key


def filled(cast: Cast, **more: str) -> dict[str, str]:
    told = {
        "kind": "view",
        "asker": "guardian",
        "name": "Phạm Thị Mẹ",
        "words": "Xin xem hồ sơ của con tôi.",
        "way": "letter",
        "received_at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}",
        "case_number": cast.case.number,
        "proved": "on",
        "unit": str(cast.house.son_ha.pk),
        "token": "yeu-cau-mot",
    }
    return {**told, **more}


def test_a_request_is_written_down_read_answered_and_printed(cast: Cast, browse: Browse) -> None:
    cast.taken()
    chair, new = browse(cast.chair), reverse("subject_new")
    assert chair.get(new).status_code == 200
    wrong = chair.post(new, filled(cast, asker="child"))
    assert (wrong.status_code, "người đại diện" in wrong.content.decode()) == (422, True)
    made_at = chair.post(new, filled(cast))
    asked = SubjectRequest.objects.get()
    page = reverse("subject_request", args=[asked.pk])
    assert made_at.url == page

    shown = chair.get(page).content.decode()
    assert "Phạm Thị Mẹ" in shown
    assert "mốc bắt đầu chưa đối chiếu" in shown
    listed = chair.get(reverse("subject_requests")).content.decode()
    assert (asked.number in listed, "Phạm Thị Mẹ" in listed) == (True, False)
    assert asked.number in chair.get(reverse("desk")).content.decode()

    chair.post(page, {"do": "answer", "version": "1"})
    none = chair.post(page, {"do": "finish", "version": "2", "result": "refused", "words": "Không"})
    assert (none.status_code, "pháp luật cho phép" in none.content.decode()) == (422, True)
    refusal = {"result": "refused", "ground": "child_harm", "words": "Chưa cho xem được."}
    assert chair.post(page, {"do": "finish", "version": "2", **refusal}).status_code == 302

    letter = chair.get(reverse("subject_letter", args=[asked.pk, "docx"]))
    words = "\n".join(one.text for one in docx.Document(io.BytesIO(letter.content)).paragraphs)
    assert "Thực hiện thì có thể gây hại cho trẻ" in words
    assert "Chưa cho xem được." in words
    pdf = chair.get(reverse("subject_letter", args=[asked.pk, "pdf"]))
    assert pdf.content[:5] == b"%PDF-"
    assert chair.get(reverse("subject_letter", args=[asked.pk, "exe"])).status_code == 404


def test_extending_wants_a_reason_and_who_wrote_it_down_does_not_decide(
    cast: Cast, browse: Browse
) -> None:
    cast.taken()
    chair, worker = browse(cast.chair), browse(cast.worker)
    worker.post(reverse("subject_new"), filled(cast))
    page = reverse("subject_request", args=[SubjectRequest.objects.get().pk])
    assert "Ghi kết quả" not in worker.get(page).content.decode()
    assert worker.post(page, {"do": "answer", "version": "1"}).status_code == 403
    assert chair.post(page, {"do": "extend", "version": "1"}).status_code == 422
    told = {"do": "extend", "version": "1", "them-reason": "Nhiều sổ"}
    assert chair.post(page, told).status_code == 302
    assert "đã gia hạn" in chair.get(page).content.decode()


def test_an_export_waits_for_another_and_is_taken_once(
    cast: Cast, browse: Browse, settings: Any
) -> None:
    settings.EXPORT_ALONE = 0
    second = make_person(Role.PROVINCIAL_OFFICER, cast.house.health, name="Cao Thị Hai")
    officer, other = browse(cast.officer), browse(second, locked=True)
    page, today = reverse("case_exports"), clock.today()
    told = {"kind": "table", "format": "xlsx", "reason": "Giao ban", "token": "mot"}
    days = {"first_day": f"{today - timedelta(days=9)}", "last_day": f"{today}"}
    assert officer.get(page).status_code == 200
    assert officer.post(page, told).status_code == 422
    assert officer.post(page, {**told, **days}).status_code == 302
    made = Export.objects.get()
    file, answer = (reverse(f"case_export_{one}", args=[made.pk]) for one in ("file", "answer"))

    assert officer.post(file).status_code == 409
    assert officer.post(answer, {"do": "grant"}).status_code == 403
    assert "Giao ban" in other.get(page).content.decode()
    assert other.post(answer, {"do": "grant"}).status_code == 302
    taken = officer.post(file)
    assert taken["Content-Disposition"] == f'attachment; filename="{made.number}.xlsx"'
    assert "no-store" in taken["Cache-Control"]
    assert officer.post(file).status_code == 409
    assert browse(cast.worker, locked=True).get(page).status_code == 403


def test_who_reads_is_listed_and_a_unit_is_let_in_and_out(cast: Cast, browse: Browse) -> None:
    cast.taken()
    centre = cast.house.centre
    helper = make_person(Role.COUNSELLOR, centre, name="Phạm Thị Giúp")
    browse_helper = browse(helper, locked=True)
    chair, page = browse(cast.chair), reverse("case_sharing", args=[cast.case.pk])
    shown = chair.get(page).content.decode()
    assert all(str(one) in shown for one in (cast.chair, cast.worker, cast.officer))
    assert "Phải ghi sự đồng ý" in shown
    cast.make("give_consent", cast.worker, who="mẹ", purpose="hỗ trợ", child_asked=True)

    told = {"do": "share", "to_unit": str(centre.pk), "classes": ["health"], "why": "tư vấn"}
    no_key = chair.post(page, told)
    assert (no_key.status_code, "chưa có khóa" in no_key.content.decode()) == (422, True)
    with_key(helper)
    assert chair.post(page, told).status_code == 302
    assert "Phạm Thị Giúp" in chair.get(page).content.decode()
    assert browse_helper.get(reverse("case", args=[cast.case.pk])).status_code == 200

    row = cast.case.shares.get()
    assert browse_helper.post(page, {"do": "end", "share": row.pk}).status_code == 403
    assert chair.post(page, {"do": "end", "share": row.pk}).status_code == 302
    assert browse_helper.get(reverse("case", args=[cast.case.pk])).status_code == 404
    assert set(cast.case.keys.values_list("generation", flat=True)) == {2}


def test_a_hold_is_set_and_lifted_and_the_day_of_erasing_shown(cast: Cast, browse: Browse) -> None:
    cast.taken()
    closed_at = clock.now() - timedelta(days=10)
    Case.objects.update(state="closed", closed_at=closed_at, retention="not_confirmed")
    officer, chair = browse(cast.officer), browse(cast.chair)
    hold, pages = reverse("case_hold", args=[cast.case.pk]), reverse("case_retention")
    day = clock.local(closed_at).date()
    assert f"{day:%d/%m}/{day.year + 2}" in officer.get(pages).content.decode()
    assert chair.get(pages).status_code == 403
    assert chair.post(hold, {"do": "hold", "reason": "Xin giữ"}).status_code == 403

    assert officer.post(hold, {"do": "hold", "reason": ""}).status_code == 422
    assert (
        officer.post(hold, {"do": "hold", "reason": "Cơ quan điều tra yêu cầu"}).status_code == 302
    )
    listed = officer.get(pages).content.decode()
    assert ("Đang giữ lại" in listed, "Cơ quan điều tra yêu cầu" in listed) == (True, True)
    officer.post(hold, {"do": "lift", "reason": "Đã xong vụ án"})
    assert "Đã xong vụ án" in chair.get(hold).content.decode()
    cast.case.refresh_from_db()
    assert not cast.case.held


def test_a_child_is_searched_in_the_body_of_a_form_and_the_twin_named(
    cast: Cast, browse: Browse
) -> None:
    cast.taken()
    worker, find = browse(cast.worker), reverse("case_search")
    assert worker.get(find).status_code == 200
    assert worker.post(find, {}).status_code == 422
    none = worker.post(find, {"name": "Không Có"}).content.decode()
    assert "Không có vụ việc nào" in none
    twin = reverse("case_duplicate", args=[cast.case.pk])
    wrong = worker.post(twin, {"of_number": "VV", "reason": "x", "version": "3", "token": "t"})
    assert (wrong.status_code, "khác mang số này" in wrong.content.decode()) == (422, True)


def test_where_no_other_province_is_known_the_page_says_what_to_do_first(
    cast: Cast, browse: Browse
) -> None:
    send = reverse("case_transfer", args=[cast.case.pk])
    of_officer = browse(cast.officer).get(send).content.decode()
    cast.taken()
    of_chair = browse(cast.chair).get(send).content.decode()

    for page in (of_officer, of_chair):
        assert "Chưa biết khóa của tỉnh nào" in page
        assert 'name="province"' not in page
    assert reverse("case_provinces") in of_officer
    assert reverse("case_provinces") not in of_chair
    assert "Hãy nhờ đầu mối cấp tỉnh" in of_chair
