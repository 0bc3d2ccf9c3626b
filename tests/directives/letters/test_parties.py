"""Addressees, copies and the signer, in the ways that letters print them."""

import pytest

from mangnon.directives.letters import Signer
from tests.directives.letters.letters import letter_text, read, reading_of


@pytest.mark.parametrize(
    ("printed", "addressees"),
    [
        ("Kính gửi: Hiệu trưởng các trường học.\n", ("Hiệu trưởng các trường học",)),
        ("Kính gửi: Công an xã; Trạm Y tế xã; Trưởng các thôn.\n", 3),
        ("Kínhgửi:\n- Công an xã;\n- Trạm Y tế xã.\n", ("Công an xã", "Trạm Y tế xã")),
        ("Kính gửi:\nCông an xã;\nTrạm Y tế xã.\n", ("Công an xã", "Trạm Y tế xã")),
        ("Kính gửi: - Công an xã; - Trạm Y tế xã.\n", ("Công an xã", "Trạm Y tế xã")),
        (
            "Kính gửi:\n- Các sở: Y tế; Nội vụ;\n- Trạm Y tế xã.\n",
            ("Các sở: Y tế; Nội vụ", "Trạm Y tế xã"),
        ),
        (
            "Kính gửi: Ủy ban nhân dân các tỉnh, thành phố\ntrực thuộc Trung ương.\n",
            ("Ủy ban nhân dân các tỉnh, thành phố trực thuộc Trung ương",),
        ),
    ],
)
def test_addressees(printed: str, addressees: tuple[str, ...] | int) -> None:
    found = read(letter_text(salute=printed)).addressees
    assert found == addressees or len(found) == addressees


def test_a_sentence_that_asks_is_not_one_who_is_asked() -> None:
    salute = (
        "Kính gửi: UBND xã Sơn Mẫu\nSở Y tế đề nghị UBND xã thực hiện:\n"
        "- Rà soát sân chơi trong xã.\n- Sửa chữa chỗ hỏng.\n"
    )
    assert read(letter_text(salute=salute)).addressees == ("UBND xã Sơn Mẫu",)


def test_a_letter_to_nobody_says_so() -> None:
    reading = reading_of(letter_text(salute=""))
    assert reading.letter.addressees == ()
    assert reading.letter.type == "công văn"
    assert any("Kính gửi" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("printed", "signer"),
    [
        ("KT.GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\n(đã ký)\n\nLê Văn Mẫu", ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC")),
        ("GIÁM ĐỐC\n\n\nLê Văn Mẫu", (None, "GIÁM ĐỐC")),
        ("Q. GIÁM ĐỐC\n\nLê Văn Mẫu", (None, "Q. GIÁM ĐỐC")),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n\nLê Văn Mẫu", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (
            "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn Mẫu",
            ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
        ),
        (
            "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\n\nLê Văn Mẫu",
            ("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
        ),
        (
            "KT. BỘ TRƯỞNG, CHỦ NHIỆM\nTHỨ TRƯỞNG, PHÓ CHỦ NHIỆM\n\nLê Văn Mẫu",
            ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "THỨ TRƯỞNG, PHÓ CHỦ NHIỆM"),
        ),
        ("TUQ. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\n\nLê Văn Mẫu", ("TUQ. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
    ],
)
def test_signers(printed: str, signer: tuple[str | None, str]) -> None:
    foot = f"Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\n{printed}\n"
    assert read(letter_text(foot=foot)).signer == Signer(*signer, "Lê Văn Mẫu")


def test_rank_and_degree_stay_with_the_name() -> None:
    foot = "Nơi nhận:\n- Như trên;\n- Lưu: VT.\n\nTRƯỞNG CÔNG AN XÃ\n\nĐại úy Lê Văn Mẫu\n"
    assert read(letter_text(foot=foot)).signer.name == "Đại úy Lê Văn Mẫu"


def test_copies_and_signature_side_by_side() -> None:
    foot = """\
Nơi nhận:                                   KT. GIÁM ĐỐC
- Như trên;                                 PHÓ GIÁM ĐỐC
- Đ/c Giám đốc, các PGĐ Sở;
- Lưu: VT, CSXH                             Lê Văn Mẫu
"""
    letter = read(letter_text(foot=foot))
    assert letter.copies == ("Như trên", "Đ/c Giám đốc, các PGĐ Sở", "Lưu: VT, CSXH")
    assert letter.signer == Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Lê Văn Mẫu")


def test_the_signature_may_come_first() -> None:
    foot = (
        "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\nLê Văn Mẫu\n\nNơi nhận:\n- Như trên;\n- Lưu: VT, VX (03).\n"
    )
    letter = read(letter_text(foot=foot))
    assert letter.signer == Signer("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Mẫu")
    assert letter.copies == ("Như trên", "Lưu: VT, VX (03)")


def test_what_follows_the_signature_is_an_annex() -> None:
    reading = reading_of(letter_text() + "\nPHỤ LỤC\n1. Danh sách sản phẩm truyền thông\n")
    assert len(reading.letter.clauses) == 2
    assert "Có phụ lục kèm theo; phụ lục chưa được tách thành nội dung." in reading.warnings
