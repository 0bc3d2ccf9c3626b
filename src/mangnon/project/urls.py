"""Where each domain's pages live. Addresses are Vietnamese words without marks."""

from django.urls import include, path

urlpatterns = [
    path("", include("mangnon.base.health.urls")),
    path("", include("mangnon.portal.urls")),
    path("tai-khoan/", include("mangnon.units.account_urls")),
    path("don-vi/", include("mangnon.units.urls")),
    path("cong-van/", include("mangnon.directives.urls")),
    path("thu-vien-noi-bo/", include("mangnon.library.urls")),
    path("bo-loc/", include("mangnon.gateway.urls")),
    path("bao-tin/", include("mangnon.reports.urls")),
    path("vu-viec/", include("mangnon.cases.urls")),
    path("api/ho-so/v1/", include("mangnon.cases.program_urls")),
    path("dang-tai/", include("mangnon.publishing.urls")),
    path("thu-vien/", include("mangnon.publishing.public_urls")),
    path("tep/", include("mangnon.base.files.urls")),
    path("thong-bao/", include("mangnon.base.notices.urls")),
    path("he-thong/", include("mangnon.base.health.system_urls")),
]

handler400 = "mangnon.portal.views.unreadable"
handler403 = "mangnon.portal.views.denied"
handler404 = "mangnon.portal.views.not_found"
handler429 = "mangnon.portal.views.too_often"  # asked for by allauth
handler500 = "mangnon.portal.views.broken"
