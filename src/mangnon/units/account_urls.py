"""Signing in and the own account, under `/tai-khoan/`. allauth finds its views by these names."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from mangnon.units.views import account as own
from mangnon.units.views import invited

urlpatterns = [
    path("", own.overview, name="account_overview"),
    path("sua/", own.edit, name="account_edit"),
    path("don-vi-lam-viec/", own.choose_unit, name="account_choose_unit"),
    path("nhan-loi-moi/<str:secret>/", invited.accept, name="account_accept_invitation"),
    path("dang-nhap/", own.sign_in, name="account_login"),
    path("dang-xuat/", account.logout, name="account_logout"),
    path("ngung-hoat-dong/", account.account_inactive, name="account_inactive"),
    path("dang-ky/", account.signup, name="account_signup"),
    path("xac-nhan-lai/", account.reauthenticate, name="account_reauthenticate"),
    path("mat-khau/doi/", account.password_change, name="account_change_password"),
    path("mat-khau/dat/", account.password_set, name="account_set_password"),
    path("mat-khau/quen/", account.password_reset, name="account_reset_password"),
    path("mat-khau/quen/da-gui/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^mat-khau/quen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "mat-khau/quen/xong/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("xac-thuc-hai-lop/", second.index, name="mfa_index"),
    path("xac-thuc-hai-lop/ma/", second.authenticate, name="mfa_authenticate"),
    path("xac-thuc-hai-lop/xac-nhan-lai/", second.reauthenticate, name="mfa_reauthenticate"),
    path("xac-thuc-hai-lop/bat/", totp.activate_totp, name="mfa_activate_totp"),
    path("xac-thuc-hai-lop/tat/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ma-du-phong/tao/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ma-du-phong/tai/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("phien/", own.sessions, name="usersessions_list"),
    path("phien/<int:pk>/ket-thuc/", own.end_session, name="usersessions_end"),
    path("phien/ket-thuc-het/", own.end_other_sessions, name="usersessions_end_others"),
]
