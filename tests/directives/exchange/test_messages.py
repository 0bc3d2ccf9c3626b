"""What is sent can be read back, and what anybody sends is read or refused."""

from __future__ import annotations

import base64
import io
import zipfile
from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mangnon.directives.exchange import (
    Attachment,
    ExchangeRefused,
    FieldRefused,
    Message,
    NotAMessage,
    Organ,
    Trace,
    message_of,
    read_message,
    write_message,
)
from mangnon.directives.exchange import model as limits
from mangnon.directives.outgoing import LetterDate, Urgency
from tests.directives.exchange.messages import MESSAGES, SENDER, message
from tests.directives.outgoing.letters import dispatch


@settings(max_examples=40, deadline=None)
@given(MESSAGES)
@example(message())
def test_a_message_reads_back_as_it_was(sent: Message) -> None:
    assert read_message(write_message(sent)) == sent


def test_equal_messages_are_equal_bytes_that_say_they_are_not_conformance_tested() -> None:
    data = write_message(message())

    assert data == write_message(message())
    assert b"not conformance-tested" in data
    assert b"<edXML:Type>18</edXML:Type>" in data
    assert b"<edXML:PromulgationDate>2026/11/23</edXML:PromulgationDate>" in data
    assert b"<edXML:Timestamp>2026/11/23 08:30:00</edXML:Timestamp>" in data


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"subject": " "}, r"Trường Subject còn trống"),
        ({"document_id": ""}, "Trường DocumentId còn trống"),
        ({"receivers": ()}, "Trường To còn trống"),
        ({"sender": Organ("")}, "Trường From/OrganId còn trống"),
        ({"sender": Organ("H" * 14)}, "Trường OrganId dài 14 ký tự, tối đa 13"),
        ({"subject": "x" * 501}, "Trường Subject dài 501 ký tự, tối đa 500"),
        ({"content": "a\x00b"}, r"Trường Content có ký tự không dùng được \(U\+0000\)"),
        ({"priority": -1}, "Trường Priority không được âm"),
        ({"traces": (Trace("H1", datetime(2026, 1, 1)),)}, "thiếu múi giờ"),  # noqa: DTZ001
        ({"attachments": (Attachment("a", b""),) * 51}, r"vượt quá 50 tệp"),
    ],
)
def test_a_message_that_breaks_a_rule_is_not_sent(changes: dict[str, object], words: str) -> None:
    with pytest.raises(FieldRefused, match=words):
        write_message(message(**changes))


def test_an_attachment_beyond_the_cap_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mangnon.directives.exchange.writing.MAX_ATTACHMENT_BYTES", 10)

    with pytest.raises(FieldRefused, match=r"lon\.pdf vượt quá"):
        write_message(message(attachments=(Attachment("lon.pdf", b"x" * 11),)))


def _envelope(inside: str, *, attached: str = "", traced: str = "") -> bytes:
    trace = f"<TraceHeader><Timestamp>{traced}</Timestamp></TraceHeader>"
    way = f"<TraceHeaderList>{trace}</TraceHeaderList>" if traced else ""
    return (
        "<edXML><edXMLEnvelope><edXMLHeader><MessageHeader><From><OrganId>H1</OrganId></From>"
        f"<Subject>x</Subject>{inside}</MessageHeader>{way}</edXMLHeader></edXMLEnvelope>"
        f"<AttachmentEncoded>{attached}</AttachmentEncoded></edXML>"
    ).encode()


def _attached(data: bytes, name: str = "a.bin") -> str:
    packed = base64.b64encode(data).decode()
    return (
        f"<Attachment><AttachmentName>{name}</AttachmentName>"
        f"<ContentTransferEncoded>{packed}</ContentTransferEncoded></Attachment>"
    )


@pytest.mark.parametrize("said", ["2026/11/23", "2026-11-23", "23/11/2026", "23-11-2026"])
def test_dates_are_read_in_the_ways_that_are_met(said: str) -> None:
    assert read_message(_envelope(f"<DueDate>{said}</DueDate>")).due_on == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<DueDate>31/02/2026</DueDate>", "không phải là ngày"),
        ("<DueDate>mai</DueDate>", "không phải là ngày"),
        ("<OtherInfo><Priority>cao</Priority></OtherInfo>", "không phải là số"),
        ("<Code><CodeNumber>123456789012</CodeNumber></Code>", "tối đa 11"),
    ],
)
def test_a_field_that_breaks_its_rule_is_named(inside: str, words: str) -> None:
    with pytest.raises(FieldRefused, match=words):
        read_message(_envelope(inside))


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2026/11/23 08:30:00", "2026-11-23T08:30:00+07:00"),
        ("2026-11-23T08:30:00Z", "2026-11-23T15:30:00+07:00"),
        ("2026-11-23T08:30:00.123+0900", "2026-11-23T06:30:00+07:00"),
    ],
)
def test_a_stamp_without_a_zone_means_vietnams_clock(said: str, at: str) -> None:
    (trace,) = read_message(_envelope("", traced=said)).traces

    assert trace.at == datetime.fromisoformat(at)


@pytest.mark.parametrize("said", ["hôm qua", "2026/11/23 25:00:00", "2026/11/23 08:30:00+99:99"])
def test_a_stamp_that_no_clock_shows_is_named(said: str) -> None:
    with pytest.raises(FieldRefused, match="không phải là thời điểm"):
        read_message(_envelope("", traced=said))


@pytest.mark.parametrize("gone", [b"<OrganId>H1</OrganId>", b"<Subject>x</Subject>"])
def test_a_message_without_sender_or_subject_is_named(gone: bytes) -> None:
    with pytest.raises(FieldRefused, match="còn trống"):
        read_message(_envelope("").replace(gone, b""))


def test_more_attachments_than_the_cap_are_refused() -> None:
    with pytest.raises(NotAMessage, match="hơn 50 tệp"):
        read_message(_envelope("", attached=_attached(b"x") * 51))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "không phải là XML"),
        (b"xin chao", "không phải là XML"),
        (b"<html/>", "không phải là edXML"),
        (b"<edXML/>", "thiếu phần MessageHeader"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><edXML>&b;</edXML>', "DTD"),
        (b'<?xml version="1.0" encoding="klingon"?><edXML/>', "không phải là XML"),
        (b"<edXML>" + b"<a>" * 100_000, "quá nhiều phần tử"),
        (b"<edXML>" + b"<a/>" * 30_000 + b"</edXML>", "quá nhiều phần tử"),
        (_envelope("", attached=_attached(b"PK\x03\x04hong")), "bị hỏng"),
        (
            _envelope("").replace(
                b"<AttachmentEncoded>",
                b"<Attachment><ContentTransferEncoded>@@</ContentTransferEncoded></Attachment>"
                b"<AttachmentEncoded>",
            ),
            "không phải là base64",
        ),
    ],
)
def test_what_is_not_a_message_is_refused_by_name(data: bytes, words: str) -> None:
    with pytest.raises(NotAMessage, match=words):
        read_message(data)


def test_a_message_beyond_the_cap_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mangnon.directives.exchange.reading.MAX_MESSAGE_BYTES", 100)

    with pytest.raises(NotAMessage, match="lớn hơn"):
        read_message(b"<edXML>" + b" " * 100)


def test_a_zip_bomb_stops_at_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mangnon.directives.exchange.reading.MAX_ATTACHMENT_BYTES", 1000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb", b"0" * 1_000_000)

    with pytest.raises(NotAMessage, match="tệp đính kèm lớn hơn"):
        read_message(_envelope("", attached=_attached(out.getvalue())))


def test_a_docx_sent_without_its_own_zip_stays_whole() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a", b"1")
        archive.writestr("b", b"2")

    (attachment,) = read_message(_envelope("", attached=_attached(out.getvalue()))).attachments

    assert attachment.data == out.getvalue()


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\temp\\passwd", "/passwd"])
def test_an_attachment_cannot_choose_its_folder(name: str) -> None:
    (attachment,) = read_message(_envelope("", attached=_attached(b"x", name))).attachments

    assert attachment.name == "passwd"


def _answer(data: bytes) -> str:
    """What a sender is told: the subject that was read, or the words of the refusal."""
    try:
        return read_message(data).subject
    except ExchangeRefused as refusal:
        return str(refusal)


PIECES = [
    "<edXML>",
    "</edXML>",
    "<MessageHeader>",
    "</MessageHeader>",
    "<From><OrganId>H1</OrganId></From>",
    "<Subject>x</Subject>",
    "<DueDate>2026/1/1</DueDate>",
    "<TraceHeaderList><TraceHeader><Timestamp>2026-01-01T25:00:00Z</Timestamp></TraceHeader>",
    "<Attachment><ContentTransferEncoded>UEsDBA==</ContentTransferEncoded></Attachment>",
    "<OtherInfo><Priority>٣</Priority></OtherInfo>",
    "&#x0;",
    "<![CDATA[",
    "\ufeff",
]


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map(
        lambda parts: "".join(parts).encode(errors="surrogatepass")
    )
)
def test_the_reader_raises_nothing_but_its_own_refusal(data: bytes) -> None:
    assert _answer(data)


WHOLE = write_message(message())


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=4), st.integers(0, 20))
def test_a_damaged_message_is_read_or_refused(place: int, noise: bytes, gone: int) -> None:
    assert _answer(WHOLE[:place] + noise + WHOLE[place + gone :])


def test_a_letter_of_ours_becomes_a_message() -> None:
    letter = dispatch(number="512", date=LetterDate(23, 11, 2026), urgency=Urgency.EXPRESS)

    sent = message_of(letter, document_id="1", sender=SENDER, receivers=(Organ("H2"),))

    assert sent.code == limits.Code("512", "SYT-BTXH")
    assert (sent.type_name, sent.type_number, sent.priority) == ("Công văn", 18, 3)
    assert sent.promulgated_on == date(2026, 11, 23)
    assert read_message(write_message(sent)) == sent


def test_an_open_date_stays_open_and_an_impossible_one_is_refused() -> None:
    given_ = {"document_id": "1", "sender": SENDER, "receivers": (Organ("H2"),)}

    assert message_of(dispatch(), **given_).promulgated_on is None  # type: ignore[arg-type]
    with pytest.raises(FieldRefused, match="không phải là ngày: 31/2/2026"):
        message_of(dispatch(date=LetterDate(31, 2, 2026)), **given_)  # type: ignore[arg-type]


def test_a_changed_message_is_not_equal() -> None:
    assert write_message(replace(message(), subject="khác")) != write_message(message())
