"""No page is open by mistake: every address of the resolver is asked for by nobody.

Who adds a view has it tested here. It must refuse or send to sign in whoever is signed out, or
stand in `PUBLIC` with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from django.urls.converters import IntConverter, StringConverter, UUIDConverter

from mangnon.units.choices import Role
from tests.cast import make_person, make_province, sign_in

pytestmark = pytest.mark.django_db

# name -> why anybody may open it
PUBLIC = {
    "home": "the public page",
    "contacts": "whom to call",
    "components": "the sample of the look, in a demo alone",
    "robots": "for search engines",
    "favicon": "the sign of the site",
    "health:healthz": "for whoever watches: up or down",
    "health:metrics": "figures without personal data, for this machine or with the token",
    "machine_key": "the public key that filters pin; it is no secret",
    "public_library": "what the province publishes is for anybody",
    "public_product": "the same; what is not published is not there",
    "public_file": "the same",
    "public_preview": "the same",
    "public_drawing": "drawings of the studio, the same for all",
    "public_collection": "the same",
    "public_news": "whoever reads the library may ask for its letter",
    "public_news_confirm": "what stands in the link counts",
    "public_news_stop": "the same; mail programs have no account",
    "public_rss": "for whoever follows the library",
    "public_atom": "the same",
    "public_json_feed": "the same",
    "public_podcast": "the same",
    "public_podcast_cover": "the same",
    "public_sitemap": "for search engines",
    "report_start": "whoever has something to tell has no account",
    "report_poster_start": "the same, from a poster",
    "report_step": "the same; a draft opens with the cookie of its browser alone",
    "report_files": "asks for the receipt; without it leads to where it is asked for",
    "case_api_document": "how the API is used; who is asked when it is",
    "report_partner_document": "how the API is used; the key is asked for when it is",
    "report_receipt": "asks for the receipt",
    "report_safety": "says what the pages keep",
    "report_leave": "leads away at once",
    "account_login": "signing in",
    "account_logout": "signing out twice does no harm",
    "account_signup": "says that accounts are opened by invitation",
    "account_inactive": "says that an account is closed",
    "account_accept_invitation": "whoever holds the link has no account yet",
    "account_reset_password": "for whoever forgot it",
    "account_reset_password_done": "says that a message was sent",
    "account_reset_password_from_key": "whoever holds the link cannot sign in",
    "account_reset_password_from_key_done": "says that it is done",
}
# Deeds without a page of their own: a link, a preview or a search engine must not do them.
DEEDS = {
    "account_choose_unit",
    "case_decision_file",
    "case_api_move",
    "case_export_answer",
    "case_export_file",
    "case_glass_judge",
    "case_identity_answer",
    "case_package_file",
    "case_package_receive",
    "case_package_usb",
    "case_province_end",
    "case_report_second",
    "case_transfer_file",
    "case_transfer_receipt",
    "channel_disconnect",
    "contact_check",
    "contact_end",
    "evidence_destroy",
    "evidence_open",
    "evidence_to_police",
    "filters_allowance_end",
    "filters_ask_allow",
    "filters_client_remove",
    "filters_list_fetch",
    "filters_list_use",
    "filters_reviewed",
    "filters_trail_answer",
    "filters_version_take",
    "holiday_remove",
    "interest_drop",
    "invitation_withdraw",
    "letter_acknowledge",
    "letter_discard",
    "library_adapt",
    "library_again",
    "library_decide",
    "library_follow",
    "library_map_begin",
    "library_map_machine",
    "library_map_move",
    "library_recall",
    "library_take_back",
    "library_withdraw",
    "machine_enrol",
    "machine_report",
    "matters_give",
    "matters_lock",
    "matters_renew",
    "matters_shares",
    "move",
    "notices:read_all",
    "offer_set_aside",
    "offer_take",
    "person_deactivate",
    "person_second_factor",
    "post_again",
    "post_by_hand",
    "post_done",
    "post_drop",
    "post_not_there",
    "report_partner_end",
    "report_partner_send",
    "report_phone_drop",
    "report_phone_keep",
    "system:retry",
    "unit_close",
    "usersessions_end",
    "usersessions_end_others",
}
_SAMPLES = {UUIDConverter: UUID(int=7), IntConverter: 7, StringConverter: "x"}
_KEY = {"uidb36": "7", "key": "x-y"}


@dataclass(frozen=True)
class Named:
    """A view of the resolver: its full name, an address of it and what answers there."""

    name: str
    path: str
    view: Callable[..., Any]


def walk(patterns: list[Any], space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in patterns:
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from walk(one.url_patterns, inner)
        else:
            yield f"{space}{one.name}" if one.name else "", one


def every_view() -> list[Named]:
    found = []
    for name, pattern in walk(get_resolver().url_patterns):
        converters = getattr(pattern.pattern, "converters", {})
        given: dict[str, Any] = {key: _SAMPLES[type(one)] for key, one in converters.items()}
        regex = getattr(pattern.pattern, "regex", None)
        given = given or ({} if regex is None or not regex.groupindex else _KEY)
        found.append(Named(name, reverse(name, kwargs=given), pattern.callback))
    return found


VIEWS = every_view()
CLOSED = [one for one in VIEWS if one.name not in PUBLIC]
by_name = pytest.mark.parametrize("one", CLOSED, ids=lambda one: one.name)


def methods_of(view: Any) -> set[str]:
    """What `require_POST` and its like let through, however deep they were applied; {} for all."""
    while view is not None:
        names = view.__code__.co_freevars if hasattr(view, "__code__") else ()
        if "request_method_list" in names:
            allowed = view.__closure__[names.index("request_method_list")].cell_contents
            return set(allowed)
        view = getattr(view, "__wrapped__", None)
    return set()


def test_every_view_has_a_name_and_one_address() -> None:
    names = [one.name for one in VIEWS]
    assert all(names)
    assert len(set(names)) == len(names)
    assert len({one.path for one in VIEWS}) == len(VIEWS)
    assert all(resolve(one.path).view_name == one.name for one in VIEWS)


def test_what_is_public_exists() -> None:
    assert {one.name for one in VIEWS} >= PUBLIC.keys()


@by_name
@pytest.mark.parametrize("method", ["get", "post", "head", "put", "delete"])
def test_a_page_is_closed_to_whoever_is_signed_out(one: Named, method: str) -> None:
    answer = getattr(Client(), method)(one.path)

    if answer.status_code == 302:
        assert answer.url.split("?")[0] == reverse(settings.LOGIN_URL)
    else:
        assert answer.status_code in {401, 403, 404, 405}


def test_the_deeds_take_nothing_but_a_form() -> None:
    assert {one.name for one in VIEWS if methods_of(one.view) == {"POST"}} == DEEDS


@pytest.mark.parametrize("role", [Role.PROVINCIAL_OFFICER, Role.COMMUNE_WORKER])
def test_a_deed_is_not_done_by_opening_its_address(role: Role) -> None:
    house = make_province()
    at = house.health if role == Role.PROVINCIAL_OFFICER else house.son_ha
    client = sign_in(Client(), make_person(role, at))

    for one in VIEWS:
        if one.name in DEEDS:
            # The pages of the system say "not yours" before they say "not so".
            wanted = {405} if one.name != "system:retry" else {403, 405}
            assert client.get(one.path).status_code in wanted, one.name
