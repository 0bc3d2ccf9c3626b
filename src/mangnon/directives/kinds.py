"""What kind of work a clause asks for, by the words in it. Pure; a person confirms.

Each phrase gives its kind some points. What stands in the first words counts double, since a
clause begins with what is to be done. Several kinds are weighed in this order when they are equal.
"""

from __future__ import annotations

import re

from mangnon.directives.choices import ClauseKind
from mangnon.kit.vietnamese.keys import tone_key

_WORDS: dict[ClauseKind, dict[str, int]] = {
    ClauseKind.INTERVENTION: {
        r"tiếp nhận": 1,
        r"xử lý": 1,
        r"can thiệp": 3,
        r"hỗ trợ (khẩn cấp|trẻ em bị|nạn nhân)": 3,
        r"xâm hại": 2,
        r"phát hiện": 1,
        r"điều tra|đấu tranh|xác minh": 2,
        r"vi phạm pháp luật": 1,
        r"nạn nhân": 1,
    },
    ClauseKind.CONTACTS: {
        r"đường dây nóng": 3,
        r"tổng đài": 3,
        r"số điện thoại|địa chỉ (tiếp nhận|liên hệ|hỗ trợ)": 3,
        r"đầu mối": 2,
        r"mạng lưới (ứng cứu|tiếp nhận)": 2,
        r"\b111\b": 3,
    },
    ClauseKind.TECHNICAL: {
        r"giải pháp kỹ thuật": 3,
        r"kỹ thuật": 2,
        r"phần mềm|ứng dụng": 2,
        r"bộ lọc|chặn lọc|lọc (nội dung|thông tin)": 3,
        r"ngăn chặn": 2,
        r"thiết bị": 1,
        r"hệ thống thông tin": 2,
        r"công nghệ": 1,
        r"an toàn thông tin": 2,
        r"tường lửa|mã hóa|máy chủ|đường truyền": 2,
        r"rà quét|gỡ bỏ": 2,
    },
    ClauseKind.TRAINING: {
        r"tập huấn": 4,
        r"bồi dưỡng": 3,
        r"nâng cao năng lực": 3,
        r"đào tạo": 2,
        r"đội ngũ": 1,
    },
    ClauseKind.EDUCATION: {
        r"giáo dục": 2,
        r"kỹ năng": 2,
        r"học sinh": 2,
        r"nhà trường|trường học|cơ sở giáo dục": 1,
        r"giảng dạy|lồng ghép|ngoại khóa|tiết học|dạy học|trực tuyến": 2,
    },
    ClauseKind.RULES: {
        r"quy chế|nội quy": 3,
        r"quy định": 1,
        r"quy tắc ứng xử": 3,
        r"ban hành": 2,
        r"hướng dẫn": 1,
        r"chấp hành|tuân thủ|nghiêm túc thực hiện": 1,
        r"thanh tra|kiểm tra": 2,
        r"trách nhiệm": 1,
    },
    ClauseKind.COMMUNICATION: {
        r"truyền thông": 4,
        r"tuyên truyền": 4,
        r"phổ biến": 2,
        r"nâng cao nhận thức": 3,
        r"chuyên mục|phóng sự|tin bài|pa[- ]?nô|áp phích|tờ rơi|loa": 2,
        r"sản phẩm": 1,
        r"khuyến cáo|cảnh báo": 1,
    },
    ClauseKind.REPORTING: {
        r"báo cáo (kết quả|tình hình|định kỳ|về|bằng văn bản)": 5,
        r"gửi báo cáo|tổng hợp,? báo cáo|báo cáo": 3,
        r"kết quả (thực hiện )?về": 2,
        r"trước ngày": 2,
        r"chậm nhất": 1,
        r"tổng hợp": 1,
    },
}
_COMPILED = {
    kind: tuple((re.compile(tone_key(pattern)), points) for pattern, points in words.items())
    for kind, words in _WORDS.items()
}
_BEGINNING = 80  # characters: about the first line in print
_LEAST = 2


def scores(text: str) -> dict[ClauseKind, int]:
    """The points of each kind for a clause."""
    words = tone_key(text)
    first = words[:_BEGINNING]
    return {
        kind: sum(
            points * (bool(pattern.search(words)) + bool(pattern.search(first)))
            for pattern, points in patterns
        )
        for kind, patterns in _COMPILED.items()
    }


def propose_kind(text: str) -> ClauseKind:
    """The kind with the most points; OTHER when no word says anything."""
    points = scores(text)
    best = max(points, key=lambda kind: points[kind])
    return best if points[best] >= _LEAST else ClauseKind.OTHER
