"""People with keys, and reports told in neutral invented words."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.test import Client

from mangnon.reports import api
from mangnon.reports.actions import keys as key_actions
from mangnon.reports.keys import COOKIE, reader_with
from mangnon.units.choices import Role
from mangnon.units.models import Person, Unit
from tests.cast import House, make_person, make_province, sign_in

PASSPHRASE = "bon-cay-tre-ben-suoi"
STORY = "Bạn lấy cặp của em và đổ nước vào vở."

__all__ = ["PASSPHRASE", "STORY", "House", "make_province", "sign_in"]


def member(role: Role, unit: Unit, **more: Any) -> Person:
    return make_person(role, unit, **more)


def with_key(person: Person) -> api.Reader:
    """The person sets a passphrase and reads with what that opens."""
    return reader_with(person, key_actions.set_up(by=person, passphrase=PASSPHRASE))


def tell(what: str = STORY, *, token: str = "", school: Unit | None = None, **said: Any) -> Any:
    """A report by the web, as a child sends it."""
    return api.open_report(
        channel=api.Channel.WEB,
        lane=api.Lane.CHILD,
        answers=api.Answers(what=what, **said),
        idempotency_key=token or uuid4().hex,
        school=school,
    )


def unlocked(client: Client, person: Person) -> Client:
    """Signed in and with the key open, by the page itself."""
    sign_in(client, person)
    answer = client.post("/bao-tin/khoa/", {"passphrase": PASSPHRASE})
    assert answer.status_code == 302, answer.content.decode()
    assert COOKIE in client.cookies
    return client
