"""A file is hashed before anything looks at it, sealed byte for byte, read without metadata."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import Any

import pytest
from PIL import Image

from mangnon.base.audit.api import verify
from mangnon.base.audit.models import AuditRow
from mangnon.base.files.api import FileRefused, StoredFile, missing_blobs, open_blob
from mangnon.kit.crypto import NotOpened
from mangnon.reports.actions import evidence
from mangnon.reports.actions.receipts import Shown, open_receipt
from mangnon.reports.evidence import MOST_BYTES, arrived, working_copy
from mangnon.reports.models import Evidence
from mangnon.reports.queries.evidence import evidence_of, evidence_visible_to, sealed_to
from mangnon.reports.refusals import Invalid, NotAllowed, Refusal
from mangnon.units.choices import Role
from tests.reports.cast import House, make_province, member, tell, with_key

pytestmark = pytest.mark.django_db
PLACE = "Suoi Reo 15.04"


def photo(form: str = "JPEG", size: tuple[int, int] = (64, 48), tone: int = 90) -> bytes:
    """A picture that says in its metadata where it was taken."""
    made, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = PLACE
    Image.new("RGB", size, (tone, 140, 90)).save(made, form, exif=exif)
    return made.getvalue()


class Told:
    """A report, its key as its reporter has it, and a worker who can read it."""

    def __init__(self) -> None:
        self.house: House = make_province()
        self.reader = with_key(member(Role.COMMUNE_WORKER, self.house.son_ha))
        opened = tell(commune="21289")
        self.report = opened.report
        self.shown: Shown = open_receipt(opened.receipt)

    def take(self, raw: bytes, name: str = "a.jpg", **more: Any) -> Evidence:
        return evidence.take(
            report=self.report, key=self.shown.key, file=arrived(raw, name), **more
        )


@pytest.fixture
def told() -> Told:
    return Told()


def steps(one: Evidence) -> list[str]:
    return list(one.custody.values_list("what", flat=True))


def test_the_original_comes_back_byte_for_byte_and_the_copy_says_no_place(told: Told) -> None:
    raw = photo()

    one = told.take(raw)

    copy = evidence.open_file(reader=told.reader, one=one, original=False, why="xem tin nhắn")
    whole = evidence.open_file(reader=told.reader, one=one, original=True, why="đối chiếu")
    assert (one.sha256, one.size_bytes) == (sha256(raw).hexdigest(), len(raw))
    assert whole.raw == raw
    assert PLACE.encode() in raw
    assert PLACE.encode() not in copy.raw
    assert Image.open(io.BytesIO(copy.raw)).size == (64, 48)
    assert steps(one) == ["received", "sealed", "opened", "exported"]
    assert copy.name == f"{told.report.number}-1.jpg"


def test_every_step_is_in_the_audit_too(told: Told) -> None:
    one = told.take(photo())
    evidence.open_file(reader=told.reader, one=one, original=False, why="xem")

    rows = AuditRow.objects.filter(what__startswith="evidence.").order_by("seq")

    assert [row.what for row in rows] == [f"evidence.{step}" for step in steps(one)]
    assert {row.facts["sha256"] for row in rows} == {one.sha256}
    assert verify() == []


def test_nothing_of_the_picture_lies_in_clear(told: Told) -> None:
    raw = photo()
    one = told.take(raw)

    for blob in (one.original, one.working):
        with open_blob(blob) as kept:
            sealed = kept.read()
        assert sha256(sealed).hexdigest() == blob
        assert PLACE.encode() not in sealed
        assert b"JFIF" not in sealed
    assert missing_blobs() == 0
    assert StoredFile.objects.filter(purpose="evidence").count() == 2


def test_the_police_alone_opens_what_may_show_a_body(told: Told) -> None:
    police = with_key(member(Role.POLICE_LIAISON, told.house.police))
    raw = photo()

    one = told.take(raw, of_a_body=True)

    assert (one.state, one.working) == ("police_only", "")
    assert one.unit_key
    assert one.unit_key.unit == told.house.police
    with pytest.raises(NotOpened):
        evidence.open_file(reader=told.reader, one=one, original=True, why="xem")
    assert steps(one) == ["received", "sealed"]
    assert list(sealed_to(police.person)) == [one]
    taken = evidence.open_file(reader=police, one=one, original=True, why="tiếp nhận")
    assert taken.raw == raw


def test_staff_that_marks_a_file_never_opens_it_again(told: Told) -> None:
    one = told.take(photo())
    copy = one.working

    evidence.give_to_police(reader=told.reader, one=one, why="có cơ thể trẻ")

    one.refresh_from_db()
    assert (one.state, one.working) == ("police_only", "")
    assert not StoredFile.objects.filter(sha256=copy).exists()
    with pytest.raises(NotOpened):
        evidence.open_file(reader=told.reader, one=one, original=True, why="xem")
    with pytest.raises(Refusal):
        evidence.give_to_police(reader=told.reader, one=one, why="lần nữa")
    assert steps(one) == ["received", "sealed", "sealed"]


def test_a_police_unit_that_is_accused_is_passed_over(told: Told) -> None:
    opened = tell(commune="21289", accused="police")
    shown = open_receipt(opened.receipt)

    one = evidence.take(
        report=opened.report, key=shown.key, file=arrived(photo(), ""), of_a_body=True
    )

    assert one.unit_key
    assert one.unit_key.unit == told.house.health


def test_the_same_file_twice_is_one_and_a_sixth_is_not_taken(told: Told) -> None:
    first = told.take(photo())
    assert told.take(photo()) == first
    for tone in range(4):
        told.take(photo(tone=tone * 40))

    with pytest.raises(FileRefused, match="nhiều nhất 5 tệp"):
        told.take(photo(tone=200))

    assert Evidence.objects.filter(report=told.report).count() == 5


def test_opening_needs_a_reason_and_a_key_of_the_report(told: Told) -> None:
    one = told.take(photo())
    stranger = with_key(member(Role.COMMUNE_WORKER, told.house.nghia_lo))

    with pytest.raises(Invalid):
        evidence.open_file(reader=told.reader, one=one, original=False, why="  ")
    with pytest.raises(NotOpened):
        evidence.open_file(reader=stranger, one=one, original=False, why="tò mò")

    assert not evidence_visible_to(stranger.person).exists()
    assert steps(one) == ["received", "sealed"]


def test_who_is_barred_finds_no_file_anywhere(told: Told) -> None:
    one = told.take(photo())
    told.report.barred.create(person=told.reader.person)

    assert evidence_of(told.reader.person, told.report.pk) == []
    with pytest.raises(NotAllowed):
        evidence.open_file(reader=told.reader, one=one, original=False, why="xem")
    with pytest.raises(NotAllowed):
        evidence.hand_over(one=one, by=told.reader.person, to="Công an tỉnh", why="")


def test_only_what_was_handed_over_is_destroyed_and_its_hash_stays(told: Told) -> None:
    one, by = told.take(photo()), told.reader.person
    with pytest.raises(Refusal):
        evidence.destroy(one=one, by=by, why="dọn")

    evidence.hand_over(one=one, by=by, to="Thiếu tá Đinh Văn Rin, Công an tỉnh", why="CV 12")
    with pytest.raises(Invalid):
        evidence.destroy(one=one, by=by, why="")
    evidence.destroy(one=one, by=by, why="đã giao")

    one.refresh_from_db()
    assert (one.state, one.original, bytes(one.wrapped_key)) == ("destroyed", "", b"")
    assert one.sha256 == sha256(photo()).hexdigest()
    assert not StoredFile.objects.filter(purpose="evidence").exists()
    assert steps(one) == ["received", "sealed", "handed_over", "destroyed"]


@pytest.mark.parametrize(
    ("raw", "name", "words"),
    [
        (b"", "a.jpg", "trống"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.jpg", "không được nhận"),
        (photo("PNG"), "a.jpg", "không khớp"),
        (photo()[:200], "a.jpg", "hỏng"),
        (b"PK\x03\x04" + bytes(40), "a.txt", "hỏng"),
        (photo("TIFF"), "a.tif", "Chỉ nhận ảnh"),
        (b"MZ\x90\x00\x03", "a.pdf", "không được nhận"),
        (b"a" * (MOST_BYTES + 1), "a.txt", "lớn hơn 10 MB"),
        (b"%PDF-1.7 khong co cuoi", "a.pdf", "hỏng"),
    ],
)
def test_what_is_not_taken_says_why(raw: bytes, name: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        arrived(raw, name)


def test_a_picture_of_absurd_size_is_refused_by_its_head_alone() -> None:
    made = io.BytesIO()
    Image.new("1", (8000, 5001)).save(made, "PNG")

    with pytest.raises(FileRefused, match="40 triệu"):
        arrived(made.getvalue(), "a.png")


def test_a_pdf_has_no_copy_and_ten_mebibytes_are_taken() -> None:
    pdf = b"%PDF-1.7\n" + b" " * (MOST_BYTES - 16) + b"%%EOF\n\n"
    assert len(pdf) == MOST_BYTES

    assert working_copy(arrived(pdf, "thu.pdf")) is None
