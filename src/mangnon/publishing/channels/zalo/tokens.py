"""A new pair of tokens for an old refresh token, which Zalo takes once and never again.

Who may ask, and where the answer is put before anything else happens, is the vault's
(`publishing/vault.py`). Failures come with status 200, and a token used before is answered with
nothing at all (integrators' notes, August 2026).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from mangnon.kit import clock
from mangnon.publishing.channels.asking import Answer, Asked, ask
from mangnon.publishing.channels.base import Later, TokenExpired, Tokens
from mangnon.publishing.channels.limits import limits

OAUTH = "https://oauth.zaloapp.com"
_SPENT = "Zalo không nhận mã đổi (refresh token) nữa. Hãy kết nối lại OA."
_BAD_REFRESH = frozenset({-14014, -118})
_BAD_APPLICATION = frozenset({-14001, -14002, -14003, -14004})


def exchange(old: Tokens, base: str = "") -> Tokens:
    """Raises TokenExpired when a person must connect anew, Later when it may still come right."""
    if not old.refresh:
        raise TokenExpired("OA chưa có mã đổi (refresh token). Hãy kết nối lại OA.")
    if old.refresh_until is not None and old.refresh_until <= clock.now():
        raise TokenExpired(_SPENT)  # known already: not shown to Zalo once more
    form = {
        "refresh_token": old.refresh,
        "app_id": old.extra.get("app_id", ""),
        "grant_type": "refresh_token",
    }
    headers = {"secret_key": old.extra.get("app_secret", "")}
    asked = Asked("POST", "/v4/oa/access_token", headers=headers, form=form)
    return _pair(ask(base or OAUTH, asked), old)


def _pair(answer: Answer, old: Tokens) -> Tokens:
    data = answer.data
    if data.get("access_token") and data.get("refresh_token"):
        return Tokens(
            str(data["access_token"]),
            str(data["refresh_token"]),
            _until(data.get("expires_in"), timedelta(hours=limits("zalo")["access_hours"].value)),
            _until(
                data.get("refresh_token_expires_in"),
                timedelta(days=limits("zalo")["refresh_days"].value),
            ),
            old.extra,
        )
    code = data.get("error")
    said = str(data.get("error_name", "")).lower()
    if answer.status == 200 and (answer.blank or code in _BAD_REFRESH or "refresh" in said):
        raise TokenExpired(_SPENT)
    if code in _BAD_APPLICATION or "secret" in said or "app" in said:
        raise TokenExpired("Zalo không nhận ID hoặc khóa bí mật của ứng dụng. Hãy kết nối lại OA.")
    raise Later(f"Zalo chưa đổi được mã truy cập (mã {code or answer.status}).", answer.retry_after)


def _until(seconds: Any, else_: timedelta) -> datetime:
    """Zalo gives seconds as text; older answers give none."""
    text = str(seconds or "")
    return clock.now() + (timedelta(seconds=int(text)) if text.isdecimal() else else_)
