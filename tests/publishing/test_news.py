"""The weekly letter of the library: asked for twice, sent on Mondays, ended by one click."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from mangnon.base.jobs.api import run_due
from mangnon.base.limits.api import Limit
from mangnon.base.notices.models import Outbox, OutboxState
from mangnon.kit import clock
from mangnon.library import api as library
from mangnon.publishing import news
from mangnon.publishing.actions import subscribing
from mangnon.publishing.models import NewsReader
from tests.publishing.cast import Stage, make_stage

pytestmark = pytest.mark.django_db
PARENT = "chi.hoa@nha.example"
# A Monday, 07:30 in Vietnam, and the Friday before it.
MONDAY = datetime(2026, 12, 7, 0, 30, tzinfo=UTC)
FRIDAY = datetime(2026, 12, 4, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _by_mail(settings: Any) -> None:
    settings.NEWS_BY_MAIL = True
    settings.PUBLIC_URL = "https://mangnon.example"


@pytest.fixture
def visitor() -> Client:
    return Client(enforce_csrf_checks=False)


def _ask(visitor: Client, address: str = PARENT, **more: Any) -> int:
    answer = visitor.post(reverse("public_news"), {"address": address}, **more)
    run_due()
    return answer.status_code


def _link(letter: Any) -> str:
    """The first path of ours under `nhan-tin` that a letter names."""
    found = re.search(r"https://mangnon\.example(/thu-vien/nhan-tin/\S+)", letter.body)
    assert found is not None
    return found[1]


def _confirmed(visitor: Client, address: str = PARENT, at: datetime = FRIDAY) -> NewsReader:
    _ask(visitor, address)
    visitor.post(_link(mail.outbox.pop()))
    NewsReader.objects.filter(digest=news.digest_of(address)).update(told_until=at)
    return NewsReader.objects.get(digest=news.digest_of(address))


def _publish(stage: Stage, at: datetime) -> None:
    library.Product.objects.filter(pk=stage.article.pk).update(published_at=at)


def _send(at: datetime = MONDAY) -> int:
    count = subscribing.send(at)
    run_due()
    return count


def test_nothing_is_kept_before_the_holder_of_the_address_says_so(visitor: Client) -> None:
    assert _ask(visitor) == 200
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([PARENT], "Xác nhận nhận thư hằng tuần của thư viện")
    assert not NewsReader.objects.exists()
    row = Outbox.objects.get()
    assert (row.state, row.to, row.body) == (OutboxState.SENT, "", "")

    page = visitor.get(_link(letter))  # as programs that look through letters do
    assert PARENT in page.content.decode()
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert not NewsReader.objects.exists()
    assert page.cookies == {}

    for _ in range(2):
        assert "Đã ghi" in Client(enforce_csrf_checks=True).post(_link(letter)).content.decode()
    reader = NewsReader.objects.get()
    assert PARENT.encode() not in bytes(reader.address)
    assert news.opened(reader.pk, bytes(reader.address)) == PARENT


def test_a_link_that_is_old_cut_or_of_another_confirms_nothing(visitor: Client) -> None:
    old = news.asking_link(PARENT, clock.now() - timedelta(days=3, minutes=1))
    good = news.asking_link(PARENT, clock.now())
    for link in (old, good[:-3], good[4:], "x", "ă", news.stop_link(NewsReader().pk)):
        address = reverse("public_news_confirm", args=[link])
        assert [visitor.get(address).status_code, visitor.post(address).status_code] == [404, 404]
    assert not NewsReader.objects.exists()
    for link in (good, "x", "x.y"):
        assert visitor.post(reverse("public_news_stop", args=[link])).status_code == 404


def test_nobody_is_bombed_and_nobody_learns_who_gets_the_letter(visitor: Client) -> None:
    told = []
    for address in (PARENT, PARENT.upper(), "chi.hoa+1@nha.example", "chi.hoa+2@nha.example"):
        told.append(visitor.post(reverse("public_news"), {"address": address}).content)
    run_due()
    assert len(mail.outbox) == 2
    assert len({re.sub(rb'"[A-Za-z0-9]{64}"', b"", page) for page in told}) == 1

    visitor.post(_link(mail.outbox[0]))
    mail.outbox.clear()
    assert _ask(visitor, PARENT) == 200  # gets it already: no letter, the same words
    assert mail.outbox == []


def test_one_line_and_all_together_ask_only_so_often(visitor: Client) -> None:
    asked = [_ask(visitor, f"ba{n}@nha.example") for n in range(21)]
    assert asked == [200] * 20 + [429]
    assert len(mail.outbox) == 20
    assert _ask(visitor, "ong@nha.example", REMOTE_ADDR="10.0.0.9") == 200
    with mock.patch.object(subscribing, "OF_ALL", Limit("library-news", 21, timedelta(hours=1))):
        assert _ask(visitor, "chu@nha.example", REMOTE_ADDR="10.0.0.9") == 429


def test_a_letter_a_week_names_what_came_out_and_leaves_no_address(
    visitor: Client,
) -> None:
    stage = make_stage()
    reader = _confirmed(visitor)
    assert _send() == 0  # nothing new, no letter
    NewsReader.objects.update(told_until=FRIDAY)
    _publish(stage, FRIDAY + timedelta(hours=1))

    assert [_send(), _send(), _send(MONDAY + timedelta(days=3))] == [1, 0, 0]

    (letter,) = mail.outbox
    assert letter.subject == "Thư viện có 1 nội dung mới"
    assert "- Giữ kín thông tin riêng (Bài báo, Cha mẹ, người chăm sóc; Sở Y tế)" in letter.body
    page = f"https://mangnon.example/thu-vien/san-pham/{stage.article.pk}/\n"
    assert page in letter.body  # nothing behind it that tells who came
    stop = f"https://mangnon.example/thu-vien/nhan-tin/thoi/{news.stop_link(reader.pk)}/"
    head = letter.message().as_bytes().decode().split("\n\n")[0].replace("\n ", " ")
    assert f"List-Unsubscribe: <{stop}>" in head.replace("  ", " ")
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in head
    assert not Outbox.objects.exclude(to="").exists()


def test_what_came_out_before_somebody_asked_and_what_is_over_is_not_told(visitor: Client) -> None:
    stage = make_stage()
    _confirmed(visitor, at=FRIDAY)
    _publish(stage, FRIDAY - timedelta(hours=1))
    assert _send() == 0
    _publish(stage, MONDAY + timedelta(hours=5))
    assert _send(MONDAY + timedelta(days=1)) == 0
    document = stage.revision.map.document
    document.valid_until = clock.today() - timedelta(days=1)
    document.save()
    assert _send(MONDAY + timedelta(days=7)) == 0


def test_one_click_of_a_mail_program_ends_it_at_once(visitor: Client) -> None:
    stage = make_stage()
    _confirmed(visitor)
    _publish(stage, FRIDAY + timedelta(hours=1))
    assert subscribing.send(MONDAY) == 1  # written, not yet gone
    waiting = Outbox.objects.get(state=OutboxState.WAITING)
    address = (
        waiting.headers["List-Unsubscribe"].strip("<>").removeprefix("https://mangnon.example")
    )

    assert visitor.get(address).status_code == 200
    assert NewsReader.objects.count() == 1
    program = Client(enforce_csrf_checks=True)
    for _ in range(2):  # as programs do that got no answer
        answer = program.post(address, {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.cookies) == (200, {})

    assert not NewsReader.objects.exists()
    run_due()
    assert mail.outbox == []
    assert not Outbox.objects.exclude(to="").exists()


def test_an_address_that_does_not_exist_any_more_is_forgotten(visitor: Client) -> None:
    reader = _confirmed(visitor)
    Outbox.objects.create(
        key=f"library-news:{reader.pk}:2026-11-30", channel="email", state=OutboxState.FAILED
    )
    assert _send() == 0
    assert not NewsReader.objects.exists()


def test_under_another_key_no_letter_goes_and_nothing_breaks(visitor: Client) -> None:
    stage = make_stage()
    _confirmed(visitor)
    _publish(stage, FRIDAY + timedelta(hours=1))
    with mock.patch.object(news, "_key", return_value=b"k" * 32):
        assert _send() == 0


def test_where_letters_do_not_leave_the_house_nothing_is_asked(
    visitor: Client, settings: Any
) -> None:
    settings.NEWS_BY_MAIL = False
    assert visitor.get(reverse("public_news")).status_code == 404
    assert "Thư hằng tuần" not in visitor.get(reverse("public_library")).content.decode()
    settings.NEWS_BY_MAIL = True
    assert "Thư hằng tuần" in visitor.get(reverse("public_library")).content.decode()
