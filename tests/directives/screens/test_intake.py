"""A letter comes in, is read at once or waited for, or cannot be read."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mangnon.directives.choices import DirectiveState
from mangnon.directives.forms.intake import LetterForm
from mangnon.directives.models import Directive
from tests.directives.screens.conftest import Browse
from tests.directives.screens.pages import words_of
from tests.directives.work.cast import Cast, make_draft

pytestmark = pytest.mark.django_db

LETTER = """UBND TỈNH QUẢNG NGÃI
SỞ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 88/SYT-BTXH
Quảng Ngãi, ngày 10 tháng 9 năm 2026
V/v tăng cường truyền thông cho cha mẹ
Kính gửi: UBND các xã, phường, đặc khu.
Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2026 của UBND tỉnh, Sở Y tế đề nghị:
1. Tổ chức nói chuyện chuyên đề cho cha mẹ về an toàn trên mạng.
2. Phát thanh trên hệ thống truyền thanh xã ít nhất 4 lần mỗi tháng.
Báo cáo kết quả về Sở Y tế trước ngày 30/12/2026./.
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
Nguyễn Văn Thử
"""


def test_pasted_text_is_read_and_leads_to_the_review(cast: Cast, browse: Browse) -> None:
    answer = browse(cast.officer).post(reverse("letter_new"), {"text": LETTER}, follow=True)
    directive = Directive.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("letter_review", args=[directive.pk])
    assert (directive.number, directive.clauses.count()) == ("88", 2)
    words = words_of(answer)
    assert "Nói chuyện" in words or "nói chuyện chuyên đề" in words
    assert "Giao việc cho 3 đơn vị" in words


def test_a_file_is_read_too(cast: Cast, browse: Browse) -> None:
    file = SimpleUploadedFile("van-ban.txt", LETTER.encode())
    browse(cast.officer).post(reverse("letter_new"), {"file": file})
    assert Directive.objects.get().source.name == "van-ban.txt"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Hãy chọn một tệp hoặc dán toàn văn"),
        ({"text": "   "}, "Hãy chọn một tệp hoặc dán toàn văn"),
        ({"text": "x", "file": SimpleUploadedFile("a.txt", b"x")}, "Chỉ chọn một cách"),
        ({"file": SimpleUploadedFile("a.exe", b"MZ\x90\x00" * 99)}, "Có chỗ cần sửa"),
        ({"file": SimpleUploadedFile("a.txt", b"")}, "rỗng"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field(
    cast: Cast, browse: Browse, sent: dict[str, object], words: str
) -> None:
    answer = browse(cast.officer).post(reverse("letter_new"), sent)
    assert words in words_of(answer)
    assert not Directive.objects.exists()


def refused(cast: Cast) -> Directive:
    return Directive.objects.create(
        state=DirectiveState.REFUSED, issuer=cast.house.health, refusal="Tệp không có chữ nào."
    )


def test_a_refusal_says_why_and_what_to_do(cast: Cast, browse: Browse) -> None:
    directive = refused(cast)
    answer = browse(cast.officer).get(reverse("letter", args=[directive.pk]), follow=True)
    words = words_of(answer)
    assert "Tệp không có chữ nào." in words
    assert "Nhập bằng tay" in words


def test_a_refused_letter_can_be_written_by_hand(cast: Cast, browse: Browse) -> None:
    directive = refused(cast)
    address = reverse("letter_refused", args=[directive.pk])
    answer = browse(cast.officer).post(address, {"do": "hand"}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("letter_review", args=[directive.pk])
    assert "Văn bản này được nhập bằng tay." in words_of(answer)


def test_a_letter_that_is_being_read_is_waited_for(cast: Cast, browse: Browse) -> None:
    directive = Directive.objects.create(state=DirectiveState.READING, issuer=cast.house.health)
    client, address = browse(cast.officer), reverse("letter_reading", args=[directive.pk])
    # Without script the page loads itself again; with script it asks quietly.
    page = client.get(address)
    assert b'http-equiv="refresh"' in page.content
    assert client.get(address, headers={"HX-Request": "true"}).status_code == 204
    # Once it is read, both are led on.
    Directive.objects.update(state=DirectiveState.DRAFT)
    assert client.get(address).status_code == 302
    ready = client.get(address, headers={"HX-Request": "true"})
    assert ready["HX-Redirect"] == reverse("letter", args=[directive.pk])


def test_a_draft_is_discarded_by_its_issuer_alone(cast: Cast, browse: Browse) -> None:
    draft = make_draft(cast)
    address = reverse("letter_discard", args=[draft.pk])
    assert browse(cast.worker).post(address).status_code == 404
    assert browse(cast.officer).get(address).status_code == 405
    assert Directive.objects.exists()
    browse(cast.officer).post(address)
    assert not Directive.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    class Huge(SimpleUploadedFile):
        def read(self, *args: object) -> bytes:
            raise AssertionError("was read")

    file = Huge("quet.pdf", b"x")
    file.size = 100 * 1024 * 1024
    form = LetterForm({}, {"file": file})
    assert not form.is_valid()
    assert "Tệp lớn hơn 50 MB." in form.errors["file"][0]
