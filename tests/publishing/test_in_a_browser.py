"""The public library and the pages of posts in a browser, on a phone, without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from mangnon.base.jobs.api import run_due
from mangnon.kit import clock
from mangnon.publishing.actions import working
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.publishing.models import NewsReader, Post
from mangnon.publishing.news import stop_link
from tests.browser.conftest import visit
from tests.publishing.cast import Stage, make_stage
from tests.reports.test_in_a_browser import whole

Visit = Callable[..., Any]
__all__ = ["visit"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def _published(stage: Stage) -> None:
    for product in (stage.article, stage.carousel, stage.audio):
        written = Written(channel="website", title=f"Giữ kín ({product.genre})")
        working.work(schedule(product=product, by=stage.editor, written=written).pk, clock.now())


def test_a_mother_finds_an_article_on_her_phone_without_scripts(visit: Visit) -> None:
    _published(make_stage())
    page = visit("/", phone=True, scripts=False)
    page.get_by_role("link", name="Thư viện").first.click()
    page.get_by_label("Tìm trong thư viện").fill("so nha")
    page.get_by_role("button", name="Tìm").click()
    page.get_by_role("link", name="Giữ kín (article)").click()
    article = page.get_by_role("article")
    article.get_by_text("Kẻ xấu tìm ra nhà từ một bức ảnh.").wait_for()
    assert page.context.cookies() == []


def test_the_public_pages_are_whole(visit: Visit) -> None:
    stage = make_stage()
    _published(stage)
    page = visit("/thu-vien/", phone=True)
    whole(page)
    for product in (stage.article, stage.carousel, stage.audio):
        page.goto(page.url.split("/thu-vien/")[0] + f"/thu-vien/san-pham/{product.pk}/")
        whole(page)


def test_a_father_asks_for_the_weekly_letter_on_his_phone_and_ends_it(
    visit: Visit, settings: Any
) -> None:
    settings.NEWS_BY_MAIL = True
    page = visit("/thu-vien/", phone=True)
    page.get_by_role("link", name="Thư hằng tuần").click()
    whole(page)
    page.get_by_label("Địa chỉ thư điện tử").fill("anh.nam@nha.example")
    page.get_by_role("button", name="Gửi thư xác nhận").click()
    page.get_by_role("heading", name="Mời anh/chị xem hộp thư").wait_for()
    run_due()
    (letter,) = mail.outbox
    home = page.url.split("/thu-vien/")[0]
    page.goto(home + re.findall(r"/thu-vien/nhan-tin/\S+", letter.body)[0])
    whole(page)
    page.get_by_role("button", name="Nhận thư hằng tuần").click()
    page.get_by_role("heading", name="Đã ghi").wait_for()
    reader = NewsReader.objects.get()
    page.goto(home + reverse("public_news_stop", args=[stop_link(reader.pk)]))
    page.get_by_role("button", name="Thôi nhận và xóa địa chỉ").click()
    page.get_by_role("heading", name="Đã xóa địa chỉ").wait_for()
    assert not NewsReader.objects.exists()


def test_an_editor_posts_by_hand_and_recalls_everywhere(visit: Visit) -> None:
    stage = make_stage()
    page = visit("/dang-tai/chon/", person=stage.editor)
    whole(page)
    page.goto(page.url.replace("chon/", f"san-pham/{stage.carousel.pk}/"))
    whole(page)
    page.get_by_role("link", name="Bộ đăng tay").click()
    whole(page)
    page.get_by_label("Sẽ đăng lên").select_option(label="Facebook")
    page.get_by_role("button", name="Ghi vào lịch").click()
    working.work(Post.objects.get().pk, clock.now())
    page.reload()
    whole(page)
    page.get_by_label("Địa chỉ bài đã đăng").fill("https://www.facebook.com/soyte.example/posts/1")
    page.get_by_role("button", name="Ghi nơi đã đăng").click()
    page.get_by_role("link", name="Mọi bài đăng của sản phẩm này").click()
    page.get_by_role("link", name="Thu hồi ở mọi kênh").click()
    whole(page)
    page.get_by_label("Lý do").fill("Sai số điện thoại")
    page.get_by_role("button", name="Thu hồi").click()
    page.get_by_role("link", name="Giữ kín thông tin riêng").last.click()
    page.get_by_text("Hãy gỡ bài bằng tay").wait_for()
    for path in ("/dang-tai/", "/dang-tai/tai-khoan/", "/dang-tai/theo-doi/"):
        page.goto(page.url.split("/dang-tai/")[0] + path)
        whole(page)
