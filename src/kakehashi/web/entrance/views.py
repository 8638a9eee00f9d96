"""Signing in and the second factor: allauth's flows behind our own pages."""

from typing import Any

import segno
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django.views.generic.edit import FormView

from kakehashi.accounts.models import Officer
from kakehashi.accounts.queries import enrolling
from kakehashi.web.entrance.recording import enter_to_enrol


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, token: str) -> HttpResponse:
    """Welcome an officer who has an enrolment link; the button signs them in to set up a factor.

    The link works until a factor is set up or it is too old, and looking at it changes nothing.
    """
    officer = enrolling(token, now=timezone.now())
    if officer is None:
        return render(request, "entrance/no_enrolment.html", status=404)
    if request.method != "POST":
        return render(request, "entrance/enrol.html", {"officer": officer})
    enter_to_enrol(request, officer)
    record_authentication(request, officer, method="enrolment", reauthenticated=True)
    return redirect("mfa_index")


def absent(_request: HttpRequest, **_arguments: object) -> HttpResponse:
    """Stand where allauth expects a page that does not exist here: no sign-up, no mail."""
    raise Http404


class ActivateApp(totp.ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    """Set up an authenticator app, with a password where there is none yet."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        """Give the secret as a picture and in groups of four for typing."""
        context: dict[str, Any] = FormView.get_context_data(self, **kwargs)
        form = context["form"]
        url = get_adapter().build_totp_url(self.request.user, form.secret)
        groups = [form.secret[i : i + 4] for i in range(0, len(form.secret), 4)]
        picture = segno.make(url, error="m").svg_data_uri(scale=4, border=2)
        return context | {"secret": " ".join(groups), "qr": picture}

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 - allauth's
        """Activate, then set the password: until then this account cannot be signed in to."""
        response: HttpResponse = super().form_valid(form)
        chosen = form.cleaned_data.get("password1")
        if chosen:
            officer: Officer = form.user
            officer.set_password(chosen)
            officer.save(update_fields=["password"])
            update_session_auth_hash(self.request, officer)
        return response


class AddPasskey(webauthn.AddWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Add a passkey that is found by the browser without a name."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        """Ask for a key that verifies its holder."""
        context: dict[str, Any] = FormView.get_context_data(self, **kwargs)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


class RemovePasskey(webauthn.RemoveWebAuthnView):  # type: ignore[misc]  # allauth has no types
    """Remove a passkey, unless it is the last factor."""

    def form_valid(self, form: Any) -> HttpResponse:  # noqa: ANN401 - Django's
        """Refuse in words where nothing else would be left."""
        key: Authenticator = self.get_object()
        if not get_adapter().can_delete_authenticator(key):
            messages.error(self.request, _("Add another factor first: this is your last one."))
            return redirect("mfa_index")
        response: HttpResponse = super().form_valid(form)
        return response
