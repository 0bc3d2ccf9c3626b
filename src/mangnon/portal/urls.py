"""Pages that join domains, and those that belong to none."""

from django.urls import path

from mangnon.base.ui.views import components
from mangnon.portal import views

urlpatterns = [
    path("", views.home, name="home"),
    path("lien-he/", views.contacts, name="contacts"),
    path("ban-lam-viec/", views.desk, name="desk"),
    path("thanh-phan/", components, name="components"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
