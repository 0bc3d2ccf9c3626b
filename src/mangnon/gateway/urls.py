"""Addresses of the filters' pages, under /bo-loc/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.gateway.views import machines

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

urlpatterns: list[URLPattern | URLResolver] = [
    *_MACHINES,
]
