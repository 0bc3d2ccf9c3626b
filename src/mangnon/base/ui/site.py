"""What every page knows of the site: its name, its province, its menu, whom to call.

`ui` stands below the domains, so they hand it what it cannot look up itself: `provide(...)` in an
app's `ready`. Nothing here needs a database, so that error pages show the emergency numbers too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

from django.http import HttpRequest

from mangnon.kit.hotlines import Hotline, hotlines

NAME = "Măng Non"
PURPOSE = "Bảo vệ trẻ em trên môi trường mạng"
EXIT_TO = "https://www.google.com/search?q=thoi+tiet"


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu of a signed-in person; `href` is a path that exists."""

    label: str
    href: str
    icon: str
    current: bool = False


@dataclass
class Providers:
    """What the domains above hand in."""

    province: Callable[[], str] = lambda: ""
    menu: Callable[[HttpRequest], Sequence[MenuItem]] = lambda request: ()
    account: Callable[[HttpRequest], Sequence[MenuItem]] = lambda request: ()
    unit: Callable[[Any], object | None] = lambda person: None


_providers = Providers()


def provide(**functions: Callable[..., Any]) -> None:
    """Hand in one or more of the functions of `Providers`, by name."""
    for name, function in functions.items():
        if name not in Providers.__dataclass_fields__:
            raise ValueError(f"ui does not ask for {name!r}")
        setattr(_providers, name, function)


@cache
def _version() -> str:
    return version("mangnon")  # reads a file


@dataclass(frozen=True)
class Site:
    """The site as templates see it; `request` is None on pages made without one."""

    demo: bool = False
    request: HttpRequest | None = None

    name = NAME
    purpose = PURPOSE
    exit_to = EXIT_TO

    @property
    def version(self) -> str:
        return _version()

    @property
    def province(self) -> str:
        return _providers.province()

    @property
    def hotlines(self) -> tuple[Hotline, ...]:
        return hotlines()

    @property
    def child_line(self) -> Hotline:
        return hotlines()[0]

    @property
    def menu(self) -> Sequence[MenuItem]:
        return _providers.menu(self.request) if self.request else ()

    @property
    def account(self) -> Sequence[MenuItem]:
        return _providers.account(self.request) if self.request else ()

    @property
    def unit(self) -> object | None:
        """The unit in which the signed-in person works now."""
        person = getattr(self.request, "user", None)
        return _providers.unit(person) if person and person.is_authenticated else None
