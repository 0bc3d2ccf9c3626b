"""What every answer says to the browser, and what cookies are called behind HTTPS."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.test import Client

from mangnon.units.choices import Role
from tests.cast import make_person, make_province, sign_in

pytestmark = pytest.mark.django_db

ANSWERS = ["/", "/bao-tin/", "/khong-co-trang-nay/", "/bao-tin/doi-tac/openapi.json", "/robots.txt"]


@pytest.mark.parametrize("address", ANSWERS)
def test_every_answer_carries_its_guards(client: Client, address: str) -> None:
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    for guard in ("default-src 'none'", "object-src 'none'", "base-uri 'none'"):
        assert guard in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert "Access-Control-Allow-Origin" not in answer
    kind = answer["Content-Type"]
    assert kind.startswith("application/json") or kind.endswith("charset=utf-8")


@pytest.mark.parametrize("address", ["/bao-tin/q/a%00b/", "/thu-vien/%00", "/%00"])
def test_a_nul_in_an_address_leads_nowhere(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_pages_of_cases_stay_in_no_cache(client: Client) -> None:
    sign_in(client, make_person(Role.COMMUNE_LEADER, make_province().son_ha))
    for address in ("/vu-viec/", "/vu-viec/tin-bao/", "/vu-viec/khi-can/"):
        assert "no-store" in client.get(address)["Cache-Control"]


def test_a_session_is_out_of_reach_of_scripts(client: Client) -> None:
    sign_in(client, make_person(Role.TEACHER, make_province().primary))
    client.get("/ban-lam-viec/")
    cookie = client.cookies["mangnon"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_trace_is_not_taken(client: Client) -> None:
    answer = client.trace("/bao-tin/an-toan/", headers={"X-Planted": "vang-trang"})
    assert answer.status_code == 405
    assert (
        "vang-trang" not in client.trace("/", headers={"X-Planted": "vang-trang"}).content.decode()
    )


_ASKED = """
import json, django
from django.conf import settings
django.setup()
from mangnon.reports import drafts, keys
print(json.dumps({
    "names": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, keys.COOKIE, drafts.COOKIE],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE],
    "samesite": [settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE],
    "hsts": [settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS],
}))
"""


def test_behind_https_cookies_are_secure_and_say_so_in_their_names(tmp_path: Any) -> None:
    said = {"HTTPS": "1", "MANGNON_DATA": str(tmp_path), "PUBLIC_URL": "https://tre.example"}
    run = subprocess.run(
        [sys.executable, "-c", _ASKED],
        env={**os.environ, **said, "DJANGO_SETTINGS_MODULE": "mangnon.project.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(run.stdout) == {
        "names": [
            "__Host-mangnon",
            "__Host-csrftoken",
            "__Host-mangnon-ho-so",
            "__Secure-mangnon-tam",
        ],
        "secure": [True, True],
        "samesite": ["Lax", "Lax"],
        "hsts": [31536000, True],
    }
