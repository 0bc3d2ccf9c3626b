"""Addresses of the filters' pages, under /bo-loc/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.gateway.views import feedback, lists, machines, orders

# What filters ask and tell (link/): no pages.
_MACHINES: list[URLPattern | URLResolver] = [
    path("may/khoa", machines.key, name="machine_key"),
    path("may/ghi-danh", machines.enrol, name="machine_enrol"),
    path("may/hien-hanh", machines.current, name="machine_current"),
    path("may/ke-hoach", machines.plan, name="machine_plan"),
    path("may/goi", machines.bundle, name="machine_bundle"),
    path("may/goi/<int:number>/index.bin", machines.index, name="machine_index"),
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

urlpatterns: list[URLPattern | URLResolver] = [
    *_LISTS,
    *_MACHINES,
]
