"""Two communes: a report came to Sơn Hà, and it happened in Sơn Hạ. Everybody has a key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest

from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.opening import open_case
from mangnon.cases.models import Case
from mangnon.reports.actions import evidence
from mangnon.reports.actions.messages import said_by_reporter
from mangnon.reports.actions.receipts import Shown, open_receipt
from mangnon.reports.api import Reader
from mangnon.reports.evidence import arrived
from mangnon.reports.models import Evidence, Report
from mangnon.units.choices import Role
from mangnon.units.models import Person, Unit
from tests.cases.kept import quick_passphrases
from tests.cases.machine.cast import paper
from tests.cases.screens.conftest import browse
from tests.cast import House, make_person, make_province
from tests.reports.cast import tell, with_key

__all__ = ["Story", "browse", "story"]
CHAT, BODY = "Bạn ấy nhắn cho em mỗi tối.".encode(), "Tệp mà em không chắc.".encode()


@pytest.fixture(autouse=True)
def _quick_passphrases(monkeypatch: pytest.MonkeyPatch) -> None:
    quick_passphrases(monkeypatch)


@dataclass
class Story:
    """`ha`: chair of Sơn Hà, who received it; `haj`: chair of Sơn Hạ; `other`: of Nghĩa Lộ."""

    house: House
    ha: Person
    haj: Person
    other: Person
    officer: Person
    police: Person
    case: Case
    receipt: str
    readers: dict[Any, Reader] = field(default_factory=dict)

    @property
    def report(self) -> Report:
        return Report.objects.get()

    @property
    def shown(self) -> Shown:
        return open_receipt(self.receipt)

    def make(self, event: str, by: Person, *, locked: bool = False, **data: Any) -> Case:
        now, grant = Case.objects.get(pk=self.case.pk), by.grants.get()
        self.case = apply(
            case_id=now.pk,
            event=event,
            by=by,
            unit=grant.unit,
            version=now.version,
            data=data,
            token=uuid4().hex,
            reader=None if locked else self.readers[by.pk],
        )
        return self.case

    def forward(self, to: Unit | None = None) -> Case:
        said = {"unit": to or self.house.son_haj, "paper": paper("01")}
        return self.make("forward", self.ha, **said)

    def more(self, text: str) -> None:
        """The reporter writes again."""
        said_by_reporter(shown=self.shown, text=text, token=text)

    def files(self) -> tuple[Evidence, Evidence]:
        """One that whoever has the report's key may read, one sealed to the police alone."""
        shown, told = self.shown, [arrived(CHAT, "chat.txt"), arrived(BODY, "anh.txt")]
        chat = evidence.take(report=shown.report, key=shown.key, file=told[0])
        body = evidence.take(report=shown.report, key=shown.key, file=told[1], of_a_body=True)
        return chat, body


@pytest.fixture
def story(db: None) -> Story:
    house = make_province()
    ha, haj, other = (
        make_person(Role.COMMUNE_LEADER, unit, name=name)
        for unit, name in zip(
            house.communes, ("Hồ Văn Hà", "Đinh Thị Hạ", "Phạm Văn Lộ"), strict=True
        )
    )
    officer = make_person(Role.PROVINCIAL_OFFICER, house.health, name="Đỗ Thị Tỉnh")
    police = make_person(Role.POLICE_LIAISON, house.police, name="Lê Văn Án")
    readers = {one.pk: with_key(one) for one in (ha, haj, other, officer, police)}
    opened = tell(commune=house.son_ha.commune_id)
    case = open_case(
        by=ha,
        unit=house.son_ha,
        report_id=opened.report.pk,
        commune_of_event=house.son_haj.commune,
        commune_of_residence=house.son_ha.commune,
        token="mo",
    )
    return Story(house, ha, haj, other, officer, police, case, opened.receipt, readers)
