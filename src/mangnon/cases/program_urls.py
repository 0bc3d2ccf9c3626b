"""Addresses of the cases for programs, under /api/ho-so/v1/."""

from django.urls import URLPattern, URLResolver, path

from mangnon.cases.views import programs

urlpatterns: list[URLPattern | URLResolver] = [
    path("openapi.json", programs.document, name="case_api_document"),
    path("bang", programs.table_of_moves, name="case_api_table"),
    path("vu-viec", programs.several, name="case_api_list"),
    path("vu-viec/<uuid:pk>", programs.one, name="case_api_one"),
    path("vu-viec/<uuid:pk>/buoc", programs.move, name="case_api_move"),
]
