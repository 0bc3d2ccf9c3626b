"""Who may say yes or no to what, until when, and what the filters then have in their plan."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from mangnon.base.audit.api import AuditRow
from mangnon.gateway.actions.allowing import (
    MOST_OPEN,
    allow,
    end_allowance,
    open_for_lesson,
    pass_up,
    refuse,
)
from mangnon.gateway.choices import AskState
from mangnon.gateway.compiling import compile_folder
from mangnon.gateway.engine.index import Index
from mangnon.gateway.engine.plan import Plan
from mangnon.gateway.models import Allowance, Site
from mangnon.gateway.queries.asking import open_now, waiting_count, waiting_for
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.units.api import Unit
from tests.gateway.asking.conftest import asked
from tests.gateway.cast import Cast

LESSON = timedelta(minutes=45)
WHO = [
    *("principal", "keeper", "teacher", "counsellor", "stranger", "officer", "education"),
    *("health", "leader", "auditor", "away", "nobody"),
]


def in_plan(cast: Cast, group: str = "thcs") -> list[str]:
    """What the released plan of the site holds open for a group."""
    plan = Plan.from_json(Site.objects.get(pk=cast.site.pk).plan)
    return [each.what for each in {g.key: g for g in plan.groups}[group].allowances]


@pytest.mark.django_db(transaction=True)
def test_a_teacher_opens_for_a_lesson_and_the_filter_is_told(cast: Cast) -> None:
    request = asked(cast)
    until = clock.now() + LESSON

    opened = allow(by=cast.teacher, request=request, until=until, why="Tiết tin học")

    request.refresh_from_db()
    assert (request.state, request.answered_by, request.note) == (
        AskState.ALLOWED,
        cast.teacher,
        "Tiết tin học",
    )
    assert opened.words == f"Đã mở đến {clock.local(until):%H:%M}" + (
        f"{_day(until)} cho Trung học cơ sở (11–14 tuổi)."
    )
    assert in_plan(cast) == ["tro-choi.example"]
    assert in_plan(cast, "tieu_hoc") == []
    assert Site.objects.get(pk=cast.site.pk).revision == 1

    end_allowance(by=cast.keeper, allowance=Allowance.objects.get())
    assert in_plan(cast) == []
    assert list(AuditRow.objects.order_by("seq").values_list("what", flat=True)) == [
        "unblock.allowed",
        "filter_plan.released",
        "allowance.ended",
        "filter_plan.released",
    ]


def _day(until: object) -> str:
    local = clock.local(until)  # type: ignore[arg-type]
    return "" if local.date() == clock.today() else f" ngày {local:%d/%m/%Y}"


@pytest.mark.parametrize("who", WHO)
def test_who_answers_what_the_school_decides(cast: Cast, who: str) -> None:
    request, by = asked(cast), getattr(cast, who)
    may = who in {"principal", "keeper", "teacher", "officer", "education"}
    for answer in (
        lambda: allow(by=by, request=request, until=clock.now() + LESSON),
        lambda: refuse(by=by, request=request, why="Để giờ ra chơi nhé."),
    ):
        if may:
            answer()
            may = False  # the second finds it answered
            with pytest.raises(Invalid, match="vừa được người khác trả lời"):
                answer()
            return
        with pytest.raises(NotAllowed):
            answer()
    request.refresh_from_db()
    assert (request.state, Allowance.objects.count()) == (AskState.WAITING, 0)


@pytest.mark.parametrize("who", WHO)
def test_who_answers_what_only_the_province_decides(cast: Cast, who: str) -> None:
    request, by = asked(cast, "hen-ho.example", "dating"), getattr(cast, who)
    if who in {"officer", "education"}:
        allow(by=by, request=request, until=clock.now() + timedelta(days=300))
        assert Allowance.objects.get().group == "thcs"
        return
    with pytest.raises(NotAllowed):
        allow(by=by, request=request, until=clock.now() + LESSON)
    assert Allowance.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "most", "words"),
    [
        ("teacher", timedelta(hours=12), "nhiều nhất 12 giờ"),
        ("keeper", timedelta(days=31), "nhiều nhất 31 ngày"),
        ("principal", timedelta(days=31), "nhiều nhất 31 ngày"),
        ("officer", timedelta(days=366), "nhiều nhất một năm"),
    ],
)
def test_how_long_each_may_open(cast: Cast, who: str, most: timedelta, words: str) -> None:
    request, by = asked(cast), getattr(cast, who)
    with pytest.raises(Invalid, match=words):
        allow(by=by, request=request, until=clock.now() + most + timedelta(minutes=1))
    with pytest.raises(Invalid, match=words):
        allow(by=by, request=request, until=clock.now() - timedelta(minutes=1))
    assert Allowance.objects.count() == 0
    allow(by=by, request=request, until=clock.now() + most)
    assert Allowance.objects.count() == 1


def test_for_all_pupils_opens_where_the_school_may(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.site.unit_id).update(levels=["tieu_hoc", "thcs", "thpt"])
    request = asked(cast, "video-ngan.example", "forums")  # A for THCS, X below, O above
    opened = allow(by=cast.teacher, request=request, until=clock.now() + LESSON, all_pupils=True)
    assert opened.groups == ("thcs",)
    assert opened.left_out == ("tieu_hoc",)
    assert "Không mở được cho Tiểu học" in opened.words

    games = asked(cast)
    opened = allow(by=cast.officer, request=games, until=clock.now() + LESSON, all_pupils=True)
    assert opened.groups == ("thcs", "tieu_hoc", "thpt")


def test_a_teacher_leaves_it_to_the_province(cast: Cast) -> None:
    request = asked(cast)
    assert (waiting_count(cast.teacher), waiting_count(cast.officer)) == (1, 0)

    with pytest.raises(NotAllowed):
        pass_up(by=cast.officer, request=request)
    pass_up(by=cast.teacher, request=request, why="Em không rõ trang này.")

    request.refresh_from_db()
    assert (request.state, request.passed_by) == (AskState.PASSED_UP, cast.teacher)
    assert (waiting_count(cast.teacher), waiting_count(cast.officer)) == (0, 1)
    assert list(waiting_for(cast.away)) == []
    with pytest.raises(Invalid, match="đã chuyển lên tỉnh"):
        pass_up(by=cast.teacher, request=request)


@pytest.mark.parametrize("who", WHO)
def test_what_waits_for_whom(cast: Cast, who: str) -> None:
    asked(cast)
    asked(cast, "hen-ho.example", "dating")
    wanted = {
        **{key: ["tro-choi.example"] for key in ("principal", "keeper", "teacher")},
        **{key: ["hen-ho.example"] for key in ("officer", "education")},
    }
    assert [row.name for row in waiting_for(getattr(cast, who))] == wanted.get(who, [])


def test_without_being_asked_a_category_or_a_service_is_opened(cast: Cast) -> None:
    until = clock.now() + LESSON
    for what in ("nhóm:games", "dv:facebook", "https://www.bai-hoc.example/lop-6?x=1"):
        category = "forums" if what.startswith("https") else ""
        if what == "dv:facebook":  # social: X for this age
            with pytest.raises(Invalid, match="chuyển lên tỉnh"):
                open_for_lesson(
                    by=cast.teacher, site=cast.site, group="thcs", what=what, until=until
                )
            continue
        open_for_lesson(
            by=cast.teacher,
            site=cast.site,
            group="thcs",
            what=what,
            until=until,
            category=category,
        )
    assert [row.what for row in open_now(cast.teacher)] == ["nhóm:games", "www.bai-hoc.example"]
    assert list(open_now(cast.stranger)) == []


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("com.vn", "đuôi chung"),
        ("vn", "ví dụ: bai-hoc.example.vn"),
        ("10.0.0.1", "ví dụ: bai-hoc.example.vn"),
        ("dv:khong-co", "chọn một mục"),
        ("nhóm:khong-co", "chọn một mục"),
        ("nhóm:child-abuse", "khóa với mọi người"),
        ("nhóm:video", "đang mở với nhóm"),
    ],
)
def test_what_cannot_be_opened_is_said_and_changes_nothing(
    cast: Cast, what: str, words: str
) -> None:
    with pytest.raises(Invalid, match=words):
        open_for_lesson(
            by=cast.officer,
            site=cast.site,
            group="thcs",
            what=what,
            until=clock.now() + LESSON,
            category="games",
        )
    assert Allowance.objects.count() == 0


def test_thirty_things_are_open_at_once_at_most_and_the_same_thing_counts_once(
    cast: Cast,
) -> None:
    def open_one(number: int) -> None:
        open_for_lesson(
            by=cast.teacher,
            site=cast.site,
            group="thcs",
            what=f"trang-{number}.example",
            category="games",
            until=clock.now() + LESSON,
        )

    for number in range(MOST_OPEN):
        open_one(number)
    open_one(0)
    assert open_now(cast.teacher).count() == MOST_OPEN
    with pytest.raises(Invalid, match="Đã có 30 mục đang mở"):
        open_one(MOST_OPEN)
    assert open_now(cast.teacher).count() == MOST_OPEN


def test_nobody_else_shuts_what_a_teacher_opened(cast: Cast) -> None:
    allow(by=cast.teacher, request=asked(cast), until=clock.now() + LESSON)
    allowance = Allowance.objects.get()
    for who in ("stranger", "counsellor", "leader", "auditor", "away", "health", "nobody"):
        with pytest.raises(NotAllowed):
            end_allowance(by=getattr(cast, who), allowance=allowance)
    end_allowance(by=cast.officer, allowance=allowance)
    with pytest.raises(Invalid, match="đã đóng"):
        end_allowance(by=cast.teacher, allowance=allowance)


@pytest.fixture
def lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The lists in use at the province: one name is in two of them."""
    texts = {"games": "tro-choi.example\nhai-mat.example\n", "adult": "hai-mat.example\n"}
    for category, text in texts.items():
        (tmp_path / f"{category}.txt").write_text(text, encoding="utf-8")
    rows = [f"{category}.txt,plain,{category},block" for category in texts]
    catalogue = "\n".join(["file,format,category,use", *rows, ""])
    (tmp_path / "catalogue.csv").write_text(catalogue, encoding="utf-8")
    compile_folder(tmp_path, tmp_path / "bundle")
    index = Index(tmp_path / "bundle" / "index.bin")
    monkeypatch.setattr("mangnon.gateway.queries.asking.bundle_in_use", lambda: (index, None))


@pytest.mark.usefixtures("lists")
def test_the_strictest_of_the_lists_decides_whatever_the_filter_told(cast: Cast) -> None:
    assert asked(cast, "hai-mat.example", "games").state == AskState.PASSED_UP
    assert asked(cast, "tro-choi.example", "games").state == AskState.WAITING


@pytest.mark.usefixtures("lists")
def test_a_name_is_opened_unasked_by_what_the_lists_say_of_it(cast: Cast) -> None:
    def open_it(what: str) -> None:
        until = clock.now() + LESSON
        open_for_lesson(by=cast.teacher, site=cast.site, group="thcs", what=what, until=until)

    open_it("www.tro-choi.example")
    with pytest.raises(Invalid, match="chuyển lên tỉnh"):
        open_it("hai-mat.example")
    with pytest.raises(Invalid, match="đang mở"):
        open_it("bai-hoc.example")
    with pytest.raises(Invalid, match="đang mở"):
        open_it("tro-choi-khac.example")
    assert [row.what for row in open_now(cast.teacher)] == ["www.tro-choi.example"]


def test_without_lists_in_use_a_school_opens_no_name_by_itself(cast: Cast) -> None:
    with pytest.raises(Invalid, match="chuyển lên tỉnh"):
        open_for_lesson(
            by=cast.teacher,
            site=cast.site,
            group="thcs",
            what="tro-choi.example",
            until=clock.now() + LESSON,
        )
