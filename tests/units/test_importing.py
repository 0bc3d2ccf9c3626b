"""Lists from spreadsheets: what is wrong is named by line and column, the rest comes in at once."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from mangnon.base.audit.models import AuditRow
from mangnon.base.notices.models import Outbox
from mangnon.units import actions, api
from mangnon.units.choices import Role
from mangnon.units.importing import people, schools
from mangnon.units.importing.kinds import KINDS, template_file
from mangnon.units.importing.tables import MAX_ROWS, BadTable, Table, read_table
from mangnon.units.models import ImportDraft, Invitation, Person, Unit
from mangnon.units.refusals import Invalid, NotAllowed
from tests.cast import House, make_person, sign_in

HEAD = ["Mã trường", "Tên trường", "Cấp học", "Mã xã", "Xã, phường, đặc khu", "Địa chỉ"]
GOOD = ["QN001", "Trường THCS Ánh Sao", "THCS", "21289", "Xã Sơn Hà", "Thôn 1"]


def xlsx(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv_of(*rows: list[str], mark: str = ",", encoding: str = "utf-8") -> bytes:
    lines = [mark.join(f'"{cell}"' for cell in row) for row in rows]
    return "\r\n".join(lines).encode(encoding)


def table(data: bytes, name: str = "a.xlsx") -> Table:
    return read_table(data, name, schools.HEADINGS)


WORKBOOK = xlsx(HEAD, GOOD)


# --- reading ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        xlsx(HEAD, GOOD),
        xlsx(["DANH SÁCH TRƯỜNG HỌC"], [], ["Năm học 2026-2027"], HEAD, GOOD),
        csv_of(HEAD, GOOD),
        csv_of(HEAD, GOOD, mark=";"),
        csv_of(HEAD, GOOD, mark="\t"),
        csv_of(HEAD, GOOD, encoding="utf-8-sig"),
        csv_of(HEAD, GOOD, encoding="utf-16"),
        csv_of([h.upper() for h in HEAD], GOOD),
        csv_of(["Mã", "Tên", "Cấp", "Mã xã", "Xã", "Địa chỉ"], GOOD),
    ],
    ids=["xlsx", "title", "comma", "semicolon", "tab", "bom", "utf16", "capitals", "short"],
)
def test_a_list_is_read_however_it_was_saved(data: bytes) -> None:
    rows = table(data).rows

    assert [dict(row.cells) for row in rows] == [dict(zip(HEAD, GOOD, strict=True))]


def test_windows_1258_from_an_old_excel_is_read() -> None:
    import unicodedata

    text = csv_of(HEAD, GOOD).decode()
    # That encoding writes tones as marks of their own behind the letter.
    apart = "".join(_apart(unicodedata, letter) for letter in text)

    assert table(apart.encode("cp1258")).rows[0]["Tên trường"] == "Trường THCS Ánh Sao"


def _apart(unicodedata: Any, letter: str) -> str:
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tones = [mark for mark in parts[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
        base = "".join(mark for mark in parts if mark not in tones)
        return unicodedata.normalize("NFC", base) + "".join(tones)
    return letter


def test_numbers_are_words_and_examples_are_skipped() -> None:
    rows = table(xlsx(HEAD, ["VD-1", *GOOD[1:]], ["QN1", "A", "THCS", 21289.0, None, 7])).rows

    assert [(row.line, row["Mã xã"], row["Địa chỉ"]) for row in rows] == [(3, "21289", "7")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Tệp trống"),
        (b"\0" * 100, "Tệp trống"),
        (b"%PDF-1.7\0\x01", "không phải là bảng tính"),
        (b"PK\x03\x04 rest", "Không mở được"),
        (b"khong co gi ca", "Không thấy dòng tiêu đề"),
        (csv_of(HEAD), "chưa có dòng nào"),
        (csv_of(["Mã trường", "Tên trường"], ["1", "2"]), "Thiếu cột Cấp học"),
        (csv_of([*HEAD, "Mã trường"], GOOD), "hai cột"),
        (b"x" * (5 * 1024 * 1024 + 1), "lớn hơn 5 MB"),
        (csv_of(HEAD, *[GOOD] * (MAX_ROWS + 1)), "dài hơn 10.000"),
    ],
)
def test_what_is_no_list_is_said_to_be_so(data: bytes, words: str) -> None:
    with pytest.raises(BadTable, match=words):
        table(data)


def test_a_bomb_is_not_opened() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 90_000_000)

    with pytest.raises(BadTable, match="quá lớn khi mở ra"):
        table(out.getvalue())


def test_another_zip_is_not_a_spreadsheet() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("word/document.xml", b"<x/>")

    with pytest.raises(BadTable, match="không phải là bảng tính Excel"):
        table(out.getvalue())


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_the_template_is_read_by_its_own_reader(kind: Any) -> None:
    with pytest.raises(BadTable, match="chưa có dòng nào"):
        read_table(template_file(kind), "mau.xlsx", kind.headings)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_any_bytes_are_a_list_or_a_refusal(data: bytes) -> None:
    with suppress(BadTable):
        assert table(data).rows


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_damaged_workbook_is_a_list_or_a_refusal(data: st.DataObject) -> None:
    good = bytearray(WORKBOOK)
    for _ in range(data.draw(st.integers(1, 6))):
        good[data.draw(st.integers(4, len(good) - 1))] = data.draw(st.integers(0, 255))

    with suppress(BadTable):
        assert table(bytes(good)).rows


# --- schools ------------------------------------------------------------------------------------


def plan(by: Person, *rows: list[Any], head: list[str] = HEAD) -> Any:
    return schools.plan_schools(table(xlsx(head, *rows)), by=by)


def bring(by: Person, *rows: list[Any], kind: str = "truong", head: list[str] = HEAD) -> Any:
    draft = actions.keep_list(by=by, kind=kind, name="a.xlsx", data=xlsx(head, *rows))
    return actions.bring_in(by=by, draft=draft, shown=actions.plan_of(draft, by=by).digest())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({0: ""}, "Mã trường", "để trống"),
        ({0: "mã số 1"}, "Mã trường", "chữ không dấu"),
        ({0: "21028"}, "Mã trường", "thuộc một đơn vị khác"),
        ({1: ""}, "Tên trường", "để trống"),
        ({1: "=A1&B1"}, "Tên trường", "công thức"),
        ({2: "Đại học"}, "Cấp học", "Không có cấp “Đại học”"),
        ({3: "99999"}, "Mã xã", "Tỉnh không có"),
        ({3: "27898"}, "Mã xã", "Tỉnh không có"),
        ({3: "21289", 4: "Xã Sơn Hạ"}, "Xã, phường, đặc khu", "là Xã Sơn Hà, không phải Xã Sơn Hạ"),
        ({3: "", 4: ""}, "Mã xã", "Ghi mã xã hoặc tên"),
        ({3: "", 4: "Xa Son Ha"}, "Xã, phường, đặc khu", "UBND xã Sơn Hà hay UBND xã Sơn Hạ"),
        ({5: "x" * 501}, "Địa chỉ", "Dài hơn 500"),
    ],
)
def test_a_bad_line_is_named_with_its_reason(
    officer: Person, far_house: House, change: dict[int, str], column: str, words: str
) -> None:
    row = [change.get(place, cell) for place, cell in enumerate(GOOD)]

    found = plan(officer, ["QN000", "Trường Một", "MN", "21289", "", ""], row)

    assert [(p.line, p.column) for p in found.problems] == [(3, column)]
    assert words in found.problems[0].reason
    assert len(found.new) == 1


@pytest.mark.django_db
def test_the_same_code_or_name_twice_is_named(officer: Person) -> None:
    found = plan(officer, GOOD, GOOD, ["QN002", *GOOD[1:]])

    assert [(p.line, p.column, p.reason) for p in found.problems] == [
        (3, "Mã trường", "Trùng với dòng 2."),
        (4, "Tên trường", "Trong xã này đã có trường cùng tên mang mã QN001."),
    ]


@pytest.mark.django_db
def test_schools_come_in_under_their_commune_and_the_department(
    officer: Person, house: House
) -> None:
    bring(
        officer,
        GOOD,
        ["QN002", "Trường THCS và THPT Núi Xanh", "THCS, THPT", "21292", "", ""],
        ["QN003", "Trường Mầm non Lá", "mầm non", "", "Sơn Hạ", ""],
    )

    first, second, third = Unit.objects.filter(code__startswith="QN").order_by("code")
    assert (first.parent, first.levels, first.address) == (house.son_ha, ["thcs"], "Thôn 1")
    assert (second.parent, second.levels) == (house.education, ["thcs", "thpt"])
    assert third.parent == house.son_haj
    assert {u.line_manager for u in (first, second, third)} == {house.education}
    assert first.path == f"{house.son_ha.path}{first.pk:06d}/"
    assert first.names.get().name == "Trường THCS Ánh Sao"
    row = AuditRow.objects.get(what="import.schools")
    assert row.facts == {"new": 3, "changed": 0, "left": 0}


@pytest.mark.django_db
def test_the_same_list_again_changes_nothing_and_a_mended_one_shows_what(
    officer: Person, house: House
) -> None:
    bring(officer, GOOD)
    before = Unit.objects.count()
    assert len(plan(officer, GOOD).same) == 1

    mended = ["QN001", "Trường THCS Ánh Sao Mai", "THCS", "21292", "", "Thôn 1"]
    (change,) = plan(officer, mended).changed
    assert change.differences == (
        ("Tên trường", "Trường THCS Ánh Sao", "Trường THCS Ánh Sao Mai"),
        ("Xã, phường, đặc khu", "Xã Sơn Hà", "Xã Sơn Hạ"),
    )
    bring(officer, mended)

    school = Unit.objects.get(code="QN001")
    assert Unit.objects.count() == before
    assert (school.name, school.parent) == ("Trường THCS Ánh Sao Mai", house.son_haj)
    assert api.scope_of(officer).covers(school)
    assert school.names.get(valid_to=None).name == "Trường THCS Ánh Sao Mai"


@pytest.mark.django_db
def test_what_is_done_is_what_was_shown(officer: Person, house: House) -> None:
    draft = actions.keep_list(by=officer, kind="truong", name="a.xlsx", data=xlsx(HEAD, GOOD))
    shown = actions.plan_of(draft, by=officer).digest()
    mate = make_person(Role.DEPARTMENT_OFFICER, house.education)
    bring(mate, GOOD)

    with pytest.raises(Invalid, match="đã thay đổi"):
        actions.bring_in(by=officer, draft=draft, shown=shown)
    assert Unit.objects.filter(code="QN001").count() == 1


@pytest.mark.django_db
def test_a_list_comes_in_once(officer: Person) -> None:
    draft = actions.keep_list(by=officer, kind="truong", name="a.xlsx", data=xlsx(HEAD, GOOD))
    shown = actions.plan_of(draft, by=officer).digest()
    actions.bring_in(by=officer, draft=draft, shown=shown)

    with pytest.raises(Invalid):
        actions.bring_in(by=officer, draft=draft, shown=shown)
    assert ImportDraft.objects.get().rows == {"rows": [], "unknown": []}


@pytest.mark.django_db
def test_whoever_may_not_brings_in_nothing(mate: Person, house: House) -> None:
    with pytest.raises(NotAllowed):
        actions.keep_list(by=mate, kind="truong", name="a.xlsx", data=xlsx(HEAD, GOOD))
    culture = make_person(Role.DEPARTMENT_OFFICER, house.health)
    with pytest.raises(NotAllowed):
        actions.keep_list(by=culture, kind="truong", name="a.xlsx", data=xlsx(HEAD, GOOD))

    assert not ImportDraft.objects.exists()


@pytest.mark.django_db
def test_the_officer_sees_the_dry_run_and_confirms(client: Client, officer: Person) -> None:
    sign_in(client, officer)
    file = SimpleUploadedFile("truong.csv", csv_of(HEAD, GOOD, ["QN9", "", "", "", "", ""]))

    seen = client.post("/don-vi/nhap/truong/", {"file": file}, follow=True)
    page = seen.content.decode()
    assert "Ô này để trống." in page
    assert not Unit.objects.filter(code="QN001").exists()
    done = client.post(seen.request["PATH_INFO"], {"shown": seen.context["plan"].digest()})

    assert done.status_code == 302
    assert Unit.objects.filter(code="QN001").exists()


@pytest.mark.django_db
def test_a_bad_file_is_refused_beside_its_field(client: Client, officer: Person) -> None:
    file = SimpleUploadedFile("anh.png", b"\x89PNG\r\n\x1a\n\0\0")

    page = sign_in(client, officer).post("/don-vi/nhap/truong/", {"file": file})

    assert "không phải là bảng tính" in page.content.decode()
    assert not ImportDraft.objects.exists()


@pytest.mark.django_db
def test_ten_thousand_lines_are_tried_with_few_queries(
    officer: Person, django_assert_max_num_queries
) -> None:
    rows = [[f"T{n}", f"Trường Tiểu học số {n}", "TH", "21289", "", ""] for n in range(2000)]
    lines = table(xlsx(HEAD, *rows))

    with django_assert_max_num_queries(6):
        found = schools.plan_schools(lines, by=officer)

    assert len(found.new) == 2000


# --- people -------------------------------------------------------------------------------------

PEOPLE = ["Thư điện tử", "Họ và tên", "Chức vụ", "Vai trò", "Mã đơn vị", "Đơn vị"]


def people_plan(by: Person, *rows: list[Any]) -> Any:
    lines = read_table(xlsx(PEOPLE, *rows), "a.xlsx", people.HEADINGS)
    return people.plan_people(lines, by=by)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (["khong-phai-thu", "A", "", "Giáo viên", "21289", ""], "Thư điện tử", "Không phải"),
        (["a@vi-du.test", "", "", "Giáo viên", "21289", ""], "Họ và tên", "để trống"),
        (["a@vi-du.test", "A", "", "Bảo vệ", "21289", ""], "Vai trò", "Không có vai trò này"),
        (["a@vi-du.test", "A", "", "Giáo viên", "21289", ""], "Vai trò", "không có vai trò này"),
        (["a@vi-du.test", "A", "", "Giáo viên", "00000", ""], "Mã đơn vị", "Không có đơn vị"),
        (["a@vi-du.test", "A", "", "Giáo viên", "", "Trường ma"], "Đơn vị", "Không có đơn vị"),
    ],
)
def test_a_bad_line_about_a_person_is_named(
    officer: Person, row: list[str], column: str, words: str
) -> None:
    (problem,) = people_plan(officer, row).problems

    assert (problem.line, problem.column) == (2, column)
    assert words in problem.reason


@pytest.mark.django_db
def test_people_are_invited_or_given_the_role(officer: Person, mate: Person, house: House) -> None:
    rows = [
        ["moi@vi-du.test", "Người Mới", "", "Hiệu trưởng", house.primary.code, ""],
        [mate.email, "Người Cũ", "", "commune_worker", "21292", ""],
        [mate.email, "Người Cũ", "", "commune_worker", "", "UBND xã Sơn Hà"],
    ]
    found = people_plan(officer, *rows)
    assert (len(found.new), len(found.same), found.problems) == (2, 1, [])
    assert not Outbox.objects.exists()

    bring(officer, *rows, kind="nguoi", head=PEOPLE)

    assert Invitation.objects.get().email == "moi@vi-du.test"
    assert Outbox.objects.get().to == "moi@vi-du.test"
    assert api.can_act_for(mate, house.son_haj)
    assert len(people_plan(officer, *rows).same) == 3


@pytest.mark.django_db
def test_a_leader_brings_in_people_of_the_own_commune_only(house: House) -> None:
    leader = make_person(Role.COMMUNE_LEADER, house.son_ha)
    found = people_plan(
        leader,
        ["a@vi-du.test", "A", "", "Giáo viên", house.primary.code, ""],
        ["b@vi-du.test", "B", "", "Giáo viên", house.upper_secondary.code, ""],
        ["c@vi-du.test", "C", "", "Lãnh đạo Ủy ban nhân dân cấp xã", "21289", ""],
    )

    assert [change.values["email"] for change in found.new] == ["a@vi-du.test"]
    assert [(p.line, p.column) for p in found.problems] == [(3, "Mã đơn vị"), (4, "Vai trò")]


CELLS = st.sampled_from(
    ["", "QN1", "=1+1", "21289", "Xã Sơn Hạ", "THCS, TH", "Trường A", "x" * 600, "\u0301", "0"]
) | st.text(max_size=30)


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(rows=st.lists(st.lists(CELLS, min_size=6, max_size=6), min_size=1, max_size=6))
def test_any_cells_end_as_changes_or_named_problems(officer: Person, rows: list[list[str]]) -> None:
    from mangnon.units.importing.tables import Row

    lines = Table(tuple(Row(n, dict(zip(HEAD, row, strict=True))) for n, row in enumerate(rows, 2)))

    found = schools.plan_schools(lines, by=officer)

    assert len(found.changes) + len(found.problems) == len(rows)
    assert all(problem.reason for problem in found.problems)
