"""Sending files with a receipt, and the staff's pages about them, as a browser asks for them."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from mangnon.base.files.models import StoredFile
from mangnon.reports.models import Evidence
from mangnon.units.choices import Role
from tests.reports.cast import make_province, member, tell, unlocked, with_key
from tests.reports.evidence.test_taking import photo

pytestmark = pytest.mark.django_db
AT = "/bao-tin/tep/"


class Told:
    def __init__(self) -> None:
        self.house = make_province()
        self.worker = member(Role.COMMUNE_WORKER, self.house.son_ha)
        with_key(self.worker)
        opened = tell(commune="21289")
        self.report, self.code = opened.report, opened.receipt

    def send(self, *files: bytes, client: Client | None = None, **more: str) -> Any:
        given = [SimpleUploadedFile(f"{n}.jpg", raw) for n, raw in enumerate(files)]
        said = {"code": self.code, "answer": "no", "send": "1", "chosen": given, **more}
        return (client or Client()).post(AT, said)


@pytest.fixture
def told() -> Told:
    return Told()


def test_the_warning_comes_first_and_a_yes_leads_to_words(told: Told) -> None:
    asked = Client().post(AT, {"code": told.code}).content.decode()
    yes = Client().post(AT, {"code": told.code, "answer": "yes"}).content.decode()
    no = Client().post(AT, {"code": told.code, "answer": "no"}).content.decode()

    assert "Trước khi thêm tệp" in asked
    assert 'type="file"' not in asked
    assert "Đừng gửi hình đó" in yes
    assert 'type="file"' not in yes
    assert 'type="file"' in no
    assert "multiple" in no


def test_two_files_are_taken_and_one_that_is_not_says_why(told: Told) -> None:
    sent = told.send(photo(), photo(tone=200))
    refused = told.send(b"MZ\x90\x00")

    assert "Đã nhận và khóa 2 tệp" in sent.content.decode()
    assert refused.status_code == 422
    assert "không được nhận" in refused.content.decode()
    assert Evidence.objects.count() == 2
    assert told.send(photo()).headers["Cache-Control"].count("no-store") == 1


def test_files_are_held_in_memory_alone(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_disk(*args: Any, **kwargs: Any) -> None:
        raise AssertionError("a file was laid down in clear")

    monkeypatch.setattr("django.core.files.uploadhandler.TemporaryUploadedFile", no_disk)
    big = b"%PDF-1.7\n" + b" " * (5 * 2**20) + b"%%EOF"
    file = SimpleUploadedFile("a.pdf", big)

    answer = Client().post(AT, {"code": told.code, "answer": "no", "send": "1", "chosen": file})

    assert answer.status_code == 200
    assert Evidence.objects.get().size_bytes == len(big)


def test_too_much_is_not_even_read(told: Told) -> None:
    answer = Client().post(AT, {"code": told.code}, CONTENT_LENGTH=str(60 * 2**20))

    assert answer.status_code == 413
    assert "Tệp quá lớn" in answer.content.decode()


def test_without_a_receipt_there_is_nothing(told: Told) -> None:
    wrong = "AAAA-" * 5 + "AAAA"

    for answer in (Client().get(AT), Client().post(AT, {"code": wrong, "answer": "no"})):
        assert (answer.status_code, answer.url) == (302, "/bao-tin/tra-loi/")


def test_a_form_of_another_site_sends_nothing(told: Told) -> None:
    answer = told.send(photo(), client=Client(enforce_csrf_checks=True))

    assert answer.status_code == 403
    assert not Evidence.objects.exists()


def test_the_staff_saves_a_file_and_never_sees_it(told: Told) -> None:
    told.send(photo())
    one, client = Evidence.objects.get(), unlocked(Client(), told.worker)

    page = client.get(f"{AT}cua/{told.report.pk}/").content.decode()
    saved = client.post(f"{AT}{one.pk}/mo/", {"which": "original", "why": "đối chiếu"})
    without = client.post(f"{AT}{one.pk}/mo/", {"which": "original", "why": ""})

    assert one.sha256 in page.replace("<wbr>", "")
    assert "<img" not in page.split("<h1>")[1]
    assert saved.content == photo()
    assert saved.headers["Content-Disposition"].startswith("attachment")
    assert saved.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert saved.headers["Content-Type"] == "application/octet-stream"
    assert "no-store" in saved.headers["Cache-Control"]
    assert without.status_code == 409


def test_a_handing_over_is_printed_with_both_hashes(told: Told) -> None:
    told.send(photo())
    one, client = Evidence.objects.get(), unlocked(Client(), told.worker)
    to = {"to": "Đinh Văn Rin, Công an tỉnh", "why": "Công văn 12"}

    answer = client.post(f"{AT}{one.pk}/ban-giao/", to)
    pdf = client.get(f"{answer.url}?pdf")

    text = re.sub(r"\s+", "", PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text())
    assert "BIÊNBẢNGIAONHẬN" in text
    assert one.sha256 in text
    assert one.original in text
    assert "ĐinhVănRin,Côngantỉnh" in text


def test_a_marked_file_is_found_by_the_police_and_opened_by_nobody_else(told: Told) -> None:
    police = member(Role.POLICE_LIAISON, told.house.police)
    with_key(police)
    told.send(photo())
    one, client = Evidence.objects.get(), unlocked(Client(), told.worker)

    client.post(f"{AT}{one.pk}/cong-an/", {"why": "có cơ thể trẻ"})
    refused = client.post(f"{AT}{one.pk}/mo/", {"which": "original", "why": "xem"})
    theirs = unlocked(Client(), police)
    listed = theirs.get(f"{AT}cong-an/").content.decode()
    opened = theirs.post(f"{AT}{one.pk}/mo/", {"which": "original", "why": "tiếp nhận"})

    assert refused.status_code == 403
    assert one.sha256 in listed.replace("<wbr>", "")
    assert opened.content == photo()


def test_the_pages_of_files_know_nothing_of_what_is_sealed(told: Told) -> None:
    told.send(photo())
    client = unlocked(Client(), told.worker)

    for file in StoredFile.objects.filter(purpose="evidence"):
        assert client.get(reverse("files:download", args=[file.pk])).status_code == 404


def test_a_stranger_of_another_commune_finds_nothing(told: Told) -> None:
    told.send(photo())
    other = member(Role.COMMUNE_WORKER, told.house.nghia_lo)
    with_key(other)
    one, client = Evidence.objects.get(), unlocked(Client(), other)

    assert client.get(f"{AT}cua/{told.report.pk}/").status_code == 404
    assert client.post(f"{AT}{one.pk}/mo/", {"why": "x"}).status_code == 404
    assert client.get(f"{AT}{one.pk}/bien-ban/").status_code == 404
