"""Whatever comes in, the reader answers with a reading or a refusal."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mangnon.directives.letters import Reading, Refusal, read_letter
from mangnon.directives.letters.sources import scan
from tests.directives.letters.files import letter_docx, letter_pdf
from tests.directives.letters.letters import letter_text

DOCX, PDF, TEXT = letter_docx(), letter_pdf(), letter_text()
PIECES = (
    *("Kính gửi:", "Nơi nhận:", "Số: ", "/UBND-VX", "V/v ", "KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "./."),
    *("ngày 5 tháng 8 năm 2025", "trước ngày ", "1. ", "a) ", "- ", "* Một là:", "II. ", "|", "\n"),
    *(
        "\n\n",
        "  ",
        "\t",
        "\f",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Sở Y tế đề nghị",
        "https://a",
    ),
    *("KẾ HOẠCH", "PHỤ LỤC", "của ", "….....", "901/BMTE-BV", "(b/c);", "**", "<br>", "Lưu: VT"),
)


@pytest.fixture(autouse=True, scope="module")
def without_ocr() -> Iterator[None]:
    """A PDF whose text is broken would go through OCR, which has its own tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan.shutil, "which", lambda _: None)
        yield


def answer(data: bytes, name: str) -> Reading | None:
    """The reading, or None for a refusal; anything else fails the test."""
    try:
        reading = read_letter(data, name=name)
    except Refusal:
        return None
    for spans in reading.spans.values():
        for start, end, page in spans:
            assert 0 <= start <= end <= len(reading.text)
            assert page >= 1
    return reading


@given(st.binary(max_size=2000), st.sampled_from(["a.txt", "a.docx", "a.bin", "a"]))
@settings(deadline=None)
def test_any_bytes(data: bytes, name: str) -> None:
    answer(data, name)


@given(st.text(max_size=2000))
@settings(deadline=None)
def test_any_text(text: str) -> None:
    answer(text.encode("utf-8", "surrogatepass"), "a.txt")


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=120))
@settings(max_examples=200, deadline=None)
def test_any_order_of_what_letters_are_made_of(pieces: list[str]) -> None:
    answer("".join(pieces).encode(), "a.txt")


@given(st.data())
@settings(deadline=None)
def test_letters_with_parts_cut_and_changed(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(TEXT)))
    until = data.draw(st.integers(at, len(TEXT)))
    answer((TEXT[:at] + data.draw(st.text(max_size=30)) + TEXT[until:]).encode(), "a.txt")


def changed(draw: st.DataObject, data: bytes) -> bytes:
    at = draw.draw(st.integers(0, len(data) - 1))
    length = draw.draw(st.integers(0, 40))
    return data[:at] + draw.draw(st.binary(max_size=40)) + data[at + length :]


@given(st.data())
@settings(deadline=None)
def test_word_files_with_bytes_changed(data: st.DataObject) -> None:
    answer(changed(data, DOCX), "a.docx")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_pdf_files_with_bytes_changed(data: st.DataObject) -> None:
    broken = changed(data, PDF)
    if len(broken) > len(PDF) // 2:
        answer(broken, "a.pdf")


@given(
    st.sampled_from((*PIECES, " ", ".", "A", "à ", "1", "(", "ngày ", "Số:", "V/v", "và ")),
    st.sampled_from(["", "\n", " x", "Kính gửi:\n"]),
)
@example(" ", "")
@settings(max_examples=60, deadline=None)
def test_a_page_of_one_thing_again_and_again(piece: str, end: str) -> None:
    answer(((piece * 4000)[:4000] + end).encode(), "a.txt")
