"""Addresses of the public pages, under /bao-tin/."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
