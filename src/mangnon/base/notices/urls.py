from django.urls import path

from mangnon.base.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.all_notices, name="all"),
    path("da-doc/", views.read_all, name="read_all"),
    path("<int:notice_id>/", views.open_notice, name="open"),
]
