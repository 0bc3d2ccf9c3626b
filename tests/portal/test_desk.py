"""My desk: what is late, what waits, what is new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mangnon.base.notices.models import Notice
from mangnon.directives import api as directives
from mangnon.portal import desk
from mangnon.units.models import Person, Role
from tests.cast import House, make_person, make_province, sign_in

pytestmark = pytest.mark.django_db
LETTER = UUID("12345678-1234-5678-1234-567812345678")


@pytest.fixture
def house() -> House:
    return make_province()


@pytest.fixture
def worker(house: House) -> Person:
    return make_person(Role.COMMUNE_WORKER, house.son_ha, name="Đinh Thị Thử")


def item(title: str, days: int | None) -> directives.DeskItem:
    return directives.DeskItem(
        directive_id=LETTER,
        title=title,
        notation="512/UBND-VHXH",
        from_whom="Sở Thử Nghiệm",
        due_on=None if days is None else date(2025, 11, 20),
        days_left=days,
        count=2,
        words="2 việc chưa tiếp nhận",
    )


def tell(person: Person, subject: str, *, read: bool = False, days_ago: int = 0) -> Notice:
    told = timezone.now() - timedelta(days=days_ago)
    return Notice.objects.create(
        key=subject,
        person_id=str(person.pk),
        subject=subject,
        link="/cong-van/",
        told_at=told,
        read_at=told if read else None,
    )


def test_the_desk_asks_who_is_there(client: Client) -> None:
    answer = client.get("/ban-lam-viec/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/ban-lam-viec/")


def test_an_empty_desk_says_so(client: Client, worker: Person) -> None:
    page = sign_in(client, worker).get("/ban-lam-viec/").content.decode()
    assert "Chào Đinh Thị Thử" in page
    assert "Ủy ban nhân dân xã Sơn Hà" in page
    assert "Không có việc nào chờ bạn" in page


def test_someone_without_a_role_is_told_whom_to_ask(client: Client) -> None:
    stranger = make_person(None, None)
    page = sign_in(client, stranger).get("/ban-lam-viec/").content.decode()
    assert "chưa được giao vai trò" in page


def test_late_work_stands_above_all_else(
    client: Client, worker: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = directives.Desk(
        new=(item("Việc mới", 2),), late=(item("Việc trễ", -3),), going_on=(item("Đang làm", None),)
    )
    monkeypatch.setattr(directives, "desk_sections", lambda person, unit: found)
    page = sign_in(client, worker).get("/ban-lam-viec/").content.decode()
    assert page.index("Việc trễ") < page.index("Việc mới") < page.index("Đang làm")
    assert "quá hạn 3 ngày làm việc" in page
    assert "còn 2 ngày làm việc" in page
    assert f'href="/cong-van/{LETTER}/viec/"' in page
    assert "512/UBND-VHXH · Sở Thử Nghiệm" in page


def test_each_section_opens_the_page_where_the_work_is_done(
    worker: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = directives.Desk(**{key: (item(key, 1),) for key, *_ in desk._LETTERS})
    monkeypatch.setattr(directives, "desk_sections", lambda person, unit: full)
    found = {one.key: one.tasks[0].href for one in desk.from_letters(worker, house.son_ha, {})}
    letter = f"/cong-van/{LETTER}/"
    assert found == {
        "late": letter + "viec/",
        "new": letter + "viec/",
        "sent_back": letter + "viec/",
        "handed_to_me": letter + "viec/",
        "to_judge": letter + "duyet/",
        "to_answer": letter + "gia-han/",
        "drafts": letter,
        "going_on": letter + "viec/",
        "following": letter + "theo-doi/",
    }


def test_a_draft_without_a_number_shows_no_half_of_one(house: House, worker: Person) -> None:
    draft = replace(item("tập huấn cho cha mẹ", None), notation="/SYT-BVTE")
    task = desk._letter_task(draft, "letter")
    assert task.title == "Tập huấn cho cha mẹ"
    assert task.note == "Sở Thử Nghiệm"


def test_no_part_of_the_letters_desk_is_forgotten() -> None:
    shown = {key for key, *_ in desk._LETTERS}
    assert shown == set(directives.Desk.__dataclass_fields__)


def test_only_my_unread_notices_are_news(house: House, worker: Person) -> None:
    mate = make_person(Role.COMMUNE_LEADER, house.son_ha)
    tell(worker, "Đã chấp nhận báo cáo")
    tell(worker, "Tin đã đọc", read=True)
    tell(mate, "Tin của người khác")
    (news,) = desk.from_notices(worker, house.son_ha, {})
    assert [task.title for task in news.tasks] == ["Đã chấp nhận báo cáo"]
    assert news.count == "1"


def test_many_notices_are_counted_and_the_newest_shown(house: House, worker: Person) -> None:
    for number in range(12):
        tell(worker, f"Tin {number}", days_ago=number)
    (news,) = desk.from_notices(worker, house.son_ha, {})
    assert len(news.tasks) == desk.NEWS_SHOWN
    assert news.tasks[0].title == "Tin 0"
    assert news.count == "12"


def test_the_menu_leads_only_where_pages_are(client: Client, worker: Person) -> None:
    page = sign_in(client, worker).get("/ban-lam-viec/")
    menu = page.context["platform"].menu
    assert menu[0].label == "Bàn làm việc"
    assert menu[0].current is True
    assert [one.current for one in menu[1:]] == [False] * (len(menu) - 1)
    assert "Hệ thống" not in [one.label for one in menu]


def test_a_section_is_stable_within_its_band(
    worker: Person, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    def source(person: Any, unit: Any, waiting: Any) -> list[Any]:
        return [
            SimpleNamespace(key="b", group=desk.Group.NEWS),
            SimpleNamespace(key="a", group=desk.Group.LATE),
            SimpleNamespace(key="c", group=desk.Group.NEWS),
        ]

    monkeypatch.setattr(desk, "SOURCES", (source,))
    assert [one.key for one in desk.sections(worker, house.son_ha)] == ["a", "b", "c"]


def test_more_work_asks_the_database_no_more_questions(
    client: Client, worker: Person, django_assert_num_queries: Any
) -> None:
    sign_in(client, worker)
    for number in range(10):
        tell(worker, f"Tin {number}")
    client.get("/ban-lam-viec/")  # what is kept between requests is kept from here on
    with CaptureQueriesContext(connection) as little:
        client.get("/ban-lam-viec/")
    for number in range(10, 80):
        tell(worker, f"Tin {number}")
    with django_assert_num_queries(len(little)):
        client.get("/ban-lam-viec/")
    assert len(little) <= 15
