"""Whether the house is well, as machines and people are told."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from mangnon.base.audit.anchor import anchors_file
from mangnon.base.audit.api import record, write_anchor
from mangnon.base.health import checks, vital
from mangnon.base.health.api import Finding, run_checks
from mangnon.base.health.logs import configure
from mangnon.base.health.middleware import network_of
from mangnon.base.jobs.actions import sign_of_life
from mangnon.base.jobs.models import Job, State, Worker
from mangnon.base.notices.models import Outbox
from mangnon.kit import clock

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.base.health.urls")]


@pytest.fixture
def events(capsys):
    """The events logged so far."""
    configure({"format": "json"})
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    configure({"format": "console"})


def test_a_house_that_is_well_says_so(client):
    sign_of_life("worker-1")
    response = client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"ok": True, "database": "ok", "storage": "ok", "worker": "ok"}


def test_a_house_without_a_worker_is_not_well(client):
    sign_of_life("worker-1")
    Worker.objects.update(seen_at=clock.now() - timedelta(minutes=5))
    response = client.get("/healthz")
    assert (response.status_code, response.json()["worker"]) == (503, "down")


def test_a_storage_that_fails_is_said_and_nothing_crashes(client, monkeypatch):
    def broken():
        raise OSError("gone")

    monkeypatch.setitem(vital._SIGNS, "storage", broken)
    response = client.get("/healthz")
    assert (response.status_code, response.json()["storage"]) == (503, "down")


def test_figures_can_be_read_from_this_machine(client):
    Job.objects.create(task="x", run_after=clock.now() - timedelta(seconds=90))
    Outbox.objects.create(key="k", channel="email", to="a", subject="b", body="c")
    record(by=None, what="a.b", on=("x", "1"))
    client.get("/moi/bi-mat/")
    text = client.get("/metrics").content.decode()
    assert 'mangnon_requests_total{method="GET",status="200",view="greet"}' in text
    assert 'mangnon_request_seconds_bucket{le="0.15",view="greet"}' in text
    assert 'mangnon_jobs{state="waiting"} 1.0' in text
    assert "mangnon_outbox_waiting 1.0" in text
    assert "mangnon_audit_rows 1.0" in text
    assert "bi-mat" not in text
    lag = next(line for line in text.splitlines() if line.startswith("mangnon_job_lag_seconds "))
    assert float(lag.split()[1]) >= 90


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"REMOTE_ADDR": "203.0.113.7"}, 404),
        ({"HTTP_X_FORWARDED_FOR": "203.0.113.7"}, 404),
        ({"HTTP_X_REAL_IP": "203.0.113.7"}, 404),
        ({"HTTP_VIA": "1.1 proxy"}, 404),
        ({"REMOTE_ADDR": "203.0.113.7", "HTTP_AUTHORIZATION": "Bearer wrong"}, 404),
        ({"REMOTE_ADDR": "203.0.113.7", "HTTP_AUTHORIZATION": "Bearer token-of-test"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
    ],
)
def test_figures_are_for_this_machine_or_the_token(client, settings, given, status):
    settings.METRICS_TOKEN = "token-of-test"
    assert client.get("/metrics", **given).status_code == status


def test_no_token_set_means_no_token_fits(client, settings):
    settings.METRICS_TOKEN = None
    far = {"REMOTE_ADDR": "203.0.113.7", "HTTP_AUTHORIZATION": "Bearer "}
    assert client.get("/metrics", **far).status_code == 404


def test_a_request_is_logged_by_its_route(client, events):
    response = client.get("/moi/bi-mat/?q=hoa", REMOTE_ADDR="203.0.113.7")
    (event,) = events()
    assert response["X-Request-ID"] == event["request"]
    assert (event["method"], event["route"], event["status"]) == ("GET", "moi/<str:secret>/", 200)
    assert event["network"] == "203.0.113.0/24"
    assert "bi-mat" not in json.dumps(event)
    assert "hoa" not in json.dumps(event)


def test_a_request_keeps_a_sound_number_that_a_proxy_gave(client):
    assert client.get("/healthz", headers={"X-Request-ID": "abc-12345"})["X-Request-ID"] == (
        "abc-12345"
    )
    odd = client.get("/healthz", headers={"X-Request-ID": "a b\tc<script>"})["X-Request-ID"]
    assert len(odd) == 32


def test_a_crash_is_logged_once_without_what_it_was_about(client, events):
    client.raise_request_exception = False
    assert client.get("/crash/").status_code == 500
    crashed, request = events()
    assert (crashed["event"], crashed["route"]) == ("request crashed", "crash/")
    assert crashed["exception"].endswith("ValueError: ‹thư›")
    assert (request["status"], request["request"]) == (500, crashed["request"])


@pytest.mark.parametrize(("how", "lines"), [("403", 1), ("404", 1), ("400", 2)])
def test_a_refusal_is_logged_without_a_trace(client, events, how, lines):
    """A request that makes no sense is told by Django's log of security too, in one more line."""
    client.get(f"/tu-choi/{how}/")
    logged = events()
    assert logged[-1]["status"] == int(how)
    assert len(logged) == lines
    assert all("exception" not in event for event in logged)


def test_a_refused_form_does_not_write_its_address_down(events, settings):
    settings.CSRF_FAILURE_VIEW = "tests.base.health.urls.stale"
    Client(enforce_csrf_checks=True).post("/moi/bi-mat/")
    (logged,) = events()
    assert (logged["status"], logged["route"]) == (403, "moi/<str:secret>/")


def test_networks():
    assert network_of("2001:db8:1:2::7") == "2001:db8:1::/48"
    assert network_of("127.0.0.1") == "loopback"
    assert network_of("") == ""


@pytest.fixture
def house(settings, tmp_path):
    settings.DATA_DIR, settings.DEMO, settings.HTTPS = tmp_path, False, True
    settings.SECRET_KEY = "k" * 60
    return tmp_path


def wrong() -> list[str]:
    return [finding.words for finding in run_checks() if not finding.ok]


def test_every_finding_that_is_not_well_says_how_to_mend_it(house):
    findings = run_checks()
    assert len(findings) >= 15
    assert all(finding.mend for finding in findings if not finding.ok)


def test_a_weak_secret_and_demo_accounts_are_found(house, settings):
    settings.SECRET_KEY = "change-me"
    person = get_user_model().objects.create_user("demo@example.org", full_name="Demo")
    get_user_model().objects.filter(pk=person.pk).update(is_demo=True)
    assert {"Khóa bí mật không phải chuỗi mẫu", "Không có tài khoản trình diễn"} <= set(wrong())


def test_a_clock_behind_what_was_recorded_is_found(house):
    assert not [words for words in wrong() if words.startswith("Đồng hồ")]
    with time_machine.travel(clock.now() + timedelta(minutes=6), tick=False):
        record(by=None, what="a.b", on=("x", "1"))
    assert [words for words in wrong() if words.startswith("Đồng hồ của máy hợp lý (")]


def test_dead_jobs_are_counted(house):
    Job.objects.create(task="x", state=State.DEAD)
    assert "Có 1 việc nền bị hỏng" in wrong()


def test_a_backup_is_asked_for(house):
    assert "Chưa có bản sao lưu nào" in wrong()
    checks.backup_note().write_text(json.dumps({"at": clock.now().isoformat()}))
    assert not [words for words in wrong() if "sao lưu" in words]
    old = clock.now() - timedelta(days=9)
    checks.backup_note().write_text(json.dumps({"at": old.isoformat()}))
    assert [words for words in wrong() if words.startswith("Bản sao lưu gần nhất: ")]


def test_the_end_of_the_record_is_compared(house):
    record(by=None, what="a.b", on=("x", "1"))
    write_anchor()
    assert not [words for words in wrong() if "nhật ký" in words]
    anchors_file().write_text("{}\n")
    assert "Dấu neo gần nhất của nhật ký khớp" in wrong()


def test_a_look_that_breaks_down_does_not_hide_the_others(house, monkeypatch):
    def _broken():
        raise OSError("gone")

    monkeypatch.setattr(checks, "_LOOKS", (_broken, checks._backup))
    assert [finding.words for finding in run_checks()] == [
        "Không kiểm tra được: broken (OSError)",
        "Chưa có bản sao lưu nào",
    ]
    assert Finding(True, "x").mend == ""


def test_a_house_that_was_never_started_is_told_to_start(house, monkeypatch):
    monkeypatch.setattr(connection.introspection, "table_names", lambda *_: [])
    findings = run_checks()
    assert not [finding for finding in findings if "Không kiểm tra được" in finding.words]
    empty = next(finding for finding in findings if "chưa có bảng" in finding.words)
    assert (empty.ok, empty.mend) == (False, "Chạy: mangnon up")
