"""The menu of signed-in people: only places that exist and that the person may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from mangnon.base.health.api import may_see_system
from mangnon.base.ui.site import MenuItem
from mangnon.cases.api import working_at
from mangnon.gateway.api import can_see_filters, can_see_matters
from mangnon.publishing.api import publishes_somewhere
from mangnon.reports.api import can_manage_partners, can_open_matters, can_take_calls
from mangnon.units.api import Person, Role, scope_of


def _everyone(request: HttpRequest) -> bool:
    return True


def _keepers(request: HttpRequest) -> bool:
    return may_see_system(request.user)


def _filter_people(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and can_see_filters(request.user)


def _matter_people(request: HttpRequest) -> bool:
    """Who has no other page of the filters: for the others it is one of those pages."""
    person = request.user
    return isinstance(person, Person) and can_see_matters(person) and not can_see_filters(person)


def _case_people(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and bool(working_at(request.user))


def _key_people(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and can_open_matters(request.user)


def _callers(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and can_take_calls(request.user)


def _partner_people(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and can_manage_partners(request.user)


def _publishers(request: HttpRequest) -> bool:
    return isinstance(request.user, Person) and publishes_somewhere(request.user)


def _police(request: HttpRequest) -> bool:
    person = request.user
    return isinstance(person, Person) and Role.POLICE_LIAISON in scope_of(person).roles


@dataclass(frozen=True)
class Place:
    """One line of the menu; `name` is the name of its address."""

    label: str
    name: str
    icon: str
    shown: Callable[[HttpRequest], bool] = _everyone


MENU = (
    Place("Bàn làm việc", "desk", "desk"),
    Place("Công văn", "letters", "letter"),
    Place("Thư viện", "library", "file"),
    Place("Đăng tải", "posts", "send", _publishers),
    Place("Lọc truy cập", "filters", "shield", _filter_people),
    Place("Vụ việc", "cases", "lock", _case_people),
    Place("Theo dõi", "filters_trails", "eye", _matter_people),
    Place("Đơn vị", "units", "unit"),
    Place("Hệ thống", "system:status", "settings", _keepers),
)
ACCOUNT = (
    Place("Thông báo", "notices:all", "bell"),
    Place("Tài khoản của tôi", "account_overview", "user"),
    Place("Xác thực hai lớp", "mfa_index", "shield"),
    Place("Nhận tin báo qua điện thoại", "report_phone", "phone", _callers),
    Place("Tệp niêm phong cho công an", "evidence_police", "attachment", _police),
    Place("Hệ thống đối tác", "report_partners", "key", _partner_people),
    Place("Khóa hồ sơ", "matters_keys", "lock", _key_people),
    Place("Các phiên đăng nhập", "usersessions_list", "history"),
)


def menu(request: HttpRequest) -> list[MenuItem]:
    """The main menu as this person sees it on this page."""
    return _items(MENU, request)


def account(request: HttpRequest) -> list[MenuItem]:
    """What stands under the person's own name."""
    return _items(ACCOUNT, request)


def _items(places: tuple[Place, ...], request: HttpRequest) -> list[MenuItem]:
    shown = [(place, _address(place.name)) for place in places if place.shown(request)]
    return [
        MenuItem(place.label, href, place.icon, current=request.path.startswith(href))
        for place, href in shown
        if href
    ]


def _address(name: str) -> str:
    """Where the place is, or "" when this installation has no such page."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
