from django.urls import path

from mangnon.base.health import system

app_name = "system"
urlpatterns = [
    path("", system.status, name="status"),
    path("viec-nen/", system.jobs, name="jobs"),
    path("viec-nen/<str:job_id>/chay-lai/", system.retry_job, name="retry"),
    path("nhat-ky/", system.record, name="record"),
]
