"""Vietnamese text as it really comes: old fonts, lost spaces, either place of the tone mark."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mangnon.kit.vietnamese import (
    charset_of_font,
    from_tcvn3,
    from_vni,
    is_capitals_font,
    key,
    nfc,
    open_glued,
    recognise,
    same_words,
    to_unicode,
    without_marks,
)
from mangnon.kit.vietnamese.legacy import TCVN3_TO_UNICODE, VNI_TO_UNICODE

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")


def small_letters() -> set[str]:
    """The 67 small letters that English does not have."""
    toned = {unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES}
    return {letter for letter in toned | {"đ"} if not letter.isascii()}


def test_both_tables_hold_every_vietnamese_letter() -> None:
    small = small_letters()
    assert len(small) == 67
    capitals_of_tcvn3 = set("ĂÂĐÊÔƠƯ")
    assert set(TCVN3_TO_UNICODE.values()) == small | capitals_of_tcvn3
    assert set(VNI_TO_UNICODE.values()) >= small | {letter.upper() for letter in small}


def test_a_line_in_tcvn3_is_recognised_and_read() -> None:
    line = "Céng hoµ x· héi chñ nghÜa ViÖt Nam, §éc lËp - Tù do - H¹nh phóc"
    assert recognise(line) == "tcvn3"
    assert from_tcvn3(line) == "Cộng hoà xã hội chủ nghĩa Việt Nam, Độc lập - Tự do - Hạnh phúc"


def test_capitals_of_tcvn3_that_come_as_small_letters_are_levelled() -> None:
    assert from_tcvn3("UBND TØNH    §éc lËp") == "UBND TỈNH    Độc lập"
    assert from_tcvn3("Së Y TÕ") == "SỞ Y TẾ"


def test_a_line_in_vni_is_recognised_and_read() -> None:
    line = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam, ñeà nghò thöïc hieän"
    assert recognise(line) == "vni"
    assert from_vni(line) == "Cộng hòa xã hội chủ nghĩa Việt Nam, đề nghị thực hiện"


@pytest.mark.parametrize(
    "line", ["Sở Y tế đề nghị thực hiện", "Plain English, no marks.", "Café à la carte", ""]
)
def test_text_that_is_unicode_already_is_left_alone(line: str) -> None:
    assert recognise(line) == "unicode"
    assert to_unicode(line, recognise(line)) == line


def test_fonts_tell_the_charset() -> None:
    assert charset_of_font(".VnTime") == "tcvn3"
    assert charset_of_font("VNI-Times") == "vni"
    assert charset_of_font("Times New Roman") == "unicode"
    assert is_capitals_font(".VnTimeH")
    assert not is_capitals_font(".VnTime")


@pytest.mark.parametrize(
    ("glued", "opened"),
    [
        ("Kínhgửi: Sở Y tế", "Kính gửi: Sở Y tế"),
        ("ngày 23tháng 11năm2024", "ngày 23 tháng 11 năm 2024"),
        ("thựchiện bảovệ trẻem", "thực hiện bảo vệ trẻ em"),
        ("NƠINHẬN", "NƠI NHẬN"),
    ],
)
def test_glued_words_are_opened(glued: str, opened: str) -> None:
    assert open_glued(glued) == opened


@pytest.mark.parametrize("word", ["Duyên", "khuyên", "Krông", "Êđê", "Facebook", "Thuỷ", "oà"])
def test_whole_words_and_names_are_never_cut(word: str) -> None:
    assert open_glued(word) == word


def test_either_place_of_the_tone_mark_is_the_same_word() -> None:
    assert same_words("ỦY BAN HÒA BÌNH", "Uỷ ban  Hoà Bình")
    assert same_words("thúy", "thuý")
    assert not same_words("Sơn Hà", "Sơn Hạ")


def test_keys_have_no_marks_and_keep_places() -> None:
    assert key("  Đặc khu\u00a0LÝ SƠN ") == "dac khu ly son"
    assert len(without_marks("Ủy ban nhân dân")) == len("Ủy ban nhân dân")


@given(st.text())
def test_nothing_breaks_on_any_text(text: str) -> None:
    opened = open_glued(nfc(text))
    assert opened.replace(" ", "") == nfc(text).replace(" ", "")
    assert isinstance(to_unicode(text, recognise(text)), str)


@given(st.text(alphabet=sorted(small_letters()), max_size=40))
def test_vni_of_a_text_reads_back(text: str) -> None:
    back = {letter: old for old, letter in reversed(VNI_TO_UNICODE.items())}
    assert from_vni(" ".join(back[letter] for letter in text)) == " ".join(text)
