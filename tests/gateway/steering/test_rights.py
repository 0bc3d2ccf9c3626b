"""Who may open which page of the filters, and who finds it closed or absent."""

from __future__ import annotations

import pytest
from django.urls import reverse

from mangnon.gateway.actions.sites import add_client
from mangnon.gateway.models import Setting, SiteClient
from tests.gateway.steering.cast import Cast
from tests.gateway.steering.conftest import Browse

EVERYBODY = (
    "officer",
    "education",
    "commune",
    "auditor",
    "principal",
    "keeper",
    "teacher",
    "counsellor",
    "neighbour",
    "stranger",
    "editor",
)
SEE = ("officer", "education", "commune", "auditor", "principal", "keeper", "teacher")
KEEP = ("officer", "education", "principal", "keeper")
OWN_PROVINCE = (*SEE, "neighbour")

# page, its arguments -> who opens it
PAGES: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("filters", (), (*SEE, "neighbour", "stranger")),
    ("filters_sites", (), (*SEE, "neighbour", "stranger")),
    ("filters_explain", (), (*SEE, "neighbour", "stranger")),
    ("filters_school", ("school",), SEE),
    ("filters_policy_of", ("school",), SEE),
    ("filters_policy_of", ("province",), OWN_PROVINCE),
    ("filters_policy_group", ("school", "thcs"), SEE),
    ("filters_policy_group", ("province", "moi-nhom"), OWN_PROVINCE),
    ("filters_hours", ("school", "thcs"), SEE),
    ("filters_hour", ("school", "thcs", "0"), KEEP),
    ("filters_hour", ("province", "thcs", "0"), ("officer", "education")),
    ("filters_names", ("school", "thcs"), SEE),
    ("filters_differences", ("school",), SEE),
    ("filters_history", ("school",), SEE),
    ("filters_site", ("site",), SEE),
    ("filters_site_new", ("school",), KEEP),
    ("filters_site_edit", ("site",), KEEP),
    ("filters_client", ("site", "client"), KEEP),
    ("filters_conformance_of", ("school",), SEE),
]


def address(cast: Cast, name: str, given: tuple[str, ...]) -> str:
    ids = {"school": cast.school.pk, "province": cast.province.pk, "site": cast.site.pk}
    client = SiteClient.objects.filter(site=cast.site).first()
    if client is not None:
        ids["client"] = client.pk
    return reverse(name, args=[ids.get(each, each) for each in given])


@pytest.mark.parametrize(("name", "given", "who"), PAGES)
def test_who_opens_a_page(
    cast: Cast, browse: Browse, name: str, given: tuple[str, ...], who: tuple[str, ...]
) -> None:
    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="token")
    path = address(cast, name, given)

    opened = {
        each for each in EVERYBODY if browse(getattr(cast, each)).get(path).status_code == 200
    }

    assert opened == set(who)


@pytest.mark.parametrize("who", ["teacher", "commune", "auditor", "neighbour", "stranger"])
@pytest.mark.parametrize(
    ("name", "given", "post"),
    [
        ("filters_policy_group", ("school", "thcs"), {"r-category-ai": "X", "why": "thử"}),
        ("filters_hours", ("school", "thcs"), {}),
        ("filters_names", ("school", "thcs"), {"block": "a.example"}),
        ("filters_site", ("site",), {"group": "thcs", "kind": "token"}),
        ("filters_client_remove", ("site", "client"), {}),
        ("filters_reviewed", ("school",), {}),
    ],
)
def test_who_only_looks_changes_nothing(
    cast: Cast,
    browse: Browse,
    who: str,
    name: str,
    given: tuple[str, ...],
    post: dict[str, str],
) -> None:
    add_client(by=cast.keeper, site=cast.site, group="thcs", kind="token")

    answer = browse(getattr(cast, who)).post(address(cast, name, given), post)

    assert answer.status_code in {403, 404}
    assert (Setting.objects.count(), SiteClient.objects.count()) == (0, 1)


@pytest.mark.parametrize(
    ("who", "unit"), [("keeper", "school"), ("officer", "province"), ("commune", "province")]
)
def test_the_way_to_the_rules_leads_to_the_own_ones(
    cast: Cast, browse: Browse, who: str, unit: str
) -> None:
    answer = browse(getattr(cast, who)).get(reverse("filters_policy"))

    own = getattr(cast, unit).pk
    assert answer["Location"] == reverse("filters_policy_of", args=[own])


def test_a_group_or_an_hour_that_is_not_there_is_not_found(cast: Cast, browse: Browse) -> None:
    keeper, pk = browse(cast.keeper), cast.school.pk

    for path in (
        reverse("filters_policy_group", args=[pk, "lop-9"]),
        reverse("filters_hour", args=[pk, "thcs", 3]),
        reverse("filters_policy_of", args=[cast.house.education.pk]),
        reverse("filters_simulate") + "?truong=abc",
        reverse("filters_simulate") + "?nhom=lop-9",
    ):
        assert keeper.get(path).status_code == 404


def test_tabs_name_only_parts_that_exist(cast: Cast, browse: Browse) -> None:
    page = browse(cast.keeper).get(reverse("filters_sites")).content.decode()

    tabs = page.split('aria-label="Các phần của lọc truy cập"')[1].split("</nav>")[0]
    assert f'href="{reverse("filters_sites")}" aria-current="page"' in tabs
    assert tabs.count("aria-current") == 1
    assert "Chính sách" in tabs
    assert 'href=""' not in tabs
