"""Why is it blocked? The platform answers as the filter of the site does."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse

from mangnon.gateway.actions.settings import Wish, set_rules
from mangnon.gateway.engine import names
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.judge import Judge
from mangnon.gateway.engine.plan import Plan, compiled
from mangnon.gateway.models import Allowance, OrderedName, Site
from mangnon.gateway.planning import release
from mangnon.gateway.queries.bundles import current_bundle_folder
from mangnon.gateway.queries.verdicts import NoBundle, explain
from mangnon.kit import clock
from tests.gateway.steering.cast import Cast
from tests.gateway.steering.conftest import Browse
from tests.gateway.steering.lists import LISTS, put_bundle


def ask(cast: Cast, browse: Browse, name: str, group: str = "thcs", luc: str = "") -> str:
    given = {"ten": name, "nhom": group, "diem": cast.site.pk, "luc": luc}
    answer = browse(cast.teacher).get(reverse("filters_explain"), given)
    return answer.content.decode()


def test_list_line_letter_and_who_set_it_are_told(
    cast: Cast, browse: Browse, tmp_path: Path
) -> None:
    put_bundle(tmp_path)
    set_rules(
        by=cast.officer,
        unit=cast.province,
        group="",
        wishes=[Wish("category:games", "X", "Giờ học là để học")],
    )

    page = ask(cast, browse, "https://www.game.example/choi?x=1")

    assert "Bị chặn" in page
    assert "Danh sách thử games" in page
    assert '<td data-label="Dòng" class="numeric">3</td>' in page
    assert "Tỉnh, cho mọi nhóm: Giờ học là để học" in page


def test_an_order_shows_its_paper(cast: Cast, browse: Browse, tmp_path: Path) -> None:
    put_bundle(tmp_path)
    OrderedName.objects.create(
        name="bi-cam.example",
        paper="45/CV-A05",
        paper_on=date(2026, 1, 5),
        issued_by="Công an tỉnh",
    )

    page = ask(cast, browse, "www.bi-cam.example", "staff")

    assert "45/CV-A05 ngày 05/01/2026, Công an tỉnh" in page
    assert "Khóa" in page
    assert "Báo chặn nhầm" not in page


def test_the_moment_counts(cast: Cast, browse: Browse, tmp_path: Path) -> None:
    put_bundle(tmp_path)
    span = {
        "days": [0, 1, 2, 3, 4],
        "begins": "09:15",
        "ends": "09:35",
        "letters": {"games": "O"},
        "title": "Ra chơi",
        "kind": "break",
        "from_on": "",
        "until_on": "",
    }
    set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=[Wish("hours", [span])])

    lesson = ask(cast, browse, "tro-choi.example", luc="2026-11-23T09:00")
    break_time = ask(cast, browse, "tro-choi.example", luc="2026-11-23T09:20")

    assert "Bị chặn" in lesson
    assert "09:15 23/11/2026" in lesson
    assert "Bị chặn <span" not in break_time


def test_what_is_opened_for_a_lesson_is_explained_by_it(
    cast: Cast, browse: Browse, tmp_path: Path
) -> None:
    put_bundle(tmp_path)
    until = clock.now() + timedelta(minutes=30)
    Allowance.objects.create(site=cast.site, group="thcs", what="tro-choi.example", until=until)

    page = ask(cast, browse, "tro-choi.example")

    assert "Được mở một thời gian: tro-choi.example" in page


def test_a_name_that_only_looks_bad_is_explained_by_the_level_of_unknown_names(
    cast: Cast, browse: Browse, tmp_path: Path
) -> None:
    put_bundle(tmp_path, looks="ca-cuoc-moi.example")
    wish = Wish("unknown", "block", "An toàn là trên hết")
    set_rules(by=cast.keeper, unit=cast.school, group="thcs", wishes=[wish])

    pupils = ask(cast, browse, "ca-cuoc-moi.example")
    staff = ask(cast, browse, "ca-cuoc-moi.example", "staff")
    other = ask(cast, browse, "hoc-lieu.example")

    assert "Bị chặn" in pupils
    assert "tên miền lạ giống trang cờ bạc" in pupils
    assert "Trường này: An toàn là trên hết" in pupils
    assert "verdict--open" in staff
    assert "verdict--open" in other


def test_without_lists_it_is_said(cast: Cast, browse: Browse) -> None:
    assert "Chưa có danh sách nào đang dùng." in ask(cast, browse, "tro-choi.example")
    with pytest.raises(NoBundle):
        explain(cast.site, "thcs", "tro-choi.example", clock.now())


@pytest.mark.parametrize(
    ("given", "words"),
    [({"ten": "com"}, "Chỉ có một nhãn"), ({"nhom": "lop-9"}, "Hãy chọn"), ({"diem": "99"}, "Hãy")],
)
def test_a_question_that_cannot_be_asked_is_said(
    cast: Cast, browse: Browse, given: dict[str, Any], words: str
) -> None:
    asked = {"ten": "a.example", "nhom": "thcs", "diem": cast.site.pk, **given}

    answer = browse(cast.teacher).get(reverse("filters_explain"), asked)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_stranger_cannot_ask_about_this_site(cast: Cast, browse: Browse) -> None:
    asked = {"ten": "a.example", "nhom": "thcs", "diem": cast.site.pk}

    page = browse(cast.stranger).get(reverse("filters_explain"), asked).content.decode()

    assert "Trường THCS Hoa Mai" not in page


def test_the_answer_is_the_filter_s_own(cast: Cast, tmp_path: Path) -> None:
    put_bundle(tmp_path)
    set_rules(
        by=cast.keeper,
        unit=cast.school,
        group="thcs",
        wishes=[Wish("block", ["tan-gau.example"]), Wish("allow", ["game.example"])],
    )
    release()
    folder = current_bundle_folder()
    assert folder is not None
    index, plan = Index(folder / "index.bin"), Plan.from_json(Site.objects.get().plan)
    now = datetime.fromisoformat("2026-11-23T09:00:00+07:00")
    judge = Judge(index, compiled(plan, index, now))
    asked = [name for text in LISTS.values() for name in text.split() if "." in name]

    for name in (*asked, "www.game.example", "tan-gau.example", "khong-ai-biet.example"):
        for number, group in enumerate(plan.groups):
            judged = judge.judge(names.wire(name.encode()), number)
            said = explain(cast.site, group.key, name, now)
            assert (said.blocked, said.category) == (judged.blocked, judged.category), name


@pytest.mark.parametrize(
    ("who", "says", "opens"), [("teacher", True, True), ("officer", False, False)]
)
def test_what_can_be_done_about_a_block_is_offered_to_whom_it_is_left(
    cast: Cast, browse: Browse, tmp_path: Path, who: str, says: bool, opens: bool
) -> None:
    put_bundle(tmp_path)
    asked = {"ten": "tro-choi.example", "nhom": "thcs", "diem": cast.site.pk, "luc": ""}

    page = browse(getattr(cast, who)).get(reverse("filters_explain"), asked).content.decode()

    assert ("Báo chặn nhầm" in page, "Mở cho tiết học" in page) == (says, opens)
