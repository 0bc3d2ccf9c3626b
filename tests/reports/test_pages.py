"""The public pages as a browser asks for them, without scripts."""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import urlsplit

import altcha
import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from mangnon.reports import drafts, load
from mangnon.reports.models import Report
from mangnon.units.choices import Role
from tests.reports.cast import STORY, House, make_province, member, sign_in, with_key

pytestmark = pytest.mark.django_db
CANARY = "chim-vang-anh-dau-canh-tre"


@pytest.fixture
def house() -> House:
    found = make_province()
    with_key(member(Role.COMMUNE_WORKER, found.son_ha))
    return found


def begin(client: Client, age: str = "6_10", at: str = "/bao-tin/") -> str:
    """The address of a new draft, without its step."""
    answer = client.post(at, {"age": age})
    assert answer.status_code == 302
    return str(answer.url).removesuffix("an-toan/")


def write(client: Client, draft: str, **said: dict[str, str]) -> Any:
    """Through the pages to the last; gives what the last answers."""
    steps = {"an_toan": {}, "chuyen_gi": {"what": STORY}, "o_dau": {}, "gui": {}} | said
    last = steps.pop("gui")
    for name, fields in steps.items():
        answer = client.post(f"{draft}{name.replace('_', '-')}/", fields)
        assert answer.status_code == 302, answer.content.decode()
    return client.post(f"{draft}gui/", {"token": token_on(client, f"{draft}gui/"), **last})


def token_on(client: Client, path: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found.group(1)


def receipt_on(answer: Any) -> str:
    groups = re.findall(r'<span class="nowrap">(\w{4})</span>', answer.content.decode())
    assert len(groups) == 6
    return "-".join(groups)


def test_a_child_tells_in_five_screens_and_keeps_a_receipt(house: House) -> None:
    client = Client()
    draft = begin(client)
    told = {"what": STORY, "kind": "bullying"}

    answer = write(client, draft, chuyen_gi=told, o_dau={"commune": "21289", "accused": "peer"})

    report = Report.objects.get()
    assert answer.status_code == 200
    assert len(receipt_on(answer)) == 29
    assert (report.channel, report.lane, report.age_band) == ("web", "child", "6_10")
    assert (report.kind, report.receiving_unit) == ("bullying", house.son_ha)
    assert "Em rất dũng cảm" in answer.content.decode()


def test_nothing_but_what_happened_is_asked_for(house: House) -> None:
    client = Client()
    draft = begin(client)

    assert client.post(f"{draft}an-toan/").status_code == 302
    refused = client.post(f"{draft}chuyen-gi/", {"what": ""})
    assert refused.status_code == 422
    assert "Em viết vài chữ nhé." in refused.content.decode()
    assert write(client, draft).status_code == 200
    assert Report.objects.get().receiving_unit == house.health


def test_a_poster_knows_the_place_and_the_accused_school_never_gets_it(house: House) -> None:
    client = Client()
    draft = begin(client, at=f"/bao-tin/q/{house.primary.code}/")
    page = client.get(f"{draft}o-dau/").content.decode()

    write(client, draft, o_dau={"accused": "school"})

    report = Report.objects.get()
    assert house.primary.name in page
    assert 'name="commune"' not in page
    assert (report.channel, report.school) == ("qr", house.primary)
    assert (report.receiving_unit, report.accused_unit) == (house.son_ha, house.primary)


def test_a_poster_of_nowhere_still_takes_a_report(house: House) -> None:
    client = Client()

    write(client, begin(client, at="/bao-tin/q/khong-co/"))

    assert Report.objects.get().receiving_unit == house.health


def test_a_double_click_shows_the_same_receipt(house: House) -> None:
    client = Client()
    draft = begin(client)
    first = write(client, draft)

    second = client.post(f"{draft}gui/", {"token": _token_of(first)})

    assert receipt_on(second) == receipt_on(first)
    assert Report.objects.count() == 1


def _token_of(answer: Any) -> str:
    return str(answer.wsgi_request.POST["token"])


def test_two_tabs_are_two_drafts_with_two_receipts(house: House) -> None:
    client = Client()
    one, other = begin(client), begin(client, age="adult")
    client.post(f"{one}chuyen-gi/", {"what": "Chuyện thứ nhất."})
    client.post(f"{other}chuyen-gi/", {"what": "Chuyện thứ hai."})

    receipts = {
        receipt_on(client.post(f"{tab}gui/", {"token": token_on(client, f"{tab}gui/")}))
        for tab in (one, other)
    }

    assert len(receipts) == 2
    assert set(Report.objects.values_list("lane", flat=True)) == {"child", "adult"}


def test_a_draft_is_sealed_in_the_session_and_opens_with_its_cookie_alone(house: House) -> None:
    client = Client()
    draft = begin(client)
    client.post(f"{draft}chuyen-gi/", {"what": CANARY})

    assert CANARY in client.get(f"{draft}chuyen-gi/").content.decode()
    kept = [str(session.get_decoded()) for session in Session.objects.all()]
    assert kept
    assert CANARY not in "".join(kept)
    del client.cookies[drafts.COOKIE]
    assert CANARY not in client.get(f"{draft}chuyen-gi/").content.decode()


def test_leaving_throws_the_draft_away_and_the_cache_with_it(house: House) -> None:
    client = Client()
    draft = begin(client)
    client.post(f"{draft}chuyen-gi/", {"what": CANARY})

    answer = client.get("/bao-tin/thoat/")

    assert urlsplit(answer["Location"]).netloc == "www.google.com"
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert client.cookies[drafts.COOKIE].value == ""
    assert "drafts" not in client.session
    assert CANARY not in client.get(f"{draft}chuyen-gi/").content.decode()


def test_a_receipt_in_the_story_is_asked_out_and_the_words_stay(house: House) -> None:
    client = Client()
    receipt = receipt_on(write(client, begin(client)))
    draft = begin(client)

    refused = client.post(f"{draft}chuyen-gi/", {"what": f"Mã cũ là {receipt}. {CANARY}"})

    assert refused.status_code == 422
    assert "Hãy xóa mã đi" in refused.content.decode()
    assert CANARY in refused.content.decode()


def test_under_load_time_or_work_leads_to_the_main_lane_and_haste_to_the_end(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client()
    calm = {"what": "một hai ba"}
    write(client, begin(client))
    monkeypatch.setattr(load, "CALM_A_MINUTE", 1)

    def sent(draft: str, **said: dict[str, str]) -> None:
        assert receipt_on(write(client, draft, chuyen_gi=calm, **said))

    sent(begin(client))
    sent(begin(client), an_toan={"safe": "no"})
    working = begin(client)
    page = client.get(f"{working}gui/").content.decode()
    given = re.search(r'data-work="([^"]+)"', page)
    assert given
    sent(working, gui={"proof": _proof_of(json.loads(unescape(given.group(1))))})
    monkeypatch.setattr(load, "WAIT_SECONDS", 0)
    slow = begin(client)
    assert "data-work" not in client.get(f"{slow}gui/").content.decode()
    sent(slow)

    lanes = Report.objects.order_by("received_at").values_list("quarantined", flat=True)
    assert list(lanes) == [False, True, False, False, False]


def test_every_public_page_keeps_out_of_caches_and_gives_the_number(house: House) -> None:
    client = Client()
    draft = begin(client)
    steps = [f"{draft}{name}/" for name in ("an-toan", "chuyen-gi", "o-dau", "gui")]

    for path in ["/bao-tin/", "/bao-tin/tra-loi/", "/bao-tin/an-toan/", *steps]:
        answer = client.get(path)
        page = answer.content.decode()
        assert "no-store" in answer["Cache-Control"], path
        assert page.index('href="tel:111"') < page.index("<h1"), path
        assert page.index('href="tel:113"') < page.index("<h1"), path
        assert "<title>Gửi lời nhắn</title>" in page, path
        assert "data-exit" in page, path
        assert len(answer.content) < 40_000, path


def _sentences(page: str) -> list[str]:
    main = page[page.index("<main") : page.index("</main>")]
    plain = re.sub(r"<select.*?</select>", " ", main, flags=re.S)
    plain = re.sub(r"</?(?:a|strong|span)[^>]*>", "", plain)
    text = re.sub(r"<[^>]+>", "\n", plain)
    return [" ".join(one.split()) for one in re.split(r"[.!?:\n]", text) if one.strip()]


def test_no_sentence_of_the_childs_lane_is_over_twelve_words(house: House) -> None:
    client = Client()
    draft = begin(client)
    pages = [client.get(f"{draft}{name}/") for name in ("an-toan", "chuyen-gi", "o-dau", "gui")]
    pages += [client.get("/bao-tin/"), write(client, draft, an_toan={"safe": "no"})]

    long = {one for page in pages for one in _sentences(page.content.decode())
            if len(one.split()) > 12}  # fmt: skip

    assert long == set()


def test_a_poster_is_a_pdf_for_who_works_there(house: House) -> None:
    worker = sign_in(Client(), member(Role.COMMUNE_WORKER, house.son_ha))
    stranger = sign_in(Client(), member(Role.COMMUNE_WORKER, house.son_haj))
    path = f"/bao-tin/to-dan/{house.primary.code}.pdf"

    assert worker.get(path).content[:5] == b"%PDF-"
    assert stranger.get(path).status_code == 404


def test_a_planted_sentence_is_in_no_table_no_session_and_no_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client()
    draft = begin(client)
    done = write(client, draft, chuyen_gi={"what": CANARY}, o_dau={"accused_who": CANARY})
    receipt = receipt_on(done)
    said = {"code": receipt, "text": f"{CANARY} nữa", "token": "a"}
    client.post("/bao-tin/tra-loi/", said)

    told = caplog.text + "".join(_cells())
    assert CANARY not in told
    assert receipt not in told
    assert receipt.replace("-", "") not in told


def _cells() -> Iterator[str]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - our own tables
            for row in cursor.fetchall():
                yield from map(_readable, row)
    for session in Session.objects.all():
        yield str(session.get_decoded())


def _readable(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def _proof_of(challenge: dict[str, Any]) -> str:
    solution = altcha.solve_challenge(altcha.Challenge.from_dict(challenge))
    assert solution is not None
    done = {"counter": solution.counter, "derivedKey": solution.derived_key}
    return base64.b64encode(
        json.dumps({"challenge": challenge, "solution": done}).encode()
    ).decode()


def test_the_work_of_one_form_is_no_work_of_another() -> None:
    proof = _proof_of(json.loads(load.challenge("ours", 1)))

    assert load.worked("ours", proof)
    assert not load.worked("theirs", proof)
    told = json.loads(base64.b64decode(proof))
    told["challenge"]["parameters"]["keyPrefix"] = ""
    eased = base64.b64encode(json.dumps(told).encode()).decode()
    assert not load.worked("ours", eased)
    for junk in ("", "x", "Ĩ", base64.b64encode(b"[" * 9000).decode(), "bnVsbA=="):
        assert not load.worked("ours", junk)


def test_who_has_been_here_for_a_while_has_waited() -> None:
    now = time.time()

    assert not load.waited({"since": now})
    assert not load.waited({"since": now + 86400})  # the clock went back
    assert load.waited({"since": now - load.WAIT_SECONDS})
    assert load.waited({})  # from before it was noted


@pytest.mark.parametrize("code", ["..", "%F0%9F%98%80", "a" * 300])
def test_whatever_stands_in_the_address_of_a_poster_opens_the_first_page(code: str) -> None:
    make_province()

    assert Client().get(f"/bao-tin/q/{code}/").status_code == 200
