"""The public contacts as the page shows them: emergency numbers, then the country's, then ours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings

from mangnon.units.api import Contact, contacts_shown

_HREF = {"phone": "tel:{}", "web": "{}", "email": "mailto:{}"}


@dataclass(frozen=True)
class Shown:
    """One contact: `href` is "" for a postal address."""

    contact: Contact
    href: str
    value: str

    @property
    def checked(self) -> bool:
        return self.contact.certainty == "checked"


@dataclass(frozen=True)
class ContactGroup:
    """Contacts under one heading; `urgent` ones are printed large."""

    title: str
    urgent: bool
    contacts: tuple[Shown, ...]


def public_contacts() -> list[ContactGroup]:
    """Contacts of the country and of the province served, in their printed order, grouped."""
    shown = [Shown(one, _href(one), _value(one)) for one in contacts_shown(settings.PROVINCE_CODE)]
    groups = groupby(sorted(shown, key=_group), key=_group)
    return [
        ContactGroup(_TITLES[place], urgent=place == 0, contacts=tuple(found))
        for place, found in groups
    ]


_TITLES = ("Gọi khi cần giúp ngay", "Trong cả nước", "Tại tỉnh")
_EMERGENCY_DIGITS = 3


def _group(shown: Shown) -> int:
    contact = shown.contact
    if contact.province_id:
        return 2
    return 0 if contact.kind == "phone" and len(contact.value) == _EMERGENCY_DIGITS else 1


def _value(contact: Contact) -> str:
    """As read aloud: "0260 391 7381"; a site without "https://"."""
    if contact.kind == "phone" and len(contact.value) > _EMERGENCY_DIGITS:
        return re.sub(r"^(\d{4})(\d{3})(\d+)$", r"\1 \2 \3", contact.value)
    return contact.value.removeprefix("https://").rstrip("/")


def _href(contact: Contact) -> str:
    return _HREF.get(contact.kind, "").format(contact.value)
