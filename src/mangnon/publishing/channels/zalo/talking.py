"""One call to Zalo, and what its error codes mean for us.

Zalo answers 200 with an `error` that is not 0. Which codes there are is known from integrators'
notes and from tables of resellers, not from Zalo's own page: an unknown one is a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from mangnon.kit import clock
from mangnon.kit.scrub import scrub
from mangnon.publishing.channels.asking import Answer, Asked, ask
from mangnon.publishing.channels.base import Account, Later, Refused, TokenExpired, Tokens, Unsure
from mangnon.publishing.channels.zalo.tokens import exchange

API, VERSION = "https://openapi.zalo.me", "/v2.0"
# Half its life: should it be refused, a person has half a day while posts still go out.
RENEW_BEFORE = timedelta(hours=12)

BEING_PROCESSED, STALE_TOKEN = -214, frozenset({-216, -220, -124})
_UNKNOWN = -100  # "unknown error": it may have been done
_LATER = {
    -32: ("Zalo nhận quá nhiều yêu cầu.", timedelta(minutes=5)),
    -211: ("OA đã hết lượt trong kỳ này.", timedelta(hours=6)),
    BEING_PROCESSED: ("Zalo đang xử lý bài.", timedelta(minutes=2)),
}
_REFUSED = {
    -200: "Zalo không tải được ảnh của bài.",
    -202: "Ứng dụng chưa có quyền quản lý bài viết (manage_article).",
    -205: "Không có OA này.",
    -206: "Ứng dụng chưa được liên kết với OA.",
    -209: "OA hoặc ứng dụng không được dùng tính năng bài viết.",
    -224: "Gói dịch vụ của OA không cho đăng bài qua ứng dụng.",
}


def call(account: Account, asked: Asked) -> Mapping[str, Any]:
    """The `data` of Zalo's answer. A token that Zalo calls stale is renewed, once."""
    tokens = usable(account)
    answer = _once(account, tokens, asked)
    if answer.data.get("error") in STALE_TOKEN:
        tokens = renewed(account, tokens)
        answer = _once(account, tokens, asked)
    return _meaning(answer, asked.changes, tokens)


def usable(account: Account) -> Tokens:
    """Tokens whose access still lasts. An account that must be connected anew goes on with what
    it has for as long as that lasts."""
    tokens = account.vault.read()
    if not _is_due(tokens):
        return tokens
    try:
        return renewed(account, tokens)
    except (Later, TokenExpired):
        if tokens.access_until is not None and tokens.access_until <= clock.now():
            raise
        return tokens


def _is_due(tokens: Tokens) -> bool:
    """Halfway, or when it is not known how long they last; a dead refresh token not before the
    last moment."""
    now, until = clock.now(), tokens.access_until
    dead = not tokens.refresh or (tokens.refresh_until is not None and tokens.refresh_until <= now)
    if dead:
        return until is not None and until <= now
    return until is None or until - RENEW_BEFORE < now


def renewed(account: Account, seen: Tokens) -> Tokens:
    return account.vault.renew(seen, partial(exchange, base=account.base))


def keep_alive(account: Account) -> None:
    """A new pair, so that an account that posts little does not run out."""
    renewed(account, account.vault.read())


def _once(account: Account, tokens: Tokens, asked: Asked) -> Answer:
    headers = {**asked.headers, "access_token": tokens.access}
    return ask(account.base or API, replace(asked, headers=headers, path=VERSION + asked.path))


def _meaning(answer: Answer, changes: bool, tokens: Tokens) -> Mapping[str, Any]:
    code = answer.data.get("error")
    if code == 0:
        data = answer.data.get("data")
        return data if isinstance(data, dict) else {}
    if code in STALE_TOKEN:
        raise TokenExpired("Zalo không nhận mã truy cập của OA. Hãy kết nối lại OA.")
    if answer.status == 429 or code in _LATER:
        words, after = _LATER.get(code or 0, _LATER[-32])
        raise Later(words, answer.retry_after or after)
    if answer.status == 503:
        raise Later("Zalo đang bảo trì.", answer.retry_after)
    if not isinstance(code, int) or code == _UNKNOWN:
        words = f"Zalo trả lời không rõ ({answer.status})."
        raise Unsure(words) if changes else Later(words)
    raise Refused(_REFUSED.get(code) or _said(answer.data, code, tokens))


def _said(data: Mapping[str, Any], code: int, tokens: Tokens) -> str:
    """Zalo's own words, short, without what opens anything."""
    words = str(data.get("message", ""))
    for secret in (tokens.access, tokens.refresh, tokens.extra.get("app_secret", "")):
        words = words.replace(secret, "…") if secret else words
    return f"Zalo từ chối (mã {code}): {scrub(words)[:160]}".rstrip(": ")
