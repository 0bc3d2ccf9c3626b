"""Addresses of the filters' pages, under /bo-loc/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
