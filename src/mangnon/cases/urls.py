"""Addresses of the cases' pages, under /vu-viec/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
