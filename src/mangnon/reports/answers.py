"""What somebody tells us, before it is sealed, and as its readers see it again. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mangnon.reports.choices import AgeBand, Kind

# Who is said to have done it; what stands here decides who must never see the report.
ACCUSED = {
    "family": "Người trong gia đình",
    "school": "Thầy cô, người làm ở trường",
    "commune": "Người làm ở xã, phường",
    "police": "Công an",
    "peer": "Bạn bè, người quen",
    "online": "Người trên mạng",
    "other": "Người khác",
    "unknown": "Không biết",
}
# The sealed fields in the order in which they are read.
FIELDS = {
    "what": "Chuyện đã xảy ra",
    "when": "Khi nào",
    "place": "Ở đâu",
    "school_name": "Trường",
    "accused": "Ai làm",
    "accused_who": "Người đó là ai",
    "link": "Trang, nền tảng, tài khoản",
    "child_name": "Tên trẻ",
    "reporter_name": "Người báo tin",
    "phone": "Số điện thoại",
    "contact_how": "Cách liên hệ an toàn",
    # What Mẫu 01 asks besides (Decree 56/2017, annex), when a member of staff writes it down.
    "child_born": "Ngày, năm sinh của trẻ",
    "child_sex": "Giới tính của trẻ",
    "child_address": "Địa chỉ của trẻ",
    "father": "Cha của trẻ",
    "mother": "Mẹ của trẻ",
    "carer": "Người chăm sóc trẻ",
    "with_whom": "Hiện trẻ ở với ai",
    "now": "Tình trạng hiện tại của trẻ",
    "guess": "Phỏng đoán hậu quả có thể xảy ra",
    "done": "Việc đã làm trước khi báo tin",
    "reporter_address": "Địa chỉ người báo tin",
    "reporter_relation": "Quan hệ với trẻ",
    "paper_on": "Ngày ghi trên giấy",
    "paper_by": "Người ghi giấy",
}
# Those that tell who reported: shown only to whom two people allowed it.
REPORTER_FIELDS = frozenset(
    {"reporter_name", "phone", "contact_how", "reporter_address", "reporter_relation", "paper_by"}
)
# Answers that speak of harm at hand: such a report is never set aside, whatever the load.
HIGH_RISK = {"safe": {"no"}, "hurt": {"yes"}, "die": {"yes"}, "with_them": {"yes"}}


@dataclass(frozen=True)
class Answers:
    """One report as it was told. Only `what` is asked for; commune is a code of five digits.

    `said` holds the other sealed fields of `FIELDS`, and whatever more a form knows (Mẫu 01).
    """

    what: str
    age_band: str = AgeBand.UNKNOWN
    kind: str = Kind.OTHER
    danger_now: bool = False
    risk: Mapping[str, str] = field(default_factory=dict)
    commune: str = ""
    accused: str = "unknown"
    accused_unit: int | None = None
    platform: str = ""
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def high_risk(self) -> bool:
        return self.danger_now or any(
            self.risk.get(name) in values for name, values in HIGH_RISK.items()
        )

    def sealed_part(self) -> bytes:
        told = {"what": self.what, "accused": ACCUSED.get(self.accused, ""), **self.said}
        kept = {name: value for name, value in told.items() if value}
        return json.dumps(kept, ensure_ascii=False).encode()


@dataclass(frozen=True)
class Contents:
    """A report opened: `lines` as (words, value) for the screen, `fields` by their names."""

    what: str
    fields: Mapping[str, str] = field(repr=False)

    @property
    def lines(self) -> list[tuple[str, str]]:
        known = [
            (words, self.fields[name]) for name, words in FIELDS.items() if name in self.fields
        ]
        more = [(name, value) for name, value in self.fields.items() if name not in FIELDS]
        return known + more


def contents_of(opened: bytes) -> Contents:
    fields: dict[str, Any] = json.loads(opened)
    return Contents(str(fields.get("what", "")), {name: str(one) for name, one in fields.items()})
