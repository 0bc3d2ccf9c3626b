"""Maps that tests make products of: an everyday one, and the longest that is allowed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from mangnon.kit.hotlines import hotlines
from mangnon.studio.genre import Brief, Maker
from mangnon.studio.maps import LONGEST, checked
from mangnon.studio.model import Audience, MessageMap
from mangnon.studio.themes import theme_for

PARAGRAPHS = {
    "d1": "Họ tên, địa chỉ nhà, số điện thoại, mật khẩu là thông tin riêng. Không gửi cho ai.",
    "d2": "Người quen qua mạng vẫn là người lạ. Không gặp riêng, không gửi ảnh.",
    "d3": "Có chuyện làm em sợ hay buồn, hãy kể ngay với người em tin cậy.",
    "d4": "Trong 100 học sinh được hỏi, 38 em dùng chung mật khẩu với bạn (38%).",
}


SYLLABLES = "Phối hợp hướng dẫn học sinh nghiêng nước bảo đảm an toàn trên môi trường mạng"
WORDS = SYLLABLES.split()


def values(**changed: Any) -> dict[str, Any]:
    """An everyday map as plain values."""
    said: dict[str, Any] = {
        "title": {"text": "Ba điều nhớ khi lên mạng", "grounds": ["d1"]},
        "lead": {"text": "Nhớ ba điều này để vui mà vẫn an toàn.", "grounds": ["d1"]},
        "audience": "tieu-hoc",
        "made_on": date(2026, 11, 29),
        "source": {
            "title": "Tài liệu tuyên truyền bảo vệ trẻ em trên môi trường mạng",
            "issuer": "Sở Giáo dục và Đào tạo tỉnh Mẫu",
            "number": "12/SGDĐT-VP",
            "issued_on": date(2026, 11, 2),
            "paragraphs": [{"id": key, "text": text} for key, text in PARAGRAPHS.items()],
        },
        "messages": [
            {
                "id": "rieng",
                "heading": {"text": "Giữ kín thông tin riêng", "grounds": ["d1"]},
                "sentences": [
                    {
                        "text": "Không đăng họ tên đầy đủ, trường lớp, địa chỉ nhà.",
                        "grounds": ["d1"],
                    },
                    {"text": "Mật khẩu chỉ nói với bố mẹ.", "grounds": ["d1"]},
                ],
                "picture": "lock",
                "figure": {
                    "label": "Học sinh dùng chung mật khẩu với bạn",
                    "value": 38,
                    "whole": 100,
                    "unit": "%",
                    "grounds": ["d4"],
                },
            },
            {
                "id": "nguoi-la",
                "heading": {"text": "Người lạ trên mạng vẫn là người lạ", "grounds": ["d2"]},
                "sentences": [
                    {"text": "Không gặp riêng, không gửi ảnh cho họ.", "grounds": ["d2"]}
                ],
                "picture": "detective",
            },
            {
                "id": "ke",
                "heading": {"text": "Kể ngay với người em tin cậy", "grounds": ["d3"]},
                "sentences": [{"text": "Bố mẹ, thầy cô luôn muốn nghe em.", "grounds": ["d3"]}],
                "picture": "hug",
            },
        ],
        "panels": [
            {
                "who": "mai",
                "mood": "vui",
                "caption": "Tối thứ Bảy.",
                "says": {"text": "Thắng rồi!"},
            },
            {"who": "nguoi-la", "mood": "vui", "says": {"text": "Cho tớ địa chỉ nhà nhé!"}},
            {"who": "mai", "mood": "nghi", "says": {"text": "Phải hỏi cô giáo đã."}},
            {"who": "co-hoa", "mood": "vui", "says": {"text": "Em làm đúng lắm!"}},
        ],
        "questions": [
            {
                "ask": "Người quen qua mạng hỏi địa chỉ nhà. Em làm gì?",
                "answers": ["Cho ngay", "Hỏi bố mẹ hoặc thầy cô"],
                "right": 1,
                "because": "Địa chỉ nhà là thông tin riêng.",
                "grounds": ["d2"],
            }
        ],
    }
    return said | changed


def plan(audience: Audience = Audience.PRIMARY, **changed: Any) -> MessageMap:
    return checked(values(audience=str(audience), **changed))


def longest(audience: Audience = Audience.OFFICIALS) -> MessageMap:
    """Nine messages, every text as long as a map may have it."""
    said = values(audience=str(audience), title=_long("title"), lead=_long("sentence"))
    said["messages"] = [
        {
            "id": f"m{n}",
            "heading": _long("heading"),
            "sentences": [_long("sentence")],
            "picture": "idea",
        }
        for n in range(9)
    ]
    for panel in said["panels"]:
        panel |= {"says": _long("sentence"), "caption": _long("heading")["text"]}
    return checked(said)


def _long(part: str) -> dict[str, Any]:
    """Real syllables up to the limit."""
    text = ""
    for place in range(10_000):
        longer = f"{text} {WORDS[place % len(WORDS)]}".strip()
        if len(longer) > LONGEST[part] - 1:
            break
        text = longer
    return {"text": text + ("." if part == "sentence" else ""), "grounds": ["d1"]}


def brief(made: MessageMap | None = None) -> Brief:
    made = made or plan()
    return Brief(
        plan=made,
        theme=theme_for(made.audience),
        lines=hotlines(),
        maker=Maker("Trường Tiểu học Mẫu"),
        report_address="https://mangnon.example/bao-tin/",
        source_address="https://mangnon.example/thu-vien/",
    )


def for_all(made: MessageMap) -> list[MessageMap]:
    """The same map for each audience."""
    return [replace(made, audience=audience) for audience in Audience]
