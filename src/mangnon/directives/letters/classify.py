"""What kind of document it is, from the shape of its parts."""

import re
from typing import NamedTuple

from mangnon.directives.letters.bodies import capitals, is_capitals
from mangnon.directives.letters.layout import Line
from mangnon.directives.letters.model import LetterType

# Titles of named documents (Decree 30/2020, Annex III); a công văn has none.
_NAMED: tuple[tuple[str, LetterType], ...] = (
    ("KẾ HOẠCH", "kế hoạch"),
    ("QUYẾT ĐỊNH", "quyết định"),
    ("NGHỊ QUYẾT", "khác"),
    ("CHỈ THỊ", "khác"),
    ("QUY CHẾ", "khác"),
    ("QUY ĐỊNH", "khác"),
    ("THÔNG BÁO", "khác"),
    ("THÔNG CÁO", "khác"),
    ("THÔNG TƯ", "khác"),
    ("NGHỊ ĐỊNH", "khác"),
    ("HƯỚNG DẪN", "khác"),
    ("CHƯƠNG TRÌNH", "khác"),
    ("PHƯƠNG ÁN", "khác"),
    ("ĐỀ ÁN", "khác"),
    ("BÁO CÁO", "khác"),
    ("BIÊN BẢN", "khác"),
    ("TỜ TRÌNH", "khác"),
    ("CÔNG ĐIỆN", "khác"),
    ("GIẤY MỜI", "khác"),
    ("GIẤY GIỚI THIỆU", "khác"),
    ("PHIẾU CHUYỂN", "khác"),
    ("THƯ MỜI", "khác"),
    ("HỢP ĐỒNG", "khác"),
    ("LUẬT", "khác"),
    ("GIẤY ỦY QUYỀN", "khác"),
    ("PHIẾU TRÌNH", "khác"),
)
TITLES: dict[str, tuple[LetterType, str]] = {
    capitals(title): (kind, title.lower()) for title, kind in _NAMED
}
# Codes that stand in the symbol of a named document: 12/KH-UBND is a plan.
CODES: dict[str, tuple[LetterType, str]] = {
    "KH": ("kế hoạch", "kế hoạch"),
    "QĐ": ("quyết định", "quyết định"),
    "NQ": ("khác", "nghị quyết"),
    "CT": ("khác", "chỉ thị"),
    "TB": ("khác", "thông báo"),
    "HD": ("khác", "hướng dẫn"),
    "CTr": ("khác", "chương trình"),
    "BC": ("khác", "báo cáo"),
    "TTr": ("khác", "tờ trình"),
    "CĐ": ("khác", "công điện"),
    "GM": ("khác", "giấy mời"),
    "BB": ("khác", "biên bản"),
}
_NEWS = re.compile(
    r"(?:^|\n)\s?(?:Ảnh|Tin|Tin, ảnh|Bài, ảnh|Nguồn|Tags?|Từ khóa|Theo)\s?:|\(Ảnh|Ảnh:|phóng viên"
    r"|\bPV\b|báo điện tử|GMT\+7"
    r"|\d{1,2}[/.-]\d{1,2}[/.-]\d{4},?\s?[-|–]?\s?\d{1,2}[:h]\d{2}|\d{1,2}:\d{2}\s?[-|–,]?\s?\d{1,2}/\d{1,2}/\d{4}"
    r"|Tin liên quan|Đọc thêm|Xem thêm|Bình luận|Chia sẻ|lượt xem|chia sẻ với báo|cho biết[,:.]"
    r"|\(Dân trí\)|Baotintuc|Tin tức"
    r"|Tòa soạn|Trang chủ|Theo dõi chúng tôi|bạn đọc|Thời sự|trao đổi với"
)
_LOOK = 45


class Title(NamedTuple):
    """The line with the name of a named document."""

    line: int
    kind: LetterType
    name: str


def title_in(lines: list[Line]) -> Title | None:
    """The title of a named document among the first lines; None for a công văn."""
    for index, line in enumerate(lines[:_LOOK]):
        if len(line.text) > 40 or not is_capitals(line.text):
            continue
        if known := TITLES.get(capitals(" ".join(line.text.split())).strip(" *#.:")):
            return Title(index, *known)
    return None


def kind_of_symbol(symbol: str | None) -> tuple[LetterType, str] | None:
    """The kind that a symbol names: "/KH-UBND" is a plan, "/UBND-VX" none."""
    return CODES.get(symbol[1:].partition("-")[0]) if symbol else None


def news_signs(text: str) -> int:
    """How many different signs of a news page the text shows."""
    return len({found[0].strip().lower() for found in _NEWS.finditer(text[:20_000])})
