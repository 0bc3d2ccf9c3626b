"""The pages about lists, ordered names and wrong blocks: who sees what, and that forms do it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mangnon.base.jobs.api import Job
from mangnon.gateway.actions.catalogue import load_catalogue
from mangnon.gateway.actions.feedback import say_wrong
from mangnon.gateway.actions.lists import Wish, write_own_list
from mangnon.gateway.actions.orders import Paper, order_names
from mangnon.gateway.choices import FetchState
from mangnon.gateway.models import ListSource, OrderedName, WrongBlock
from mangnon.units.api import Person
from tests.cast import sign_in
from tests.gateway.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
PAPER = Paper("215/CV-PA05", date(2025, 11, 20), "Công an tỉnh")
ORDER = {
    "names": "https://xau.example/trang\ndoc.example\nvn",
    "paper": "215/CV-PA05",
    "paper_on": "2025-11-20",
    "issued_by": "Công an tỉnh",
    "directive": "",
    "until": "",
}


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def own(cast: Cast) -> ListSource:
    return write_own_list(by=cast.officer, title="Đỏ", text="a.example\n", wish=Wish("games"))


def get(person: Person, page_name: str, /, *args: Any, **query: str) -> Any:
    return sign_in(Client(), person).get(reverse(page_name, args=args), query)


def post(person: Person, page_name: str, /, *args: Any, **data: str) -> Any:
    return sign_in(Client(), person).post(reverse(page_name, args=args), data)


def page(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_table_shows_lists_with_licence_state_and_wrong_blocks(
    cast: Cast, own: ListSource
) -> None:
    load_catalogue()
    wrong = say_wrong(by=cast.teacher, school=cast.site.unit, name="a.example", why="Trang học")
    wrong.lists.add(own)

    shown = page(get(cast.officer, "filters_lists"))
    found = page(get(cast.officer, "filters_lists", nhom="gambling", q="hostsvn"))

    assert shown.count('<th scope="row">') == 80
    assert "bị báo nhầm 1 lần" in shown
    assert "không được phát lại" in shown
    assert found.count('<th scope="row">') == 1
    assert "hostsVN: cờ bạc" in found


def test_who_opens_the_pages_and_who_may_change(cast: Cast, own: ListSource) -> None:
    (order,) = order_names(by=cast.officer, names=["xau.example"], paper=PAPER)
    wrong = say_wrong(by=cast.teacher, school=cast.site.unit, name="b.example", why="Trang học")
    read: list[tuple[Any, ...]] = [
        ("filters_lists",),
        ("filters_list", own.pk),
        ("filters_orders",),
        ("filters_wrong",),
    ]
    change: list[tuple[Any, ...]] = [
        ("filters_list_own",),
        ("filters_list_add",),
        ("filters_list_edit", own.pk),
        ("filters_order_new",),
        ("filters_order_lift", order.pk),
        ("filters_orders_csv",),
        ("filters_wrong_answer", wrong.pk),
    ]
    for person, reads, changes in [
        (cast.officer, 200, 200),
        (cast.education, 200, 200),
        (cast.principal, 200, 403),
        (cast.teacher, 200, 403),
        (cast.auditor, 200, 403),
        (cast.nobody, 403, 403),
    ]:
        assert {get(person, *where).status_code for where in read} == {reads}, person
        assert {get(person, *where).status_code for where in change} == {changes}, person


@pytest.mark.parametrize("deed", ["filters_list_use", "filters_list_fetch"])
def test_deeds_are_refused_to_who_may_not(cast: Cast, own: ListSource, deed: str) -> None:
    assert post(cast.principal, deed, own.pk, dung="0").status_code == 403

    own.refresh_from_db()
    assert own.enabled


def test_a_list_is_turned_on_and_its_fetching_begins(cast: Cast) -> None:
    load_catalogue()
    source = ListSource.objects.get(key="hostsvn-gambling")

    answer = post(cast.officer, "filters_list_use", source.pk, dung="1")

    assert answer.url == reverse("filters_list", args=[source.pk])
    source.refresh_from_db()
    assert source.enabled
    task = "mangnon.gateway.actions.fetching.fetch_list"
    assert [job.args for job in Job.objects.filter(task=task)] == [[source.pk]]
    post(cast.officer, "filters_list_fetch", source.pk)
    assert Job.objects.filter(task=task).count() == 2


def test_a_list_shows_what_was_left_out_and_what_waits_to_be_taken(
    cast: Cast, own: ListSource
) -> None:
    rejected = {"là địa chỉ IP": {"count": 7, "examples": [[3, "1.2.3.4"], [9, "<b>5.6.7.8"]]}}
    own.versions.update(rejected=rejected)
    refused = own.versions.create(
        state=FetchState.REFUSED, why="Chỉ còn 1 quy tắc.", rules=1, blob="0" * 64
    )

    shown = page(get(cast.officer, "filters_list", own.pk))

    assert "dòng 3: <code" in shown
    assert "&lt;b&gt;5.6.7.8" in shown
    assert "Đã kiểm tra, nhận bản này" in shown
    assert "Đã kiểm tra" not in page(get(cast.teacher, "filters_list", own.pk))
    answer = post(cast.officer, "filters_version_take", own.pk, refused.pk)
    assert answer.status_code == 302
    refused.refresh_from_db()
    assert (refused.state, refused.taken_by) == (FetchState.TAKEN, cast.officer)
    again = page(post(cast.officer, "filters_version_take", own.pk, refused.pk), 409)
    assert "Chỉ nhận được bản mới nhất" in again


def test_an_own_list_is_written_and_its_bad_lines_are_said(cast: Cast) -> None:
    data = {"title": "Xanh", "category": "games", "use": "block", "text": "a.example\nhai tu"}

    refused = page(post(cast.officer, "filters_list_own", **data), 422)
    assert "Dòng 2: “hai tu” – không phải tên miền." in refused
    assert "a.example\nhai tu</textarea>" in refused
    answer = post(cast.officer, "filters_list_own", **data | {"text": "a.example"})

    source = ListSource.objects.get()
    assert answer.url == reverse("filters_list", args=[source.pk])
    edited = page(get(cast.officer, "filters_list_edit", source.pk))
    assert "a.example</textarea>" in edited


def test_a_list_by_address_is_added_but_not_used(cast: Cast) -> None:
    data = {
        "title": "Danh sách khác",
        "address": "https://ds.example/a.txt",
        "form": "hosts",
        "category": "adult",
        "use": "block",
        "every_hours": "12",
        "licence": "MIT",
    }

    refused = page(
        post(cast.officer, "filters_list_add", **data | {"address": "http://ds.example/a"}), 422
    )
    assert "LISTS_OVER_HTTP" in refused
    post(cast.officer, "filters_list_add", **data)

    source = ListSource.objects.get()
    assert (source.form, source.every_hours, source.enabled) == ("hosts", 12, False)
    post(cast.officer, "filters_list_edit", source.pk, **data | {"category": "gambling"})
    source.refresh_from_db()
    assert (source.category, source.address) == ("gambling", "https://ds.example/a.txt")


def test_an_order_takes_two_steps(cast: Cast) -> None:
    seen = page(post(cast.officer, "filters_order_new", **ORDER, buoc="kiem-tra"))

    assert "2 tên sẽ bị chặn" in seen
    assert "Dòng 3: “vn”" in seen
    assert OrderedName.objects.count() == 0
    clean = ORDER | {"names": "xau.example\ndoc.example"}
    back = page(post(cast.officer, "filters_order_new", **clean, buoc="sua"))
    assert "xau.example\ndoc.example</textarea>" in back
    answer = post(cast.officer, "filters_order_new", **clean, buoc="chan")

    assert answer.url == reverse("filters_orders")
    assert {order.name for order in OrderedName.objects.all()} == {"xau.example", "doc.example"}


def test_a_confirmed_order_holds_exactly_the_names_that_were_shown(cast: Cast) -> None:
    """The bad line stays behind: what the second step posts is what the first one showed."""
    answer = post(cast.officer, "filters_order_new", **ORDER, buoc="kiem-tra")
    sent = {field: ORDER[field] for field in ORDER if field != "names"}

    post(cast.officer, "filters_order_new", **sent, names=answer.context["names"], buoc="chan")

    assert {order.name for order in OrderedName.objects.all()} == {"xau.example", "doc.example"}


def test_schools_look_a_name_up_and_see_its_paper_but_not_the_rest(cast: Cast) -> None:
    order_names(by=cast.officer, names=["xau.example", "doc.example"], paper=PAPER)

    bare = page(get(cast.teacher, "filters_orders"))
    part = page(get(cast.teacher, "filters_orders", q="PA05"))
    found = page(get(cast.teacher, "filters_orders", q="https://a.xau.example/trang", cu="co"))

    assert "xau.example" not in bare + part
    assert "215/CV-PA05" in found
    assert "doc.example" not in found
    assert cast.officer.full_name not in found
    assert cast.officer.full_name in page(get(cast.officer, "filters_orders"))


def test_an_order_is_lifted_on_its_page_and_stays_in_the_file(cast: Cast) -> None:
    (order,) = order_names(by=cast.officer, names=["xau.example"], paper=PAPER)
    data = {"paper": "301/CV-PA05", "paper_on": "2025-12-01"}

    assert post(cast.officer, "filters_order_lift", order.pk, paper="").status_code == 422
    assert post(cast.officer, "filters_order_lift", order.pk, **data).status_code == 302

    assert "xau.example" not in page(get(cast.officer, "filters_orders"))
    assert "301/CV-PA05 ngày 01/12/2025" in page(get(cast.officer, "filters_orders", cu="co"))
    file = get(cast.officer, "filters_orders_csv")
    assert (
        file.content.decode("utf-8-sig")
        .splitlines()[1]
        .startswith("xau.example,215/CV-PA05,20/11/2025,Công an tỉnh,,")
    )


def test_a_teacher_says_what_is_wrong_and_reads_the_answer(cast: Cast) -> None:
    form = page(get(cast.teacher, "filters_wrong_new", ten="toan.example"))
    assert 'value="toan.example"' in form
    assert page(post(cast.teacher, "filters_wrong_new", name="hai tu", why="x"), 422)

    post(cast.teacher, "filters_wrong_new", name="toan.example", why="Trang học Toán")
    wrong = WrongBlock.objects.get()
    assert "Chờ trả lời" in page(get(cast.teacher, "filters_wrong"))
    asked = page(get(cast.officer, "filters_wrong_answer", wrong.pk))
    assert "Trang học Toán" in asked
    post(cast.officer, "filters_wrong_answer", wrong.pk, opened="yes", answer="Đúng, đã mở.")

    read = page(get(cast.teacher, "filters_wrong"))
    assert "Đã mở toàn tỉnh" in read
    assert "Đúng, đã mở." in read
    assert "toan.example" not in page(get(cast.stranger, "filters_wrong"))


def test_who_speaks_for_no_school_finds_no_form(cast: Cast) -> None:
    other = str(cast.house.primary.pk)

    assert get(cast.officer, "filters_wrong_new").status_code == 403
    assert get(cast.auditor, "filters_wrong_new").status_code == 403
    assert get(cast.teacher, "filters_wrong_new", truong=other).status_code == 404
    assert get(cast.auditor, "filters_wrong_new", truong=other).status_code == 403


def test_the_province_writes_down_what_a_school_says_by_telephone(cast: Cast) -> None:
    school = cast.house.primary
    where = f"{reverse('filters_wrong_new')}?truong={school.pk}&ten=toan.example"
    data = {"name": "toan.example", "why": "Trang học Toán"}

    answer = sign_in(Client(), cast.officer).post(where, data)

    assert answer.status_code == 302
    wrong = WrongBlock.objects.get()
    assert (wrong.said_by, wrong.teller) == (school, cast.officer)


def test_lists_are_read_with_the_same_few_queries_however_many(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    load_catalogue()
    client = sign_in(Client(), cast.officer)
    client.get(reverse("filters_lists"))

    with django_assert_max_num_queries(22):
        client.get(reverse("filters_lists"))
