"""What is asked about and who asks: the demo province, its people with open keys, real ids."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.apps import apps
from django.test import Client
from PIL import Image

from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.opening import open_case
from mangnon.cases.models import Case
from mangnon.directives import api as directives
from mangnon.gateway import api as gateway
from mangnon.kit import clock
from mangnon.library.models import ProductFile
from mangnon.reports.actions import evidence, partners
from mangnon.reports.actions.keys import seed_demo_keys
from mangnon.reports.actions.receipts import open_receipt
from mangnon.reports.evidence import arrived
from mangnon.reports.keys import reader_of
from mangnon.units.api import Person, Unit, load_places, seed_demo
from tests.cases.machine.cast import paper
from tests.cast import sign_in
from tests.project.fuzz.rooms import furnish
from tests.reports.cast import tell

PASSPHRASE = "mang-non-trinh-dien"
NOBODY = ""
PEOPLE = (
    "tinh",
    "xa-son-ha",
    "lanh-dao-son-ha",
    "hieu-truong",
    "cntt",
    "tu-van",
    "cong-an",
    "kiem-tra",
)
_WITH_KEYS = frozenset({"tinh", "xa-son-ha", "lanh-dao-son-ha", "cong-an"})
# Where an address begins -> whose ids stand in it as `pk`; the first that fits.
PLACES = (
    ("bao-tin/doi-tac/", "reports.Partner"),
    ("bao-tin/tep/", "reports.Evidence"),
    ("api/ho-so/v1/vu-viec/", "cases.Case"),
    ("vu-viec/tin-bao/", "reports.Report"),
    ("vu-viec/khi-can/", "cases.BrokenGlass"),
    ("vu-viec/nguoi-bao-tin/", "cases.IdentityRequest"),
    ("vu-viec/chuyen-tuyen/", "cases.Referral"),
    ("vu-viec/yeu-cau/", "cases.SubjectRequest"),
    ("vu-viec/ket-xuat/", "cases.Export"),
    ("vu-viec/", "cases.Case"),
    ("don-vi/nguoi/", "units.Person"),
    ("don-vi/vai-tro/", "units.RoleGrant"),
    ("don-vi/loi-moi/", "units.Invitation"),
    ("don-vi/lien-he/", "units.Contact"),
    ("don-vi/nhap/ban/", "units.ImportDraft"),
    ("don-vi/", "units.Unit"),
    ("cong-van/viec/", "directives.Assignment"),
    ("cong-van/", "directives.Directive"),
    ("bo-loc/diem-truong/moi/", "units.Unit"),
    ("bo-loc/diem-truong/", "gateway.Site"),
    ("bo-loc/may-loc/", "gateway.Gateway"),
    ("bo-loc/danh-sach/lenh-chan/", "gateway.OrderedName"),
    ("bo-loc/danh-sach/bao-nham/", "gateway.WrongBlock"),
    ("bo-loc/danh-sach/", "gateway.ListSource"),
    ("bo-loc/de-nghi/", "gateway.Ask"),
    ("bo-loc/dang-mo/", "gateway.Allowance"),
    ("bo-loc/vu-viec/", "gateway.Matter"),
    ("bo-loc/", "units.Unit"),
    ("tai-khoan/phien/", "usersessions.UserSession"),
    ("thu-vien-noi-bo/cong-van/", "directives.Directive"),
    ("thu-vien-noi-bo/tai-lieu/", "library.Document"),
    ("thu-vien-noi-bo/so-do/", "library.MessageMap"),
    ("thu-vien-noi-bo/san-pham/", "library.Product"),
    ("thu-vien/bo/", "library.MessageMap"),
    ("thu-vien/san-pham/", "library.Product"),
    ("dang-tai/bai/", "publishing.Post"),
    ("dang-tai/san-pham/", "library.Product"),
    ("dang-tai/tai-khoan/", "publishing.ChannelAccount"),
    ("dang-tai/theo-doi/moi/", "publishing.Offer"),
    ("dang-tai/theo-doi/", "publishing.Interest"),
)
# The other names in addresses -> whose ids.
OTHERS = {
    "report": "reports.Report",
    "paper": "cases.Paper",
    "decision": "cases.SignedDecision",
    "package": "cases.Package",
    "card": "cases.ProvinceCard",
    "arrival": "cases.Arrival",
    "service_pk": "cases.Service",
    "client_pk": "gateway.SiteClient",
    "unit": "units.Unit",
    "to": "reports.PersonKey",
    "file_id": "files.StoredFile",
    "notice_id": "notices.Notice",
    "clause_id": "directives.Clause",
    "version": "gateway.ListVersion",
    "base": "gateway.Bundle",
    "job_id": "jobs.Job",
}
# Pages, editions, places and hours are counted from the first; these are there for most things.
COUNTED = {"number": [1, 0, 2], "place": [0, 1, 2]}
_MOST_IDS = 6


@dataclass
class World:
    """`cookies` of each person; NOBODY has two drafts begun. `known`: words that open something."""

    cookies: dict[str, dict[str, str]]
    drafts: list[UUID]
    known: dict[str, str]
    files: list[str]
    _ids: dict[str, list[Any]] = field(default_factory=dict)

    def client(self, who: str, **how: Any) -> Client:
        client = Client(raise_request_exception=False, **how)
        for name, value in self.cookies[who].items():
            client.cookies[name] = value
        return client

    def ids(self, route: str, name: str) -> list[Any]:
        """Ids of what an address is about; [] when the route is of no known place."""
        if name == "draft":
            return list(self.drafts)
        if name in COUNTED:
            return list(COUNTED[name])
        if name == "token" and "duyet/" in route:
            return [self.known["link"]]
        label = OTHERS.get(name, "")
        if name == "name" and "san-pham/" in route:
            return list(self.files)
        if name == "pk":
            label = next((of for begins, of in PLACES if route.startswith(begins)), "")
        if label and label not in self._ids:
            rows = apps.get_model(label)._default_manager.order_by("-pk")
            self._ids[label] = list(rows.values_list("pk", flat=True)[:_MOST_IDS])
        return self._ids.get(label, [])


def make_world() -> World:
    """Needs `settings.DEMO`."""
    load_places()
    directives.load_holidays()
    seed_demo()
    directives.seed_demo()
    gateway.load_catalogue()
    gateway.seed_demo()
    seed_demo_keys()
    people = {name: Person.objects.get(email=f"{name}@trinhdien.mangnon") for name in PEOPLE}
    clients = {name: sign_in(Client(), person) for name, person in people.items()}
    for name in _WITH_KEYS:
        clients[name].post("/bao-tin/khoa/", {"passphrase": PASSPHRASE})
    known = _work(people, clients)
    clients[NOBODY], drafts = _telling()
    cookies = {
        name: {one.key: one.value for one in client.cookies.values()}
        for name, client in clients.items()
    }
    files = ProductFile.objects.values_list("name", flat=True)
    return World(cookies, drafts, known, sorted(set(files)))


def _telling() -> tuple[Client, list[UUID]]:
    client = Client()
    addresses = [client.post("/bao-tin/", {"age": age}).url for age in ("6_10", "adult")]
    return client, [UUID(address.split("/")[3]) for address in addresses]


def _work(people: dict[str, Person], clients: dict[str, Client]) -> dict[str, str]:
    """A report with a file; one that became a case with everything that a case can have."""
    opened = tell(commune="21289")
    shown = open_receipt(opened.receipt)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    file = arrived(picture.getvalue(), "a.png")
    evidence.take(report=shown.report, key=shown.key, file=file)
    province = Unit.objects.get(code="51-SYT")
    _, key = partners.make_partner(by=people["tinh"], unit=province, name="Tổng đài", is_test=False)
    readers = {name: _reader(clients[name], people[name]) for name in sorted(_WITH_KEYS)}
    case, leaving = (_case(people, readers["xa-son-ha"]) for _ in range(2))
    _beside(case, people)
    link = furnish(case, leaving, people, readers)
    return {"code": opened.receipt or "", "partner": key, "case": case.number, "link": link}


def _reader(client: Client, person: Person) -> Any:
    """What the person's open key opens, out of the session as a page would take it."""
    request = client.get("/ban-lam-viec/").wsgi_request
    request.user = person
    return reader_of(request)


def _case(people: dict[str, Person], reader: Any) -> Case:
    commune = Unit.objects.get(code="21289")
    worker, chair = people["xa-son-ha"], people["lanh-dao-son-ha"]
    case = open_case(
        by=worker,
        unit=commune,
        report_id=tell(commune="21289", said={"reporter_name": "Chị Hoa"}).report.pk,
        commune_of_event=commune.commune,
        commune_of_residence=commune.commune,
        token=uuid4().hex,
    )
    moves: list[tuple[str, Person, dict[str, Any]]] = [
        ("take", chair, {"person": worker}),
        ("assess_risk", worker, {"urgency": "urgent", "paper": paper("02")}),
    ]
    for event, by, data in moves:
        version = Case.objects.get(pk=case.pk).version
        case = apply(
            case_id=case.pk,
            event=event,
            by=by,
            unit=commune,
            version=version,
            data=data,
            token=uuid4().hex,
            reader=reader,
        )
    return case


def _beside(case: Case, people: dict[str, Person]) -> None:
    centre = Unit.objects.get(code="51-TTCTXH")
    case.services.create(kind="học tập", unit=case.owner, due_on=clock.today())
    case.referrals.create(kind="service", to_unit=centre)
    case.broken_glass.create(person=people["cong-an"], reason="gấp", until=clock.now())
    case.identity_requests.create(asked_by=people["xa-son-ha"], reason="cần")
