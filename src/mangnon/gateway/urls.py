"""Addresses of the filters' pages, under /bo-loc/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.gateway.views import (
    asking,
    conformance,
    explain,
    feedback,
    figures,
    fleet,
    home,
    lists,
    machines,
    orders,
    policy,
    routers,
    simulate,
    sites,
    trails,
)

# What the filters let through, where they stand, why they answer as they do.
_STEERING: list[URLPattern | URLResolver] = [
    path("", home.home, name="filters"),
    path("truong/<int:pk>/", home.school, name="filters_school"),
    path("chinh-sach/", policy.entrance, name="filters_policy"),
    path("chinh-sach/<int:pk>/", policy.overview, name="filters_policy_of"),
    path("chinh-sach/<int:pk>/khac-biet/", policy.differences, name="filters_differences"),
    path("chinh-sach/<int:pk>/lich-su/", policy.history, name="filters_history"),
    path("chinh-sach/<int:pk>/<str:key>/", policy.group, name="filters_policy_group"),
    path("chinh-sach/<int:pk>/<str:key>/gio/", policy.hours, name="filters_hours"),
    path("chinh-sach/<int:pk>/<str:key>/gio/<int:number>/", policy.hour, name="filters_hour"),
    path("chinh-sach/<int:pk>/<str:key>/ten/", policy.names, name="filters_names"),
    path("diem-truong/", sites.listing, name="filters_sites"),
    path("diem-truong/moi/<int:pk>/", sites.add, name="filters_site_new"),
    path("diem-truong/<int:pk>/", sites.site, name="filters_site"),
    path("diem-truong/<int:pk>/sua/", sites.edit, name="filters_site_edit"),
    path("diem-truong/<int:pk>/may/<int:client_pk>/", sites.client, name="filters_client"),
    path(
        "diem-truong/<int:pk>/may/<int:client_pk>/bo/", sites.remove, name="filters_client_remove"
    ),
    path("vi-sao/", explain.explain, name="filters_explain"),
    path("chinh-sach/thu-truoc/", simulate.simulate, name="filters_simulate"),
    path("dat-chuan/", conformance.entrance, name="filters_conformance"),
    path("dat-chuan/<int:pk>/", conformance.school, name="filters_conformance_of"),
    path("dat-chuan/<int:pk>/ra-soat/", conformance.review, name="filters_reviewed"),
]

# The filters themselves, and the routers around them.
_FLEET: list[URLPattern | URLResolver] = [
    path("may-loc/", fleet.listing, name="filters_fleet"),
    path("may-loc/<uuid:pk>/", fleet.gateway, name="filters_gateway"),
    path("may-loc/<uuid:pk>/thu-hoi/", fleet.revoke, name="filters_gateway_revoke"),
    path("diem-truong/<int:pk>/ghi-danh/", fleet.enrol, name="filters_enrol"),
    path("diem-truong/<int:pk>/bo-dinh-tuyen/", routers.routers, name="filters_routers"),
    path("diem-truong/<int:pk>/bo-dinh-tuyen/<str:kind>/", routers.one, name="filters_router"),
    path(
        "diem-truong/<int:pk>/bo-dinh-tuyen/<str:kind>/tai/",
        routers.download,
        name="filters_router_file",
    ),
]

# What filters ask and tell (link/): no pages.
_MACHINES: list[URLPattern | URLResolver] = [
    path("may/khoa", machines.key, name="machine_key"),
    path("may/ghi-danh", machines.enrol, name="machine_enrol"),
    path("may/hien-hanh", machines.current, name="machine_current"),
    path("may/ke-hoach", machines.plan, name="machine_plan"),
    path("may/goi", machines.bundle, name="machine_bundle"),
    path("may/goi/<int:number>/index.bin", machines.index, name="machine_index"),
    path("may/goi/<int:number>/model.bin", machines.model, name="machine_model"),
    path("may/goi/<int:number>/tu/<int:base>", machines.change, name="machine_change"),
    path("may/bao-cao", machines.report, name="machine_report"),
]

# Lists, what an authority ordered, what a list blocks wrongly.
_LISTS: list[URLPattern | URLResolver] = [
    path("danh-sach/", lists.index, name="filters_lists"),
    path("danh-sach/them/", lists.add, name="filters_list_add"),
    path("danh-sach/cua-tinh/", lists.own, name="filters_list_own"),
    path("danh-sach/<int:pk>/", lists.one, name="filters_list"),
    path("danh-sach/<int:pk>/sua/", lists.edit, name="filters_list_edit"),
    path("danh-sach/<int:pk>/dung/", lists.use, name="filters_list_use"),
    path("danh-sach/<int:pk>/tai/", lists.fetch, name="filters_list_fetch"),
    path("danh-sach/<int:pk>/nhan/<int:version>/", lists.take, name="filters_version_take"),
    path("danh-sach/lenh-chan/", orders.index, name="filters_orders"),
    path("danh-sach/lenh-chan/moi/", orders.new, name="filters_order_new"),
    path("danh-sach/lenh-chan/<int:pk>/go/", orders.lift, name="filters_order_lift"),
    path("danh-sach/lenh-chan.csv", orders.as_csv, name="filters_orders_csv"),
    path("danh-sach/bao-nham/", feedback.index, name="filters_wrong"),
    path("danh-sach/bao-nham/moi/", feedback.say, name="filters_wrong_new"),
    path("danh-sach/bao-nham/<int:pk>/", feedback.answer, name="filters_wrong_answer"),
]

# Requests to open a site, and what is open for a while.
_ASKING: list[URLPattern | URLResolver] = [
    path("de-nghi/", asking.index, name="filters_asks"),
    path("de-nghi/mo/", asking.open_for_lesson, name="filters_open"),
    path("de-nghi/<uuid:pk>/", asking.one, name="filters_ask"),
    path("de-nghi/<uuid:pk>/mo/", asking.allow_now, name="filters_ask_allow"),
    path("dang-mo/<int:pk>/dong/", asking.end, name="filters_allowance_end"),
]

_FIGURES: list[URLPattern | URLResolver] = [
    path("so-lieu/", figures.index, name="filters_figures"),
    path("so-lieu/thang/", figures.month, name="filters_month"),
    path("so-lieu/bang.csv", figures.csv, name="filters_figures_csv"),
    path("so-lieu/bang.xlsx", figures.xlsx, name="filters_figures_xlsx"),
]

# Safeguarding matters.
_TRAILS: list[URLPattern | URLResolver] = [
    path("vu-viec/", trails.index, name="filters_trails"),
    path("vu-viec/moi/", trails.ask, name="filters_trail_new"),
    path("vu-viec/<uuid:pk>/", trails.one, name="filters_trail"),
    path("vu-viec/<uuid:pk>/tra-loi/", trails.answer, name="filters_trail_answer"),
    path("vu-viec/<uuid:pk>/doc/", trails.read, name="filters_trail_read"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    *_STEERING,
    *_LISTS,
    *_ASKING,
    *_FIGURES,
    *_TRAILS,
    *_FLEET,
    *_MACHINES,
]
