"""A school says that a name is blocked wrongly; the province opens it for all, or says why not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mangnon.base.audit.api import rows_about
from mangnon.base.jobs.api import run_due
from mangnon.base.notices.api import notices_of
from mangnon.gateway.actions.feedback import answer_wrong, say_wrong
from mangnon.gateway.actions.lists import Wish, write_own_list
from mangnon.gateway.actions.orders import Paper, order_names
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.models import WrongBlock
from mangnon.gateway.queries.lists import list_row, wrong_blocks_visible_to
from mangnon.gateway.refusals import Invalid, NotAllowed
from tests.gateway.cast import Cast, make_cast

pytestmark = pytest.mark.django_db
WHY = "Trang bài tập của môn Toán lớp 7"


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def say(cast: Cast, name: str = "https://toan.example/lop-7") -> WrongBlock:
    return say_wrong(by=cast.teacher, school=cast.site.unit, name=name, why=WHY)


def opened_at(cast: Cast) -> set[str]:
    """What the plan of the site opens for pupils of lower secondary school."""
    run_due()
    cast.site.refresh_from_db()
    groups = {group.key: group for group in Plan.from_json(cast.site.plan).groups}
    return set(groups["thcs"].own_allow)


def test_what_a_school_says_names_the_lists_that_spoke_and_reaches_the_province(
    cast: Cast,
) -> None:
    wish = Wish("games")
    source = write_own_list(by=cast.officer, title="Trò chơi", text="toan.example", wish=wish)
    run_due()

    wrong = say(cast)

    assert (wrong.name, wrong.category, wrong.teller) == ("toan.example", "games", cast.teacher)
    assert list(wrong.lists.all()) == [source]
    assert list_row(source.pk).wrong == 1
    told = notices_of(cast.officer.pk).get()
    assert told.subject == "Trường THCS Hoa Mai báo chặn nhầm: toan.example"
    row = rows_about(wrong)[0]
    assert (row.what, row.unit) == ("filter_wrong.said", str(cast.site.unit_id))


def test_the_province_opens_it_for_every_school_and_the_school_hears_of_it(cast: Cast) -> None:
    wrong = say(cast)

    answer_wrong(by=cast.education, wrong=wrong, opened=True, answer="Đúng là trang học Toán.")

    assert "toan.example" in opened_at(cast)
    for person in (cast.teacher, cast.principal, cast.keeper):
        told = notices_of(person.pk).get()
        assert told.subject == "Trả lời báo chặn nhầm: toan.example"
    assert notices_of(cast.stranger.pk).count() == 0
    row = rows_about(wrong).get(what="filter_wrong.answered")
    assert (row.by, row.facts) == (str(cast.education.pk), {"opened": True})


def test_a_refusal_says_why_and_opens_nothing_and_may_be_changed(cast: Cast) -> None:
    wrong = say(cast)
    answer_wrong(by=cast.officer, wrong=wrong, opened=False, answer="Trang có nhiều quảng cáo xấu.")
    assert "toan.example" not in opened_at(cast)

    answer_wrong(by=cast.officer, wrong=wrong, opened=True, answer="Đã xem lại.")
    assert "toan.example" in opened_at(cast)
    answer_wrong(by=cast.officer, wrong=wrong, opened=False, answer="Lại có quảng cáo xấu.")

    assert "toan.example" not in opened_at(cast)
    assert WrongBlock.objects.get().answer == "Lại có quảng cáo xấu."


def test_a_school_says_the_same_once_while_it_waits(cast: Cast) -> None:
    wrong = say(cast)

    with pytest.raises(Invalid, match="đang chờ trả lời"):
        say(cast, "toan.example")
    answer_wrong(by=cast.officer, wrong=wrong, opened=False, answer="Chưa đủ lý do.")
    say(cast, "toan.example")

    assert WrongBlock.objects.count() == 2


@pytest.mark.parametrize("name", ["", "hai tu", "vn", "a.example\nb.example"])
def test_what_is_no_name_is_not_said(cast: Cast, name: str) -> None:
    with pytest.raises(Invalid, match="Hãy ghi một tên miền"):
        say(cast, name)

    assert WrongBlock.objects.count() == 0


def test_an_order_of_an_authority_is_no_wrong_block(cast: Cast) -> None:
    waiting = say(cast, "bai.xau.example")
    paper = Paper("215/CV-PA05", date(2025, 11, 20), "Công an tỉnh")
    order_names(by=cast.officer, names=["xau.example"], paper=paper)

    with pytest.raises(Invalid, match="theo văn bản 215/CV-PA05 của Công an tỉnh"):
        say(cast, "trang.xau.example")
    with pytest.raises(Invalid, match="lệnh của cơ quan có thẩm quyền"):
        answer_wrong(by=cast.officer, wrong=waiting, opened=True, answer="Mở.")

    assert WrongBlock.objects.get().answered_at is None


def test_who_speaks_for_a_school_and_who_answers(cast: Cast) -> None:
    for person in (cast.stranger, cast.counsellor, cast.away, cast.leader, cast.nobody):
        with pytest.raises(NotAllowed):
            say_wrong(by=person, school=cast.site.unit, name="toan.example", why=WHY)
    wrong = say(cast)
    for person in (cast.teacher, cast.principal, cast.leader, cast.health, cast.away):
        with pytest.raises(NotAllowed):
            answer_wrong(by=person, wrong=wrong, opened=True, answer="Mở.")

    assert WrongBlock.objects.get().opened is None


def test_who_sees_what_was_said(cast: Cast) -> None:
    wrong = say(cast)

    for person in (cast.teacher, cast.principal, cast.officer, cast.education):
        assert list(wrong_blocks_visible_to(person)) == [wrong]
    for person in (cast.stranger, cast.away, cast.health, cast.nobody):
        assert list(wrong_blocks_visible_to(person)) == []
