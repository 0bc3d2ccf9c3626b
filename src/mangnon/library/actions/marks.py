"""A unit's logo and contact line; whose consent stands behind a picture that shows a child."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.kit import clock
from mangnon.library.logos import BadLogo, cleaned
from mangnon.library.models import Consent, UnitMark
from mangnon.library.perms import can_write
from mangnon.library.refusals import Invalid, NotAllowed
from mangnon.studio.maps import clean
from mangnon.units.api import Person, Unit


def set_mark(
    *,
    by: Person,
    unit: Unit,
    contact: str,
    logo: bytes | None = None,
    drop_logo: bool = False,
    shows_a_child: bool = False,
    consent: tuple[str, date | None, str] = ("", None, ""),
) -> UnitMark:
    """Write the unit's contact line and, when given, its logo; products made later carry them.

    consent: who agreed (a parent or carer), on which day, to what. A picture of a child without
    all three is refused. Raises NotAllowed, Invalid.
    """
    if not can_write(by, unit):
        raise NotAllowed(f"Anh/chị không sửa được biểu trưng của {unit.name}.")
    drawn = _drawn(logo)
    agreed = _agreed(consent) if logo is not None and shows_a_child else None
    with transaction.atomic():
        mark, _ = UnitMark.objects.get_or_create(unit=unit)
        mark.contact = clean(contact)[:200]
        if logo is not None or drop_logo:
            mark.logo = drawn
            mark.consent = _noted(by, unit, logo, agreed) if logo and agreed else None
        mark.changed_by, mark.changed_at = by, clock.now()
        mark.save()
        record(by=by, what="unit.mark_set", on=unit, unit=unit.pk)
    return mark


def _drawn(logo: bytes | None) -> str:
    try:
        return cleaned(logo) if logo is not None else ""
    except BadLogo as bad:
        raise Invalid(str(bad), "logo") from bad


Agreed = tuple[str, date, str]


def _agreed(consent: tuple[str, date | None, str]) -> Agreed:
    given_by, given_on, purpose = clean(consent[0]), consent[1], clean(consent[2])
    if not given_by or given_on is None or not purpose:
        raise Invalid(
            "Hình có trẻ em: cần ghi cha mẹ hoặc người giám hộ nào đồng ý, ngày nào, dùng vào việc"
            " gì. Chưa có đồng ý thì không dùng hình này.",
            "given_by",
        )
    if given_on > clock.today():
        raise Invalid("Ngày đồng ý không được ở tương lai.", "given_on")
    return given_by[:120], given_on, purpose[:300]


def _noted(by: Person, unit: Unit, logo: bytes, agreed: Agreed) -> Consent:
    given_by, given_on, purpose = agreed
    row = Consent.objects.create(
        unit=unit,
        given_by=given_by,
        given_on=given_on,
        purpose=purpose,
        picture_sha256=hashlib.sha256(logo).hexdigest(),
        noted_by=by,
    )
    record(by=by, what="consent.noted", on=row, unit=unit.pk)
    return row
