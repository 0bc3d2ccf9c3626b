"""A case of invented people: the province's desk, a commune, its chair and worker, the police."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.opening import open_case
from mangnon.cases.models import Case
from mangnon.kit import clock
from mangnon.reports.api import Reader
from mangnon.units.choices import Role
from mangnon.units.models import Person, Unit
from tests.cases.papers.filled import FILLED
from tests.cast import House, make_person, make_province
from tests.reports.cast import tell, with_key


def signing(**more: object) -> dict[str, object]:
    """What the chair says of the decision that approves a plan."""
    return {"paper": paper("05"), "number": "12/QĐ-UBND", "signed_on": clock.today(), **more}


def paper(form: str, **more: object) -> dict[str, object]:
    """A form as a commune would fill it, with other answers where `more` says so."""
    return {**FILLED[form], **more}


@dataclass
class Cast:
    """Everybody has a unit and, once asked for, a key; `make` sends a move as a form would."""

    house: House
    officer: Person
    chair: Person
    worker: Person
    police: Person
    case: Case
    readers: dict[Any, Reader] = field(default_factory=dict)

    def unit_of(self, person: Person) -> Unit:
        grant = person.grants.first()
        assert grant is not None
        return grant.unit

    def make(self, event: str, by: Person, *, token: str = "", **data: Any) -> Case:
        """The move, from the case as it stands in the database now."""
        now = Case.objects.get(pk=self.case.pk)
        self.case = apply(
            case_id=now.pk,
            event=event,
            by=by,
            unit=self.unit_of(by),
            version=now.version,
            data=data,
            token=token or uuid4().hex,
            reader=self.readers.get(by.pk),
        )
        return self.case

    def forward(self, *, token: str = "") -> Case:
        """To the commune, with Mẫu 01."""
        said = {"unit": self.house.son_ha, "paper": paper("01")}
        return self.make("forward", self.officer, token=token, **said)

    def taken(self) -> Case:
        """The case with the worker, in verification."""
        self.forward()
        return self.make("take", self.chair, person=self.worker)

    def planned(self) -> Case:
        """The plan waits for the chair."""
        self.taken()
        self.make("assess_risk", self.worker, urgency="urgent", paper=paper("02"))
        self.make("protect", self.chair, measure="Cho trẻ ở nhà bà", measured_at=clock.now())
        self.make("assess", self.worker, paper=paper("03"))
        self.make("draft_plan", self.worker, paper=paper("04"))
        return self.make("submit_plan", self.worker)

    def reviewed(self) -> Case:
        """Everything was done and the child is safe, says the worker."""
        self.planned()
        self.make("approve_plan", self.chair, **signing())
        due = clock.today()
        service = self.case.services.create(kind="học tập", unit=self.house.son_ha, due_on=due)
        self.make("start_services", self.worker)
        self.case.services.filter(pk=service.pk).update(state="done")
        return self.make("review", self.worker, still_at_risk=False, stable=True, paper=paper("06"))


def make_cast(**said: Any) -> Cast:
    """A report about Sơn Hà came to the province's desk, which opens the case."""
    house = make_province()
    officer = make_person(Role.PROVINCIAL_OFFICER, house.health, name="Đỗ Thị Tỉnh")
    chair = make_person(Role.COMMUNE_LEADER, house.son_ha, name="Hồ Văn Xã")
    worker = make_person(Role.COMMUNE_WORKER, house.son_ha, name="Trần Thị Trẻ")
    police = make_person(Role.POLICE_LIAISON, house.police, name="Lê Văn Án")
    readers = {one.pk: with_key(one) for one in (officer, chair, police)}
    report = tell(**said).report
    report.receiving_unit = house.health
    report.save(update_fields=["receiving_unit"])
    case = open_case(
        by=officer,
        unit=house.health,
        report_id=report.pk,
        commune_of_event=house.son_ha.commune,
        commune_of_residence=house.son_ha.commune,
        token="mo-vu-viec",
    )
    return Cast(house, officer, chair, worker, police, case, readers)
