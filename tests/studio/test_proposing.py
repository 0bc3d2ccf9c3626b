"""A document proposes its own map; grounds and closing formulas are no content."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from mangnon.studio.maps import as_values, checked
from mangnon.studio.model import Audience, MessageMap
from mangnon.studio.proposing import propose
from mangnon.studio.proposing.headings import heading_of
from mangnon.studio.proposing.sentences import sentences_of, shortened
from mangnon.studio.reading import Role, read_document
from mangnon.studio.refusals import CannotMake

LETTER = """ỦY BAN NHÂN DÂN TỈNH MẪU
SỞ GIÁO DỤC VÀ ĐÀO TẠO

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 45/SGDĐT-VP
Mẫu, ngày 05 tháng 9 năm 2026

V/v hướng dẫn học sinh giữ an toàn trên mạng

Kính gửi: Các trường trực thuộc.

Thực hiện Kế hoạch số 12/KH-UBND ngày 01/8/2026 của UBND tỉnh về việc bảo vệ trẻ em.
Sở đề nghị các trường thực hiện các nội dung sau:
1. Hướng dẫn học sinh đặt mật khẩu mạnh, không dùng chung. Có 38% học sinh dùng chung mật khẩu.
2. Nhắc học sinh không gửi ảnh cho người chỉ quen qua mạng.
3. Niêm yết số 111 tại lớp học.
Nhận được văn bản này, đề nghị các trường nghiêm túc thực hiện./.

Nơi nhận:
- Như trên;
- Lưu: VT, VP.

GIÁM ĐỐC

Lê Thị Mẫu
"""
PAGE = """<!doctype html><html><head><title>Trang mẫu</title><style>p{}</style></head><body>
<nav><a>Trang chủ</a></nav><h1>Chơi trò chơi an toàn</h1>
<h2>Không kết bạn với người lạ</h2><p>Người lạ trong trò chơi có thể nói dối về tuổi của mình.</p>
<h2>Không nạp thẻ theo lời người khác</h2><p>Ai bảo em nạp thẻ để đổi quà là đang lừa em.</p>
<h2>Nghỉ mắt sau mỗi ván</h2><p>Chơi xong một ván, em nhìn ra xa và đứng dậy đi lại.</p>
<script>alert("x")</script></body></html>"""


def proposed(text: str, name: str, audience: Audience = Audience.OFFICIALS) -> MessageMap:
    document = read_document(text.encode(), name=name)
    return propose(document, audience=audience, made_on=date(2026, 11, 29))


def test_a_letter_becomes_its_own_map() -> None:
    made = proposed(LETTER, "45.txt")

    assert made.title.text == "Hướng dẫn học sinh giữ an toàn trên mạng"
    assert made.source.issuer == "Sở Giáo dục và Đào tạo"
    assert made.source.number == "45/SGDĐT-VP"
    assert made.source.issued_on == date(2026, 9, 5)
    assert [one.heading.text for one in made.messages] == [
        "Hướng dẫn học sinh đặt mật khẩu mạnh",
        "Nhắc học sinh không gửi ảnh cho người chỉ quen",
        "Niêm yết số 111 tại lớp học",
    ]
    assert made.messages[0].picture == "lock"
    figure = made.messages[0].figure
    assert figure is not None
    assert (figure.value, figure.unit) == (38, "%")


def test_every_sentence_rests_on_the_paragraph_that_says_it() -> None:
    made = proposed(LETTER, "45.txt")
    said = {one.id: one.text for one in made.source.paragraphs}

    for message in made.messages:
        for sentence in message.sentences:
            assert sentence.text.rstrip(".") in said[sentence.grounds[0]]


def test_grounds_and_closing_formulas_are_no_content() -> None:
    document = read_document(LETTER.encode(), name="45.txt")

    roles = {part.role: part.text for part in document.parts}
    assert roles[Role.GROUND].startswith("Thực hiện Kế hoạch")
    assert roles[Role.CLOSING].startswith("Nhận được văn bản này")
    made = propose(document, audience=Audience.OFFICIALS, made_on=date(2026, 11, 29))
    shown = " ".join(sentence.text for one in made.messages for sentence in one.sentences)
    assert "nghiêm túc" not in shown
    assert "Kế hoạch số" not in shown


def test_a_web_page_gives_a_message_for_each_heading_and_no_menu() -> None:
    made = proposed(PAGE, "trang.html", Audience.PRIMARY)

    assert made.title.text == "Chơi trò chơi an toàn"
    assert [one.heading.text for one in made.messages] == [
        "Không kết bạn với người lạ",
        "Không nạp thẻ theo lời người khác",
        "Nghỉ mắt sau mỗi ván",
    ]
    assert "Trang chủ" not in str(made)
    assert "alert" not in str(made)


def test_a_portal_that_wraps_its_page_in_a_form_is_read_without_its_fields() -> None:
    form = '<form id="aspnetForm"><label>Tìm kiếm</label><textarea>gõ vào đây</textarea>'
    page = PAGE.replace("<body>", f"<body>{form}").replace("</body>", "</form></body>")

    assert page != PAGE
    assert proposed(page, "trang.html", Audience.PRIMARY) == proposed(
        PAGE, "trang.html", Audience.PRIMARY
    )


def test_what_is_proposed_is_a_whole_map_with_comic_and_quiz() -> None:
    made = proposed(PAGE, "trang.html", Audience.PRIMARY)

    assert checked(as_values(made)) == made
    assert len(made.panels) == 4
    assert 5 <= len(made.questions) <= 10
    for question in made.questions:
        assert len(set(question.answers)) == len(question.answers)


def test_too_little_says_what_to_do() -> None:
    page = "<html><body><p>Chỉ có vài chữ.</p></body></html>"

    with pytest.raises(CannotMake, match="chỉ đọc được 4 chữ, quá ít"):
        read_document(page.encode(), name="x.html")


def test_a_long_sentence_loses_its_aside_and_its_tail_first() -> None:
    long = (
        "Tổ chức phổ biến tài liệu đến toàn thể công chức, viên chức (kể cả người nghỉ hưu), người"
        " lao động nhằm nâng cao nhận thức và trách nhiệm của mọi người."
    )

    assert shortened(long, 115) == (
        "Tổ chức phổ biến tài liệu đến toàn thể công chức, viên chức, người lao động."
    )


def test_sentences_end_where_they_end() -> None:
    said = "Gọi số 111. Theo TS. Lê Mẫu, trẻ cần 9.5 giờ ngủ (khi ốm. Cần hơn). Đúng không? Đúng."

    assert sentences_of(said) == [
        "Gọi số 111.",
        "Theo TS. Lê Mẫu, trẻ cần 9.5 giờ ngủ (khi ốm. Cần hơn).",
        "Đúng không?",
    ]


def test_a_heading_never_ends_in_the_middle_of_a_thought() -> None:
    assert heading_of(
        "Chỉ đạo các đơn vị liên quan có biện pháp can thiệp và xử lý kịp thời các trường hợp."
    ) == ("Chỉ đạo các đơn vị liên quan")


@pytest.mark.parametrize("name", ["000_45ee9aaa01e8ef3d", "003_8205785804483dcc"])
def test_the_real_letters_propose_all_they_ask_for(name: str) -> None:
    path = Path("../shared/letters") / f"{name}.txt"
    if not path.exists():
        pytest.skip(f"the letters are not here: {path}")
    made = proposed(path.read_text(encoding="utf-8"), path.name)

    assert len(made.messages) == {"000": 6, "003": 3}[name[:3]]
    assert made.title.text.endswith("bảo vệ trẻ em trên môi trường mạng")
