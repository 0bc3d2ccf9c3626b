"""What copies put into letters is taken out; what fonts and converters broke is set right."""

import unicodedata

import pytest

from mangnon.directives.letters import read_letter
from mangnon.kit.vietnamese.legacy import TCVN3_TO_UNICODE, VNI_TO_UNICODE
from tests.directives.letters.letters import asking, letter_text, read, reading_of

BROKEN = """\
5. Quảng bá số 111 và địa chỉ của địa phương (trung tâm Công tác xã hội tỉnh, Trung

{noise}


tâm Công tác xã hội vùng) để tiếp nhận tin báo.
"""


@pytest.mark.parametrize(
    "noise",
    ["https://bao.example/post-290064.html", "2", "- 2 -", "Trang 2/3", "Ký bởi: Văn thư mẫu"],
)
def test_noise_of_a_page_break_inside_a_sentence(noise: str) -> None:
    body = asking("1. Một.", "2. Hai.", "3. Ba.", "4. Bốn.", BROKEN.format(noise=noise))
    reading = reading_of(letter_text(body=body))

    assert reading.letter.clauses[4].text == (
        "Quảng bá số 111 và địa chỉ của địa phương (trung tâm Công tác xã hội tỉnh, Trung tâm"
        " Công tác xã hội vùng) để tiếp nhận tin báo."
    )
    assert noise not in reading.text.splitlines()


def test_an_address_that_the_sentence_asks_for_stays() -> None:
    body = asking("1. Tải tài liệu tại địa chỉ:", "https://tai-lieu.example/so-tay", "2. In ra.")
    reading = reading_of(letter_text(body=body))
    assert "https://tai-lieu.example/so-tay" in reading.letter.clauses[0].text


def test_decomposed_letters_come_out_composed() -> None:
    decomposed = unicodedata.normalize("NFD", letter_text())
    assert read(decomposed) == read(letter_text())
    assert unicodedata.is_normalized("NFC", reading_of(decomposed).text)


@pytest.mark.parametrize("table", [TCVN3_TO_UNICODE, VNI_TO_UNICODE])
def test_letters_in_old_fonts(table: dict[str, str]) -> None:
    back = {new: old for old, new in reversed(table.items())}
    text = unicodedata.normalize("NFC", letter_text())
    old = "".join(back.get(letter) or back.get(letter.lower(), letter) for letter in text)

    letter = read_letter(old.encode("latin-1"), name="cu.txt").letter

    assert letter.issuer == "SỞ Y TẾ"
    assert letter.addressees == read(text).addressees
    assert letter.clauses == read(text).clauses


def test_a_letter_in_the_vietnamese_code_page_of_windows() -> None:
    """Code page 1258 writes a letter and its tone mark one after the other."""
    old = b"".join(map(encoded, letter_text()))
    assert read_letter(old, name="cu.txt").letter == read(letter_text())


def encoded(letter: str) -> bytes:
    parts = unicodedata.normalize("NFD", letter)
    tones = [part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323"]
    plain = "".join(part for part in parts if part not in tones)
    return (unicodedata.normalize("NFC", plain) + "".join(tones)).encode("cp1258")


def test_text_in_utf_16() -> None:
    data = "\ufeff".encode("utf-16-le") + letter_text().encode("utf-16-le")
    assert read_letter(data, name="cv.txt").letter == read(letter_text())


def test_glued_words_and_markdown() -> None:
    text = letter_text().replace("Kính gửi", "**Kínhgửi**").replace("Nơi nhận:", "**Nơinhận:**")
    assert read(text) == read(letter_text())
