"""Units, their people, contacts and imports, under `/don-vi/`."""

from django.urls import path

from mangnon.units.views import contacts, importing, people, units

urlpatterns = [
    path("", units.index, name="units"),
    path("<int:pk>/", units.show, name="unit"),
    path("<int:pk>/doi-ten/", units.rename, name="unit_rename"),
    path("<int:pk>/ngung/", units.close, name="unit_close"),
    path("<int:pk>/moi/", people.invite, name="unit_invite"),
    path("<int:pk>/giao-vai-tro/", people.grant, name="unit_grant"),
    path("vai-tro/<int:pk>/ket-thuc/", people.end_role, name="role_end"),
    path("nguoi/<uuid:pk>/", people.account, name="person"),
    path("nguoi/<uuid:pk>/hai-lop/", people.reset_second_factor, name="person_second_factor"),
    path("nguoi/<uuid:pk>/ngung/", people.deactivate, name="person_deactivate"),
    path("loi-moi/<int:pk>/rut/", people.withdraw, name="invitation_withdraw"),
    path("lien-he/", contacts.index, name="contacts_edit"),
    path("lien-he/them/", contacts.add, name="contact_add"),
    path("lien-he/<int:pk>/", contacts.edit, name="contact_edit"),
    path("lien-he/<int:pk>/doi-chieu/", contacts.check, name="contact_check"),
    path("lien-he/<int:pk>/bo/", contacts.end, name="contact_end"),
    path("nhap/", importing.index, name="imports"),
    path("nhap/<str:kind>/mau.xlsx", importing.template, name="import_template"),
    path("nhap/<str:kind>/", importing.upload, name="import_upload"),
    path("nhap/ban/<int:pk>/", importing.review, name="import_review"),
]
