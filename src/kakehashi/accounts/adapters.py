"""What allauth asks of us: nobody signs up, everybody has a second factor, secrets are sealed."""

import base64
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kakehashi import node
from kakehashi.accounts.models import Officer
from kakehashi.accounts.queries import FACTORS, has_factor

# What is said after an act; what is not here is not said.
SAID: dict[str, str | Promise] = {
    "account/messages/logged_out.txt": _("You have signed out."),
    "account/messages/password_changed.txt": _("Your password was changed."),
    "mfa/messages/totp_activated.txt": _("Your authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("Your authenticator app was removed."),
    "mfa/messages/webauthn_added.txt": _("Your passkey was added."),
    "mfa/messages/webauthn_removed.txt": _("Your passkey was removed."),
    "mfa/messages/recovery_codes_generated.txt": _("You have new recovery codes."),
}
WRONG_SIGN_IN = _("The name and the password do not belong together. Check both.")
WRONG_CODE = _("This code is not right, or it was used already. Wait for the next one.")
TOO_MANY = _("Too many attempts. Wait a few minutes, then try again.")
UNENROLLED = _("This account has no second factor. Ask your administrator for an enrolment link.")


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Local accounts only, made by command, without e-mail."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "username_password_mismatch": WRONG_SIGN_IN,
        "invalid_login": WRONG_SIGN_IN,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
        "same_as_current": _("Choose another password than the present one."),
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's
        """Refuse: officers are made by command."""
        return False

    def pre_login(self, request: HttpRequest, user: Officer, **kwargs: Any) -> HttpResponse | None:  # noqa: ANN401 - allauth's
        """Turn back who has no second factor, whatever password they know."""
        if not has_factor(user):
            messages.error(request, str(UNENROLLED))
            return redirect("account_login")
        return super().pre_login(request, user, **kwargs)  # type: ignore[no-any-return]

    def add_message(  # noqa: PLR0917 - allauth's
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002 - allauth's
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our own words and the reader's language, or not at all."""
        text = message or SAID.get(message_template or "", "")
        if text:
            messages.add_message(request, level, str(text), extra_tags=extra_tags)

    def send_mail(self, *_args: object) -> None:
        """Send nothing: a sign-in here never depends on mail."""

    def send_notification_mail(self, *_args: object, **_kwargs: object) -> None:
        """Send nothing."""


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors: sealed at rest under the node's secret, bound to the node's own address."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_delete_authenticator": _("Add another factor first: this is your last one."),
        "cannot_generate_recovery_codes": _("Set up a passkey or an authenticator app first."),
    }

    def _sealing(self) -> Fernet:
        secret = node.this().secret.encode()
        key = HKDF(SHA256(), 32, salt=None, info=b"kakehashi/factors/1").derive(secret)
        return Fernet(base64.urlsafe_b64encode(key))

    def encrypt(self, text: str) -> str:
        """Seal a TOTP secret or the seed of recovery codes: the database alone opens nothing."""
        return self._sealing().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what was sealed."""
        return self._sealing().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Refuse to remove the last factor; recovery codes are none."""
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=FACTORS)
        return authenticator.type not in FACTORS or others.exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user: Officer, type: Authenticator.Type) -> str:
        """Name a passkey whose officer gave it no name, by its number."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return gettext("Passkey %(number)s") % {"number": count + 1}

    def get_totp_issuer(self) -> str:
        """Name the node in the officer's authenticator app."""
        return node.this().name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Bind passkeys to the node's own host, not to what a request claims."""
        return {
            "id": urlsplit(settings.ORIGIN).hostname or "",
            "name": node.this().name,
        }

    def get_public_key_credential_user_entity(self, user: Officer) -> dict[str, Any]:
        """Name the officer in the passkey; `id` is what allauth reads back at sign-in."""
        known: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return known | {"display_name": user.display_name, "name": user.username}
