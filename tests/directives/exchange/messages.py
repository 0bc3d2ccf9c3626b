"""Messages that the tests exchange. Every agency code and person in them is invented."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from mangnon.directives.exchange import (
    Attachment,
    Code,
    Message,
    Organ,
    Response,
    Signer,
    Trace,
)

SENDER = Organ("H00.01", "Sở Y tế", "UBND tỉnh", "Số 1 đường Thử", "syt@vidu.example", "0255000111")


def message(**changes: object) -> Message:
    """A công văn with everything in it."""
    values: dict[str, object] = {
        "sender": SENDER,
        "receivers": (Organ("H00.02", "Công an tỉnh"), Organ("H00.03", "UBND xã Thử")),
        "document_id": "2026-0512",
        "subject": "V/v tăng cường <bảo vệ> trẻ em & gia đình",
        "code": Code("512", "SYT-BTXH"),
        "place": "Quảng Ngãi",
        "promulgated_on": date(2026, 11, 23),
        "type_name": "Công văn",
        "type_number": 18,
        "content": "Nội dung\nhai dòng",
        "signer": Signer("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "Nguyễn Thị Mẫu"),
        "due_on": date(2026, 12, 15),
        "to_places": ("Như trên", "Lưu: VT"),
        "priority": 1,
        "page_amount": 2,
        "responses": (Response("H00.09", Code("901", "BMTE-BV"), date(2025, 8, 5), "2025-0901"),),
        "traces": (Trace("H00.01", datetime(2026, 11, 23, 1, 30, tzinfo=UTC)),),
        "attachments": (Attachment("cong-van.pdf", b"%PDF-1.7 thu", "application/pdf", "Bản ký"),),
    }
    return Message(**{**values, **changes})  # type: ignore[arg-type]


LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs"))


def texts(longest: int, *, least: int = 0) -> st.SearchStrategy[str]:
    """Text as a form would leave it: composed, without spaces at its ends."""
    plain = st.text(LETTERS, min_size=least, max_size=longest // 4 or 1)
    composed = plain.map(lambda said: unicodedata.normalize("NFC", said).strip())
    return composed.filter(lambda said: len(said) >= least and len(said) <= longest)


ORGANS = st.builds(
    Organ, texts(13, least=1), texts(200), texts(40), texts(40), texts(40), texts(20)
)
CODES = st.builds(Code, texts(11), texts(30))
DAYS = st.none() | st.dates(min_value=date(1, 1, 2))
STAMPS = st.datetimes(
    min_value=datetime.fromisoformat("1945-09-02"),
    max_value=datetime.fromisoformat("2200-01-01"),
    timezones=st.just(UTC),
).map(lambda at: at.replace(microsecond=0))
FILE_NAMES = st.from_regex(r"\A[a-z0-9]{1,20}\.(pdf|docx)\Z")
MESSAGES = st.builds(
    Message,
    sender=ORGANS,
    receivers=st.lists(ORGANS, min_size=1, max_size=3).map(tuple),
    document_id=texts(30, least=1),
    subject=texts(500, least=1),
    code=CODES,
    place=texts(60),
    promulgated_on=DAYS,
    type_name=texts(100),
    type_number=st.none() | st.integers(0, 99),
    content=texts(80),
    signer=st.builds(Signer, texts(40), texts(100), texts(50)),
    due_on=DAYS,
    to_places=st.lists(texts(60, least=1), max_size=3).map(tuple),
    priority=st.integers(0, 3),
    page_amount=st.none() | st.integers(1, 999),
    responses=st.lists(
        st.builds(Response, texts(13, least=1), CODES, DAYS, texts(20)), max_size=2
    ).map(tuple),
    traces=st.lists(st.builds(Trace, texts(13, least=1), STAMPS), max_size=2).map(tuple),
    attachments=st.lists(
        st.builds(Attachment, FILE_NAMES, st.binary(max_size=200), st.just("application/pdf")),
        max_size=3,
    ).map(tuple),
)
