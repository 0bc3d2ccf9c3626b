"""A page offers nobody what would be refused: every link and button is tried, in every role."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from django.db import transaction
from django.test import Client

from mangnon.kit import clock
from mangnon.library.models import Product
from mangnon.publishing.actions import working
from mangnon.publishing.actions.scheduling import Written, schedule
from mangnon.publishing.models import ChannelAccount, Interest, Offer
from mangnon.units.choices import Role
from tests.cast import make_person, sign_in
from tests.publishing.cast import Stage, make_product, make_stage

pytestmark = pytest.mark.django_db
OURS = ("/dang-tai/", "/thu-vien-noi-bo/")


class Offered(HTMLParser):
    """The links, and the forms with a button that write, of the main part of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.links: set[str] = set()
        self.forms: set[str] = set()
        self._writes, self._action = False, ""
        self.feed(page[page.index("<main") : page.index("</main>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.add(told.get("href", "").partition("#")[0].partition("?")[0])
        elif tag == "form":
            self._writes = told.get("method", "").lower() == "post"
            self._action = told.get("action", "")
        elif tag == "button" and self._writes:
            self.forms.add(self._action)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._writes = False


def _school_product(stage: Stage) -> Product:
    product = make_product(
        stage.revision,
        "article",
        ("bai-bao.html", b"<article></article>", "text/html"),
        unit=stage.house.primary,
    )
    Product.objects.filter(pk=product.pk).update(made_by=None)
    return product


# Who may read the library at all, and where.
PLACES = {
    Role.EDITOR: "health",
    Role.PROVINCIAL_OFFICER: "health",
    Role.DEPARTMENT_OFFICER: "education",
    Role.COMMUNE_LEADER: "son_ha",
    Role.COMMUNE_WORKER: "son_ha",
    Role.PRINCIPAL: "primary",
    Role.TEACHER: "primary",
    Role.SCHOOL_IT: "primary",
}


@pytest.fixture
def world() -> tuple[Stage, list[str]]:
    """Of two products, one of a department and one of a school, with posts in several states."""
    stage = make_stage()
    of_map = stage.revision.map
    of_map.draft = stage.revision.values
    of_map.save()
    school = _school_product(stage)
    principal = make_person(Role.PRINCIPAL, stage.house.primary)
    posts = []
    for product, by in ((stage.article, stage.editor), (school, principal)):
        for channel in ("website", "handkit"):
            said = {"platform": "facebook"} if channel == "handkit" else {}
            written = Written(channel=channel, title="Giữ kín", text="Gọi 111.", **said)
            post = schedule(product=product, by=by, written=written)
            working.work(post.pk, clock.now())
            posts.append(post)
    later = schedule(
        product=school,
        by=principal,
        written=Written("email", "Giữ kín", recipients=("a@b.example",)),
    )
    for place, unit in enumerate((stage.house.health, stage.house.primary)):
        ChannelAccount.objects.create(
            unit=unit, channel="zalo", name=f"OA {place}", outside_id=f"{place}"
        )
        Interest.objects.create(unit=unit)
        Offer.objects.create(unit=unit, product=stage.audio)
    own = [f"/thu-vien-noi-bo/san-pham/{one.pk}/" for one in (stage.article, school, stage.clip)]
    own += [f"/dang-tai/san-pham/{one.pk}/" for one in (stage.article, school, stage.clip)]
    own += [f"/dang-tai/bai/{one.pk}/" for one in (*posts, later)]
    return stage, [
        *own,
        f"/thu-vien-noi-bo/so-do/{of_map.pk}/",
        f"/thu-vien-noi-bo/tai-lieu/{of_map.document_id}/",
        "/thu-vien-noi-bo/",
        "/dang-tai/",
        "/dang-tai/?kieu=danh-sach",
        "/dang-tai/chon/",
        "/dang-tai/tai-khoan/",
        "/dang-tai/theo-doi/",
    ]


@pytest.mark.parametrize("role", PLACES)
def test_nobody_is_offered_what_is_refused(role: Role, world: tuple[Stage, list[str]]) -> None:
    stage, pages = world
    person = make_person(role, getattr(stage.house, PLACES[role]))
    client, tried, refused = sign_in(Client(), person), set[str](), []
    for page in pages:
        answer = client.get(page)
        if answer.status_code in {403, 404}:  # the whole page is not theirs
            continue
        offered = Offered(answer.content.decode())
        for link in {urljoin(page, one) for one in offered.links} - tried:
            if link.startswith(OURS) and _opened(client, link) in {403, 404}:
                refused.append(f"{page} -> {link}")
            tried.add(link)
        for action in {urljoin(page, one) for one in offered.forms} - tried:
            if action.startswith(OURS) and _status(client, action) in {403, 404}:
                refused.append(f"{page} => {action}")
            tried.add(action)
    assert refused == []
    assert len(tried) >= 5


def _opened(client: Client, link: str) -> int:
    answer = client.get(link)
    if answer.streaming:  # a file, which stays open until it is read
        for close in answer._resource_closers:
            close()
    return int(answer.status_code)


def _status(client: Client, action: str) -> int:
    """Of the button pressed with an empty form; nothing that it did stays."""
    with transaction.atomic():
        answer = client.post(action)
        transaction.set_rollback(True)
    return int(answer.status_code)


def test_a_teacher_sees_the_product_without_the_way_out(world: tuple[Stage, list[str]]) -> None:
    stage, pages = world
    teacher = sign_in(Client(), make_person(Role.TEACHER, stage.house.primary))
    principal = sign_in(Client(), make_person(Role.PRINCIPAL, stage.house.primary))
    officer = sign_in(Client(), stage.officer)
    of_school = pages[1]
    assert "Đăng tải" not in _main(teacher, of_school)
    assert "Đăng sản phẩm này" in _main(principal, of_school)
    seen = _main(officer, of_school)
    assert "Nơi đã đăng" in seen
    assert "Đăng sản phẩm này" not in seen
    offered = {one.unit for one in officer.get("/dang-tai/chon/").context["products"]}
    assert offered == {stage.house.health}


def _main(client: Client, page: str) -> str:
    said = client.get(page).content.decode()
    return said[said.index("<main") : said.index("</main>")]
