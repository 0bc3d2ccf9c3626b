"""Nearly five hundred files that are not what they seem: each becomes what it must become."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator

import pytest
from PIL import Image

from mangnon.base.files.api import JPEG, FileRefused
from mangnon.reports.actions import evidence
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.evidence import arrived, working_copy
from mangnon.units.choices import Role
from tests.reports.cast import make_province, member, tell, with_key
from tests.reports.evidence.hostile import Hostile, corpus, picture
from tests.reports.evidence.hostile_kinds import pdf
from tests.reports.evidence.judging import measured_from_now, most_since_kilobytes, wrong_about


@pytest.fixture(scope="module")
def files() -> list[Hostile]:
    return corpus()


def test_none_is_taken_that_must_not_be_and_every_copy_is_clean(files: list[Hostile]) -> None:
    assert len(files) >= 300
    assert [why for one in files if (why := wrong_about(one))] == []


@pytest.mark.skipif(sys.platform != "linux", reason="memory is asked of /proc")
def test_the_largest_of_them_take_less_than_200_megabytes(files: list[Hostile]) -> None:
    large = [
        one for one in files if re.search("40 million|unpack|20000|long talk|10 MiB$", one.what)
    ]
    assert len(large) >= 14
    before = measured_from_now()
    for one in large:
        wrong_about(one)

    assert most_since_kilobytes() - before < 200 * 1024


def test_a_picture_that_lay_on_its_side_is_upright_and_a_huge_one_is_smaller(
    files: list[Hostile],
) -> None:
    (side,) = (one for one in files if one.what == "image/jpeg lying on its side")
    (huge,) = (one for one in files if "40 million" in one.what)

    assert size_of_copy(side) == (36, 48)
    assert size_of_copy(huge) == (2000, 1250)


def size_of_copy(one: Hostile) -> tuple[int, int]:
    copy = working_copy(arrived(one.raw, one.name))
    assert copy
    with Image.open(io.BytesIO(copy)) as image:
        return image.size


def strange_names(files: list[Hostile]) -> Iterator[Hostile]:
    return (one for one in files if one.what.startswith("a name") and one.taken_as)


@pytest.mark.django_db
def test_a_strange_name_is_kept_nowhere(files: list[Hostile]) -> None:
    reader = with_key(member(Role.COMMUNE_WORKER, make_province().son_ha))
    opened = tell(commune="21289")
    shown = open_receipt(opened.receipt)
    first = evidence.take(report=shown.report, key=shown.key, file=arrived(picture(JPEG), "a.jpg"))

    kept = {arrived(one.raw, one.name) for one in strange_names(files)}
    handed = evidence.open_file(reader=reader, one=first, original=True, why="đối chiếu")

    assert {file.media_type for file in kept} == {JPEG}
    assert re.fullmatch(r"[0-9A-Z-]+-1\.jpg", handed.name)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (b"/OpenAction << /S /JavaScript >>", "tự chạy"),
        (b"/Encrypt 4 0 R", "mật khẩu"),
        (b"/Names << /EmbeddedFiles 4 0 R >>", "tệp giấu"),
    ],
)
def test_a_pdf_that_acts_is_refused_with_what_to_do_instead(said: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words) as refused:
        arrived(pdf(said), "don.pdf")

    assert "ảnh chụp màn hình" in str(refused.value)


def test_a_pdf_that_tells_of_script_in_words_is_taken() -> None:
    """Names alone count: a text may speak of JavaScript."""
    told = pdf().replace(b"trailer", b"4 0 obj (JavaScript, Launch) endobj trailer")

    assert arrived(told, "don.pdf").media_type == "application/pdf"
