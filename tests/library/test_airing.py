"""How pressing a text for the loudspeakers is, and its last day: chosen, checked, kept."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client

from mangnon.base.files.api import contents
from mangnon.base.jobs.api import run_due
from mangnon.kit import clock
from mangnon.library.actions.adapting import adapt
from mangnon.library.actions.approving import ask_approval, decide
from mangnon.library.actions.making import make_again
from mangnon.library.models import Document, MessageMap, Product
from tests.cast import sign_in
from tests.library.cast import Cast, add, make_cast, map_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.fixture
def of_map(cast: Cast) -> MessageMap:
    return map_of(cast, add(cast))


def _order(cast: Cast, of_map: MessageMap, **said: str) -> tuple[int, str]:
    """What the page sends: its status, and what it says."""
    sent = {"genres": ["audio", "social"], "theme": "tieu-hoc", "priority": "uu-tien", **said}
    address = f"/thu-vien-noi-bo/so-do/{of_map.pk}/dung/"
    answer = sign_in(Client(), cast.hoa).post(address, sent)
    run_due()
    return answer.status_code, answer.content.decode()


def _slip(product: Product) -> tuple[str, str]:
    said = json.loads(contents(product.files.get(name="phat-thanh.json").file))
    return said["priority"], said["valid_until"]


def test_the_maker_chooses_and_later_versions_and_copies_keep_it(
    cast: Cast, of_map: MessageMap
) -> None:
    last = clock.today() + timedelta(days=10)
    assert _order(cast, of_map, air_until=f"{last:%d/%m/%Y}")[0] == 302
    audio, social = Product.objects.get(genre="audio"), Product.objects.get(genre="social")
    assert _slip(audio) == ("ưu tiên", last.isoformat())
    assert (social.priority, social.air_until) == ("", None)

    ask_approval(by=cast.hoa, product=audio)
    decide(by=cast.binh, product=audio, decision="approved")
    audio.refresh_from_db()
    copy = adapt(product=audio, unit=cast.house.primary, by=cast.thu)
    Product.objects.filter(pk=audio.pk).update(air_until=clock.today() - timedelta(days=1))
    audio.refresh_from_db()
    later = make_again(by=cast.hoa, product=audio)
    run_due()
    month = clock.today() + timedelta(days=30)
    assert _slip(copy) == ("ưu tiên", last.isoformat())
    assert _slip(later) == ("ưu tiên", month.isoformat())  # a day that passed is not kept


def test_a_day_that_passed_or_lies_beyond_the_source_is_refused(
    cast: Cast, of_map: MessageMap
) -> None:
    ends = clock.today() + timedelta(days=5)
    Document.objects.update(valid_until=ends)
    for day, words in (
        (ends + timedelta(days=1), f"Tài liệu nguồn chỉ dùng đến hết ngày {ends:%d/%m/%Y}."),
        (clock.today() - timedelta(days=1), "Ngày cuối phát trên loa đã qua."),
    ):
        status, page = _order(cast, of_map, air_until=f"{day:%d/%m/%Y}")
        assert (status, words in page) == (422, True)
    assert _order(cast, of_map, priority="hoa-toc")[0] == 422
    assert not Product.objects.exists()
    assert _order(cast, of_map)[0] == 302
    assert _slip(Product.objects.get(genre="audio")) == ("ưu tiên", ends.isoformat())
