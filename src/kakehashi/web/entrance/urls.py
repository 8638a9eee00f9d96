"""The addresses of the sign-in, under the names by which allauth looks for them."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import URLPattern, path

from kakehashi.web.entrance import views
from kakehashi.web.parts.doors import View, entrance


def page(route: str, view: View, name: str) -> URLPattern:
    """Place a page that guards itself."""
    return path(route, entrance(view), name=name)


urlpatterns = [
    page("", account.login, "account_login"),
    page("out/", account.logout, "account_logout"),
    page("closed/", account.account_inactive, "account_inactive"),
    page("enrol/<str:token>/", views.enrol, "enrol"),
    page("again/password/", account.reauthenticate, "account_reauthenticate"),
    page("password/", account.password_change, "account_change_password"),
    page("second/", mfa.authenticate, "mfa_authenticate"),
    page("again/", mfa.reauthenticate, "mfa_reauthenticate"),
    page("factors/", mfa.index, "mfa_index"),
    page("factors/app/", views.ActivateApp.as_view(), "mfa_activate_totp"),
    page("factors/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp"),
    page("factors/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("factors/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("factors/codes/download/", codes.download_recovery_codes, "mfa_download_recovery_codes"),
    page("factors/passkeys/add/", views.AddPasskey.as_view(), "mfa_add_webauthn"),
    page("factors/passkeys/<int:pk>/remove/", views.RemovePasskey.as_view(), "mfa_remove_webauthn"),
    page("passkey/", webauthn.login_webauthn, "mfa_login_webauthn"),
    page("again/passkey/", webauthn.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    # allauth looks these up, and nobody finds them.
    page("none/sign-up/", views.absent, "account_signup"),
    page("none/reset/", views.absent, "account_reset_password"),
    page("none/set-password/", views.absent, "account_set_password"),
    page("none/e-mail/", views.absent, "account_email"),
    page("none/passkeys/", mfa.index, "mfa_list_webauthn"),
]
