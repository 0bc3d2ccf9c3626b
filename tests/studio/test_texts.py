"""Article, posts and questions: what they say, on what it rests, and that bytes repeat."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from docx import Document

from mangnon.studio.genre import Brief, File, Maker
from mangnon.studio.genres import genres
from mangnon.studio.genres.social.make import limits, post_text
from mangnon.studio.model import Audience
from mangnon.studio.shop import Shop
from tests.studio.plans import brief, longest, plan


def made(name: str, of: Brief | None = None) -> dict[str, File]:
    return {file.name: file for file in genres()[name].make(of or brief(), Shop())}


def test_an_article_has_headline_sapo_heads_source_and_how_hard_it_is() -> None:
    page = made("article")["bai-bao.html"].content.decode()

    assert '<h1 data-grounds="d1">Ba điều nhớ khi lên mạng</h1>' in page
    assert "Nguồn: Tài liệu tuyên truyền bảo vệ trẻ em trên môi trường mạng (số 12/SGDĐT-VP" in page
    assert "Cần giúp, gọi 111" in page
    assert "111 chữ, đọc khoảng 1 phút; câu trung bình 9 chữ: dễ" in page
    assert page.count("<h2") == 3


def test_an_article_tells_more_from_the_same_paragraphs_and_nothing_twice() -> None:
    page = made("article")["bai-bao.html"].content.decode()

    assert "Không gửi cho ai." in page
    assert page.count("Không gặp riêng, không gửi ảnh") == 1


def test_markup_in_a_text_stays_text() -> None:
    said = brief(plan(title={"text": "<script>alert(1)</script> & bạn"}))
    page = made("article", said)["bai-bao.html"].content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; bạn" in page


def test_the_document_says_the_same_with_true_headings() -> None:
    paper = Document(BytesIO(made("article")["bai-bao.docx"].content))

    heads = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert heads == [
        "Giữ kín thông tin riêng",
        "Người lạ trên mạng vẫn là người lạ",
        "Kể ngay với người em tin cậy",
    ]
    assert paper.core_properties.language == "vi-VN"


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 100">'
    '<rect width="300" height="100" fill="#0b5cad"/></svg>'
)


def test_the_sign_of_the_maker_stands_on_page_and_paper_and_is_described() -> None:
    signed = replace(brief(), maker=Maker("Trường <Mẫu>", LOGO))

    page = made("article", signed)["bai-bao.html"].content.decode()
    shown = page.split('<img class="article__logo"')[1].split(">\n")[0]
    assert shown.startswith(
        ' width="167" height="56" alt="Biểu trưng của Trường &lt;Mẫu&gt;"'
        ' src="data:image/png;base64,iVBOR'
    )
    for name, file in (("article", "bai-bao.docx"), ("quiz", "cau-hoi.docx")):
        content = made(name, signed)[file].content
        (picture,) = Document(BytesIO(content)).inline_shapes
        assert (picture.width.pt, picture.height.pt) == pytest.approx((126, 42), abs=1)
        assert picture._inline.docPr.get("descr") == "Biểu trưng của Trường <Mẫu>"
        assert content == made(name, signed)[file].content
    assert "<img" not in made("article")["bai-bao.html"].content.decode()


def test_the_same_brief_gives_the_same_bytes() -> None:
    for name in ("article", "social", "quiz"):
        assert made(name) == made(name)


def test_machine_made_texts_say_so() -> None:
    said = brief(replace(plan(), by_machine=True))

    assert (
        b"tr\xc3\xad tu\xe1\xbb\x87 nh\xc3\xa2n t\xe1\xba\xa1o"
        in made("article", said)["bai-bao.html"].content
    )
    assert "trí tuệ nhân tạo" in made("social", said)["bai-dang-zalo.txt"].content.decode()


def test_posts_stay_within_the_limits_and_leave_out_whole_messages() -> None:
    said = brief(longest(Audience.OFFICIALS))
    narrow = replace(limits()[0], body=1500)

    text, used = post_text(said, narrow)

    assert len(text) <= 1500 + 1
    shown = text.count("✔")
    assert 0 < shown < 9
    assert len(used) == 2 + 2 * shown
    assert "111" in text
    assert "Nguồn:" in text


def test_a_quiz_has_the_maps_own_questions_first_and_at_least_five() -> None:
    said = json.loads(made("quiz")["cau-hoi.json"].content)

    assert said["questions"][0]["ask"] == "Người quen qua mạng hỏi địa chỉ nhà. Em làm gì?"
    assert said["questions"][0]["drafted"] is False
    assert len(said["questions"]) == 5
    assert all(one["drafted"] for one in said["questions"][1:])
