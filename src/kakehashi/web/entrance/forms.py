"""The forms of the sign-in, with our own words."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from allauth.mfa.webauthn.internal import auth
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

CODE_HINT = _("Six figures from your authenticator app, or one of your recovery codes")


def _code(hint: Any) -> forms.CharField:  # noqa: ANN401 - text or lazy text
    boxes = {"autocomplete": "one-time-code", "inputmode": "numeric", "class": "w-10"}
    return forms.CharField(label=_("Code"), help_text=hint, widget=forms.TextInput(boxes))


def _password(label: Any, autocomplete: str) -> forms.CharField:  # noqa: ANN401 - text or lazy text
    widget = forms.PasswordInput({"autocomplete": autocomplete, "class": "w-20"})
    return forms.CharField(label=label, widget=widget, strip=False)


class SignInForm(AllauthLoginForm):  # type: ignore[misc]  # allauth has no types
    """Name and password; the second factor is asked for on the next page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        name = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["login"] = forms.CharField(
            label=_("Sign-in name"), max_length=64, widget=forms.TextInput(name | {"class": "w-20"})
        )
        self.fields["password"] = _password(_("Password"), "current-password")
        self.order_fields(["login", "password"])


class CodeForm(AllauthAuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The second factor at sign-in."""

    code = _code(CODE_HINT)


class CodeAgainForm(AllauthReauthenticateByCodeForm):  # type: ignore[misc]  # allauth has no types
    """The second factor once more, before something grave."""

    code = _code(CODE_HINT)


class PasswordAgainForm(AllauthReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password once more, before something grave."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["password"] = _password(_("Password"), "current-password")


class NewPasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Another password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"] = _password(_("Present password"), "current-password")
        self.fields["password1"] = _password(_("New password"), "new-password")
        self.fields["password2"] = _password(_("New password again"), "new-password")


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """Set up an authenticator app; who has no password yet chooses one with it."""

    code = _code(_("Six figures that the app shows now"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - allauth's
        super().__init__(*args, **kwargs)
        if not self.user.has_usable_password():
            self.fields["password1"] = _password(_("Choose a password"), "new-password")
            self.fields["password1"].help_text = _("At least 12 characters; a sentence is good.")
            self.fields["password2"] = _password(_("The same password again"), "new-password")
            self.order_fields(["password1", "password2", "code"])

    def clean_password1(self) -> str:
        """Refuse a password that is too short or too common."""
        chosen = str(self.cleaned_data["password1"])
        validate_password(chosen, self.user)
        return chosen

    def clean_password2(self) -> str:
        """Refuse a second password unlike the first."""
        again = str(self.cleaned_data["password2"])
        if again != self.cleaned_data.get("password1", again):
            raise forms.ValidationError(_("This is not the password you typed first."))
        return again


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """Add a passkey that asks for a finger, a face or a PIN: it is both factors at once."""

    name = forms.CharField(label=_("What to call it"), max_length=100, required=False)
    passwordless = None

    def clean(self) -> dict[str, Any]:
        """Refuse a key that did not ask who holds it."""
        cleaned = forms.Form.clean(self) or {}
        credential = cleaned.get("credential")
        if credential:
            auth.parse_registration_response(credential)
            if not auth.complete_registration(credential).is_user_verified():
                raise get_adapter().validation_error("incorrect_code")
        return cleaned
