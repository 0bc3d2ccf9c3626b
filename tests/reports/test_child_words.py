"""The child's lane: five screens to send, twelve words a sentence, 111 on every one of them."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.reports.cast import make_province, tell
from tests.reports.sentences import longest

pytestmark = pytest.mark.django_db
_WITHIN_A_LINE = re.compile(r"</?(a|b|strong|em|wbr|code)\b[^>]*>")
MOST_WORDS, MOST_SCREENS = 12, 5


def words_of(answer: Any) -> str:
    """What is read on a page, a line for each block."""
    main = answer.content.decode().split('<main id="noi-dung"')[1].split("</main>")[0]
    plain = re.sub(r"<(script|svg|style)\b.*?</\1>", "", main.split(">", 1)[1], flags=re.S)
    return unescape(re.sub(r"<[^>]+>", "\n", _WITHIN_A_LINE.sub("", plain)))


def judged(answer: Any) -> None:
    count, sentence = longest(words_of(answer))
    assert count <= MOST_WORDS, sentence
    assert b'href="tel:111"' in answer.content


def test_five_screens_lead_to_the_receipt_in_short_sentences() -> None:
    make_province()
    client = Client()
    shown = client.get("/bao-tin/")
    judged(shown)
    screens, address = 1, client.post("/bao-tin/", {"age": "6_10"}).url
    answer: Any = shown
    for said in ({"safe": "no"}, {"what": "Bạn lấy cặp."}, {}, {}):
        judged(client.get(address))
        screens += 1
        answer = client.post(address, said)
        address = getattr(answer, "url", address)

    assert screens <= MOST_SCREENS
    assert "receipt__code" in answer.content.decode()
    judged(answer)


@pytest.mark.parametrize("age", ["6_10", "adult"])
def test_every_box_is_empty_until_something_is_written(age: str) -> None:
    make_province()
    client = Client()
    address = client.post("/bao-tin/", {"age": age}).url

    for said in ({}, {"what": "Bạn lấy cặp."}, {}):
        page = client.get(address).content.decode()
        assert [text.strip() for text in re.findall(r"<textarea[^>]*>([^<]*)<", page)] in ([], [""])
        assert re.findall(r'<input type="text"[^>]* value="', page) == []
        address = client.post(address, said).url


def test_what_is_missing_or_mistaken_is_said_as_shortly() -> None:
    make_province()
    client = Client()
    address = client.post("/bao-tin/", {"age": "6_10"}).url
    address = client.post(address, {}).url

    judged(client.post(address, {"what": ""}))
    judged(client.get(address.replace("chuyen-gi", "gui")))
    judged(client.get("/bao-tin/viet/00000000-0000-0000-0000-000000000007/gui/"))


def test_coming_back_with_the_receipt_and_files_is_told_as_shortly() -> None:
    make_province()
    code = tell(commune="21289").receipt

    judged(Client().get("/bao-tin/tra-loi/"))
    judged(Client().post("/bao-tin/tra-loi/", {"code": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA"}))
    judged(Client().post("/bao-tin/tra-loi/", {"code": code}))
    for more in ({}, {"answer": "yes"}, {"answer": "no"}, {"answer": "no", "send": "1"}):
        judged(Client().post("/bao-tin/tep/", {"code": code, **more}))


def test_a_long_sentence_is_counted() -> None:
    assert longest("Một hai ba. Bốn năm sáu bảy, tám: chín") == (5, "Bốn năm sáu bảy, tám")
