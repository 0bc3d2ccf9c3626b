"""A unit takes its work up, tells how it goes, and reports with evidence."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mangnon.directives.choices import State
from mangnon.directives.models import Assignment, Clause, Extension, Return
from tests.directives.screens.conftest import Browse
from tests.directives.screens.pages import words_of
from tests.directives.work.cast import Cast, in_days, make_issued, move, returned, work_of

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (8, 8), "green").save(out, "PNG")
    return out.getvalue()


def taken_up(cast: Cast) -> Assignment:
    work = work_of(make_issued(cast), cast.house.son_ha)
    return move(cast.worker, cast.house.son_ha, work, "acknowledge")


def send(client: Any, page: str, work: Assignment, **data: object) -> Any:
    fresh = Assignment.objects.get(pk=work.pk)
    given = {"version": str(fresh.version), **data}
    return client.post(reverse(page, args=[work.pk]), given, follow=True)


def test_everything_is_taken_up_with_one_touch(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    client = browse(cast.worker)
    page = client.get(reverse("letter_work", args=[letter.pk]))
    assert "Tiếp nhận tất cả (2 việc)" in words_of(page)
    answer = client.post(reverse("letter_acknowledge", args=[letter.pk]), follow=True)
    assert "Đã tiếp nhận 2 việc." in words_of(answer)
    assert "Tiếp nhận tất cả" not in words_of(answer)
    states = Assignment.objects.filter(unit=cast.house.son_ha).values_list("state", flat=True)
    assert list(states) == [State.ACKNOWLEDGED, State.ACKNOWLEDGED]
    # and once more is no mistake
    again = client.post(reverse("letter_acknowledge", args=[letter.pk]), follow=True)
    assert "đã được tiếp nhận từ trước" in words_of(again)


def test_buttons_are_the_moves_of_the_table(cast: Cast, browse: Browse) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    client, page = browse(cast.worker), reverse("assignment", args=[work.pk])
    words = words_of(client.get(page))
    assert "Xin gia hạn" in words
    assert "Báo cáo kết quả" not in words
    client.post(reverse("move", args=[work.pk, "acknowledge"]), {"version": "1"})
    words = words_of(client.get(page))
    for button in ("Báo cáo kết quả", "Cập nhật tiến độ", "Giao cho người thực hiện"):
        assert button in words


def test_a_move_that_is_not_offered_is_refused_in_words(cast: Cast, browse: Browse) -> None:
    work = work_of(make_issued(cast), cast.house.son_ha)
    answer = browse(cast.worker).get(reverse("return", args=[work.pk]), follow=True)
    assert "Không thể “Gửi báo cáo kết quả”" in words_of(answer)
    forbidden = browse(cast.worker).post(reverse("move", args=[work.pk, "accept"]))
    assert forbidden.status_code == 403
    assert work_of(work.directive, cast.house.son_ha).state == State.ISSUED


def test_progress_is_told(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    answer = send(browse(cast.worker), "progress", work, percent="40", note="Đã họp 2 thôn")
    assert "Đã cập nhật tiến độ." in words_of(answer)
    work.refresh_from_db()
    assert (work.percent, work.note, work.state) == (40, "Đã họp 2 thôn", State.IN_PROGRESS)


@pytest.mark.parametrize("percent", ["", "-1", "101", "nửa"])
def test_progress_out_of_bounds_changes_nothing(cast: Cast, browse: Browse, percent: str) -> None:
    work = taken_up(cast)
    answer = send(browse(cast.worker), "progress", work, percent=percent)
    assert answer.status_code == 422
    work.refresh_from_db()
    assert (work.percent, work.state) == (0, State.ACKNOWLEDGED)


def test_a_report_with_figure_photographs_and_files(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    answer = send(
        browse(cast.worker),
        "return",
        work,
        text="Đã phát thanh 12 buổi.",
        figure="12,5",
        difficulties="Thiếu loa",
        proposals="",
        photos=[SimpleUploadedFile("buoi-1.png", picture(), "image/png")],
        evidence=[SimpleUploadedFile("ghi-chep.txt", "Biên bản".encode())],
    )
    words = words_of(answer)
    assert "Đã gửi báo cáo kết quả" in words
    made = Return.objects.get()
    assert (made.text, str(made.figure)) == ("Đã phát thanh 12 buổi.", "12.50")
    assert [one.file.name for one in made.evidence.all()] == ["buoi-1.png", "ghi-chep.txt"]
    assert "buoi-1.png" in words


def test_a_report_that_lacks_something_keeps_what_was_typed(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    Clause.objects.update(wants_evidence=True)
    answer = send(browse(cast.worker), "return", work, text="Đã làm nhiều việc.")
    words = words_of(answer)
    assert answer.status_code == 422
    assert "cần ít nhất một tệp minh chứng" in words
    assert "Riêng tệp thì cần chọn lại" in words
    assert "Đã làm nhiều việc." in words
    assert not Return.objects.exists()


def test_a_file_that_cannot_be_kept_is_refused_and_nothing_is_sent(
    cast: Cast, browse: Browse
) -> None:
    work = taken_up(cast)
    program = SimpleUploadedFile("la.exe", b"MZ\x90\x00" * 99)
    answer = send(browse(cast.worker), "return", work, text="Đã làm.", evidence=[program])
    assert answer.status_code == 422
    assert "Đã làm." in words_of(answer)
    assert not Return.objects.exists()


def test_the_reason_of_a_return_sent_back_stands_on_top(cast: Cast, browse: Browse) -> None:
    work = returned(cast, work_of(make_issued(cast), cast.house.son_ha))
    move(cast.officer, cast.house.health, work, "send_back", reason="Thiếu số người dự")
    client = browse(cast.worker)
    for page in ("assignment", "return"):
        assert "Thiếu số người dự" in words_of(client.get(reverse(page, args=[work.pk])))
    # The second round begins with the words of the first.
    assert "Đã phát thanh 12 buổi." in words_of(client.get(reverse("return", args=[work.pk])))


def test_work_is_handed_to_a_person_of_the_unit(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    page = browse(cast.worker).get(reverse("hand_on", args=[work.pk]))
    assert cast.leader.full_name in words_of(page)
    assert cast.neighbour.full_name not in words_of(page)
    send(browse(cast.worker), "hand_on", work, person=str(cast.leader.pk))
    work.refresh_from_db()
    assert work.person == cast.leader


def test_work_is_not_handed_to_strangers(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    answer = send(browse(cast.worker), "hand_on", work, person=str(cast.stranger.pk))
    assert answer.status_code == 422
    work.refresh_from_db()
    assert work.person is None


def test_work_is_handed_down_to_all_schools_with_one_button(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    send(browse(cast.worker), "hand_down", work, due_on=in_days(10).isoformat(), all="1")
    schools = {child.unit for child in work.children.all()}
    assert schools == {cast.house.kindergarten, cast.house.primary, cast.house.lower_secondary}
    board = browse(cast.worker).get(reverse("board", args=[work.directive_id]))
    assert "Trường THCS Hoa Mai" in words_of(board)


def test_schools_cannot_be_given_more_time_than_the_commune_has(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    answer = send(browse(cast.worker), "hand_down", work, due_on=in_days(90).isoformat(), all="1")
    assert "không thể sau hạn của đơn vị mình" in words_of(answer)
    assert not work.children.exists()


def test_more_time_is_asked_for(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    until = in_days(60)
    send(browse(cast.worker), "extension", work, until=until.isoformat(), reason="Mưa lũ")
    asked = Extension.objects.get()
    assert (asked.until, asked.reason, asked.granted) == (until, "Mưa lũ", None)


def test_two_colleagues_the_second_is_told_and_keeps_the_words(cast: Cast, browse: Browse) -> None:
    work = taken_up(cast)
    stale = str(work.version)
    send(browse(cast.leader), "progress", work, percent="30", note="Lãnh đạo ghi")
    answer = browse(cast.worker).post(
        reverse("progress", args=[work.pk]), {"percent": "50", "note": "Tôi ghi", "version": stale}
    )
    assert answer.status_code == 409
    words = words_of(answer)
    assert "Tôi ghi" in words
    work.refresh_from_db()
    assert (work.percent, work.note) == (30, "Lãnh đạo ghi")
