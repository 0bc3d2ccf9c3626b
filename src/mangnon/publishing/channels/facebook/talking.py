"""One call to the Graph API, and what its error codes mean for us.

The codes are from "Handle Errors" of developers.facebook.com. The token travels in a header. With
the application's secret each call proves that it knows it (`appsecret_proof`).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from mangnon.kit.scrub import scrub
from mangnon.publishing.channels.asking import Answer, Asked, ask
from mangnon.publishing.channels.base import Account, Later, Refused, TokenExpired, Tokens, Unsure

GRAPH, VERSION = "https://graph.facebook.com", "/v25.0"

_RECONNECT = "Facebook không nhận mã truy cập của Trang nữa. Hãy kết nối lại Trang."
_EXPIRED = frozenset({102, 190})
_TOO_MANY = frozenset({4, 9, 17, 32, 341, 613, 80001, 80002})
_PASSING = frozenset({1, 2})  # "may be temporary": it may have been done all the same
_REFUSED = {
    10: "Ứng dụng chưa được cấp quyền đăng bài (pages_manage_posts).",
    368: "Facebook đang chặn Trang này đăng bài. Hãy xem thông báo trong Trang.",
    506: "Facebook coi bài này trùng với bài vừa đăng.",
}
_NO_RIGHTS = range(200, 300)
_PAUSE = timedelta(minutes=30)


class Gone(Refused):
    """What was asked about is not there, or may not be seen with this token."""


def call(account: Account, asked: Asked) -> Mapping[str, Any]:
    """The answer's object."""
    tokens = account.vault.read()
    answer = ask(account.base or GRAPH, _signed(asked, tokens))
    if answer.status == 200 and "error" not in answer.data and answer.data:
        return answer.data
    raise _refusal(answer, asked.changes, tokens)


def _signed(asked: Asked, tokens: Tokens) -> Asked:
    headers = {**asked.headers, "Authorization": f"Bearer {tokens.access}"}
    asked = replace(asked, headers=headers, path=VERSION + asked.path)
    secret = tokens.extra.get("app_secret", "")
    if not secret:
        return asked
    proof = hmac.new(secret.encode(), tokens.access.encode(), hashlib.sha256).hexdigest()
    return replace(asked, query={**asked.query, "appsecret_proof": proof})


def _refusal(answer: Answer, changes: bool, tokens: Tokens) -> Exception:
    said = answer.data.get("error")
    error: Mapping[str, Any] = said if isinstance(said, dict) else {}
    code = error.get("code")
    if code in _EXPIRED:
        return TokenExpired(_RECONNECT)
    if code in _TOO_MANY or answer.status == 429:
        return Later("Facebook nhận quá nhiều yêu cầu.", answer.retry_after or _PAUSE)
    if answer.status == 503 and code is None:
        return Later("Facebook đang bảo trì.", answer.retry_after)
    if code is None or code in _PASSING:
        words = f"Facebook trả lời không rõ ({answer.status})."
        return Unsure(words) if changes else Later(words)
    if code == 100 and error.get("error_subcode") == 33:
        return Gone("Facebook không còn bài này, hoặc mã truy cập không xem được bài.")
    if code in _NO_RIGHTS:
        return Refused("Mã truy cập thiếu quyền trên Trang này.")
    return Refused(_REFUSED.get(code) or _said(error, code, tokens))


def _said(error: Mapping[str, Any], code: int, tokens: Tokens) -> str:
    """Facebook's own words, short, without what opens anything."""
    words = str(error.get("error_user_msg") or error.get("message") or "")
    for secret in (tokens.access, tokens.extra.get("app_secret", "")):
        words = words.replace(secret, "…") if secret else words
    return f"Facebook từ chối (mã {code}): {scrub(words)[:160]}".rstrip(": ")
