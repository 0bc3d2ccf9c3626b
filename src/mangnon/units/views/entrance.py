"""allauth's views inside our frame."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.http.response import HttpResponseBase
from django.views.generic.base import ContextMixin, View

from mangnon.units.demo import DEMO_PASSWORD, demo_logins


class OurSite(ContextMixin):
    """allauth hands its templates a `site` that would hide ours, and with it the number 111."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context.pop("site", None)
        return context


def ours(view: type[View]) -> Callable[..., HttpResponseBase]:
    """One of allauth's views as it goes into the table of addresses."""
    return type(view.__name__, (OurSite, view), {}).as_view()  # type: ignore[attr-defined,no-any-return]


class SignIn(OurSite, LoginView):  # type: ignore[misc]
    """allauth's sign-in; a demo shows its accounts with a button for each."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if settings.DEMO:
            context |= {"demo_logins": demo_logins(), "demo_password": DEMO_PASSWORD}
        return context


sign_in = SignIn.as_view()
