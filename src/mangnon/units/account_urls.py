"""Signing in and the own account, under `/tai-khoan/`. allauth finds its views by these names."""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from mangnon.units.views import account as own
from mangnon.units.views import invited
from mangnon.units.views.entrance import ours, sign_in

urlpatterns = [
    path("", own.overview, name="account_overview"),
    path("sua/", own.edit, name="account_edit"),
    path("don-vi-lam-viec/", own.choose_unit, name="account_choose_unit"),
    path("nhan-loi-moi/<str:secret>/", invited.accept, name="account_accept_invitation"),
    path("dang-nhap/", sign_in, name="account_login"),
    path("dang-xuat/", ours(account.LogoutView), name="account_logout"),
    path("ngung-hoat-dong/", ours(account.AccountInactiveView), name="account_inactive"),
    path("dang-ky/", ours(account.SignupView), name="account_signup"),
    path("xac-nhan-lai/", ours(account.ReauthenticateView), name="account_reauthenticate"),
    path("mat-khau/doi/", ours(account.PasswordChangeView), name="account_change_password"),
    path("mat-khau/dat/", ours(account.PasswordSetView), name="account_set_password"),
    path("mat-khau/quen/", ours(account.PasswordResetView), name="account_reset_password"),
    path(
        "mat-khau/quen/da-gui/",
        ours(account.PasswordResetDoneView),
        name="account_reset_password_done",
    ),
    re_path(
        r"^mat-khau/quen/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ours(account.PasswordResetFromKeyView),
        name="account_reset_password_from_key",
    ),
    path(
        "mat-khau/quen/xong/",
        ours(account.PasswordResetFromKeyDoneView),
        name="account_reset_password_from_key_done",
    ),
    path("xac-thuc-hai-lop/", ours(second.IndexView), name="mfa_index"),
    path("xac-thuc-hai-lop/ma/", ours(second.AuthenticateView), name="mfa_authenticate"),
    path(
        "xac-thuc-hai-lop/xac-nhan-lai/", ours(second.ReauthenticateView), name="mfa_reauthenticate"
    ),
    path("xac-thuc-hai-lop/bat/", ours(totp.ActivateTOTPView), name="mfa_activate_totp"),
    path("xac-thuc-hai-lop/tat/", ours(totp.DeactivateTOTPView), name="mfa_deactivate_totp"),
    path("ma-du-phong/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("ma-du-phong/tao/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("ma-du-phong/tai/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("phien/", own.sessions, name="usersessions_list"),
    path("phien/<int:pk>/ket-thuc/", own.end_session, name="usersessions_end"),
    path("phien/ket-thuc-het/", own.end_other_sessions, name="usersessions_end_others"),
]
