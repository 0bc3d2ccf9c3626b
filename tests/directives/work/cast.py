"""The people and letters of these stories: an officer of the health department gives work to two
communes and a school; Tây Ninh, a province away, has no part in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from mangnon.directives import api
from mangnon.directives.choices import ClauseKind, DirectiveState, Part
from mangnon.directives.models import Addressee, Assignment, Clause, ClauseParty, Directive
from mangnon.kit import clock
from mangnon.units.api import Person, Role, Unit
from tests.cast import House, make_person, make_province

CLAUSES = (
    ("1", "Tuyên truyền về an toàn trên môi trường mạng.", ClauseKind.COMMUNICATION),
    ("2", "Tập huấn cho người làm công tác trẻ em.", ClauseKind.TRAINING),
)


@dataclass(frozen=True)
class Cast:
    """`officer` gives the work; `worker` and `leader` act for Sơn Hà; `teacher` and `principal`
    are of the lower secondary school there; `mate` is the officer's colleague; `neighbour` acts
    for Sơn Hạ; `auditor` watches the province; `stranger` has the officer's role in Tây Ninh."""

    house: House
    officer: Person
    mate: Person
    worker: Person
    leader: Person
    neighbour: Person
    principal: Person
    teacher: Person
    auditor: Person
    stranger: Person
    far_away: House


def make_cast() -> Cast:
    house, far_away = make_province(), make_province("80")
    return Cast(
        house=house,
        far_away=far_away,
        officer=make_person(Role.DEPARTMENT_OFFICER, house.health, name="Cán bộ Sở"),
        mate=make_person(Role.DEPARTMENT_OFFICER, house.health, name="Đồng nghiệp Sở"),
        worker=make_person(Role.COMMUNE_WORKER, house.son_ha, name="Người xã Sơn Hà"),
        leader=make_person(Role.COMMUNE_LEADER, house.son_ha, name="Lãnh đạo Sơn Hà"),
        neighbour=make_person(Role.COMMUNE_WORKER, house.son_haj, name="Người xã Sơn Hạ"),
        principal=make_person(Role.PRINCIPAL, house.lower_secondary, name="Hiệu trưởng"),
        teacher=make_person(Role.TEACHER, house.lower_secondary, name="Giáo viên"),
        auditor=make_person(Role.AUDITOR, house.root, name="Người kiểm tra"),
        stranger=make_person(Role.DEPARTMENT_OFFICER, far_away.health, name="Người tỉnh khác"),
    )


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def make_draft(cast: Cast, *units: Unit, by: Person | None = None, due_in: int = 30) -> Directive:
    """A letter of the health department, ready to be issued to the units (two communes)."""
    directive = Directive.objects.create(
        state=DirectiveState.DRAFT,
        issuer=cast.house.health,
        created_by=by or cast.officer,
        subject="tăng cường bảo vệ trẻ em trên môi trường mạng",
        issuer_text="SỞ Y TẾ",
        number="77",
        symbol="/SYT-BTXH",
        day=5,
        month=8,
        year=2026,
        deadline_on=in_days(due_in),
    )
    addressee = Addressee.objects.create(directive=directive, order=1, text="UBND các xã")
    addressee.units.set(units or (cast.house.son_ha, cast.house.son_haj))
    for order, (mark, text, kind) in enumerate(CLAUSES, 1):
        clause = Clause.objects.create(
            directive=directive,
            order=order,
            mark=mark,
            text=text,
            kind=kind,
            indicator="returns.figure_sum",
        )
        ClauseParty.objects.create(clause=clause, addressee=addressee, part=Part.LEAD)
    return directive


def make_issued(cast: Cast, *units: Unit, due_in: int = 30) -> Directive:
    """The letter of `make_draft`, issued; with a negative `due_in` its deadline has passed."""
    draft = make_draft(cast, *units, due_in=max(due_in, 1))
    letter = api.issue(by=cast.officer, directive=draft, version=draft.version)
    if due_in < 0:
        Assignment.objects.filter(directive=letter).update(due_on=in_days(due_in))
    return letter


def work_of(directive: Directive, unit: Unit, mark: str = "1") -> Assignment:
    """The unit's work on a clause, fresh from the database."""
    return Assignment.objects.get(directive=directive, unit=unit, clause__mark=mark)


def move(by: Person, unit: Unit, work: Assignment, event: str, **data: object) -> Assignment:
    """One move on the work as it stands now."""
    fresh = Assignment.objects.get(pk=work.pk)
    return api.apply(
        by=by,
        unit=unit,
        assignment_id=work.pk,
        event=event,
        version=fresh.version,
        data=data,
    )


def returned(cast: Cast, work: Assignment, **data: object) -> Assignment:
    """The work of Sơn Hà, acknowledged and returned by its worker."""
    move(cast.worker, cast.house.son_ha, work, api.Event.ACKNOWLEDGE)
    data = {"text": "Đã phát thanh 12 buổi.", **data}
    return move(cast.worker, cast.house.son_ha, work, api.Event.SUBMIT, **data)
