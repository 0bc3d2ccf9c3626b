"""The công văn that hands clauses on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from mangnon.directives.outgoing import AssignedClause, OfficialLetter, assignment_letter
from mangnon.kit.official.words import words
from tests.directives.outgoing.letters import DIRECTIVE, HEAD

CLAUSES = (
    AssignedClause(
        "1",
        "Phổ biến kỹ năng cho trẻ em.",
        lead=("Sở Giáo dục và Đào tạo",),
        cooperate=("UBND các xã, phường, đặc khu",),
        deadline=date(2026, 12, 15),
    ),
    AssignedClause("2", "Phổ biến Tổng đài 111:\n- tại trường;\n- tại xã.", deadline="hằng tháng"),
    AssignedClause("-", "Việc không số."),
)


def _lines(letter: OfficialLetter) -> list[str]:
    return ["".join(run.text for run in block.text) for block in words(letter).blocks]  # type: ignore[union-attr]


def test_each_clause_names_who_leads_and_until_when() -> None:
    head = replace(HEAD, addressees=("Công an tỉnh", "Sở Giáo dục và Đào tạo"))

    lines = _lines(
        assignment_letter(
            head,
            subject="triển khai bảo vệ trẻ em",
            clauses=CLAUSES,
            ground=DIRECTIVE,
            report_by=date(2026, 12, 20),
        )
    )

    assert lines == [
        "Thực hiện Công văn số 901/BMTE-BV ngày 05 tháng 8 năm 2025 của Cục Bà mẹ và Trẻ em về "
        "việc tăng cường bảo vệ trẻ em trên môi trường mạng, Sở Y tế đề nghị các cơ quan, đơn vị "
        "triển khai thực hiện các nội dung sau:",
        "1. Phổ biến kỹ năng cho trẻ em.",
        "(Chủ trì: Sở Giáo dục và Đào tạo; phối hợp: UBND các xã, phường, đặc khu; "
        "thời hạn: trước ngày 15 tháng 12 năm 2026.)",
        "2. Phổ biến Tổng đài 111:",
        "- tại trường;",
        "- tại xã.",
        "(Thời hạn: hằng tháng.)",
        "Việc không số.",
        "Kết quả thực hiện báo cáo về Sở Y tế trước ngày 20 tháng 12 năm 2026 để tổng hợp, "
        "theo dõi.",
        "Đề nghị các cơ quan, đơn vị quan tâm, phối hợp thực hiện./.",
    ]


def test_a_deadline_that_nobody_set_is_not_mentioned() -> None:
    letter = assignment_letter(HEAD, subject="x", clauses=(AssignedClause("1", "Việc."),))

    said = " ".join(_lines(letter))

    assert "hạn" not in said
    assert "báo cáo về" not in said
    assert said.startswith("Sở Y tế đề nghị UBND tỉnh Quảng Ngãi triển khai")
