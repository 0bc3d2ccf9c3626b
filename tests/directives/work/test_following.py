"""The issuer follows: board, map, days, figures, tables and the report. Queries are counted."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from mangnon.directives import api
from mangnon.directives.api import Event
from mangnon.directives.exchange import read_message
from mangnon.directives.models import Assignment, Directive
from mangnon.directives.outgoing import to_docx
from mangnon.directives.queries.workbook import plain
from tests.directives.work.cast import (
    Cast,
    in_days,
    make_draft,
    make_issued,
    move,
    returned,
    work_of,
)


@pytest.fixture
def letter(cast: Cast) -> Directive:
    """Sơn Hà: clause 1 accepted with a figure of 12, clause 2 acknowledged; Sơn Hạ: nothing."""
    issued = make_issued(cast)
    done = returned(
        cast,
        work_of(issued, cast.house.son_ha),
        figure=Decimal(12),
        difficulties="Sóng yếu",
        proposals="=Cấp thêm tờ rơi",
    )
    move(cast.officer, cast.house.health, done, Event.ACCEPT)
    move(cast.worker, cast.house.son_ha, work_of(issued, cast.house.son_ha, "2"), Event.ACKNOWLEDGE)
    return issued


def cells(board: api.Board) -> dict[str, list[str]]:
    return {row.unit_name: [cell.letter for cell in row.cells if cell] for row in board.rows}


def test_the_board_shows_units_by_clauses(
    letter: Directive, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(5):
        board = api.board(letter, api.BoardFilters())
    assert cells(board) == {
        "Ủy ban nhân dân xã Sơn Hà": ["H", "N"],
        "Ủy ban nhân dân xã Sơn Hạ": ["C", "C"],
    }
    assert [(one.mark, one.done, one.total) for one in board.columns] == [("1", 1, 2), ("2", 0, 2)]
    totals = board.totals
    assert (totals.units, totals.assignments, totals.done, totals.percent) == (2, 4, 1, 25)
    assert (totals.late, totals.waiting, totals.units_done) == (0, 0, 0)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        ({"state": "issued"}, ["Ủy ban nhân dân xã Sơn Hạ"]),
        ({"state": "accepted"}, ["Ủy ban nhân dân xã Sơn Hà"]),
        ({"state": "late"}, []),
        ({"search": "son ha"}, ["Ủy ban nhân dân xã Sơn Hà", "Ủy ban nhân dân xã Sơn Hạ"]),
        ({"unit_kind": "school"}, []),
        ({"page": 2, "per_page": 1}, ["Ủy ban nhân dân xã Sơn Hạ"]),
        ({"page": 99, "per_page": 1}, ["Ủy ban nhân dân xã Sơn Hạ"]),
    ],
)
def test_the_board_is_filtered_and_paged(
    letter: Directive, filters: dict[str, Any], names: list[str]
) -> None:
    board = api.board(letter, api.BoardFilters(**filters))
    assert [row.unit_name for row in board.rows] == names
    assert board.totals.assignments == 4


def test_late_work_is_marked(cast: Cast) -> None:
    letter = make_issued(cast, due_in=-1)
    board = api.board(letter, api.BoardFilters(state="late"))
    assert (board.totals.late, board.found) == (4, 2)
    assert all(cell.late for row in board.rows for cell in row.cells if cell)


def test_who_handed_work_down_has_a_board_of_its_own(cast: Cast) -> None:
    letter = make_issued(cast)
    work = work_of(letter, cast.house.son_ha)
    move(cast.worker, cast.house.son_ha, work, Event.ACKNOWLEDGE)
    down = {"units": [cast.house.primary], "due_on": work.due_on}
    move(cast.worker, cast.house.son_ha, work, Event.HAND_DOWN, **down)
    board = api.board(letter, api.BoardFilters(), cast.house.son_ha)
    assert [row.unit_name for row in board.rows] == ["Trường Tiểu học Suối Reo"]
    assert board.rows[0].cells[1] is None
    assert api.board(letter, api.BoardFilters()).totals.units == 2


def test_the_map_shows_each_commune_by_its_slowest_work(
    letter: Directive, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        points = api.map_points(letter)
    assert [(one.name, one.state, one.done, one.total) for one in points] == [
        ("Xã Sơn Hà", "acknowledged", 1, 2),
        ("Xã Sơn Hạ", "issued", 0, 2),
    ]


def test_the_days_are_counted(letter: Directive, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        line = api.timeline(letter)
    (day,) = line.days
    assert (day.acknowledged, day.returned, day.accepted) == (2, 1, 1)
    assert day.counts == {"issue": 4, "acknowledge": 2, "submit": 1, "accept": 1}
    assert [words for _, words in line.milestones] == ["Giao việc", "Hạn báo cáo"]


def test_figures_come_from_returns_and_from_other_domains(cast: Cast, letter: Directive) -> None:
    def measure(asked: api.Asked) -> api.Measured:
        return api.Measured(Decimal(len(asked.unit_ids)), Decimal(96), "thử")

    api.register_indicator("thu.so_don_vi", "Số đơn vị thử", measure)
    letter.clauses.filter(mark="2").update(indicator="thu.so_don_vi")
    found = [(one.words, one.value, one.of) for one in api.figures(letter)]
    assert found == [
        ("Tổng số liệu do các đơn vị báo cáo", Decimal(12), None),
        ("Số đơn vị thử", Decimal(2), Decimal(96)),
    ]
    with pytest.raises(ValueError, match="registered twice"):
        api.register_indicator("thu.so_don_vi", "Khác", lambda asked: api.Measured(Decimal(0)))


def test_a_commune_counts_only_the_figures_of_its_own_schools(
    cast: Cast, letter: Directive
) -> None:
    work = work_of(letter, cast.house.son_ha, "2")
    down = {"units": [cast.house.lower_secondary], "due_on": in_days(9)}
    move(cast.worker, cast.house.son_ha, work, Event.HAND_DOWN, **down)
    own = api.figures(letter, cast.house.son_ha)
    assert [(one.clause.mark, one.value, one.given_by) for one in own] == [("2", Decimal(0), 0)]
    assert own[0].note == "chưa có đơn vị nào báo cáo số liệu"


def test_what_waits_for_the_giver_is_counted_at_once(
    cast: Cast, letter: Directive, django_assert_num_queries: Any
) -> None:
    health, work = cast.house.health, work_of(letter, cast.house.son_ha, "2")
    ask = {"until": in_days(40), "reason": "Mưa lũ"}
    move(cast.worker, cast.house.son_ha, work, Event.ASK_EXTENSION, **ask)
    move(cast.worker, cast.house.son_ha, work, Event.SUBMIT, text="Xong")
    with django_assert_num_queries(1):
        assert api.waiting_for(letter, health.pk) == api.Waiting(returns=1, extensions=1)
    assert api.waiting_for(letter, cast.house.son_ha.pk) == api.Waiting(0, 0)


def test_the_desk_says_which_part_is_late(cast: Cast) -> None:
    issued = make_issued(cast)
    first = work_of(issued, cast.house.son_ha)
    Assignment.objects.filter(pk=first.pk).update(due_on=in_days(-7))
    desk = api.desk_sections(cast.worker, cast.house.son_ha)
    assert [one.words for one in desk.new] == ["2 việc chưa tiếp nhận, 1 quá hạn"]
    assert [(one.words, one.late) for one in desk.late] == [("1 việc quá hạn", 1)]


def test_returns_wait_in_the_order_they_came(
    cast: Cast, letter: Directive, django_assert_num_queries: Any
) -> None:
    assert api.returns_of(letter, api.ReturnFilters()).found == 0
    move(
        cast.worker,
        cast.house.son_ha,
        work_of(letter, cast.house.son_ha, "2"),
        Event.SUBMIT,
        text="Xong",
    )
    with django_assert_num_queries(3):
        page = api.returns_of(letter, api.ReturnFilters())
    assert [one.text for one in page.returns] == ["Xong"]
    assert api.returns_of(letter, api.ReturnFilters(state="")).found == 2


def test_the_workbook_holds_board_and_returns_and_no_formula(letter: Directive) -> None:
    book = load_workbook(io.BytesIO(api.export_xlsx(letter)))
    board, returns = book["Theo dõi"], book["Báo cáo của đơn vị"]
    assert [cell.value for cell in board[2]] == [
        "Ủy ban nhân dân xã Sơn Hà",
        "Hoàn thành",
        "Đã tiếp nhận",
        1,
        0,
        2,
    ]
    assert returns["F2"].value == "'=Cấp thêm tờ rơi"
    assert returns["F2"].data_type == "s"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_can_become_a_formula(start: str) -> None:
    assert str(plain(f"{start}1+1")).startswith(("'", "1"))


def test_the_report_is_compiled_edited_and_printed(cast: Cast, letter: Directive) -> None:
    # Given the report as it is compiled
    standing = api.report_of(letter, cast.house.health)
    words = str(standing.draft.as_dict())
    assert "Sóng yếu" in words
    assert "Ủy ban nhân dân xã Sơn Hạ" in words
    assert standing.head.symbol == "/BC-SYT"
    # When a person edits it
    edited = standing.draft.__class__(**{**vars_of(standing.draft), "closing": "Hết."})
    saved = api.save_report(
        by=cast.officer,
        directive=letter,
        unit=cast.house.health,
        version=0,
        draft=edited,
        head=standing.head,
    )
    assert (saved.version, saved.saved_by, saved.draft) == (1, cast.officer, edited)
    # Then a colleague with the old page is told, and the letter is made of the saved text
    with pytest.raises(api.Conflict, match="Cán bộ Sở"):
        api.save_report(
            by=cast.mate,
            directive=letter,
            unit=cast.house.health,
            version=0,
            draft=standing.draft,
            head=standing.head,
        )
    printed = api.result_letter(letter, cast.house.health)
    assert to_docx(printed)[:2] == b"PK"
    with pytest.raises(api.NotAllowed):
        api.compile_again(by=cast.worker, directive=letter, unit=cast.house.health)
    again = api.compile_again(by=cast.mate, directive=letter, unit=cast.house.health)
    assert (again.version, again.draft) == (0, standing.draft)


def vars_of(draft: Any) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in draft.__dataclass_fields__}


def test_a_commune_reports_on_its_own_work(cast: Cast, letter: Directive) -> None:
    standing = api.report_of(letter, cast.house.son_ha)
    assert standing.head.addressees == ("Sở Y tế",)
    assert to_docx(api.result_letter(letter, cast.house.son_ha))[:2] == b"PK"


def test_letters_to_give_and_to_urge_are_printed(cast: Cast) -> None:
    letter = make_issued(cast, due_in=-1)
    giving = api.giving_letter(letter, cast.house.health)
    assert (giving.symbol, giving.addressees) == ("/SYT", ("UBND các xã",))
    urging = str(api.urging_letter(letter, cast.house.health).body)
    assert "còn 2 đơn vị chưa gửi báo cáo" in urging
    assert "Ủy ban nhân dân xã Sơn Hạ" in urging


def test_the_metadata_for_exchange_is_read_back(letter: Directive) -> None:
    message = read_message(api.exchange_message(letter))
    assert (message.code.number, message.code.notation) == ("77", "SYT-BTXH")
    assert [one.name for one in message.receivers] == [
        "Ủy ban nhân dân xã Sơn Hà",
        "Ủy ban nhân dân xã Sơn Hạ",
    ]


def test_the_desk_costs_the_same_whatever_is_on_it(
    cast: Cast, letter: Directive, django_assert_num_queries: Any
) -> None:
    for _ in range(3):
        make_issued(cast)
        make_draft(cast)
    with django_assert_num_queries(6):
        desk = api.desk_sections(cast.officer, cast.house.health)
    assert (len(desk.following), len(desk.drafts), desk.new) == (4, 3, ())
    with django_assert_num_queries(6):
        desk = api.desk_sections(cast.worker, cast.house.son_ha)
    assert [item.words for item in desk.new] == ["2 việc chưa tiếp nhận"] * 3
    assert [item.words for item in desk.going_on] == ["1 việc đang thực hiện"]
    with django_assert_num_queries(3):
        assert api.desk_sections(cast.teacher, cast.house.lower_secondary) == api.Desk()


def test_pages_of_work_cost_the_same_whatever_is_in_them(
    cast: Cast, letter: Directive, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(7):
        work = api.work_of_unit(cast.worker, cast.house.son_ha, letter)
    assert (work.done, work.to_acknowledge, len(work.works)) == (1, 0, 2)
    with django_assert_num_queries(12):
        api.assignment_for(cast.worker, cast.house.son_ha, work.works[0].assignment.pk)
    draft = make_draft(cast)
    with django_assert_num_queries(7):
        api.review_of(draft)
    with django_assert_num_queries(2):
        assert len(api.letters_visible_to(cast.officer)) == 2
