"""How people sign in: no open sign-up, a second factor for the roles that will see cases.

allauth and axes do the work; the classes here only bend them. The hasher's cost is the lower of
the two that OWASP names for argon2id (19 MiB, two passes), so that eight clerks can sign in at
once on a small machine.
"""

from __future__ import annotations

import base64
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.usersessions.models import UserSession
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from mangnon.base.notices import api as notices
from mangnon.base.programs import Answered, is_program
from mangnon.units.actions import account as actions
from mangnon.units.choices import ROLES_WITH_SECOND_FACTOR
from mangnon.units.models import Person
from mangnon.units.perms import keep_scope, scope_of

log = structlog.get_logger("mangnon.units")
# Set in the session once an authenticator was seen, to spare a query on each later page.
SECOND_FACTOR_DONE = "second_factor_done"
_SEEN_AT = "seen_at"
_SEEN_EVERY = timedelta(minutes=10)
_BEGAN_AT = "began_at"


class Argon2Hasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19456
    parallelism = 1


# --- who may sign in ----------------------------------------------------------------------------


def needs_second_factor(person: Person) -> bool:
    """Whether a role of the person asks for it. Demo accounts are spared while `DEMO` is on."""
    if person.is_demo and settings.DEMO:
        return False
    return bool(scope_of(person).roles & ROLES_WITH_SECOND_FACTOR)


def has_second_factor(person: Person) -> bool:
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return bool(kept.exists())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "Tài khoản này đã ngừng hoạt động.",
        "email_password_mismatch": "Thư điện tử hoặc mật khẩu không đúng.",
        "incorrect_code": "Mã không đúng.",
        "incorrect_password": "Mật khẩu không đúng.",
        "invalid_password_reset": "Liên kết đặt lại mật khẩu không còn dùng được.",
        "password_min_length": "Mật khẩu phải có ít nhất {0} ký tự.",
        "rate_limited": "Anh/chị đã thử quá nhiều lần. Hãy đợi ít phút rồi thử lại.",
        "too_many_login_attempts": "Đã thử quá nhiều lần. Hãy đợi ít phút rồi thử lại.",
        "unknown_email": "Thư điện tử này không thuộc tài khoản nào.",
        "enter_current_password": "Mật khẩu hiện tại không đúng.",
    }

    def is_safe_url(self, url: str | None) -> bool:
        """An address that nobody can read leads nowhere."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are opened by invitation."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """A demo account opens nothing where `DEMO` is off."""
        person: Person | None = super().authenticate(request, **credentials)
        if person is not None and person.is_demo and not settings.DEMO:
            return None
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A line without whose account was tried: `middleware` adds the network."""
        super().authentication_failed(request, **credentials)
        log.warning("sign-in failed")

    def login(self, request: HttpRequest, user: Person) -> None:
        """After every stage is passed."""
        super().login(request, user)
        actions.note(by=user, what="person.signed_in")

    def set_password(self, user: Person, password: str) -> None:
        """The own one, changed or reset: nobody sets another's."""
        super().set_password(user, password)
        actions.note(by=user, what="person.password_set")

    def reauthenticate(self, user: Person, password: str) -> bool:
        """By the account's own address: allauth would look for a row of its own e-mail table."""
        return bool(user.check_password(password))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within a quarter of an hour of signing in: who was just asked is not asked twice."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        return bool(time.time() - latest > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Through the outbox, like all other mail: the worker sends it and tries again."""
        person = context.get("user")
        notices.tell(
            template=template_prefix.replace("/", "_"),
            to=email,
            context={
                "url": context.get("password_reset_url", ""),
                "person": person,
                "at": timezone.localtime(),
            },
            key=f"{template_prefix}:{uuid.uuid4()}",
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells the owner what happened to the account, at the address that the account has."""
        self.send_mail(template_prefix, user.email, {"user": user})


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": "Vai trò của anh/chị bắt buộc xác thực hai lớp.",
        "cannot_generate_recovery_codes": "Hãy bật xác thực hai lớp trước khi tạo mã dự phòng.",
        "incorrect_code": "Mã không đúng. Hãy nhập mã mới nhất trong ứng dụng.",
    }

    def encrypt(self, text: str) -> str:
        """Secrets of authenticators are unreadable without the key of this installation."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """With another key nothing fits any more: a fresh secret, so that every code is wrong."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return str(generate_totp_secret())

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A role that asks for the second factor cannot take it off."""
        return not needs_second_factor(authenticator.user)


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key)) for key in keys])


@cache
def _derived(secret: str) -> bytes:
    key = HKDF(hashes.SHA256(), length=32, salt=None, info=b"mangnon second factor")
    return base64.urlsafe_b64encode(key.derive(secret.encode()))


# --- middleware ---------------------------------------------------------------------------------


class ScopeMiddleware:
    """Reads the roles of whoever asks once a request, however often the page needs them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if isinstance(request.user, Person):
            keep_scope(request.user)
        return self.get_response(request)


class SecondFactorMiddleware:
    """Sends whoever still owes a second factor to the page that sets it up."""

    # Pages that stay open meanwhile: those of the account itself, the numbers to call, and those
    # where anybody tells: who owes a second factor may have seen a child in need.
    OPEN = (
        "account_",
        "mfa_",
        "usersessions_",
        "contacts",
        "report_start",
        "report_poster_start",
        "report_step",
        "report_receipt",
        "report_files",
        "report_safety",
        "report_leave",
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        if match is None or (match.url_name or "").startswith(self.OPEN):
            return None
        if not self._owes(request):
            return None
        if is_program(request):
            words = "Vai trò này phải bật xác thực hai lớp trước, trên trang."
            return Answered(403, "second_factor", words).response
        return redirect("mfa_activate_totp")

    def _owes(self, request: HttpRequest) -> bool:
        person = request.user
        if not isinstance(person, Person) or request.session.get(SECOND_FACTOR_DONE):
            return False
        if has_second_factor(person):
            request.session[SECOND_FACTOR_DONE] = True
            return False
        return needs_second_factor(person)


class LastSeenMiddleware:
    """Notes when a session was last used, every ten minutes instead of on every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A page that was written on for a day is still taken; a program has none.
        may_end = request.method in {"GET", "HEAD"} or is_program(request)
        if may_end and self._is_over(request):
            logout(request)
        response = self.get_response(request)
        if request.session.session_key and self._is_due(request):
            request.session[_SEEN_AT] = timezone.now().isoformat()
            request.session.setdefault(_BEGAN_AT, request.session[_SEEN_AT])
            UserSession.objects.filter(session_key=request.session.session_key).update(
                last_seen_at=timezone.now()
            )
        return response

    @staticmethod
    def _is_over(request: HttpRequest) -> bool:
        began = request.session.get(_BEGAN_AT)
        if began is None:
            return False
        return timezone.now() - datetime.fromisoformat(began) > settings.SESSION_LASTS

    @staticmethod
    def _is_due(request: HttpRequest) -> bool:
        if not request.user.is_authenticated:
            return False
        seen = request.session.get(_SEEN_AT)
        return seen is None or timezone.now() - datetime.fromisoformat(seen) > _SEEN_EVERY


# --- lock-out -----------------------------------------------------------------------------------


def client_address(request: HttpRequest) -> str:
    """The address that tries: the connection's own unless `TRUSTED_PROXIES` says otherwise."""
    return str(get_client_ip(request) or "")


def attempted_email(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The account that is tried, as axes counts it: allauth hands the address over as `email`."""
    known = credentials or {}
    given = known.get("email") or known.get("username") or request.POST.get("login") or ""
    return str(given).strip().lower()[:254]


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any] | None
) -> HttpResponse:
    """The page that says until when an account is locked. It never says whether there is one."""
    attempts = AccessAttempt.objects.filter(username=attempted_email(request, credentials))
    last = attempts.order_by("-attempt_time").values_list("attempt_time", flat=True).first()
    until = (last or timezone.now()) + (get_cool_off(request) or timedelta())
    return render(request, "account/locked.html", {"until": until}, status=429)
