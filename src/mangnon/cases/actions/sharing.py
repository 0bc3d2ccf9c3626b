"""Units that help: let in with what they need to read, and out again.

Letting in seals the case's keys to the unit's key, letting out takes that box away: what was read
in between was read, but what is written later is under a fresh key (`keeping.writing_key`) and
opens with nothing that the unit still holds.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from mangnon.base.audit.api import record
from mangnon.base.notices.api import tell_many
from mangnon.cases.actions.facts import seeing
from mangnon.cases.actions.keeping import hand_on_key, take_back_keys, writing_key
from mangnon.cases.actions.moving import locked_case
from mangnon.cases.actions.telling import HEADS, message
from mangnon.cases.choices import Consent, Crime, FieldClass
from mangnon.cases.models import Case, Share
from mangnon.cases.perms import SHAREABLE, can_share
from mangnon.cases.refusals import Invalid, NotAllowed
from mangnon.kit import clock
from mangnon.reports.api import Reader, recipients
from mangnon.units.api import Person, Unit, UnitKind

_AGREED = (Consent.GIVEN, Consent.OVERRIDDEN)
_NO = "Anh/chị không được chia sẻ vụ việc này."


@transaction.atomic
def share(
    *, by: Person, case_id: UUID, unit: Unit, classes: Iterable[str], why: str, reader: Reader
) -> Share:
    """Let a unit help, or change what it may read.

    Raises NotAllowed, Invalid, and reports.Locked when the case's key is not open to hand on.
    """
    case = locked_case(case_id)
    if not can_share(by, case):
        raise NotAllowed(_NO)
    given = _classes(classes)
    _check_unit(case, unit)
    if case.consent not in _AGREED:
        raise Invalid("Chưa ghi sự đồng ý chia sẻ, hoặc quyết định chia sẻ không cần đồng ý.")
    hand_on_key(case, writing_key(case, reader), unit)
    words = {"classes": given, "why": why.strip()[:200], "made_by": by, "made_at": clock.now()}
    row, _ = Share.objects.update_or_create(case=case, unit=unit, ended_at=None, defaults=words)
    facts = {"to": unit.pk, "classes": given}
    record(by=by, what="case.shared", on=case, facts=facts, unit=case.owner_id)
    people = seeing(case, unit, HEADS)
    key = f"share:{row.pk}:{row.made_at.timestamp():.0f}"
    tell_many(message(case, person, "case_moved", key) for person in people)
    return row


def _classes(told: Iterable[str]) -> list[str]:
    given = sorted(set(told))
    if any(name not in SHAREABLE for name in given):
        raise Invalid("Không chia sẻ được loại thông tin này.", "classes")
    return [str(FieldClass(name)) for name in given]


def _check_unit(case: Case, unit: Unit) -> None:
    """Neither who carries it already, nor a school, nor who is accused, nor who cannot open it."""
    if unit.pk in (case.owner_id, case.receiver_id):
        raise Invalid("Đơn vị này đang giữ vụ việc.", "unit")
    above = {int(pk) for pk in unit.path.strip("/").split("/")[1:]} | {unit.pk}
    barred = case.report.barred.filter(unit__in=above).exists()
    if unit.kind == UnitKind.SCHOOL or not unit.lives or barred:
        raise Invalid("Không chia sẻ vụ việc với đơn vị này.", "unit")
    if all(key.unit_id != unit.pk for key in recipients([unit])):
        raise Invalid("Đơn vị này chưa có khóa hồ sơ nên chưa đọc được.", "unit")


@transaction.atomic
def stop_share(*, by: Person, case_id: UUID, unit: Unit, reader: Reader | None = None) -> None:
    """Let a unit out; with the keys open, there is a fresh one at once, else with the next writing.

    Raises NotAllowed, Invalid for the police to whom a crime was reported.
    """
    case = locked_case(case_id)
    if not can_share(by, case):
        raise NotAllowed(_NO)
    if unit.kind == UnitKind.POLICE and case.crime != Crime.NONE:
        raise Invalid("Đã báo công an: không thu hồi được việc chia sẻ này.", "unit")
    if not case.shares.filter(unit=unit, ended_at=None).update(ended_at=clock.now()):
        return
    take_back_keys(case)
    writing_key(case, reader)
    record(by=by, what="case.share_ended", on=case, facts={"to": unit.pk}, unit=case.owner_id)
