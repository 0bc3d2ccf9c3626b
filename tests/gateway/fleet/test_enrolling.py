"""How a filter comes in, and who is kept out."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mangnon.base.audit.api import AuditRow
from mangnon.base.limits.models import Tally
from mangnon.gateway import signing
from mangnon.gateway.actions.fleet import CodeRefused, enrol, make_code, revoke
from mangnon.gateway.actions.sites import SiteFacts, add_site
from mangnon.gateway.link import enrolling, memory
from mangnon.gateway.link.codes import read_code
from mangnon.gateway.link.talking import Refused, Talker
from mangnon.gateway.models import Enrolment, Gateway
from mangnon.gateway.refusals import Invalid, NotAllowed
from mangnon.gateway.views.machines import WRONG_CODES, WRONG_OF_ALL
from mangnon.kit import clock
from tests.gateway.fleet.world import TOKEN, bearer, bring_in
from tests.gateway.steering.cast import Cast

HASH = hashlib.sha256(TOKEN.encode()).hexdigest()


def said_of(code: str, token_hash: str = HASH) -> dict[str, str]:
    secret = read_code(code).secret.hex()
    return {"secret": secret, "token_hash": token_hash, "name": "Máy lọc 1", "version": "0.1.0"}


def test_a_keeper_of_the_school_makes_a_code_and_a_filter_comes_in(cast: Cast) -> None:
    gateway = bring_in(cast.site, cast.keeper)

    assert (gateway.site, gateway.name, gateway.token_hash) == (cast.site, "Máy lọc 1", HASH)
    made = AuditRow.objects.get(what="gateway.code_made")
    assert (made.by, made.unit) == (str(cast.keeper.pk), str(cast.school.pk))
    assert AuditRow.objects.get(what="gateway.enrolled").on_id == str(gateway.pk)


@pytest.mark.parametrize("who", ["keeper", "principal", "officer", "education"])
def test_who_steers_the_school_makes_codes(cast: Cast, who: str) -> None:
    assert len(make_code(by=getattr(cast, who), site=cast.site)) == 44


@pytest.mark.parametrize(
    "who", ["teacher", "counsellor", "neighbour", "stranger", "commune", "auditor", "editor"]
)
def test_others_make_none_and_send_no_filter_off(cast: Cast, who: str) -> None:
    gateway = bring_in(cast.site, cast.keeper)

    with pytest.raises(NotAllowed):
        make_code(by=getattr(cast, who), site=cast.site)
    with pytest.raises(NotAllowed):
        revoke(by=getattr(cast, who), gateway=gateway)
    gateway.refresh_from_db()
    assert gateway.revoked_at is None
    assert Enrolment.objects.count() == 1


def test_the_code_is_kept_by_its_hash_alone(cast: Cast) -> None:
    code = make_code(by=cast.keeper, site=cast.site)

    kept = json.dumps(list(Enrolment.objects.values()), default=str)
    assert read_code(code).secret.hex() not in kept
    assert read_code(code).fingerprint == signing.key_fingerprint()


def test_a_code_serves_one_filter(cast: Cast) -> None:
    code = make_code(by=cast.keeper, site=cast.site)
    enrol(**said_of(code))

    with pytest.raises(CodeRefused):
        enrol(**said_of(code, "b" * 64))
    assert Gateway.objects.count() == 1


def test_an_answer_that_was_lost_is_given_again_to_the_same_filter(cast: Cast) -> None:
    code = make_code(by=cast.keeper, site=cast.site)

    assert enrol(**said_of(code)) == enrol(**said_of(code))
    assert Gateway.objects.count() == 1


def test_a_code_is_over_after_two_days(cast: Cast) -> None:
    code = make_code(by=cast.keeper, site=cast.site)
    Enrolment.objects.update(until=clock.now() - timedelta(seconds=1))

    with pytest.raises(CodeRefused, match="quá hạn"):
        enrol(**said_of(code))
    assert not Gateway.objects.exists()


def test_a_token_is_no_second_filters_token(cast: Cast) -> None:
    first = bring_in(cast.site, cast.keeper)
    other = add_site(by=cast.keeper, unit=cast.school, facts=SiteFacts("Điểm Thôn 2", "thcs"))

    with pytest.raises(CodeRefused):
        bring_in(other, cast.keeper)
    assert Gateway.objects.get() == first


def test_a_machine_that_comes_in_anew_is_not_two_filters(cast: Cast) -> None:
    old = bring_in(cast.site, cast.keeper)
    new = bring_in(cast.site, cast.keeper, token="6f" * 32, before=TOKEN)

    old.refresh_from_db()
    assert old.revoked_at is not None
    assert new.revoked_at is None
    assert AuditRow.objects.get(what="gateway.replaced").facts == {"replaced_by": str(new.pk)}


def test_a_filter_that_was_sent_off_is_told_so_and_nothing_else(cast: Cast) -> None:
    gateway = bring_in(cast.site, cast.keeper)
    revoke(by=cast.principal, gateway=gateway)

    for path in ("hien-hanh", "ke-hoach", "goi", "goi/1/index.bin", "goi/2/tu/1"):
        answer = Client().get(f"/bo-loc/may/{path}", **bearer())
        assert (answer.status_code, answer.json()["revoked"]) == (403, True)
    assert Client().post("/bo-loc/may/bao-cao", **bearer()).status_code == 403
    with pytest.raises(Invalid, match="đã được thu hồi"):
        revoke(by=cast.principal, gateway=gateway)


@pytest.mark.django_db(transaction=True)
class TestOverHttp:
    def test_a_filter_comes_in_over_the_network(
        self, cast: Cast, live_server: Any, tmp_path: Path
    ) -> None:
        code = read_code(make_code(by=cast.keeper, site=cast.site))

        who = enrolling.enrol(tmp_path / "state", live_server.url, code, "Máy ở phòng tin học")

        gateway = Gateway.objects.get()
        assert (who.gateway, who.site) == (str(gateway.pk), cast.site.pk)
        assert gateway.name == "Máy ở phòng tin học"
        assert who.key == signing.public_key().hex()
        assert memory.enrolled(tmp_path / "state") == who
        assert (tmp_path / "state" / memory.PROVINCE).stat().st_mode & 0o777 == 0o600
        told = Talker(who.url, who.token).ask("/bo-loc/may/hien-hanh").json()
        assert told == {"plan": 1, "bundle": 0, "hub": who.hub}

    def test_a_wrong_code_is_refused_in_words_and_nothing_is_kept(
        self, cast: Cast, live_server: Any, tmp_path: Path
    ) -> None:
        code = read_code(make_code(by=cast.keeper, site=cast.site))
        Enrolment.objects.all().delete()

        with pytest.raises(Refused, match="không đúng, đã dùng hoặc đã quá hạn"):
            enrolling.enrol(tmp_path / "state", live_server.url, code)
        assert memory.enrolled(tmp_path / "state") is None

    def test_ten_wrong_codes_are_enough(self, cast: Cast, live_server: Any) -> None:
        good = make_code(by=cast.keeper, site=cast.site)
        body = {"code": "00" * 10, "token_hash": HASH}
        client = Client()

        tried = [
            client.post("/bo-loc/may/ghi-danh", body, "application/json").status_code
            for _ in range(11)
        ]
        assert tried == [403] * 10 + [429]
        body["code"] = read_code(good).secret.hex()
        assert client.post("/bo-loc/may/ghi-danh", body, "application/json").status_code == 429
        assert not Gateway.objects.exists()
        # Counted in the database for every process, by a digest of the address alone.
        kept = Tally.objects.values_list("of", "count")
        assert sorted(count for _, count in kept) == [10, 10]
        assert not any("127.0.0.1" in of for of, _ in kept)

    def test_guesses_from_everywhere_keep_no_right_code_out(self, cast: Cast) -> None:
        wrong = {"code": "00" * 10, "token_hash": HASH}
        good = wrong | {"code": read_code(make_code(by=cast.keeper, site=cast.site)).secret.hex()}
        post = partial(
            Client(REMOTE_ADDR="10.1.2.3").post,
            "/bo-loc/may/ghi-danh",
            content_type="application/json",
        )
        assert post(wrong).status_code == 403
        Tally.objects.filter(of=WRONG_OF_ALL._digest("")).update(count=300)

        assert post(wrong).status_code == 429
        assert Tally.objects.get(of=WRONG_CODES._digest("10.1.2.3")).count == 1
        assert post(good).status_code == 200
        assert Gateway.objects.get().site == cast.site

    def test_a_config_that_names_its_code_comes_in_once(
        self, cast: Cast, live_server: Any, tmp_path: Path
    ) -> None:
        code, stop = make_code(by=cast.keeper, site=cast.site), threading.Event()

        first = enrolling.enrolled_or_waiting(tmp_path, live_server.url, code, stop)
        again = enrolling.enrolled_or_waiting(tmp_path, live_server.url, code, stop)

        assert first == again is not None
        assert Gateway.objects.count() == 1

    def test_a_used_code_leaves_what_was_followed(
        self, cast: Cast, live_server: Any, tmp_path: Path
    ) -> None:
        first = make_code(by=cast.keeper, site=cast.site)
        before = enrolling.enrolled_or_waiting(tmp_path, live_server.url, first, threading.Event())
        spent = make_code(by=cast.keeper, site=cast.site)
        enrol(**said_of(spent))

        after = enrolling.enrolled_or_waiting(tmp_path, live_server.url, spent, threading.Event())
        assert after == before


class InTheMiddle(BaseHTTPRequestHandler):
    """Has a key of its own and would like to hear a code."""

    heard: list[str]

    def do_GET(self) -> None:
        body = json.dumps({"key": "ab" * 32}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.heard.append(self.path)
        self.send_error(500)

    def log_message(self, *args: object) -> None:
        return


@pytest.fixture
def in_the_middle() -> Iterator[tuple[str, list[str]]]:
    heard: list[str] = []
    handler = type("Heard", (InTheMiddle,), {"heard": heard})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", heard
        server.shutdown()
        thread.join()


def test_who_stands_in_the_middle_hears_no_code(
    cast: Cast, tmp_path: Path, in_the_middle: tuple[str, list[str]]
) -> None:
    address, heard = in_the_middle
    code = read_code(make_code(by=cast.keeper, site=cast.site))

    with pytest.raises(enrolling.NotThePlatform, match="không giữ khóa ghi trong mã"):
        enrolling.enrol(tmp_path, address, code)
    assert heard == []
    assert memory.enrolled(tmp_path) is None


def test_the_key_is_made_once_and_for_its_owner_alone(settings: Any) -> None:
    first = signing.public_key()

    path = settings.DATA_DIR / signing.FILE
    assert signing.public_key() == first
    assert path.stat().st_mode & 0o777 == 0o600
    for damaged in (b"", b"00" * 31, b"zz" * 32, "khóa".encode()):
        path.write_bytes(damaged)
        with pytest.raises(signing.BadSigningKey):
            signing.signing_key()
        assert path.read_bytes() == damaged
