"""The things asked for are the top-level items of the list that follows the request."""

import pytest

from tests.directives.letters.letters import asking, letter_text, read, reading_of


@pytest.mark.parametrize(
    ("marks", "numbers"),
    [
        (("1.", "2.", "3."), ["1", "2", "3"]),
        (("1)", "2)", "3)"), ["1", "2", "3"]),
        (("(1)", "(2)", "(3)"), ["1", "2", "3"]),
        (("a)", "b)", "c)"), ["a", "b", "c"]),
        (("-", "-", "-"), ["-", "-", "-"]),
        (("+", "+", "+"), ["+", "+", "+"]),
        (("*", "*", "*"), ["*", "*", "*"]),
        (("I.", "II.", "III."), ["I", "II", "III"]),
        (("Một là,", "Hai là,", "Ba là,"), ["Một là", "Hai là", "Ba là"]),
        (("* Một là:", "* Hai là:", "* Ba là:"), ["Một là", "Hai là", "Ba là"]),
        (("Thứ nhất,", "Thứ hai,", "Thứ ba,"), ["Thứ nhất", "Thứ hai", "Thứ ba"]),
    ],
)
def test_marks_as_printed(marks: tuple[str, str, str], numbers: list[str]) -> None:
    body = asking(
        f"{marks[0]} Phổ biến kỹ năng.", f"{marks[1]} Niêm yết số 111.", f"{marks[2]} Báo kết quả."
    )
    clauses = read(letter_text(body=body)).clauses
    assert [clause.number for clause in clauses] == numbers
    assert [clause.text for clause in clauses] == [
        "Phổ biến kỹ năng.",
        "Niêm yết số 111.",
        "Báo kết quả.",
    ]


def test_sub_items_and_second_paragraphs_stay_inside_their_item() -> None:
    body = asking(
        "1. Đối với các trường:",
        "a) Dạy kỹ năng;",
        "b) Họp cha mẹ.",
        "Riêng trường nội trú cử người trực.",
        "2. Đối với Công an xã:",
        "- Tiếp nhận tin báo.",
        "Trên đây là nội dung đề nghị./.",
    )
    first, second = read(letter_text(body=body)).clauses
    assert first.text == (
        "Đối với các trường:\na) Dạy kỹ năng;\nb) Họp cha mẹ.\nRiêng trường nội trú cử người trực."
    )
    assert second.text == "Đối với Công an xã:\n- Tiếp nhận tin báo."


def test_the_closing_paragraph_is_no_part_of_the_last_item() -> None:
    body = asking("1. Phổ biến kỹ năng.", "2. Niêm yết số 111.", "Đề nghị các đơn vị triển khai./.")
    assert read(letter_text(body=body)).clauses[-1].text == "Niêm yết số 111."


def test_the_end_mark_of_the_letter_is_no_part_of_the_last_item() -> None:
    body = asking("1. Phổ biến kỹ năng;", "2. Niêm yết số 111./.")
    assert read(letter_text(body=body)).clauses[-1].text == "Niêm yết số 111"


def test_a_list_that_tells_how_things_stand_asks_for_nothing() -> None:
    body = """\
Qua kiểm tra, tình hình nổi lên như sau:

- Ba trường chưa có quy chế;

- Hai xã chưa niêm yết số 111.

Sở Y tế đề nghị các cơ quan thực hiện các nội dung sau:

1. Ban hành quy chế.

2. Niêm yết số 111.
"""
    assert [clause.number for clause in read(letter_text(body=body)).clauses] == ["1", "2"]


def test_lists_under_headings_below_the_request() -> None:
    body = """\
Sở Y tế đề nghị các cơ quan triển khai như sau.

Đối với các trường:

- Dạy kỹ năng.

- Họp cha mẹ.

Đối với Công an xã:

- Tiếp nhận tin báo.
"""
    assert [clause.text for clause in read(letter_text(body=body)).clauses] == [
        "Dạy kỹ năng.",
        "Họp cha mẹ.",
        "Tiếp nhận tin báo.",
    ]


def test_a_request_in_plain_paragraphs_gives_no_items_and_says_so() -> None:
    body = "Sở Y tế đề nghị các cơ quan cử một người tham gia lớp tập huấn./.\n"
    reading = reading_of(letter_text(body=body))
    assert reading.letter.clauses == ()
    assert any("chia thành mục" in warning for warning in reading.warnings)


def test_rows_of_a_table_belong_to_no_item() -> None:
    body = asking("1. Lập danh sách.", "| TT | Trường |", "| 1 | Tân Lập |", "2. Gửi về Sở.")
    assert [clause.text for clause in read(letter_text(body=body)).clauses] == [
        "Lập danh sách.",
        "Gửi về Sở.",
    ]


def test_a_missing_number_is_noticed() -> None:
    reading = reading_of(letter_text(body=asking("1. Một việc.", "3. Việc khác.")))
    assert [clause.number for clause in reading.letter.clauses] == ["1", "3"]
    assert any("không liền nhau" in warning for warning in reading.warnings)


def test_wrapped_lines_come_together_again() -> None:
    body = """\
Sở Y tế đề nghị các cơ quan thực hiện các
nội dung sau:
1. Phổ biến kỹ năng cho cha mẹ học sinh,
giáo viên và các em trong sinh hoạt đoàn
- đội. Niêm yết số 111 tại cổng các trường
học. Sở Giáo dục và Đào tạo theo dõi.
2. Báo cáo kết quả.
"""
    clauses = read(letter_text(body=body)).clauses
    assert [clause.text for clause in clauses] == [
        "Phổ biến kỹ năng cho cha mẹ học sinh, giáo viên và các em trong sinh hoạt đoàn - đội."
        " Niêm yết số 111 tại cổng các trường học. Sở Giáo dục và Đào tạo theo dõi.",
        "Báo cáo kết quả.",
    ]
