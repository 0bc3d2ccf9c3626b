from django.urls import path

from mangnon.portal import views

urlpatterns = [path("", views.home, name="home")]
