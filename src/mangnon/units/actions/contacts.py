"""Addresses where help is found: added, mended, checked and ended by the province's officers."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from mangnon.base.audit import api as audit
from mangnon.units.choices import Certainty
from mangnon.units.models import Contact, Person
from mangnon.units.perms import can_manage_contacts, today
from mangnon.units.refusals import NotAllowed

FIELDS = ("title", "kind", "value", "note", "source", "public", "order")


def _require(by: Person, contact: Contact | None) -> None:
    if not can_manage_contacts(by, contact):
        raise NotAllowed("Anh/chị không được sửa địa chỉ liên hệ này.")


@transaction.atomic
def add_contact(*, by: Person, province_id: str, **values: Any) -> Contact:
    """A new contact of the province, not checked yet. `values` as in `FIELDS`."""
    contact = Contact(province_id=province_id, valid_from=today(), **values)
    _require(by, contact)
    contact.save(force_insert=True)
    audit.record(by=by, what="contact.added", on=contact)
    return contact


@transaction.atomic
def edit_contact(*, by: Person, contact: Contact, **values: Any) -> Contact:
    """Mend a contact. Another value has to be checked again before it counts as checked."""
    _require(by, contact)
    if values["value"] != contact.value:
        contact.certainty, contact.checked_on = Certainty.UNCHECKED, None
    changed = [name for name in FIELDS if getattr(contact, name) != values[name]]
    for name in FIELDS:
        setattr(contact, name, values[name])
    contact.save()
    audit.record(by=by, what="contact.edited", on=contact, facts={"fields": changed})
    return contact


@transaction.atomic
def check_contact(*, by: Person, contact: Contact) -> None:
    """Somebody called, wrote or looked today and it is right."""
    _require(by, contact)
    contact.certainty, contact.checked_on = Certainty.CHECKED, today()
    contact.save(update_fields=["certainty", "checked_on"])
    audit.record(by=by, what="contact.checked", on=contact)


@transaction.atomic
def end_contact(*, by: Person, contact: Contact) -> None:
    """No longer shown. The row stays, for old papers name it."""
    _require(by, contact)
    contact.valid_to, contact.public = today(), False
    contact.save(update_fields=["valid_to", "public"])
    audit.record(by=by, what="contact.ended", on=contact)
