"""What OCR misreads in formula words is mended; running text is left as it was read."""

import pytest

from mangnon.directives.letters.agreement import agreed
from mangnon.directives.letters.layout import Line, Source
from mangnon.directives.letters.misread import in_order, mended, mended_name
from mangnon.directives.letters.read import read_source
from tests.directives.letters.letters import letter_text, read


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("UBND TÍNH GIA LAI", "UBND TỈNH GIA LAI"),
        ("SỞ Y TÊ", "SỞ Y TẾ"),
        ("PHO GIẢM ĐỌC", "PHÓ GIÁM ĐỐC"),
        ("PHÒNG VĂN HÓA - XÃ HỌI", "PHÒNG VĂN HÓA - XÃ HỘI"),
        ("THƯ TRƯỞNG", "THỨ TRƯỞNG"),
        ("- UBND tỉnh (b/C);", "- UBND tỉnh (b/c);"),
        ("- Lưu: VI, VHXH.", "- Lưu: VT, VHXH."),
        ("SởY tế thành phố", "Sở Y tế thành phố"),
        ("IL Đối với các sở", "II. Đối với các sở"),
        ("UBND XÃ TRÀ GIÁP _", "UBND XÃ TRÀ GIÁP"),
        ("L. Đối với các doanh nghiệp", "I. Đối với các doanh nghiệp"),
        ("Sở Y tế để nghị bảo vệ trổ em", "Sở Y tế đề nghị bảo vệ trẻ em"),
        ("Luật số 116/2025/QHI15", "Luật số 116/2025/QH15"),
        ("các trường trực thuộc SỞ;", "các trường trực thuộc Sở;"),
        ("môi trường mạng /.", "môi trường mạng./."),
        ("TRẠM Y TẾ PHƯƠNG NINH KIẸT", "TRẠM Y TẾ PHƯỜNG NINH KIỆT"),
        ("UBND XÃ THỦY KHẾÊ", "UBND XÃ THỦY KHÊ"),
        ("UBND ĐẶC KHU BÌNH VÊN", "UBND ĐẶC KHU BÌNH YÊN"),
        ("Báo cáo số 21/BC-ST'TTT ngày", "Báo cáo số 21/BC-STTTT ngày"),
        ("Công văn số 12/SYT-BVTTE", "Công văn số 12/SYT-BVTE"),
    ],
)
def test_formula_words(misread: str, meant: str) -> None:
    assert mended(misread) == meant


@pytest.mark.parametrize(
    "line",
    ["Các trường dạy kỹ năng cho học sinh.", "HÀ TĨNH", "Báo và PTTH tỉnh", "TTgCP, các PTTg"],
)
def test_what_was_read_well_stays(line: str) -> None:
    assert mended(line) == line


def test_family_names() -> None:
    assert mended_name("Đỉnh Công Mẫu") == "Đinh Công Mẫu"
    assert mended_name("Trần Thị Mẫu") == "Trần Thị Mẫu"


@pytest.mark.parametrize(
    ("misread", "meant"),
    [
        ("Thạch Quang Bủu", "Thạch Quang Bửu"),
        ("Thạch Quang Búủu", "Thạch Quang Bửu"),
        ("Tạ Minh Huơng", "Tạ Minh Hương"),
        ("Tạ Hũu Mai", "Tạ Hữu Mai"),
        ("Đinh Ngọc Ñga", "Đinh Ngọc Nga"),
        ("Lê Quôc Mẫu", "Lê Quốc Mẫu"),
        ("Lê Đúc Mẫu", "Lê Đức Mẫu"),
        ("Đố Bích Tường", "Đỗ Bích Tường"),
    ],
)
def test_names_are_made_of_syllables_that_exist(misread: str, meant: str) -> None:
    assert mended_name(misread) == meant


@pytest.mark.parametrize(
    "name",
    [
        "Ksor H'Lan",
        "TS. Nguyễn Hoà Bình",
        "Rơ Châm Hyưn",
        "Lê Thúy Nhu",
        "Cao Thị Chản",
        "Y Mut Mẫu",
    ],
)
def test_names_that_may_be_right_stay(name: str) -> None:
    assert mended_name(name) == name


def test_a_roman_number_read_twice() -> None:
    lines = [Line(f"{mark}. ĐỐI VỚI", 1, False, 0) for mark in ("I", "II", "II", "IV")]
    assert [line.text[:3] for line in in_order(lines)] == ["I. ", "II.", "III", "IV."]


def test_a_letter_with_the_usual_errors_of_ocr() -> None:
    scanned = (
        letter_text()
        .replace("Kính gửi", "Kinh gửi")
        .replace("Số:", "Sô:")
        .replace("SỞ Y TẾ", "SỞ Y TÊ _")
        .replace("UBND TỈNH", "UBND TÍNH")
        .replace("PHÓ GIÁM ĐỐC", "PHO GIÁM ĐÔC")
        .replace("Nơi nhận", "Noi nhận")
    )
    found = read_source(Source("scan", (scanned,)))
    assert found.letter == read(letter_text())
    assert found.confidence["issuer"] == 0.8
    assert found.confidence["symbol"] == 0.95


def _agreed(*texts: str) -> list[str]:
    return [line.text for line in agreed([Line(text, 1, True, 0) for text in texts])]


def test_a_name_that_lost_a_mark_takes_it_from_where_the_letter_prints_it_whole() -> None:
    found = _agreed("UBND XÃ SUỐI MẪU", "TRƯỜNG TIỂU HỌC SUÔI MẪU", "Suối Mâu, ngày 05")
    assert found == ["UBND XÃ SUỐI MẪU", "TRƯỜNG TIỂU HỌC SUỐI MẪU", "Suối Mẫu, ngày 05"]


def test_a_name_broken_over_two_lines_counts_as_one() -> None:
    assert _agreed("UBND XÃ SUỐI", "MẪU", "Suối Mâu, ngày 05")[2] == "Suối Mẫu, ngày 05"


def test_two_names_that_only_look_alike_both_stay() -> None:
    texts = ["xã Suối Mạ", "xã Suối Má", "phường Hoà Mẫu", "phường Hòa Mẫu"]
    assert _agreed(*texts) == texts


def test_quotation_marks_close_as_they_were_opened() -> None:
    assert _agreed('chủ đề "Em lên mạng”', 'chủ đề “Em lên mạng"') == [
        'chủ đề "Em lên mạng"',
        "chủ đề “Em lên mạng”",
    ]
