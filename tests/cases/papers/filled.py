"""Seven papers about an invented child, as a commune would fill them."""

from __future__ import annotations

from typing import Any

from mangnon.cases.papers import Answers, LetterDate, Letterhead, Signer

HEAD = Letterhead(
    issuer="Ủy ban nhân dân xã Ví Dụ",
    number="07",
    symbol="BC-UBND",
    place="Ví Dụ",
    date=LetterDate(20, 11, 2025),
    signer=Signer(name="Nguyễn Thị Mẫu"),
)
CHAIR = Letterhead(
    issuer="Ủy ban nhân dân xã Ví Dụ",
    number="12",
    symbol="QĐ-UBND",
    place="Ví Dụ",
    date=LetterDate(21, 11, 2025),
    signer=Signer(position="Chủ tịch", name="Phạm Văn Thử"),
    copies=("Như Điều 4", "Công an xã Ví Dụ", "Lưu: VT"),
)
CHILD: Answers = {
    "child_name": "Lê Thị Ví Dụ",
    "child_born": "2015-05-02",
    "child_sex": "female",
    "child_address": "Thôn Mẫu, xã Ví Dụ",
}
SCORES: Answers = {
    "harm_now": "high",
    "harm_access": "high",
    "harm_care": "medium",
    "able_self": "low",
    "able_tell": "medium",
    "able_adults": "high",
}
FATHER = {"name": "Lê Văn Ví Dụ", "age": "41", "job": "thợ mộc"}
FILLED: dict[str, Answers] = {
    "01": {
        "channel": "phone",
        "received_at": "2025-11-20T08:30+07:00",
        "child_kind": "violence",
        **CHILD,
        "event_place": "Thôn Mẫu, xã Ví Dụ",
        "child_state": "Em ở cùng bà ngoại. Em mệt, ngủ ít, không muốn đến lớp.",
        "consequences": "Em có thể bỏ học.",
        "father": FATHER,
        "family": "Gia đình có hai con; bà ngoại ở gần nhà.",
        "carer": "Bà ngoại",
        "done_before": "Cô giáo chủ nhiệm đã gặp em và gọi cho xã.",
        "reporter_name": "Trần Thị Báo",
        "reporter_phone": "0900 000 000",
    },
    "02": {
        **CHILD,
        **SCORES,
        "officer": "Nguyễn Thị Mẫu",
        "assessed_at": "2025-11-20T13:00+07:00",
        "risk_level": "high",
        "risk_reasons": "Hai mục tổn hại ở mức Cao; người gây hại ở cùng nhà.",
        "urgent": True,
        "measures": [
            {
                "need": "Chỗ ở an toàn",
                "measure": "Em ở nhà bà ngoại",
                "who": "Công an xã; trưởng thôn",
                "when": "Trong ngày 20/11",
            },
            {"need": "Chăm sóc y tế", "measure": "Khám tại trạm", "who": "Trạm Y tế xã"},
        ],
    },
    "03": {
        **CHILD,
        **SCORES,
        "officer": "Nguyễn Thị Mẫu",
        "assessed_on": "2025-11-21",
        "body": "Sức khỏe ổn định, cân nặng bình thường.",
        "mind": "Lo lắng khi nghe tiếng động mạnh.",
        "feelings": "Gắn bó với bà ngoại và cô giáo.",
        "father": FATHER,
        "carer": "Bà ngoại",
        "family": "Gia đình có hai con; bà ngoại ở gần nhà.",
        "relations": "Có hai bạn thân cùng lớp.",
        "parents_ability": "Bà ngoại chăm sóc được; cha cần được tư vấn.",
        "risk_level": "medium",
        "risk_reasons": "Em đã ở nơi an toàn.",
        "needs": "Chỗ ở an toàn lâu dài.\nTư vấn tâm lý.\nTrở lại trường.",
    },
    "04": {
        "child_kind": "violence",
        **CHILD,
        "needs": "Chỗ ở an toàn lâu dài.\nTư vấn tâm lý.\nTrở lại trường.",
        "goals": "Em được an toàn và trở lại trường trong tháng 12.",
        "activities": [
            {
                "what": "Tư vấn tâm lý mỗi tuần một buổi",
                "who": "Trường Tiểu học Ví Dụ",
                "when": "Đến 31/12",
                "means": "Phòng tư vấn của trường",
            },
            {"what": "Thăm nhà bà ngoại", "who": "Hội Phụ nữ xã", "when": "Thứ bảy hằng tuần"},
        ],
        "asked": "Em muốn ở với bà ngoại. Mẹ đồng ý.",
        "followed_by": "Nguyễn Thị Mẫu",
        "review_on": "2026-01-10",
    },
    "05": {
        **{key: CHILD[key] for key in ("child_name", "child_born", "child_address")},
        "plan_on": "2025-11-21",
        "from_on": "2025-11-23",
        "to_on": "2026-01-10",
        "carriers": "Trường Tiểu học Ví Dụ, Trạm Y tế xã, Hội Phụ nữ xã",
        "followed_by": "Bà Nguyễn Thị Mẫu",
    },
    "06": {
        "child_name": "Lê Thị Ví Dụ",
        "officer": "Nguyễn Thị Mẫu",
        "assessed_on": "2026-01-10",
        **SCORES,
        "harm_now": "low",
        "harm_access": "low",
        "able_self": "high",
        "results": "Em đã đi học lại từ 01/12; đã dự 6 buổi tư vấn.",
        "risk_level": "low",
        "risk_reasons": "Không còn mục tổn hại nào ở mức Cao.",
        "still_at_risk": False,
        "stable": True,
        "proposal": "close",
    },
    "07": {
        **{key: CHILD[key] for key in ("child_name", "child_born", "child_address")},
        "separated_from": "ông Lê Văn Ví Dụ (cha)",
        "from_at": "2025-11-20T18:00+07:00",
        "until": "2025-12-04",
        "reasons": "Trẻ em có nguy cơ bị tổn hại nghiêm trọng khi ở cùng nhà.",
        "given_to": {"name": "bà Hoàng Thị Ngoại", "address": "Thôn Mẫu, xã Ví Dụ"},
        "carriers": "Công an xã, trưởng thôn Mẫu và ông Lê Văn Ví Dụ",
    },
}


def head_of(form: str) -> Letterhead:
    return CHAIR if form in ("05", "07") else HEAD


def as_fields(form: str) -> dict[str, Any]:
    """The answers of a filled paper as fields of its form."""
    flat: dict[str, Any] = {}
    for key, value in FILLED[form].items():
        if isinstance(value, dict):
            flat |= {f"{key}-{part}": told for part, told in value.items()}
        elif isinstance(value, list):
            flat |= {
                f"{key}-{at}-{part}": told
                for at, row in enumerate(value)
                for part, told in row.items()
            }
        else:
            flat[key] = (
                {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
            )
    return flat
