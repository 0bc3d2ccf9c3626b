"""What else is there to ask about: a library, posts, packages, exports, requests, filters' papers.

Every row is made by the product's own actions, as the people of the demo would.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

from django.test import override_settings

from mangnon.cases.actions.applying import apply
from mangnon.cases.actions.arriving import know_province, take_in
from mangnon.cases.actions.exports import ask_export
from mangnon.cases.actions.handing import make_package
from mangnon.cases.actions.signing import own_card
from mangnon.cases.actions.subjects import record_request
from mangnon.cases.actions.transfer import file_to_carry, send_away
from mangnon.cases.models import Case
from mangnon.cases.packages.cards import Card
from mangnon.gateway.actions import allowing, feedback, orders, trails
from mangnon.gateway.models import Site
from mangnon.kit import clock
from mangnon.library.actions import adapting, approving, documents, making, maps
from mangnon.library.choices import Rights
from mangnon.library.models import Product
from mangnon.publishing.actions import connecting, offering
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.units.actions.inviting import invite
from mangnon.units.api import Person, Role, Unit
from tests.library.cast import FIELDS, text_of

_DAY = timedelta(days=1)


def furnish(case: Case, arriving: Case, people: dict[str, Person], readers: dict[str, Any]) -> str:
    """All of it; returns the word of a link by which a product is approved."""
    _asked_about_data(case, people)
    _handed_over(case, people, readers)
    _from_another_province(arriving, people, readers)
    _filters(people)
    _invited(people)
    products, word = _library(people)
    _posts(products, people)
    return word


def _asked_about_data(case: Case, people: dict[str, Person]) -> None:
    now, today = clock.now(), clock.today()
    ways = {"asker": "guardian", "way": "desk", "name": "Phạm Thị Mẹ", "representative": ""}
    for kind in ("view", "delete"):
        record_request(
            by=people["lanh-dao-son-ha"], unit=case.owner, kind=kind, **ways, contact="Thôn Mẫu",
            words="Xin xem hồ sơ của con tôi.", proved=True, received_at=now,
            case_number=case.number, token=uuid4().hex,
        )  # fmt: skip
    for kind, form in (("rows", "xlsx"), ("table", "csv")):
        ask_export(
            by=people["tinh"], kind=kind, format=form, first=today - 30 * _DAY, last=today,
            reason="Báo cáo giao ban", token=uuid4().hex,
        )  # fmt: skip


def _handed_over(case: Case, people: dict[str, Person], readers: dict[str, Any]) -> None:
    worker, reader = people["xa-son-ha"], readers["xa-son-ha"]
    who = {"case_id": case.pk, "by": worker, "unit": case.owner, "reader": reader}
    version = Case.objects.get(pk=case.pk).version
    apply(event="report_crime", version=version, data={}, token=uuid4().hex, **who)
    make_package(usb=True, token=uuid4().hex, **who)


def _from_another_province(case: Case, people: dict[str, Person], readers: dict[str, Any]) -> None:
    """The case is sent away, and comes in again where the keys are others."""
    officer, chair = people["tinh"], people["lanh-dao-son-ha"]
    with TemporaryDirectory() as folder:
        there = override_settings(DATA_DIR=Path(folder))
        with there:
            theirs = own_card()
        card = know_province(by=officer, line=theirs.line)
        package = send_away(
            case_id=case.pk, by=chair, unit=case.owner, reader=readers["lanh-dao-son-ha"],
            to=card, token=uuid4().hex,
        )  # fmt: skip
        raw, ours = file_to_carry(by=chair, package=package), own_card()
        with there:
            know_province(by=officer, line=ours.line)
            desk = Unit.objects.get(code="51-SYT")
            take_in(raw=raw, reader=readers["tinh"], unit=desk, residence=None)
    know_province(by=officer, line=Card("Tỉnh Xa", "79", *_two_keys()).line)


def _two_keys() -> tuple[bytes, bytes]:
    return secrets.token_bytes(32), secrets.token_bytes(32)


def _filters(people: dict[str, Person]) -> None:
    site = Site.objects.filter(unit__code="TD-CS-01").select_related("unit").first()
    assert site is not None
    now, head = clock.now(), people["hieu-truong"]
    paper = orders.Paper("12/QĐ-STTTT", clock.today(), "Sở Thông tin")
    orders.order_names(by=people["tinh"], names=["xau.example"], paper=paper)
    feedback.say_wrong(by=head, school=site.unit, name="baitap.example", why="Bài tập ở nhà")
    allowing.open_for_lesson(
        by=head, site=site, group="thcs", what="nhóm:games", until=now + _DAY / 48
    )
    trails.ask_matter(
        by=head, site=site, client="192.0.2.7", reason="Một em bị rủ gặp riêng", until=now + _DAY
    )


def _invited(people: dict[str, Person]) -> None:
    commune = Unit.objects.get(code="21289")
    invite(
        by=people["tinh"], email="moi@son-ha.example", full_name="Đinh Thị Mới",
        position="Công chức", role=Role.COMMUNE_WORKER, unit=commune,
    )  # fmt: skip


def _library(people: dict[str, Person]) -> tuple[list[Product], str]:
    """An approved product that another unit made its own, one asked for by a link, a draft."""
    worker, chair = people["xa-son-ha"], people["lanh-dao-son-ha"]
    unit = Unit.objects.get(code="21289")
    offering.follow(unit=Unit.objects.get(code="51-SYT"), by=people["tinh"], audience="", genre="")
    document = documents.add_source(by=worker, unit=unit, data=text_of(), name="giu-an-toan.txt")
    said = {name: getattr(document, name) for name in FIELDS}
    document = documents.describe(by=worker, document=document, **said, rights=Rights.OWN)
    of_map = maps.begin_map(by=worker, document=document, unit=unit, audience="tieu-hoc")
    maps.accept(by=worker, of_map=of_map)
    names = ("article", "social", "quiz")
    made = making.make_products(
        by=worker, of_map=of_map, unit=unit, names=names, theme=of_map.audience
    )
    products = [making.make_now(one.pk) for one in made]
    approving.ask_approval(by=worker, product=products[0])
    approving.decide(by=chair, product=products[0], decision="approved")
    asked = approving.ask_approval(
        by=worker, product=products[1], by_link=True, to_name="Ông Chủ tịch"
    )
    products[0].refresh_from_db()
    offering.offer(products[0])
    adapting.adapt(product=products[0], unit=Unit.objects.get(code="51-SYT"), by=people["tinh"])
    return products, asked.link.rstrip("/").rsplit("/", 1)[-1]


def _posts(products: list[Product], people: dict[str, Person]) -> None:
    chair = people["lanh-dao-son-ha"]
    fields = {"access": "a", "refresh": "b", "app_id": "7", "app_secret": "s"}
    connecting.connect(
        by=chair, unit=products[0].unit, channel="zalo", name="OA Sơn Hà", outside_id="123",
        given=fields,
    )  # fmt: skip
    for channel, platform in (("website", ""), ("handkit", "zalo")):
        written = Written(
            channel=channel, title="Giữ kín thông tin riêng", text="Gọi 111.", platform=platform
        )
        schedule(product=products[0], by=chair, written=written)
