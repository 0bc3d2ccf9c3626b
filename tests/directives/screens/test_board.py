"""The issuer follows a letter: board, map, days, figures, tables; and finds letters again."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from mangnon.directives import api
from mangnon.directives.exchange import ExchangeRefused
from mangnon.directives.models import Addressee, Assignment, Directive
from tests.directives.screens.conftest import Browse
from tests.directives.screens.pages import words_of
from tests.directives.work.cast import (
    Cast,
    make_draft,
    make_issued,
    move,
    returned,
    work_of,
)

pytestmark = pytest.mark.django_db


# What each page may ask the database, signing in and menu included.
QUERIES = {"board": 11, "letter_work": 9, "judging": 8}


def rows_of(answer: Any) -> str:
    """The words of the board's table alone."""
    page = answer.content.decode()
    start = page.find('<table class="board">')
    return page[start : page.find("</table>", start)] if start >= 0 else ""


def test_a_cell_is_a_letter_with_words_and_leads_to_the_work(cast: Cast, browse: Browse) -> None:
    work = returned(cast, work_of(make_issued(cast), cast.house.son_ha))
    table = rows_of(browse(cast.officer).get(reverse("board", args=[work.directive_id])))
    assert f'cell--state-returned" href="/cong-van/viec/{work.pk}/"' in table
    assert "Chờ duyệt báo cáo" in table
    assert "Ủy ban nhân dân xã Sơn Hạ" in table


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"Sơn Hà", "Sơn Hạ"}),
        ("q=sơn hạ", {"Sơn Hà", "Sơn Hạ"}),
        ("q=nghia lo", set()),
        ("q=son ha", {"Sơn Hà", "Sơn Hạ"}),
        ("trang_thai=returned", {"Sơn Hà"}),
        ("trang_thai=late", set()),
        ("loai=school", set()),
        ("loai=commune", {"Sơn Hà", "Sơn Hạ"}),
        ("loai=khong-co&trang_thai=xyz&noi_dung=x&page=-4", {"Sơn Hà", "Sơn Hạ"}),
    ],
)
def test_filters(cast: Cast, browse: Browse, query: str, shown: set[str]) -> None:
    work = returned(cast, work_of(make_issued(cast), cast.house.son_ha))
    address = reverse("board", args=[work.directive_id])
    table = rows_of(browse(cast.officer).get(f"{address}?{query}"))
    assert {name for name in ("Sơn Hà", "Sơn Hạ") if f"xã {name}" in table} == shown


def test_late_work_is_counted_and_marked(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast, due_in=-3)
    answer = browse(cast.officer).get(reverse("board", args=[letter.pk]), {"trang_thai": "late"})
    assert rows_of(answer).count("cell--late") == 4
    assert "4 quá hạn" in words_of(answer)


def test_the_map_links_each_commune_and_tells_it_in_a_table(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    answer = browse(cast.officer).get(reverse("board_map", args=[letter.pk]))
    assert b"<svg" in answer.content
    assert b"style=" not in answer.content
    assert "Xã Sơn Hà Chưa tiếp nhận" in words_of(answer).replace(" C ", " ")


def test_days_and_figures(cast: Cast, browse: Browse) -> None:
    work = returned(cast, work_of(make_issued(cast), cast.house.son_ha), figure=12)
    client = browse(cast.officer)
    days = words_of(client.get(reverse("board_timeline", args=[work.directive_id])))
    assert "Giao việc" in days
    figures = words_of(client.get(reverse("board_figures", args=[work.directive_id])))
    assert "12" in figures


def test_tables_and_metadata_are_taken_away(cast: Cast, browse: Browse) -> None:
    from io import BytesIO

    letter = make_issued(cast)
    client = browse(cast.officer)
    sheet = client.get(reverse("board_xlsx", args=[letter.pk]))
    assert "theo-doi-77-SYT-BTXH.xlsx" in sheet["Content-Disposition"]
    assert load_workbook(BytesIO(sheet.content)).sheetnames
    message = client.get(reverse("letter_exchange", args=[letter.pk]))
    assert message.content.lstrip().startswith(b"<?xml")


@pytest.mark.parametrize("page", ["board", "letter_work", "judging"])
def test_the_number_of_queries_does_not_grow_with_the_units(
    cast: Cast, browse: Browse, page: str
) -> None:
    counts = []
    for units in ((cast.house.son_ha,), (*cast.house.communes, *cast.house.schools)):
        letter = make_issued(cast, *units)
        returned(cast, work_of(letter, cast.house.son_ha))
        client = browse(cast.worker if page == "letter_work" else cast.officer)
        counts.append(_queries(client, reverse(page, args=[letter.pk])))
    assert counts[0] == counts[1]
    assert counts[1] <= QUERIES[page]


def _queries(client: Client, address: str) -> int:
    from django.db import connection

    client.get(address)
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# --- the list -------------------------------------------------------------------------------------


def titles(answer: Any) -> list[str]:
    return [row.directive.subject for row in answer.context["page"]]


def test_letters_are_found_with_and_without_marks(cast: Cast, browse: Browse) -> None:
    make_issued(cast)
    other = make_draft(cast)
    Directive.objects.filter(pk=other.pk).update(subject="Tập huấn giáo viên", number="9")
    client, address = browse(cast.officer), reverse("letters")
    assert titles(client.get(address, {"q": "TAP HUAN"})) == ["Tập huấn giáo viên"]
    assert titles(client.get(address, {"q": "tập huấn"})) == ["Tập huấn giáo viên"]
    assert titles(client.get(address, {"q": "9/SYT"})) == ["Tập huấn giáo viên"]
    assert titles(client.get(address, {"trang_thai": "draft"})) == ["Tập huấn giáo viên"]
    assert "Không tìm thấy công văn nào" in words_of(client.get(address, {"q": "không có"}))


def test_received_and_given_letters_are_told_apart(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    assert titles(browse(cast.worker).get(reverse("letters"), {"ben": "den"})) == [letter.subject]
    assert titles(browse(cast.worker).get(reverse("letters"), {"ben": "di"})) == []
    assert titles(browse(cast.officer).get(reverse("letters"), {"ben": "di"})) == [letter.subject]


def test_late_letters_stand_first(cast: Cast, browse: Browse) -> None:
    late, fresh = make_issued(cast), make_issued(cast)
    Directive.objects.filter(pk=late.pk).update(deadline_on="2026-01-05", subject="Trễ")
    Directive.objects.filter(pk=fresh.pk).update(subject="Mới")
    assert titles(browse(cast.officer).get(reverse("letters"))) == ["Trễ", "Mới"]


def test_the_list_says_which_work_is_late_when_the_letter_is_due_later(
    cast: Cast, browse: Browse
) -> None:
    letter = make_issued(cast)
    one = Assignment.objects.filter(directive=letter, unit=cast.house.son_ha).earliest("pk")
    Assignment.objects.filter(pk=one.pk).update(due_on="2026-01-05")
    for who in (cast.officer, cast.worker):
        page = browse(who).get(reverse("letters"), {"trang_thai": "tre"})
        assert "1 việc quá hạn" in page.content.decode()
    work = browse(cast.worker).get(reverse("letter_work", args=[letter.pk])).content.decode()
    assert "Việc đến hạn sớm nhất: <strong>thứ Hai, 05/01/2026</strong>" in work


def test_a_recurring_deadline_is_shown_to_giver_and_receiver(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    Directive.objects.filter(pk=letter.pk).update(recurring="hằng quý")
    board = browse(cast.officer).get(reverse("board", args=[letter.pk]))
    assert "định kỳ hằng quý" in board.content.decode()
    work = browse(cast.worker).get(reverse("letter_work", args=[letter.pk]))
    assert "báo cáo định kỳ: hằng quý." in work.content.decode()


def test_tabs_say_how_much_waits(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    board = reverse("board", args=[letter.pk])
    assert '<span class="count">' not in tabs_of(browse(cast.officer).get(board))
    returned(cast, work_of(letter, cast.house.son_ha))
    tabs = tabs_of(browse(cast.officer).get(board))
    assert 'Duyệt báo cáo<span class="count">1</span>' in tabs
    assert tabs.count('class="count"') == 1


def tabs_of(answer: Any) -> str:
    return str(answer.content.decode()).split('<nav class="tabs"')[1].split("</nav>")[0]


def test_a_letter_opens_where_its_reader_goes_on(cast: Cast, browse: Browse) -> None:
    letter = make_issued(cast)
    address = reverse("letter", args=[letter.pk])
    ways = {"officer": "board", "worker": "letter_work", "auditor": "board"}
    for who, page in ways.items():
        answer = browse(getattr(cast, who)).get(address)
        assert answer["Location"] == reverse(page, args=[letter.pk]), who


def test_work_handed_to_a_teacher_is_seen_by_that_teacher_alone(cast: Cast, browse: Browse) -> None:
    work = work_of(make_issued(cast, cast.house.lower_secondary), cast.house.lower_secondary)
    move(cast.principal, cast.house.lower_secondary, work, "acknowledge")
    address = reverse("assignment", args=[work.pk])
    assert browse(cast.teacher).get(address).status_code == 404
    move(cast.principal, cast.house.lower_secondary, work, "hand_on", person=cast.teacher)
    assert browse(cast.teacher).get(address).status_code == 200
    assert browse(cast.worker).get(address).status_code == 404


def test_hostile_words_are_shown_as_words(cast: Cast, browse: Browse) -> None:
    hostile = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    draft = make_draft(cast)
    Directive.objects.filter(pk=draft.pk).update(subject=hostile, text=hostile)
    Addressee.objects.update(text=hostile)
    client = browse(cast.officer)
    for page in ("letters", "letter_review", "letter_issue"):
        args = [] if page == "letters" else [draft.pk]
        answer = client.get(reverse(page, args=args))
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
        assert b"<img src=x" not in answer.content


def test_metadata_that_does_not_fit_the_format_is_refused_in_words(
    cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(directive: Directive) -> bytes:
        raise ExchangeRefused("Mã cơ quan còn trống.")

    monkeypatch.setattr(api, "exchange_message", refuse)
    letter = make_issued(cast)
    answer = browse(cast.officer).get(reverse("letter_exchange", args=[letter.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("board", args=[letter.pk])
    assert "Mã cơ quan còn trống." in words_of(answer)
