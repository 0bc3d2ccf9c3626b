"""The issuer guessed from the body, for letters whose head is lost: the one who asks."""

import re

from mangnon.directives.letters.layout import Block
from mangnon.directives.letters.model import Span

_BODY = (
    r"(?:Sở|UBND|[ỦU][ỷyỶY] ban|Bộ|Cục|Chi cục|Tổng cục|Vụ|Phòng|Công an|Văn phòng|Thanh tra"
    r"|Trung tâm|Trường|Ban|Hội|Tỉnh đoàn"
    r"|Liên đoàn|Đoàn|Bảo hiểm|Viện|Bệnh viện|Trạm|Tỉnh ủy|Thành ủy|Đảng ủy|Mặt trận|Đài|Tổng đài)"
)
_ASKS = re.compile(
    rf"(?:^|[.;,:]\s)(?:(?:Chủ tịch|Giám đốc|Lãnh đạo)\s)?(?P<body>{_BODY}\s(?:[^.;:,()]"
    rf"|,(?!\s{_BODY})){{2,70}}?)\s?(?:\([^)]{{0,140}}\)\s?)?,?\s?"
    r"(?:trân trọng\s|kính\s|cũng\s)?(?:đ[ềể] nghị|yêu cầu|có ý kiến|thông báo|hướng dẫn|giao\s"
    r"|triển khai|đôn đốc|mong\s|chỉ đạo)"
)


def inferred_issuer(body: list[Block]) -> tuple[str, Span] | None:
    """The body that asks, as written there, and its place; None when nobody plainly asks."""
    for block in body:
        if hit := _ASKS.search(block.text):
            return hit["body"].strip(), block.span(*hit.span("body"))
    return None
