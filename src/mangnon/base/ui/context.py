"""The `site` variable of every template."""

from django.conf import settings
from django.http import HttpRequest

from mangnon.base.ui.site import Site


def site(request: HttpRequest) -> dict[str, Site]:
    return {"site": Site(demo=settings.DEMO, request=request)}
