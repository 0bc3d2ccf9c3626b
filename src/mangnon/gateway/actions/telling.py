"""Telling those who keep the lists. Texts live in `templates/notices`."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from mangnon.base.notices.api import Message, tell_many
from mangnon.units.api import Person


def tell_people(
    people: Iterable[Person],
    template: str,
    *,
    key: str,
    page: str,
    args: tuple[object, ...] = (),
    **words: object,
) -> None:
    """Tell each person with the text `notices/<template>.txt`, once for a key."""
    link = reverse(page, args=args)
    tell_many(
        Message(
            template=template,
            key=f"{key}:{person.pk}",
            to=person.email,
            person_id=person.pk,
            context=words,
            link=link,
        )
        for person in people
    )
