"""One request, one answer: bounded, never followed elsewhere, and telling nothing secret."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from mangnon.publishing.channels import asking
from mangnon.publishing.channels.asking import Asked, ask
from mangnon.publishing.channels.base import Later, Refused, Tokens, Unsure
from mangnon.publishing.channels.facebook import CHANNEL as FACEBOOK
from mangnon.publishing.channels.zalo import CHANNEL as ZALO
from mangnon.publishing.channels.zalo import sending
from tests.publishing.channels.contract import good_draft
from tests.publishing.channels.outside import Pocket, page_account, zalo_account
from tests.publishing.fakes.facebook import FacebookFake
from tests.publishing.fakes.serving import Fault, Reply
from tests.publishing.fakes.zalo import ZaloFake

READS, CHANGES = Asked("GET", "/"), Asked("POST", "/dang", said={}, changes=True)


@pytest.fixture
def oa(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[ZaloFake]:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(sending, "PAUSES", (0.001,) * 3)
    fake = ZaloFake()
    yield fake
    fake.close()


@pytest.mark.parametrize("base", ["http://la.example", "ftp://127.0.0.1", "file:///etc/passwd"])
def test_tokens_go_over_https_alone_but_within_this_machine(base: str) -> None:
    with pytest.raises(Refused, match="phải là https"):
        ask(base, READS)


def test_where_nobody_listens_nothing_was_sent(oa: ZaloFake) -> None:
    oa.close()
    with pytest.raises(Later, match=r"Không nối được 127\.0\.0\.1"):
        ask(oa.url, CHANGES)


def test_a_line_that_breaks_is_unsure_only_for_what_changes_something(oa: ZaloFake) -> None:
    oa.strike(Fault("/"), Fault("/dang"))
    with pytest.raises(Later, match="không trả lời"):
        ask(oa.url, READS)
    with pytest.raises(Unsure, match="không trả lời"):
        ask(oa.url, CHANGES)


def test_a_server_that_drips_is_cut_off(oa: ZaloFake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "SECONDS", 0.2)
    oa.strike(Fault("/dang", drip=True))
    with pytest.raises(Unsure):
        ask(oa.url, CHANGES)


def test_an_answer_without_end_is_no_answer(oa: ZaloFake) -> None:
    oa.strike(Fault("/", reply=Reply(b'{"a": "' + b"0" * 3 * 2**20 + b'"}')))
    assert ask(oa.url, READS).data == {}


def test_nothing_is_followed_to_another_place(oa: ZaloFake) -> None:
    elsewhere = ZaloFake()
    oa.strike(Fault("/", reply=Reply({}, 307, headers={"Location": f"{elsewhere.url}/"})))
    with pytest.raises(Later, match="không đi theo"):
        ask(oa.url, READS)
    assert elsewhere.asked == []
    elsewhere.close()


def test_errors_and_logs_tell_nothing_that_opens_an_account(
    oa: ZaloFake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    page = FacebookFake()
    at, on = zalo_account(oa), page_account(page)
    secrets = [*_secrets(at.vault.read()), *_secrets(on.vault.read())]
    echo = " ".join(secrets)
    oa.strike(Fault("/getslice", reply=Reply({"error": -999, "message": echo})))
    error = {"error": {"code": 999, "message": echo}}
    page.strike(Fault("/videos", reply=Reply(error, 400)))
    with pytest.raises(Refused) as first:
        ZALO.send(at, good_draft(), "1" * 32)
    with pytest.raises(Refused) as second:
        FACEBOOK.send(on, good_draft(), "1" * 32)
    page.close()
    own = _secrets(at.vault.read()), _secrets(on.vault.read())
    assert str(first.value).startswith("Zalo từ chối (mã -999): … …")
    assert str(second.value).startswith("Facebook từ chối (mã 999):")
    assert not any(one in str(first.value) + caplog.text for one in own[0])
    assert not any(one in str(second.value) + caplog.text for one in own[1])
    assert not any(one in f"{at!r} {on!r} {at.vault.read()!r}" for one in secrets)


def _secrets(tokens: Tokens) -> list[str]:
    return [one for one in (tokens.access, tokens.refresh, tokens.extra["app_secret"]) if one]


def test_no_address_carries_a_token(oa: ZaloFake) -> None:
    page = FacebookFake()
    on = page_account(page)
    vault = on.vault
    assert isinstance(vault, Pocket)
    page.proof_needed = True
    FACEBOOK.send(on, good_draft(), "1" * 32)
    assert len(page.standing()) == 1
    vault.tokens = replace(vault.tokens, extra={"app_secret": "mot-khoa-khac"})
    with pytest.raises(Refused, match="appsecret_proof"):
        FACEBOOK.look_up(on, "1" * 32)  # type: ignore[misc]
    page.close()
