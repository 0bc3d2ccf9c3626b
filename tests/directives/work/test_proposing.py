"""What the words of a clause propose: its kind, and who takes part."""

from __future__ import annotations

import pytest

from mangnon.directives.choices import ClauseKind, Part
from mangnon.directives.kinds import propose_kind
from mangnon.directives.parties import propose_parties

KINDS = [
    ("Đẩy mạnh tuyên truyền trên hệ thống loa truyền thanh về an toàn mạng.", "communication"),
    ("Lồng ghép kỹ năng an toàn trên mạng vào các tiết học cho học sinh.", "education"),
    ("Triển khai giải pháp kỹ thuật tại trường học để lọc nội dung độc hại.", "technical"),
    ("Tập huấn, nâng cao năng lực cho đội ngũ làm công tác trẻ em.", "training"),
    ("Niêm yết Tổng đài 111 và đường dây nóng tại các nhà văn hóa.", "contacts"),
    ("Tiếp nhận, xử lý và can thiệp kịp thời các vụ việc xâm hại trẻ em.", "intervention"),
    ("Ban hành quy chế quản lý dạy học, nội quy sử dụng mạng.", "rules"),
    ("Báo cáo kết quả thực hiện về Sở trước ngày 30 tháng 11.", "reporting"),
    ("Phối hợp chuẩn bị địa điểm.", "other"),
]


@pytest.mark.parametrize(("text", "kind"), KINDS)
def test_a_clause_is_of_the_kind_that_its_words_say(text: str, kind: str) -> None:
    assert propose_kind(text) == ClauseKind(kind)


def test_either_place_of_a_tone_mark_is_the_same_word() -> None:
    assert propose_kind("Xây dựng phương án mã hoá đường truyền.") == ClauseKind.TECHNICAL


LINES = ("Công an tỉnh", "Sở Giáo dục và Đào tạo", "UBND các xã, phường, đặc khu")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Tổ chức phổ biến kiến thức cho trẻ em.", {0: "lead", 1: "lead", 2: "lead"}),
        ("Công an tỉnh đấu tranh, xử lý các đối tượng.", {0: "lead"}),
        (
            "Sở Giáo dục và Đào tạo chủ trì, phối hợp với Công an tỉnh tổ chức tập huấn.",
            {0: "cooperate", 1: "lead"},
        ),
        ("Chỉ đạo các trường học trên địa bàn đẩy mạnh truyền thông.", {1: "lead"}),
        ("UBND các xã, phường rà soát địa bàn.", {2: "lead"}),
    ],
)
def test_named_bodies_take_part(text: str, parts: dict[int, str]) -> None:
    assert propose_parties(text, LINES) == {place: Part(part) for place, part in parts.items()}
