"""What a letter rests on, and until when it wants an answer."""

import pytest

from mangnon.directives.letters import Ground
from tests.directives.letters.letters import asking, letter_text, read, reading_of


def grounds_of(sentence: str) -> tuple[Ground, ...]:
    body = f"{sentence}, Sở Y tế đề nghị các cơ quan:\n\n1. Làm theo Kế hoạch số 9/KH-SYT.\n"
    return read(letter_text(body=body)).grounds


@pytest.mark.parametrize(
    ("sentence", "ground"),
    [
        (
            "Thực hiện Công văn số 12/BMTE-BV của Cục Bà mẹ và Trẻ em ngày 05/8/2025 về trẻ em",
            Ground("12/BMTE-BV", "2025-08-05", "Cục Bà mẹ và Trẻ em"),
        ),
        (
            "Căn cứ Quyết định số 88/QĐ-BTTTT ngày 21 tháng 01 năm 2025 của Bộ Thông tin và"
            " Truyền thông ban hành bộ quy tắc",
            Ground("88/QĐ-BTTTT", "2025-01-21", "Bộ Thông tin và Truyền thông"),
        ),
        ("Căn cứ Luật An ninh mạng số 116/2025/QH15", Ground("116/2025/QH15", None, None)),
        (
            "Căn cứ Nghị định số 147/2024/NĐ-CP của Chính phủ quy định chi tiết",
            Ground("147/2024/NĐ-CP", None, "Chính phủ"),
        ),
        (
            "Theo Công văn số 2886/BTTTT-PTTH&TTĐT ngày 19/7/2024",
            Ground("2886/BTTTT-PTTH&TTĐT", "2024-07-19", None),
        ),
        (
            "Luật số 116/2025/QH15 có hiệu lực từ ngày 01/7/2026, trách nhiệm của nhà trường",
            Ground("116/2025/QH15", None, None),
        ),
    ],
)
def test_one_reference(sentence: str, ground: Ground) -> None:
    assert grounds_of(sentence) == (ground,)


def test_each_reference_once_and_none_from_the_items() -> None:
    sentence = (
        "Thực hiện Kế hoạch số 30/KH-UBND ngày 15/9/2021 của UBND tỉnh và hướng dẫn tại Công văn số"
        " 29/STTTT-BC ngày 18/11/2024; nhắc lại Kế hoạch số 30/KH-UBND"
    )
    assert grounds_of(sentence) == (
        Ground("30/KH-UBND", "2021-09-15", "UBND tỉnh"),
        Ground("29/STTTT-BC", "2024-11-18", None),
    )


def test_a_day_that_does_not_exist_is_no_date() -> None:
    reading = reading_of(
        letter_text(body="Thực hiện Công văn số 1/SYT-VP ngày 31/02/2025, Sở Y tế đề nghị:\n")
    )
    assert reading.letter.grounds == (Ground("1/SYT-VP", None, None),)
    assert any("không ghi ngày đầy đủ" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("sentence", "deadline", "recurring"),
    [
        ("Báo cáo gửi về Sở trước ngày 20/11/2025.", "2025-11-20", None),
        ("Báo cáo về Sở trước ngày 10 tháng 7 năm 2018.", "2018-07-10", None),
        ("Kết quả gửi về Sở chậm nhất ngày 05/9/2025.", "2025-09-05", None),
        ("Kết quả gửi về Sở trước 17 giờ 00 ngày 15/11/2025.", "2025-11-15", None),
        ("Kết quả gửi về Sở trong tháng 7/2026.", "trong tháng 7/2026", None),
        ("Báo cáo về Sở trước ngày 31/12.", "trước ngày 31/12", None),
        (
            "Báo cáo về Sở trước ngày 30 hàng tháng.",
            "trước ngày 30 hàng tháng",
            "hàng tháng",
        ),
        (
            "Các đơn vị gửi số liệu về Sở trước ngày 15 tháng cuối quý; báo cáo hằng quý.",
            "trước ngày 15 tháng cuối quý",
            "hằng quý",
        ),
        (
            "Báo cáo về Sở chậm nhất 05 ngày làm việc kể từ ngày nhận được văn bản này.",
            "chậm nhất 05 ngày làm việc kể từ ngày nhận được văn bản này",
            None,
        ),
        ("Định kỳ 6 tháng báo cáo về Sở.", None, "Định kỳ 6 tháng"),
        ("Lễ phát động tổ chức từ ngày 24/11 đến ngày 30/11/2025.", None, None),
        ("Đề nghị các đơn vị nghiêm túc triển khai.", None, None),
    ],
)
def test_deadlines(sentence: str, deadline: str | None, recurring: str | None) -> None:
    letter = read(letter_text(body=asking("1. Phổ biến kỹ năng.", sentence)))
    assert (letter.deadline, letter.recurring) == (deadline, recurring)


def test_of_two_days_the_later_return_counts_and_the_reader_is_told() -> None:
    body = asking(
        "1. Gửi danh sách về Sở trước ngày 01/10/2025.",
        "2. Gửi báo cáo về Sở trước ngày 15/12/2025.",
    )
    reading = reading_of(letter_text(body=body))
    assert reading.letter.deadline == "2025-12-15"
    assert any("Có nhiều mốc thời gian" in warning for warning in reading.warnings)
