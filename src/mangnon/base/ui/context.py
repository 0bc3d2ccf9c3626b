"""The `platform` variable of every template; `site` is what views of allauth call their own."""

from django.conf import settings
from django.http import HttpRequest

from mangnon.base.ui.site import Site


def site(request: HttpRequest) -> dict[str, Site]:
    return {"platform": Site(demo=settings.DEMO, request=request)}
