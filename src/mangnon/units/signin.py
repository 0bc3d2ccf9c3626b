"""How people sign in: no open sign-up, a second factor for the roles that will see cases.

allauth does the work; the classes here only bend it. The hasher's cost is the lower of the two
that OWASP names for argon2id (19 MiB, two passes), so that eight clerks can sign in at once on a
small machine.
"""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from mangnon.units.choices import ROLES_WITH_SECOND_FACTOR
from mangnon.units.models import Person
from mangnon.units.perms import scope_of

# Set in the session once an authenticator was seen, to spare a query on each later page.
SECOND_FACTOR_DONE = "second_factor_done"


class Argon2Hasher(Argon2PasswordHasher):
    time_cost = 2
    memory_cost = 19456
    parallelism = 1


def needs_second_factor(person: Person) -> bool:
    """Whether a role of the person asks for it. Demo accounts are spared while `DEMO` is on."""
    if person.is_demo and settings.DEMO:
        return False
    return bool(scope_of(person).roles & ROLES_WITH_SECOND_FACTOR)


def has_second_factor(person: Person) -> bool:
    kept = Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP)
    return bool(kept.exists())


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: accounts are opened by invitation."""
        return False


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """A role that asks for the second factor cannot take it off."""
        return not needs_second_factor(authenticator.user)


class SecondFactorMiddleware:
    """Sends whoever still owes a second factor to the page that sets it up."""

    # Pages that stay open meanwhile: those of the account itself.
    OPEN = ("account_", "mfa_", "usersessions_")

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
        return redirect("mfa_activate_totp") if self._owes(request) else None

    def _owes(self, request: HttpRequest) -> bool:
        person = request.user
        if not isinstance(person, Person) or request.session.get(SECOND_FACTOR_DONE):
            return False
        if has_second_factor(person):
            request.session[SECOND_FACTOR_DONE] = True
            return False
        return needs_second_factor(person)
