"""Setting up keys, giving them on, back from paper, changing them when someone left."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from mangnon.base.audit.api import record
from mangnon.kit import clock, sealing, shamir
from mangnon.kit.crypto import NotOpened
from mangnon.reports import keys, routing
from mangnon.reports.models import KeyGrant, PersonKey, UnitKey
from mangnon.reports.perms import KEY_ROLES, can_hold_key, key_units
from mangnon.reports.refusals import Invalid, NotAllowed
from mangnon.units.api import DEMO_PASSWORD, Person, Unit, people_at

_RACES = 3
_DEMO_PEOPLE = ("xa-son-ha", "lanh-dao-son-ha", "tinh", "cong-an")


def set_up(*, by: Person, passphrase: str) -> bytes:
    """The person's own key, under a passphrase; the private key, to go on with at once.

    Founds the keys of the person's units that have none yet, and takes over those that the
    installation kept for a desk. Raises Invalid when there is a key already, NotAllowed for whoever
    has no unit whose key can be held.
    """
    units = key_units(by)
    if not units:
        raise NotAllowed("Vai trò của anh/chị không mở hồ sơ về trẻ em.")
    private, public = sealing.key_pair()
    kept = _sealed(by, private, passphrase)
    for _ in range(_RACES):
        try:
            with transaction.atomic():
                own = PersonKey.objects.create(person=by, public_key=public, **kept)
                record(by=by, what="key.set_up", on=own)
                for unit in units:
                    _join(by, own, unit)
        except IntegrityError:  # a colleague was founding the unit's key at this moment
            if keys.person_key(by) is not None:
                break
        else:
            return private
    raise Invalid("Anh/chị đã có mật khẩu hồ sơ.", "passphrase")


def _sealed(person: Person, private: bytes, passphrase: str) -> dict[str, bytes]:
    """Argon2id: before the transaction, never inside."""
    salt = sealing.new_salt()
    under = sealing.key_of(passphrase, salt)
    return {"sealed_private": sealing.seal(under, private, f"person:{person.pk}"), "salt": salt}


def _join(by: Person, own: PersonKey, unit: Unit) -> None:
    """A key of the unit that nobody holds becomes the person's to give on."""
    for old in UnitKey.objects.filter(unit=unit).exclude(kept_private=b""):
        if keys.is_kept(old):
            _take_over(by, own, old)
    key = keys.key_in_use(unit)
    if key is None or not keys.openers(key).exists():
        _found(by, unit)


def _take_over(by: Person, own: PersonKey, key: UnitKey) -> None:
    private = keys.kept_private(key)
    _grant(by, key, own, private)
    UnitKey.objects.filter(pk=key.pk).update(kept_private=b"")
    record(by=by, what="key.taken_over", on=key)


def _grant(by: Person | None, key: UnitKey, to: PersonKey, private: bytes) -> None:
    box = sealing.wrapped(private, bytes(to.public_key))
    _, new = KeyGrant.objects.get_or_create(
        unit_key=key, person_key=to, defaults={"wrapped_private": box, "granted_by": by}
    )
    if new:
        record(by=by, what="key.granted", on=key, facts={"to": str(to.person_id)})


def _found(by: Person | None, unit: Unit) -> UnitKey:
    """A new pair for the unit, wrapped to every member who has a key; the one before is retired."""
    private, public = sealing.key_pair()
    UnitKey.objects.filter(unit=unit, retired_at=None).update(retired_at=clock.now())
    key = UnitKey.objects.create(unit=unit, public_key=public)
    record(by=by, what="key.founded", on=key)
    for member in PersonKey.objects.filter(person__in=people_at(unit, KEY_ROLES)):
        _grant(by, key, member, private)
    return key


@transaction.atomic
def grant(*, reader: keys.Reader, unit: Unit, to: PersonKey) -> None:
    """A member lets another member in, to what came before too. Raises NotAllowed."""
    if not can_hold_key(to.person, unit):
        raise NotAllowed("Người này không làm việc ở đơn vị với vai trò được mở hồ sơ.")
    held = UnitKey.objects.filter(unit=unit, pk__in=reader.unit_privates.keys())
    if not held:
        raise NotAllowed("Anh/chị chưa có khóa của đơn vị này.")
    for key in held:
        _grant(reader.person, key, to, reader.unit_privates[key.pk])


def change_passphrase(*, by: Person, old: str, new: str) -> None:
    """The same key under another passphrase. Raises Invalid for a wrong old one."""
    private = keys.opened_private(by, old)
    kept = _sealed(by, private, new)
    with transaction.atomic():
        own = PersonKey.objects.select_for_update().get(person=by)
        PersonKey.objects.filter(pk=own.pk).update(**kept, changed_at=clock.now())
        record(by=by, what="key.passphrase_changed", on=own)


def forget_own(*, by: Person) -> None:
    """Who forgot the passphrase starts anew: a member or the paper lets them in again."""
    with transaction.atomic():
        for own in PersonKey.objects.filter(person=by):
            record(by=by, what="key.forgotten", on=own)
            own.delete()


@transaction.atomic
def shares(*, reader: keys.Reader, unit: Unit) -> tuple[str, ...]:
    """Three pieces for three people, any two of which bring the key back. Raises NotAllowed."""
    key = keys.key_in_use(unit)
    if key is None or key.pk not in reader.unit_privates:
        raise NotAllowed("Anh/chị chưa có khóa của đơn vị này.")
    UnitKey.objects.filter(pk=key.pk).update(shares_printed_at=clock.now())
    record(by=reader.person, what="key.shares_printed", on=key)
    return tuple(shamir.written(one) for one in shamir.split(reader.unit_privates[key.pk]))


def recover(*, by: Person, unit: Unit, one: str, other: str) -> None:
    """Two pieces of paper let a member in again. Raises Invalid, NotAllowed."""
    own = keys.person_key(by)
    if own is None or not can_hold_key(by, unit):
        raise NotAllowed("Hãy đặt mật khẩu hồ sơ trước, rồi khôi phục khóa của đơn vị mình.")
    try:
        private = shamir.joined(shamir.read(one), shamir.read(other))
    except shamir.WrongShares as wrong:
        raise Invalid(str(wrong), "one") from None
    key = next((key for key in UnitKey.objects.filter(unit=unit) if _fits(key, private)), None)
    if key is None:
        raise Invalid("Hai mảnh này không phải của đơn vị này.", "one")
    with transaction.atomic():
        record(by=by, what="key.recovered", on=key)
        _grant(by, key, own, private)


def _fits(key: UnitKey, private: bytes) -> bool:
    probe = sealing.new_key()
    try:
        return sealing.unwrapped(sealing.wrapped(probe, bytes(key.public_key)), private) == probe
    except NotOpened:
        return False


@transaction.atomic
def rotate(*, unit: Unit, by: Person | None = None) -> None:
    """A new key for new reports: nobody has to be there, for members' public keys are known."""
    _found(by, unit)


def change_keys_of_leavers() -> int:
    """Units of which someone who holds the key no longer works there get a new one.

    What the leaver was given is taken away; the old reports stay open to who is still there.
    Returns how many units.
    """
    left: dict[int, Unit] = {}
    held = KeyGrant.objects.select_related("unit_key__unit", "person_key__person")
    for one in held:
        unit = one.unit_key.unit
        if not can_hold_key(one.person_key.person, unit):
            left[unit.pk] = unit
            _withdraw(one)
    for unit in left.values():
        if people_at(unit, KEY_ROLES).filter(matter_key__isnull=False).exists():
            rotate(unit=unit)
    return len(left)


@transaction.atomic
def _withdraw(one: KeyGrant) -> None:
    facts = {"to": str(one.person_key.person_id)}
    record(by=None, what="key.withdrawn", on=one.unit_key, facts=facts)
    one.delete()


def open_desk() -> None:
    """At the start: the duty desk always has a key, so that no report is without a reader."""
    keys.desk_key(routing.duty_desk())


def seed_demo_keys() -> None:
    """The demo people who read reports have the printed password as passphrase. Idempotent."""
    emails = [f"{name}@trinhdien.mangnon" for name in _DEMO_PEOPLE]
    readers: list[keys.Reader] = []
    for person in Person.objects.filter(email__in=emails, matter_key=None, is_demo=True):
        private = set_up(by=person, passphrase=DEMO_PASSWORD)
        readers.append(keys.reader_with(person, private))
    for reader in readers:
        for unit in key_units(reader.person):
            _let_in(reader, unit)


def _let_in(reader: keys.Reader, unit: Unit) -> None:
    """Whoever founded a unit's key gives it to the others of the unit."""
    if UnitKey.objects.filter(unit=unit, pk__in=reader.unit_privates.keys()).exists():
        for waiting in keys.members_waiting(unit):
            grant(reader=reader, unit=unit, to=waiting)
