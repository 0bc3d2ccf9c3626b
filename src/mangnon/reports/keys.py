"""Who opens what: keys of units, of people, of reports.

A report's own key is sealed to the keys of the units that may read it. A unit's private key exists
only wrapped to its members' keys; a member's private key only under a passphrase. Opened, it lives
in the server's session, sealed under a random key that only the browser's cookie has: neither the
database nor the cookie opens anything alone.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, cast

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse

from mangnon.kit import clock, sealing
from mangnon.kit.briefly import briefly
from mangnon.kit.crypto import NotOpened
from mangnon.reports.installation import installation_key
from mangnon.reports.models import KeyGrant, PersonKey, UnitKey
from mangnon.reports.perms import KEY_ROLES, key_units
from mangnon.reports.refusals import Invalid, Locked
from mangnon.units.api import Person, Unit, people_at

_bound = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
COOKIE, IDLE_SECONDS = f"{_bound}mangnon-ho-so", 30 * 60
_KEPT, _SEEN_EVERY = "matters", 60
_TRIES, _PAUSE = 10, timedelta(minutes=15)


class Wrapped(Protocol):
    """A row that holds a key wrapped to a unit's key: of a report, of a case."""

    @property
    def unit_key_id(self) -> int: ...

    @property
    def wrapped_key(self) -> Any: ...


@dataclass(frozen=True)
class Reader:
    """A person whose key is open, with the private keys of the units worked for, by key's id."""

    person: Person
    unit_privates: Mapping[int, bytes] = field(repr=False)


# --- to whom ------------------------------------------------------------------------------------


def openers(key: UnitKey) -> QuerySet[Person]:
    """Who can open a unit's key today: works there now and has been given it."""
    granted = KeyGrant.objects.filter(unit_key=key).values("person_key__person_id")
    return people_at(key.unit, KEY_ROLES).filter(pk__in=granted)


@briefly
def lately_opening(key: UnitKey) -> tuple[Person, ...]:
    """The same as of a moment ago: to tell them, and to know that somebody is there."""
    return tuple(openers(key))


def key_in_use(unit: Unit) -> UnitKey | None:
    return UnitKey.objects.select_related("unit").filter(unit=unit, retired_at=None).first()


def usable(unit: Unit) -> UnitKey | None:
    """The unit's key, when somebody can open it or the installation keeps it for the unit."""
    key = key_in_use(unit)
    return key if key and (is_kept(key) or lately_opening(key)) else None


def is_kept(key: UnitKey) -> bool:
    """Whether the installation can hand the key over: not after a restore without its key file."""
    try:
        return bool(key.kept_private) and bool(kept_private(key))
    except NotOpened:
        return False


def recipients(units: Iterable[Unit]) -> list[UnitKey]:
    """The keys of these units that can be opened; else the duty desk's. Never none."""
    from mangnon.reports.routing import duty_desk

    found = [key for unit in dict.fromkeys(units) if (key := usable(unit))]
    return found or [desk_key(duty_desk())]


def desk_key(desk: Unit) -> UnitKey:
    """The key of a duty desk, made when there is none that anybody can open.

    Until an officer of the desk sets a passphrase its private half is wrapped under the
    installation's key alone; the pages and the documentation say so.
    """
    if key := usable(desk):
        return key
    private, public = sealing.key_pair()
    kept = sealing.seal(installation_key("desk"), private, f"desk:{desk.pk}")
    try:
        with transaction.atomic():
            UnitKey.objects.filter(unit=desk, retired_at=None).update(retired_at=clock.now())
            return UnitKey.objects.create(unit=desk, public_key=public, kept_private=kept)
    except IntegrityError:  # another process was first
        return UnitKey.objects.get(unit=desk, retired_at=None)


def kept_private(key: UnitKey) -> bytes:
    """What the installation keeps for a desk. Raises NotOpened once a member took it over."""
    return sealing.opened(installation_key("desk"), bytes(key.kept_private), f"desk:{key.unit_id}")


def give_key(key: bytes, unit_keys: Iterable[UnitKey]) -> list[tuple[UnitKey, bytes]]:
    """The key of a report or a case, sealed to each of the units."""
    return [(to, sealing.wrapped(key, bytes(to.public_key))) for to in unit_keys]


def key_for(reader: Reader, rows: Iterable[Wrapped]) -> bytes:
    """The key behind rows wrapped to units. Raises NotOpened when the reader has none of them."""
    for row in rows:
        private = reader.unit_privates.get(row.unit_key_id)
        if private is not None:
            return sealing.unwrapped(bytes(row.wrapped_key), private)
    raise NotOpened("Không mở được: nội dung này không dành cho đơn vị của anh/chị.")


# --- opened in a session ------------------------------------------------------------------------


def person_key(person: Person) -> PersonKey | None:
    return PersonKey.objects.filter(person=person).first()


def opened_private(person: Person, passphrase: str) -> bytes:
    """The person's private key. Raises Invalid; after ten wrong tries it rests for a while."""
    kept = person_key(person)
    if kept is None:
        raise Invalid("Anh/chị chưa đặt mật khẩu hồ sơ.", "passphrase")
    if kept.blocked_until and kept.blocked_until > clock.now():
        raise Invalid("Đã nhập sai nhiều lần. Hãy thử lại sau 15 phút.", "passphrase")
    under = sealing.key_of(passphrase, bytes(kept.salt))
    try:
        private = sealing.opened(under, bytes(kept.sealed_private), f"person:{person.pk}")
    except NotOpened:
        _count_wrong(kept)
        raise Invalid("Mật khẩu hồ sơ không đúng.", "passphrase") from None
    if kept.tries:
        PersonKey.objects.filter(pk=kept.pk).update(tries=0, blocked_until=None)
    return private


def _count_wrong(kept: PersonKey) -> None:
    PersonKey.objects.filter(pk=kept.pk).update(tries=F("tries") + 1)
    PersonKey.objects.filter(pk=kept.pk, tries__gte=_TRIES).update(
        tries=0, blocked_until=clock.now() + _PAUSE
    )


def keep_open(request: HttpRequest, response: HttpResponse, private: bytes) -> None:
    """Open for this session: half of what is needed goes to the session, half to the cookie."""
    half = sealing.new_key()
    sealed = sealing.seal(half, private, f"session:{request.user.pk}")
    request.session[_KEPT] = {"box": _text(sealed), "seen": int(time.time())}
    response.set_cookie(
        COOKIE,
        _text(half),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def lock(request: HttpRequest, response: HttpResponse) -> None:
    request.session.pop(_KEPT, None)
    response.delete_cookie(COOKIE, samesite="Strict")


def private_of(request: HttpRequest) -> bytes:
    """The private key of the person of this session. Raises Locked; idle half an hour locks."""
    kept, half = request.session.get(_KEPT), request.COOKIES.get(COOKIE)
    if not kept or not half:
        raise Locked
    now = int(time.time())
    if not 0 <= now - kept["seen"] < IDLE_SECONDS:
        del request.session[_KEPT]
        raise Locked
    try:
        private = sealing.opened(_bytes(half), _bytes(kept["box"]), f"session:{request.user.pk}")
    except (NotOpened, ValueError):
        raise Locked from None
    if now - kept["seen"] >= _SEEN_EVERY:
        request.session[_KEPT] = {**kept, "seen": now}
    return private


def reader_of(request: HttpRequest) -> Reader:
    """Who reads, with what can be read. Raises Locked. A role that ended opens nothing more."""
    return reader_with(cast(Person, request.user), private_of(request))


def reader_with(person: Person, private: bytes) -> Reader:
    grants = KeyGrant.objects.filter(
        person_key__person=person, unit_key__unit__in=key_units(person)
    )
    privates = {
        grant.unit_key_id: sealing.unwrapped(bytes(grant.wrapped_private), private)
        for grant in grants
    }
    return Reader(person, privates)


def members_waiting(unit: Unit) -> QuerySet[PersonKey]:
    """Members who have a key of their own and have not been given the unit's."""
    key = key_in_use(unit)
    if key is None:
        return PersonKey.objects.none()
    given = KeyGrant.objects.filter(unit_key=key, person_key=OuterRef("pk"))
    return (
        PersonKey.objects.filter(~Exists(given), person__in=people_at(unit, KEY_ROLES))
        .select_related("person")
        .order_by("person__full_name")
    )


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text)
