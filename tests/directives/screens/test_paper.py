"""The original is shown page by page, to those who may see the letter."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from mangnon.base.files import api as files
from mangnon.directives.models import Directive
from mangnon.directives.outgoing import OfficialLetter, Paragraph, to_pdf
from mangnon.directives.views.paper import count_pages, page_image
from tests.directives.screens.conftest import Browse
from tests.directives.work.cast import Cast, make_draft

LETTER = OfficialLetter(issuer="Sở Y tế", subject="Thử", body=(Paragraph("Nội dung."),))


def picture(kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (2000, 1000), "white").save(out, kind)
    return out.getvalue()


def test_a_page_of_a_pdf_is_a_picture() -> None:
    data = to_pdf(LETTER)
    assert count_pages(data) == 1
    made = page_image(data, files.PDF, "a", 1)
    assert made is not None
    assert Image.open(BytesIO(made)).width == 1100


def test_a_photograph_is_made_smaller() -> None:
    made = page_image(picture(), "image/png", "b", 1)
    assert made is not None
    assert Image.open(BytesIO(made)).size == (1100, 550)


@pytest.mark.parametrize("number", [0, 2, 99])
def test_there_is_no_such_page(number: int) -> None:
    assert page_image(to_pdf(LETTER), files.PDF, f"c{number}", number) is None
    assert page_image(picture(), "image/png", f"d{number}", number or 2) is None


@given(st.binary(max_size=300))
def test_broken_files_have_no_pages(data: bytes) -> None:
    assert count_pages(data) == 0
    assert page_image(data, "image/png", f"e{hash(data)}", 1) is None


def with_source(cast: Cast, data: bytes, name: str) -> Directive:
    draft = make_draft(cast)
    source = files.store(
        stream=BytesIO(data), name=name, by=cast.officer, purpose="letter", allow=files.LETTERS
    )
    Directive.objects.filter(pk=draft.pk).update(source=source)
    return draft


@pytest.mark.django_db
def test_pages_of_the_original_stand_beside_the_text(cast: Cast, browse: Browse) -> None:
    draft = with_source(cast, to_pdf(LETTER), "van-ban.pdf")
    page: Any = browse(cast.officer).get(reverse("letter_review", args=[draft.pk]))
    address = reverse("letter_page", args=[draft.pk, 1])
    assert address.encode() in page.content
    shown = browse(cast.mate).get(address)
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/jpeg")
    assert "private" in shown["Cache-Control"]
    for other in (cast.worker, cast.stranger):
        assert browse(other).get(address).status_code == 404


@pytest.mark.django_db
def test_a_text_letter_has_no_pages_to_show(cast: Cast, browse: Browse) -> None:
    draft = with_source(cast, "Kính gửi: ai đó".encode(), "van-ban.txt")
    page: Any = browse(cast.officer).get(reverse("letter_review", args=[draft.pk]))
    assert "Bản gốc" not in page.content.decode()
    assert browse(cast.officer).get(reverse("letter_page", args=[draft.pk, 1])).status_code == 404
