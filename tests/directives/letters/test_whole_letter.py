"""A plain letter is read whole, and every value keeps its place."""

import json

from mangnon.directives.letters import Clause, Ground, LetterDate, Signer
from tests.directives.letters.letters import HEAD, letter_text, read, reading_of


def test_every_field_of_a_plain_letter() -> None:
    letter = read(letter_text())

    assert letter.type == "công văn"
    assert (letter.issuer, letter.parent) == ("SỞ Y TẾ", "UBND TỈNH AN BÌNH")
    assert (letter.number, letter.symbol) == ("512", "/SYT-DSTE")
    assert letter.place == "An Bình"
    assert letter.date == LetterDate(14, 10, 2025)
    assert letter.subject == "bảo vệ trẻ em trên môi trường mạng"
    assert letter.addressees == ("Công an tỉnh", "Sở Giáo dục và Đào tạo", "UBND các xã, phường")
    assert letter.grounds == (Ground("77/BMTE-BV", "2025-08-05", "Cục Bà mẹ và Trẻ em"),)
    assert letter.clauses == (
        Clause("1", "Phổ biến kỹ năng cho cha mẹ và giáo viên."),
        Clause("2", "Niêm yết số 111 tại cổng trường."),
    )
    assert (letter.deadline, letter.recurring) == ("2025-11-20", None)
    assert letter.signer == Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Thị Mẫu")
    assert letter.copies == ("Như trên", "UBND tỉnh (b/c)", "Lưu: VT, DSTE")
    assert letter.urgency is None


def test_nothing_to_warn_about_in_a_letter_that_says_everything() -> None:
    assert reading_of(letter_text()).warnings == ()


def test_json_has_the_published_shape() -> None:
    said = reading_of(letter_text()).as_dict()

    assert list(said) == [
        *("type", "issuer", "parent", "number", "symbol", "place", "date", "subject"),
        *("addressees", "grounds", "clauses", "deadline", "recurring", "signer", "copies"),
        *("urgency", "warnings"),
    ]
    assert said["date"] == {"day": 14, "month": 10, "year": 2025}
    assert said["grounds"][0] == {
        "notation": "77/BMTE-BV",
        "date": "2025-08-05",
        "issuer": "Cục Bà mẹ và Trẻ em",
    }
    assert said["clauses"][1] == {"number": "2", "text": "Niêm yết số 111 tại cổng trường."}
    assert json.loads(json.dumps(said)) == said


def test_each_value_keeps_its_place_in_the_text() -> None:
    reading = reading_of(letter_text())
    places = {
        key: "\n".join(reading.text[span.start : span.end] for span in spans)
        for key, spans in reading.spans.items()
    }

    assert places["issuer"] == "SỞ Y TẾ"
    assert (places["number"], places["symbol"]) == ("512", "/SYT-DSTE")
    assert places["subject"] == "bảo vệ trẻ em trên môi trường mạng"
    assert places["addressees.1"] == "Sở Giáo dục và Đào tạo"
    assert places["grounds.0"] == "77/BMTE-BV"
    assert places["clauses.1"] == "Niêm yết số 111 tại cổng trường."
    assert places["deadline"] == "trước ngày 20/11/2025"
    assert places["signer.name"] == "Lê Thị Mẫu"
    assert places["copies.2"] == "Lưu: VT, DSTE"
    assert set(reading.confidence) == set(reading.spans)


def test_a_value_below_a_page_break_knows_its_page() -> None:
    reading = reading_of(letter_text().replace("2. Niêm yết", "\f2. Niêm yết"))
    assert [span.page for span in reading.spans["clauses.0"]] == [1]
    assert [span.page for span in reading.spans["clauses.1"]] == [2]


def test_a_letter_without_day_and_number_says_what_is_missing() -> None:
    head = HEAD.replace("512", "").replace("ngày 14", "ngày     ")
    reading = reading_of(letter_text(head=head))

    assert reading.letter.number is None
    assert reading.letter.symbol == "/SYT-DSTE"
    assert reading.letter.date == LetterDate(None, 10, 2025)
    assert "Văn bản chưa ghi số." in reading.warnings
    assert "Ngày ban hành chưa ghi ngày." in reading.warnings
