"""The components: right markup, nothing unescaped, nothing said by colour alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory


def show(source: str, **context: Any) -> str:
    request = context.pop("request", None)
    frame = RequestContext(request, context) if request else Context(context)
    return Template("{% load ui %}" + source).render(frame)


def test_a_button_submits_and_a_button_with_an_address_leads() -> None:
    assert show('{% button "Gửi" name="buoc" value="gui" %}') == (
        '<button class="button" type="submit" name="buoc" value="gui"><span>Gửi</span></button>'
    )
    assert show('{% button "Xem" href="/a/" kind="secondary" size="small" %}') == (
        '<a class="button button--secondary button--small" href="/a/"><span>Xem</span></a>'
    )
    assert " disabled>" in show('{% button "Gửi" disabled=True %}')


@pytest.mark.parametrize(
    "source",
    [
        "{% button bad %}",
        "{% tag bad 'red' bad %}",
        "{% progress 1 2 bad %}",
        "{% summary rows %}",
        "{% table columns rows bad %}",
        "{% breadcrumbs bad bad bad %}",
        "{% banner 'info' bad %}{{ bad }}{% endbanner %}",
        "{% empty bad %}{{ bad }}{% endempty %}",
    ],
)
def test_what_people_write_is_never_markup(source: str) -> None:
    bad = "<script>x</script>"
    shown = show(source, bad=bad, rows=[[bad, bad]], columns=[bad, bad])
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_a_state_has_words_and_a_letter_beside_its_colour() -> None:
    shown = show('{% tag "Quá hạn" "red" "Q" %}')
    assert 'class="tag tone-red"' in shown
    assert 'aria-hidden="true">Q</span>Quá hạn' in shown


def test_an_unknown_tone_is_grey() -> None:
    assert "tone-grey" in show('{% tag "Lạ" "hồng" %}')


@pytest.mark.parametrize(
    ("days", "words"),
    [("2", "còn 2 ngày làm việc"), ("-3", "quá hạn 3 ngày làm việc"), ("None", "không có hạn")],
)
def test_a_deadline_is_said_in_words(days: str, words: str) -> None:
    assert words in show("{% due days %}", days=None if days == "None" else int(days))


def test_a_danger_is_read_out_at_once_and_news_waits_its_turn() -> None:
    assert 'role="alert"' in show("{% banner 'danger' %}<p>Hỏng</p>{% endbanner %}")
    assert 'role="status"' in show("{% banner 'success' %}<p>Xong</p>{% endbanner %}")
    assert "banner--info" in show("{% banner 'lạ' %}<p>Tin</p>{% endbanner %}")


def test_progress_is_a_bar_with_a_name_and_figures() -> None:
    shown = show("{% progress 3 10 'Đã báo cáo' %}")
    assert '<progress max="10" value="3" aria-label="Đã báo cáo">' in shown
    assert "3/10" in shown
    assert 'max="1" value="0"' in show("{% progress 0 0 %}")


def test_a_summary_names_what_its_link_changes() -> None:
    shown = show("{% summary rows %}", rows=[("Hạn", "20/11", "/sua/", "Sửa"), ("Số", "512")])
    assert '<a href="/sua/">Sửa<span class="govuk-visually-hidden"> Hạn</span></a>' in shown
    assert shown.count("govuk-summary-list__actions") == 1


def test_a_table_cell_knows_its_column_for_the_phone() -> None:
    shown = show("{% table c r 'Đơn vị' numeric='2' %}", c=["Đơn vị", "Đã làm"], r=[["Xã A", 6]])
    assert '<th scope="row" role="rowheader">Xã A</th>' in shown
    assert '<td role="cell" data-label="Đã làm" class="numeric">6</td>' in shown
    assert "<caption>Đơn vị</caption>" in shown


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        show("{% table c r 'Bảng' %}", c=["Một", "Hai"], r=[["thiếu"]])


def test_breadcrumbs_end_where_we_are() -> None:
    shown = show("{% breadcrumbs 'Công văn' '/cong-van/' 'Số 512' %}")
    assert '<a class="govuk-breadcrumbs__link" href="/cong-van/">Công văn</a>' in shown
    assert 'aria-current="page">Số 512</li>' in shown


def test_pages_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/", {"tim": "Sơn Hà", "page": "3"})
    page = Paginator(range(240), 20).page(3)
    shown = show("{% pagination page 'đơn vị' %}", page=page, request=request)
    assert 'href="?tim=S%C6%A1n+H%C3%A0&amp;page=4"' in shown
    assert '<span aria-current="page">3</span>' in shown
    assert "41–60 trong 240 đơn vị" in shown


def test_one_page_needs_no_links() -> None:
    request = RequestFactory().get("/")
    shown = show("{% pagination page %}", page=Paginator([1, 2], 20).page(1), request=request)
    assert "<nav" not in shown
    assert "1–2 trong 2 dòng" in shown


def test_an_unknown_drawing_is_no_drawing() -> None:
    assert show("{% icon 'không có' %}") == ""
