"""The menu of signed-in people: only places that exist and that the person may open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from mangnon.base.ui.site import MenuItem


def _everyone(request: HttpRequest) -> bool:
    return True


def _keepers(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_staff", False))


@dataclass(frozen=True)
class Place:
    """One line of the menu."""

    label: str
    path: str
    icon: str
    shown: Callable[[HttpRequest], bool] = _everyone


MENU = (
    Place("Bàn làm việc", "/ban-lam-viec/", "desk"),
    Place("Công văn", "/cong-van/", "letter"),
    Place("Đơn vị", "/don-vi/", "unit"),
    Place("Hệ thống", "/he-thong/", "settings", _keepers),
)
ACCOUNT = (
    Place("Tài khoản của tôi", "/tai-khoan/", "user"),
    Place("Đổi mật khẩu", "/tai-khoan/mat-khau/doi/", "key"),
    Place("Xác thực hai lớp", "/tai-khoan/xac-thuc-hai-lop/", "shield"),
    Place("Các phiên đăng nhập", "/tai-khoan/phien/", "history"),
)


def menu(request: HttpRequest) -> list[MenuItem]:
    """The main menu as this person sees it on this page."""
    return _items(MENU, request)


def account(request: HttpRequest) -> list[MenuItem]:
    """What stands under the person's own name."""
    return _items(ACCOUNT, request)


def _items(places: tuple[Place, ...], request: HttpRequest) -> list[MenuItem]:
    return [
        MenuItem(
            label=place.label,
            href=place.path,
            icon=place.icon,
            current=request.path.startswith(place.path),
        )
        for place in places
        if _exists(place.path) and place.shown(request)
    ]


@cache
def _exists(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
