"""What filters may ask and tell: sizes, words, ranges, and what of a report is kept."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from mangnon.gateway import deltas, signing
from mangnon.gateway.actions.trails import ask_matter, open_matter
from mangnon.gateway.link.delta import applied
from mangnon.gateway.link.envelope import opened
from mangnon.gateway.models import Gateway, Site, TrailRecord, UnblockRequest
from mangnon.gateway.planning import release
from mangnon.gateway.queries.bundles import bundle_folder
from mangnon.gateway.timestore import api as timestore
from mangnon.kit import clock
from tests.gateway.fleet.world import bearer, bring_in, make_bundle
from tests.gateway.steering.cast import Cast

IDENT = "0f0e0d0c-0b0a-4908-8706-050403020100"


@pytest.fixture
def gateway(cast: Cast) -> Gateway:
    release()
    return bring_in(cast.site, cast.keeper)


def get(path: str, **headers: str) -> Any:
    sent = {**bearer()["headers"], **headers}
    return Client().get(f"/bo-loc/may/{path}", headers=sent)


def tell(report: Any, *, squeezed: bool = False) -> Any:
    body = report if isinstance(report, bytes) else json.dumps(report).encode()
    headers = dict(bearer()["headers"])
    if squeezed:
        body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
    return Client().post("/bo-loc/may/bao-cao", body, "application/json", headers=headers)


def test_a_plan_comes_signed_for_its_site(gateway: Gateway) -> None:
    said = opened("plan", get("ke-hoach").content, signing.public_key())

    site = Site.objects.get(pk=gateway.site_id)
    assert (said["site"], said["revision"], said["plan"]) == (site.pk, 1, site.plan)
    assert json.loads(said["plan"])["revision"] == 1


def test_nothing_new_costs_nothing(gateway: Gateway) -> None:
    first = get("hien-hanh")
    assert first.json() == {"plan": 1, "bundle": 0, "hub": "http://127.0.0.1:8054/bo-loc/cho/"}
    assert get("hien-hanh", **{"If-None-Match": first["ETag"]}).status_code == 304

    Site.objects.filter(pk=gateway.site_id).update(revision=2)
    assert get("hien-hanh", **{"If-None-Match": first["ETag"]}).json()["plan"] == 2


def test_a_bundle_comes_signed_and_from_where_it_was_cut_off(
    gateway: Gateway, tmp_path: Path
) -> None:
    assert get("goi").status_code == 404
    bundle = make_bundle(tmp_path, "tro-choi.example")
    said = opened("bundle", get("goi").content, signing.public_key())
    whole = b"".join(get(f"goi/{bundle.pk}/index.bin").streaming_content)

    assert (said["number"], said["size"]) == (bundle.pk, len(whole))
    assert hashlib.sha256(whole).hexdigest() == said["sha256"] == said["manifest"]["index_sha256"]
    rest = get(f"goi/{bundle.pk}/index.bin", Range="bytes=100-")
    assert rest.status_code == 206
    assert b"".join(rest.streaming_content) == whole[100:]
    assert rest["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert get(f"goi/{bundle.pk}/index.bin", Range="bytes=99999999-").status_code == 416
    assert get("goi/999/index.bin").status_code == 404


def test_what_changed_is_made_once_and_kept(
    gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"tro-choi-{number}.example" for number in range(2000)]
    first = make_bundle(tmp_path, *names)
    second = make_bundle(tmp_path, *names, "game-moi.example")

    change = b"".join(get(f"goi/{second.pk}/tu/{first.pk}").streaming_content)

    base, new = (bundle_folder(each.pk) / "index.bin" for each in (first, second))
    assert applied(base.read_bytes(), change) == new.read_bytes()
    assert len(change) < new.stat().st_size / 2
    monkeypatch.setattr(deltas, "file_delta", lambda base, new: pytest.fail("made again"))
    assert b"".join(get(f"goi/{second.pk}/tu/{first.pk}").streaming_content) == change
    monkeypatch.undo()
    assert get(f"goi/{second.pk}/tu/777").status_code == 404
    assert get(f"goi/777/tu/{first.pk}").status_code == 404


def test_a_report_is_kept_and_answered_for(cast: Cast, gateway: Gateway) -> None:
    minute = f"{clock.now() - timedelta(minutes=5):%Y-%m-%dT%H:%MZ}"
    report = {
        "version": "0.1.0",
        "plan": 1,
        "bundle": 0,
        "ident": IDENT,
        "counted": [[minute, "thcs", "games", 14], [minute, "thcs", "", 100]],
        "asks": [
            {
                "id": IDENT,
                "name": "tro-choi.example",
                "group": "thcs",
                "category": "games",
                "at": clock.now().isoformat(timespec="minutes"),
            }
        ],
        "troubles": [{"at": clock.now().isoformat(timespec="minutes"), "words": "đĩa sắp đầy"}],
        "skew_s": -75,
    }

    first, again = tell(report, squeezed=True), tell(report)

    assert (
        first.json()
        == again.json()
        == {
            "counted": IDENT,
            "asks": [IDENT],
            "trails": 0,
            "doctor": False,
        }
    )
    since = clock.now() - timedelta(hours=2)
    (today,) = timestore.by_site({cast.site.pk}, since, clock.now())
    assert (today.asked, today.blocked) == (114, 14)
    request = UnblockRequest.objects.get()
    assert (request.name, request.times, request.site) == ("tro-choi.example", 1, cast.site)
    gateway.refresh_from_db()
    assert (gateway.version, gateway.plan_in_force) == ("0.1.0", 1)
    assert gateway.status["troubles"][0]["words"] == "đĩa sắp đầy"
    assert gateway.status["skew_s"] == -75
    assert [each["plan"] for each in gateway.status["history"]] == [1]


def test_sealed_lines_of_an_open_matter_are_taken(cast: Cast, gateway: Gateway) -> None:
    until = clock.now() + timedelta(days=3)
    matter = ask_matter(
        by=cast.counsellor,
        site=cast.site,
        client="10.1.0.5",
        reason="Học sinh nghi bị dụ dỗ qua mạng",
        until=until,
    )
    open_matter(by=cast.principal, matter=matter)
    lines = [{"matter": str(matter.pk), "number": n, "sealed": f"dong-{n}"} for n in (1, 2)]

    assert tell({"trails": lines}).json()["trails"] == 2
    assert tell({"trails": lines}).json()["trails"] == 2
    kept = TrailRecord.objects.filter(matter=matter).values_list("number", "sealed")
    assert list(kept) == [(1, "dong-1"), (2, "dong-2")]


def test_a_store_that_is_away_is_told_again_later(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object) -> int:
        raise timestore.StoreFailed("xa")

    monkeypatch.setattr(timestore, "add", away)
    minute = f"{clock.now():%Y-%m-%dT%H:%MZ}"

    told = tell({"ident": IDENT, "counted": [[minute, "thcs", "", 1]]}).json()

    assert told["counted"] == ""


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 400, "không phải JSON"),
        (b"[]", 400, "phải là một đối tượng JSON"),
        (b"[" * 100_000, 400, "không phải JSON"),
        ({"lạ": 1}, 400, "không có trường lạ"),
        ({"plan": "mười hai"}, 400, "plan: cần số nguyên"),
        (b" " * (2 * 1024 * 1024 + 1), 413, "lớn hơn"),
    ],
)
def test_a_report_that_is_wrong_is_refused_in_words(
    gateway: Gateway, body: Any, status: int, words: str
) -> None:
    answer = tell(body)

    assert answer.status_code == status
    assert words in answer.json()["error"]
    gateway.refresh_from_db()
    assert gateway.seen_at is None


def test_a_small_body_cannot_fill_the_memory(gateway: Gateway) -> None:
    headers = {**bearer()["headers"], "Content-Encoding": "gzip"}
    for body, status in ((gzip.compress(bytes(40_000_000)), 413), (b"\x1f\x8b!", 400)):
        answer = Client().post("/bo-loc/may/bao-cao", body, "application/json", headers=headers)
        assert answer.status_code == status


def test_nobody_elses_token_opens_anything(gateway: Gateway) -> None:
    for word in ("Bearer " + "00" * 32, "Basic eA==", ""):
        answer = Client().get("/bo-loc/may/ke-hoach", headers={"Authorization": word})
        assert (answer.status_code, answer.json()["error"]) == (403, "máy lọc chưa ghi danh")
