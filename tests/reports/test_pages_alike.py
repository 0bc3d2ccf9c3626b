"""Pages that are kept once rendered: alike for everybody, and nothing of anybody is in them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from mangnon.reports import load, pages
from tests.reports.cast import make_province
from tests.reports.test_pages import begin, receipt_on, write

pytestmark = pytest.mark.django_db
_OWN = re.compile(r'name="(?:csrfmiddlewaretoken|token)" value="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}')


@pytest.fixture(autouse=True)
def _province() -> Any:
    pages._kept.clear()
    return make_province()


def page(client: Client, draft: str, step: str) -> str:
    answer = client.get(f"{draft}{step}/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


@pytest.mark.parametrize("step", ["an-toan", "chuyen-gi", "o-dau", "gui"])
def test_two_children_see_the_same_page_with_tokens_of_their_own(step: str) -> None:
    minh, hoa = Client(), Client()
    of_minh, of_hoa = begin(minh), begin(hoa)

    first, again, other = (
        page(minh, of_minh, step),
        page(minh, of_minh, step),
        page(hoa, of_hoa, step),
    )

    assert _OWN.sub("", first) == _OWN.sub("", again) == _OWN.sub("", other)
    tokens = [re.findall(r'name="token" value="([^"]+)"', text) for text in (first, other)]
    assert [len(found) for found in tokens] == [1, 1]
    assert tokens[0] != tokens[1]
    assert not any(mark in first for mark in map(pages._mark, ("draft", "token", "csrf_token")))


def test_what_a_child_wrote_is_in_no_other_childs_page() -> None:
    minh, hoa = Client(), Client()
    of_minh, of_hoa = begin(minh), begin(hoa)
    minh.post(f"{of_minh}chuyen-gi/", {"what": "Bạn Tí giấu dép của em."})

    assert "Bạn Tí giấu dép của em." in page(minh, of_minh, "chuyen-gi")
    assert "Bạn Tí giấu dép của em." not in page(hoa, of_hoa, "chuyen-gi")
    assert not any("Bạn Tí" in part for parts in pages._kept.values() for part in parts)


def test_who_is_in_danger_is_told_to_call_and_who_is_not_is_not() -> None:
    minh, hoa = Client(), Client()
    of_minh, of_hoa = begin(minh), begin(hoa)
    minh.post(f"{of_minh}an-toan/", {"safe": "no"})
    hoa.post(f"{of_hoa}an-toan/", {"safe": "yes"})

    for _ in range(2):
        assert "Gọi không mất tiền." in page(minh, of_minh, "chuyen-gi")
        assert "Gọi không mất tiền." not in page(hoa, of_hoa, "chuyen-gi")


def test_each_receipt_stands_on_one_page_alone_and_on_none_that_is_kept() -> None:
    minh, hoa = Client(), Client()

    receipts = [receipt_on(write(client, begin(client))) for client in (minh, hoa)]

    assert len(set(receipts)) == 2
    kept = "".join(part for parts in pages._kept.values() for part in parts)
    assert kept
    assert not any(group in kept for receipt in receipts for group in receipt.split("-"))


def test_a_commune_that_is_new_is_on_the_next_page(monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client()
    draft = begin(client)
    assert "Xã Mới" not in page(client, draft, "o-dau")

    from mangnon.units.models import Commune

    old = Commune.objects.get(pk="21289")
    Commune.objects.create(
        code="29999", name="Xã Mới", kind=old.kind, province=old.province, lat=15.0, lon=108.5
    )

    assert "Xã Mới" in page(client, draft, "o-dau")


def test_the_work_of_one_child_is_on_no_other_childs_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load, "pressure", lambda: 2.0)
    minh, hoa = Client(), Client()

    texts = [page(client, begin(client), "gui") for client in (minh, hoa)]

    works = [re.findall(r'data-work="([^"]+)"', text) for text in texts]
    assert [len(found) for found in works] == [1, 1]
    assert works[0] != works[1]
